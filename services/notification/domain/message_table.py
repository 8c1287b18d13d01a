"""The table of messages: which fact makes each kind, for whom, and when (``docs/notification.md``)."""

from dataclasses import dataclass
from typing import Final

from services.notification.domain.kinds import Group, Kind
from shared.contracts import enrollment, failures, feedback, matching, scheduling
from shared.schema import EventData


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
        "at the times before it that the programme sets",
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
    Kind.OWN_DIGEST: Message((), "the participant", "daily at an hour of their own, where they prefer it"),
    Kind.WEBHOOK_DISABLED: Message(
        (), "the coordinators' mailbox or chat", "at once, when a webhook is disabled"
    ),
    Kind.EVENTS_FAILED: Message(
        tuple(failures.FAILURES.values()), "the operators' mailbox", "at once, once an hour for each cause"
    ),
}
