"""The events that may leave the platform by a webhook, and those that never do (``docs/webhooks.md``).

The receiver of a webhook is outside: HR, a learning system, or a coordinator's own server. So an event may
leave only if it tells what the organisation itself knows or both of a pair know anyway. Personal fields are
left out of those that leave.
"""

import inspect
from typing import Final

from shared.contracts import enrollment, failures, feedback, matching, scheduling
from shared.schema import EventData

TEST_TYPE: Final = "mentoring.notification.webhook-tested.v1"
"""The type of the event that tries a webhook out; no service publishes it."""

SUBSCRIBABLE: Final[tuple[type[EventData], ...]] = (
    enrollment.EmployeesImported,
    enrollment.ParticipantEnrolled,
    enrollment.ParticipantReady,
    enrollment.ParticipantWithdrawn,
    enrollment.ProgrammeCancelled,
    enrollment.ProgrammeChanged,
    enrollment.ProgrammeClosing,
    enrollment.ProgrammeCompleted,
    enrollment.ProgrammeOpened,
    enrollment.ProgrammeStarted,
    enrollment.TrainingCompleted,
    enrollment.TrainingExpired,
    matching.MatchingPolicyChanged,
    matching.PairingActivated,
    matching.PairingEnded,
    matching.RoundCancelled,
    matching.RoundDiscarded,
    matching.RoundFailed,
    matching.RoundPreviewed,
    matching.RoundRequested,
    scheduling.SessionCancelled,
    scheduling.SessionHeld,
    scheduling.SessionMoved,
    scheduling.SessionPlanned,
)

_PROPOSAL: Final = "a proposal is known to the two it is about, each as far as they were asked"
_SHORTLIST: Final = "a shortlist is its reader's own"
_CHECK_IN: Final = "nobody learns who is asked, and who has answered"
_CONDUCT: Final = "it would let other systems watch how a pair is getting on"
_PAUSE: Final = "that two do not meet for some time is for the two and their coordinators"
_APPLICATION: Final = "an application is known to the applicant and to the coordinators of the programme"
_INVITATION: Final = "an invitation, and the answer, are known to the invited and to the coordinators"
_CIRCLE: Final = "who is in a circle is known to its members and to the coordinators"
_CONSENT: Final = "who has agreed to the terms is known to the person and to the coordinators"
_FIGURES: Final = "figures are shown on the pages for which they were made"

WITHHELD: Final[dict[type[EventData], str]] = {
    enrollment.ApplicationEnded: _APPLICATION,
    enrollment.ApplicationReceived: _APPLICATION,
    enrollment.ApplicationWaitlisted: _APPLICATION,
    enrollment.CertificateIssued: "a certificate is its holder's own to show",
    enrollment.CircleDateCancelled: _CIRCLE,
    enrollment.CircleDateMoved: _CIRCLE,
    enrollment.CircleDateReminded: _CIRCLE,
    enrollment.CircleDateSet: _CIRCLE,
    enrollment.CircleMemberAdded: _CIRCLE,
    enrollment.CircleMemberRemoved: _CIRCLE,
    enrollment.ConsentAsked: _CONSENT,
    enrollment.ConsentGiven: _CONSENT,
    enrollment.ProgrammeTemplateSaved: "a template is the coordinators' own",
    enrollment.ContactAgreed: "that two stay in touch is for the two alone",
    enrollment.EmployeeInvited: _INVITATION,
    enrollment.InvitationEnded: _INVITATION,
    enrollment.AssessmentCompleted: "an assessment is the participant's own",
    enrollment.PlaceOffered: _APPLICATION,
    matching.MatchOverdue: "who finds no partner is for the coordinators of the programme",
    matching.PairingPaused: _PAUSE,
    matching.PairingResumed: _PAUSE,
    matching.ProposalAccepted: _PROPOSAL,
    matching.ProposalApproved: _PROPOSAL,
    matching.ProposalChosen: _PROPOSAL,
    matching.ProposalDeclined: _PROPOSAL,
    matching.ProposalExpired: _PROPOSAL,
    matching.ProposalMade: _PROPOSAL,
    matching.ProposalShown: _PROPOSAL,
    matching.ProposalWithdrawn: _PROPOSAL,
    matching.RematchOffered: "who needs another partner is for the coordinators of the programme",
    matching.RoundProgressed: "it shows a page how far a computation is",
    matching.RoundProposed: "it names those who were not matched",
    matching.ShortlistEnded: _SHORTLIST,
    matching.ShortlistShown: _SHORTLIST,
    scheduling.CancellationAlarmRaised: _CONDUCT,
    scheduling.SeriesEnded: "each of its sessions has an event, and so has the pairing's end",
    scheduling.SeriesPlanned: "each of its sessions has an event",
    scheduling.SessionMissed: _CONDUCT,
    scheduling.SessionReminded: "it asks the two to come",
    feedback.CheckInLapsed: _CHECK_IN,
    feedback.CheckInNudged: _CHECK_IN,
    feedback.CheckInRequested: _CHECK_IN,
    feedback.CheckInSubmitted: _CHECK_IN,
    feedback.FiguresReleased: _FIGURES,
    feedback.FinalReportReady: _FIGURES,
    enrollment.EffectMeasured: _FIGURES,
    enrollment.FigureEntered: _FIGURES,
    feedback.FirstContactMade: _CONDUCT,
    feedback.NoticePosted: "that something confidential waits for somebody is for that person alone",
    feedback.PairingFellIdle: _CONDUCT,
    feedback.PairingHealthChanged: _CONDUCT,
    feedback.PulseClosed: _CHECK_IN,
    feedback.PulseNudged: _CHECK_IN,
    feedback.PulseRequested: _CHECK_IN,
    feedback.WeightsLearned: _FIGURES,
    **dict.fromkeys(failures.FAILURES.values(), "failures are the operators' matter"),
    **dict.fromkeys(
        (enrollment.DelegateNamed, enrollment.DelegateAccepted, enrollment.DelegationEnded),
        "who looks after an executive's times is for the two of them",
    ),
    enrollment.SponsorNamed: "a mentee, who may coordinate other pairs, does not learn of a sponsor",
    enrollment.SponsorAccepted: "a mentee, who may coordinate other pairs, does not learn of a sponsor",
    enrollment.SponsorLineChanged: "a mentee, who may coordinate other pairs, does not learn of a sponsor",
    enrollment.HelpQuestionAsked: "that somebody has asked is for the programme's coordinators",
    enrollment.HelpQuestionAnswered: "an answer is for the person who asked",
    enrollment.SponsorshipEnded: "a mentee, who may coordinate other pairs, does not learn of a sponsor",
}
"""Events that no webhook carries, and why; timers are their owner's own and need no row."""

EVENT_TYPES: Final = tuple(sorted(data.contract.type for data in SUBSCRIBABLE))
"""The types that a subscription may name."""


def summary_of(data: type[EventData]) -> str:
    """Return what an event reports, in a sentence."""
    return inspect.cleandoc(data.__doc__ or "").partition("\n")[0]
