"""The kinds of messages: which fact makes one, for whom, and when (``docs/notification.md``)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.contracts import enrollment, failures, feedback, matching, scheduling
from shared.schema import EventData


class Kind(StrEnum):
    """The kind of a message; one that is no longer sent keeps its name."""

    INVITATION = "invitation"
    INVITATION_REMINDER = "invitation-reminder"
    WAITLISTED = "waitlisted"
    PLACE_OFFER = "place-offer"
    PLACE_OFFER_REMINDER = "place-offer-reminder"
    PLACE_OFFER_LAPSED = "place-offer-lapsed"
    APPLICATION_DECLINED = "application-declined"
    GET_READY = "get-ready"
    GET_READY_REMINDER = "get-ready-reminder"
    TRAINING_DUE = "training-due"
    TRAINING_DUE_REMINDER = "training-due-reminder"
    TERMS_CHANGED = "terms-changed"
    TERMS_CHANGED_REMINDER = "terms-changed-reminder"
    PROPOSAL = "proposal"
    PROPOSAL_REMINDER = "proposal-reminder"
    PROPOSAL_CLOSED = "proposal-closed"
    SHORTLIST = "shortlist"
    SHORTLIST_REMINDER = "shortlist-reminder"
    SHORTLIST_CLOSED = "shortlist-closed"
    PAIRED = "paired"
    FIRST_CONTACT_REMINDER = "first-contact-reminder"
    SESSIONS_PLANNED = "sessions-planned"
    SESSION_MOVED = "session-moved"
    SESSIONS_CANCELLED = "sessions-cancelled"
    SESSION_REMINDER = "session-reminder"
    CHECK_IN = "check-in"
    CHECK_IN_REMINDER = "check-in-reminder"
    PULSE = "pulse"
    PULSE_REMINDER = "pulse-reminder"
    NUDGE = "nudge"
    PAIRING_PAUSED = "pairing-paused"
    PAIRING_RESUMED = "pairing-resumed"
    PAIRING_ENDED = "pairing-ended"
    PAIRING_COMPLETED = "pairing-completed"
    CERTIFICATE = "certificate"
    CONTACT_AGREED = "contact-agreed"
    CONCERN_ASSIGNED = "concern-assigned"
    CONCERN_REMINDER = "concern-reminder"
    ANSWER_WAITS = "answer-waits"
    ALERT = "alert"
    ALERT_REMINDER = "alert-reminder"
    ALERT_ANSWERED = "alert-answered"
    COORDINATORS_WANTED = "coordinators-wanted"
    DELEGATE_ASKED = "delegate-asked"
    DELEGATE_ASKED_REMINDER = "delegate-asked-reminder"
    DELEGATE_ACCEPTED = "delegate-accepted"
    DELEGATE_MISSING = "delegate-missing"
    DELEGATION_OVER = "delegation-over"
    SPONSOR_ASKED = "sponsor-asked"
    SPONSOR_ASKED_REMINDER = "sponsor-asked-reminder"
    SPONSOR_FOUND = "sponsor-found"
    SPONSORSHIP_OVER = "sponsorship-over"
    QUESTION_ANSWERED = "question-answered"
    CIRCLE_JOINED = "circle-joined"
    CIRCLE_REMOVED = "circle-removed"
    CIRCLE_DATES = "circle-dates"
    CIRCLE_DATE_MOVED = "circle-date-moved"
    CIRCLE_DATES_OFF = "circle-dates-off"
    CIRCLE_REMINDER = "circle-reminder"
    DIGEST = "digest"
    OWN_DIGEST = "own-digest"
    WEBHOOK_DISABLED = "webhook-disabled"
    EVENTS_FAILED = "events-failed"


class Group(StrEnum):
    """Kinds of messages that a person gets at once or in a daily digest."""

    ANSWERS = "answers"
    """Messages that wait for an answer."""
    SESSIONS = "sessions"
    """Times of sessions."""
    NEWS = "news"
    """The outcome of applications, proposals and pairings."""


@dataclass(frozen=True)
class Message:
    """One row of the table.

    Attributes:
        facts: the events that make the message; none where it is this service's own matter.
        readers: who gets it.
        when: at which time.
        optional: whether a reader may unsubscribe from it.
        calendar: whether it carries a calendar file.
        group: with which others it may come in a daily digest; None for what never does.
    """

    facts: tuple[type[EventData], ...]
    readers: str
    when: str = "at once"
    optional: bool = False
    calendar: bool = False
    group: Group | None = None


_BOTH: Final = "both"
_DAY_BEFORE: Final = "a day before it expires, unless settled"

MESSAGES: Final[dict[Kind, Message]] = {
    Kind.INVITATION: Message((enrollment.EmployeeInvited,), "the invited employee", group=Group.ANSWERS),
    Kind.INVITATION_REMINDER: Message(
        (enrollment.EmployeeInvited,),
        "the invited employee",
        _DAY_BEFORE,
        optional=True,
        group=Group.ANSWERS,
    ),
    Kind.WAITLISTED: Message((enrollment.ApplicationWaitlisted,), "the applicant", group=Group.NEWS),
    Kind.PLACE_OFFER: Message((enrollment.PlaceOffered,), "the applicant", group=Group.ANSWERS),
    Kind.PLACE_OFFER_REMINDER: Message(
        (enrollment.PlaceOffered,), "the applicant", _DAY_BEFORE, group=Group.ANSWERS
    ),
    Kind.PLACE_OFFER_LAPSED: Message(
        (enrollment.ApplicationEnded,), "the applicant", "at once, if the offer expired", group=Group.NEWS
    ),
    Kind.APPLICATION_DECLINED: Message(
        (enrollment.ApplicationEnded,), "the applicant", "at once, if declined", group=Group.NEWS
    ),
    Kind.GET_READY: Message((enrollment.ParticipantEnrolled,), "the participant", group=Group.ANSWERS),
    Kind.GET_READY_REMINDER: Message(
        (enrollment.ParticipantEnrolled,),
        "the participant",
        "after 7 days, unless ready",
        optional=True,
        group=Group.ANSWERS,
    ),
    Kind.TRAINING_DUE: Message(
        (enrollment.TrainingExpired,),
        "the participant",
        "at once, one for all modules that expire before it is renewed",
        group=Group.ANSWERS,
    ),
    Kind.TRAINING_DUE_REMINDER: Message(
        (enrollment.TrainingExpired,),
        "the participant",
        "after 7 days, unless renewed",
        optional=True,
        group=Group.ANSWERS,
    ),
    Kind.TERMS_CHANGED: Message(
        (enrollment.ConsentAsked,),
        "the participant",
        "at once, one for all changes before they agree",
        group=Group.ANSWERS,
    ),
    Kind.TERMS_CHANGED_REMINDER: Message(
        (enrollment.ConsentAsked,),
        "the participant",
        "after 7 days, unless they have agreed",
        optional=True,
        group=Group.ANSWERS,
    ),
    Kind.PROPOSAL: Message(
        (matching.ProposalApproved,), "both, except the one who chose", group=Group.ANSWERS
    ),
    Kind.PROPOSAL_REMINDER: Message(
        (matching.ProposalApproved,), "those who have not answered", _DAY_BEFORE, group=Group.ANSWERS
    ),
    Kind.PROPOSAL_CLOSED: Message(
        (matching.ProposalDeclined, matching.ProposalExpired, matching.ProposalWithdrawn),
        "those who were asked, except the one who declined",
        group=Group.NEWS,
    ),
    Kind.SHORTLIST: Message((matching.ShortlistShown,), "the one who chooses", group=Group.ANSWERS),
    Kind.SHORTLIST_REMINDER: Message(
        (matching.ShortlistShown,), "the one who chooses", _DAY_BEFORE, group=Group.ANSWERS
    ),
    Kind.SHORTLIST_CLOSED: Message(
        (matching.ShortlistEnded,), "the one who did not choose in time", group=Group.NEWS
    ),
    Kind.PAIRED: Message((matching.PairingActivated,), _BOTH, group=Group.NEWS),
    Kind.FIRST_CONTACT_REMINDER: Message(
        (matching.PairingActivated,),
        "the mentee",
        "two days before first contact is due, unless made",
        group=Group.ANSWERS,
    ),
    Kind.SESSIONS_PLANNED: Message((scheduling.SessionPlanned,), _BOTH, calendar=True, group=Group.SESSIONS),
    Kind.SESSION_MOVED: Message((scheduling.SessionMoved,), _BOTH, calendar=True, group=Group.SESSIONS),
    Kind.SESSIONS_CANCELLED: Message(
        (scheduling.SessionCancelled,), _BOTH, calendar=True, group=Group.SESSIONS
    ),
    Kind.SESSION_REMINDER: Message(
        (scheduling.SessionReminded,),
        _BOTH,
        "a week and a day before, as the programme sets",
        optional=True,
        group=Group.SESSIONS,
    ),
    Kind.CHECK_IN: Message((feedback.CheckInRequested,), "the participant", group=Group.ANSWERS),
    Kind.CHECK_IN_REMINDER: Message(
        (feedback.CheckInNudged,),
        "the participant",
        "after a third and two thirds of the time, unless answered",
        optional=True,
        group=Group.ANSWERS,
    ),
    Kind.PULSE: Message((feedback.PulseRequested,), "the participant", optional=True, group=Group.ANSWERS),
    Kind.PULSE_REMINDER: Message(
        (feedback.PulseNudged,),
        "the participant",
        "after half of the time, unless answered or skipped",
        optional=True,
        group=Group.ANSWERS,
    ),
    Kind.NUDGE: Message(
        (feedback.PairingFellIdle,), "both, at the step warn", optional=True, group=Group.NEWS
    ),
    Kind.PAIRING_PAUSED: Message((matching.PairingPaused,), _BOTH, group=Group.NEWS),
    Kind.PAIRING_RESUMED: Message((matching.PairingResumed,), _BOTH, group=Group.NEWS),
    Kind.PAIRING_ENDED: Message(
        (matching.PairingEnded,), _BOTH, "at once, unless completed", group=Group.NEWS
    ),
    Kind.PAIRING_COMPLETED: Message(
        (matching.PairingEnded,), _BOTH, "at once, if completed", group=Group.NEWS
    ),
    Kind.CERTIFICATE: Message((enrollment.CertificateIssued,), "the participant", group=Group.NEWS),
    Kind.CONTACT_AGREED: Message((enrollment.ContactAgreed,), _BOTH, group=Group.NEWS),
    Kind.DELEGATE_ASKED: Message((enrollment.DelegateNamed,), "the person named, an employee"),
    Kind.DELEGATE_ASKED_REMINDER: Message(
        (enrollment.DelegateNamed,), "the person named, an employee", _DAY_BEFORE
    ),
    Kind.DELEGATE_ACCEPTED: Message((enrollment.DelegateAccepted,), "the executive", group=Group.NEWS),
    Kind.DELEGATE_MISSING: Message(
        (enrollment.DelegationEnded,),
        "the executive",
        "at once, unless they ended it or take part no more",
        group=Group.NEWS,
    ),
    Kind.DELEGATION_OVER: Message(
        (enrollment.DelegationEnded,),
        "the delegate, an employee",
        "at once, if they had accepted and did not end it themselves",
    ),
    Kind.SPONSOR_ASKED: Message((enrollment.SponsorNamed,), "the person named, an employee"),
    Kind.SPONSOR_ASKED_REMINDER: Message(
        (enrollment.SponsorNamed,), "the person named, an employee", _DAY_BEFORE
    ),
    Kind.SPONSOR_FOUND: Message((enrollment.SponsorAccepted,), "the mentor", group=Group.NEWS),
    Kind.SPONSORSHIP_OVER: Message(
        (enrollment.SponsorshipEnded,),
        "the sponsor, an employee",
        "at once, if they had accepted and did not end it themselves",
    ),
    Kind.QUESTION_ANSWERED: Message((enrollment.HelpQuestionAnswered,), "the participant", group=Group.NEWS),
    Kind.CIRCLE_JOINED: Message((enrollment.CircleMemberAdded,), "the mentor", group=Group.NEWS),
    Kind.CIRCLE_REMOVED: Message((enrollment.CircleMemberRemoved,), "the mentor", group=Group.NEWS),
    Kind.CIRCLE_DATES: Message(
        (enrollment.CircleDateSet,), "the members of the circle", calendar=True, group=Group.SESSIONS
    ),
    Kind.CIRCLE_DATE_MOVED: Message(
        (enrollment.CircleDateMoved,), "the members of the circle", calendar=True, group=Group.SESSIONS
    ),
    Kind.CIRCLE_DATES_OFF: Message(
        (enrollment.CircleDateCancelled,), "the members of the circle", calendar=True, group=Group.SESSIONS
    ),
    Kind.CIRCLE_REMINDER: Message(
        (enrollment.CircleDateReminded,),
        "the members of the circle",
        "a day before",
        optional=True,
        group=Group.SESSIONS,
    ),
    Kind.CONCERN_ASSIGNED: Message((feedback.NoticePosted,), "the handler, if an employee"),
    Kind.CONCERN_REMINDER: Message(
        (feedback.NoticePosted,), "the handler, if an employee", "a day before the concern goes to another"
    ),
    Kind.ANSWER_WAITS: Message((feedback.NoticePosted,), "the reporter, or the handler if an employee"),
    Kind.ALERT: Message((feedback.NoticePosted,), "the sponsor to whom a concern goes, an employee"),
    Kind.ALERT_REMINDER: Message(
        (feedback.NoticePosted,), "the sponsor, an employee", "a day before the concern goes to another"
    ),
    Kind.ALERT_ANSWERED: Message((feedback.NoticePosted,), "the sponsor, an employee"),
    Kind.COORDINATORS_WANTED: Message(
        (feedback.NoticePosted,),
        "the coordinators' mailbox or chat",
        "the next morning at 06:00 UTC, again every two days, where no mail reaches a handler",
    ),
    Kind.DIGEST: Message(
        (
            matching.RoundProposed,
            matching.RoundFailed,
            matching.MatchOverdue,
            scheduling.CancellationAlarmRaised,
            feedback.PairingFellIdle,
            enrollment.ApplicationReceived,
            enrollment.EmployeesImported,
            enrollment.ProgrammeClosing,
            feedback.FinalReportReady,
            enrollment.SponsorAccepted,
            enrollment.SponsorshipEnded,
            enrollment.HelpQuestionAsked,
        ),
        "the coordinators' mailbox or chat",
        "the next morning at 06:00 UTC, one for all",
    ),
    Kind.OWN_DIGEST: Message((), "the participant", "daily at an hour of their own, where they wish it"),
    Kind.WEBHOOK_DISABLED: Message(
        (), "the coordinators' mailbox or chat", "at once, when a webhook is disabled"
    ),
    Kind.EVENTS_FAILED: Message(
        tuple(failures.FAILURES.values()), "the operators' mailbox", "at once, once an hour for each cause"
    ),
}

ALERTS: Final = frozenset({Kind.ALERT, Kind.ALERT_REMINDER, Kind.ALERT_ANSWERED})
"""Messages to sponsors about what is brought to them; they need not take part."""
CONFIDENTIAL: Final = ALERTS | {
    Kind.CONCERN_ASSIGNED,
    Kind.CONCERN_REMINDER,
    Kind.ANSWER_WAITS,
    Kind.COORDINATORS_WANTED,
}
"""Kinds that no figure counts: that there is such a message is for its reader alone."""

SILENT: Final[dict[type[EventData], str]] = {
    enrollment.ProgrammeOpened: "asks nobody",
    enrollment.ProgrammeChanged: "asks nobody",
    enrollment.ProgrammeStarted: "asks nobody",
    enrollment.EffectMeasured: "the digest says that the final report is ready, which has it",
    enrollment.ProgrammeTemplateSaved: "a coordinator did it",
    enrollment.FigureEntered: "a coordinator or another system did it",
    enrollment.ProgrammeCompleted: "the end of each pairing has a message",
    enrollment.ProgrammeCancelled: "the end of each pairing has a message",
    enrollment.InvitationEnded: "the employee did it, or the time is over; ends the reminder",
    enrollment.ConsentGiven: "the participant did it; ends the reminder to agree",
    enrollment.AssessmentCompleted: "the participant did it",
    enrollment.TrainingCompleted: "the participant did it; ends the reminder of a training that expired",
    enrollment.ParticipantReady: "asks nobody; ends the reminder to get ready",
    enrollment.ParticipantWithdrawn: "ends the reminder to get ready; the pairing's end has a message",
    matching.RoundRequested: "asks nobody",
    matching.RoundProgressed: "asks nobody",
    matching.RoundCancelled: "a coordinator did it",
    matching.RoundDiscarded: "a coordinator did it",
    matching.RoundPreviewed: "a coordinator waits for it on the page",
    matching.ProposalMade: "nobody is asked before it is approved",
    matching.ProposalShown: "the list has a message",
    matching.ProposalChosen: "the approval has a message; the one who chose gets none",
    matching.ProposalAccepted: "ends the reminder; nobody is pressed by the other's answer",
    matching.RematchOffered: "the pairing's end has a message",
    matching.MatchingPolicyChanged: "a coordinator did it",
    scheduling.SeriesEnded: "the certificate and the pairing's end have a message",
    scheduling.SeriesPlanned: "its sessions have a message",
    scheduling.SessionHeld: "the check-in has a message",
    scheduling.SessionMissed: "asks nobody; repeated ones raise an alarm",
    feedback.CheckInSubmitted: "the participant did it; ends the reminder",
    feedback.CheckInLapsed: "asks nobody; ends the reminder",
    feedback.PulseClosed: "ends the reminder",
    feedback.PairingHealthChanged: "asks nobody; alarms have a message",
    feedback.FiguresReleased: "asks nobody",
    enrollment.SponsorLineChanged: "asks nobody",
    feedback.WeightsLearned: "asks nobody",
    feedback.FirstContactMade: "ends the reminder",
}
"""Facts without a message, and why; timers are their owner's own and need no row."""

SPONSORS: Final = frozenset({Kind.SPONSOR_ASKED, Kind.SPONSOR_ASKED_REMINDER, Kind.SPONSORSHIP_OVER})
"""Messages to people who are named as sponsors; they need not take part."""

CIRCLES: Final = frozenset(
    {Kind.CIRCLE_DATES, Kind.CIRCLE_DATE_MOVED, Kind.CIRCLE_DATES_OFF, Kind.CIRCLE_REMINDER}
)
"""Messages about dates of a circle."""

DELEGATES: Final = frozenset({Kind.DELEGATE_ASKED, Kind.DELEGATE_ASKED_REMINDER, Kind.DELEGATION_OVER})
"""Messages to people who are named as delegates; they need not take part."""

APPLICANTS: Final = frozenset(
    {
        Kind.WAITLISTED,
        Kind.PLACE_OFFER,
        Kind.PLACE_OFFER_REMINDER,
        Kind.PLACE_OFFER_LAPSED,
        Kind.APPLICATION_DECLINED,
    }
)
"""Messages to people who have applied, and do not take part yet."""

INVITED: Final = frozenset({Kind.INVITATION, Kind.INVITATION_REMINDER})
"""Messages to people who are invited, and do not take part yet."""
