"""Facts that make no message (``docs/notification.md``)."""

from typing import Final

from shared.contracts import enrollment, feedback, matching, scheduling
from shared.schema import EventData

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
