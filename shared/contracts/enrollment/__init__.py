"""Events of enrollment, by subject; importing this package registers them all.

Import the names below from here.
"""

from shared.contracts.enrollment.applications import (
    ApplicationEnded,
    ApplicationEnding,
    ApplicationReceived,
    ApplicationWaitlisted,
    PlaceOfferDue,
    PlaceOffered,
    WaitlistDue,
)
from shared.contracts.enrollment.appointments import AppointmentEnding
from shared.contracts.enrollment.consents import ConsentAsked, ConsentGiven, TermsChangeDue
from shared.contracts.enrollment.delegates import (
    DelegateAccepted,
    DelegateNamed,
    DelegateRequestDue,
    DelegationEnded,
    DelegationsOverDue,
)
from shared.contracts.enrollment.effects import (
    Comparison,
    EffectMeasured,
    MeasuredOutcome,
    Outcome,
    Tendency,
)
from shared.contracts.enrollment.employees import EmployeesImported
from shared.contracts.enrollment.endings import CertificateIssued, ContactAgreed
from shared.contracts.enrollment.event import EnrollmentEvent
from shared.contracts.enrollment.features import FeatureDefinition, FeatureKind, Features, FeatureValue
from shared.contracts.enrollment.help_questions import HelpQuestionAnswered, HelpQuestionAsked
from shared.contracts.enrollment.invitations import (
    EmployeeInvited,
    InvitationDue,
    InvitationEnded,
    InvitationEnding,
    InvitationOrderDue,
)
from shared.contracts.enrollment.participants import (
    AssessmentCompleted,
    MatchingProfile,
    ParticipantEnrolled,
    ParticipantReady,
    ParticipantWithdrawn,
    TrainingCompleted,
    TrainingExpired,
    TrainingExpiryDue,
    WithdrawalReason,
)
from shared.contracts.enrollment.programmes import (
    MOST_MODULES_ASKED,
    AdmissionRules,
    FigureEntered,
    Measure,
    Objective,
    ProgrammeCancelled,
    ProgrammeChanged,
    ProgrammeClosing,
    ProgrammeCompleted,
    ProgrammeDateDue,
    ProgrammeDefinition,
    ProgrammeOpened,
    ProgrammeRules,
    ProgrammeStarted,
    ProgrammeTemplateSaved,
)
from shared.contracts.enrollment.sponsors import (
    SponsorAccepted,
    SponsorLineChanged,
    SponsorNamed,
    SponsorRequestDue,
    SponsorshipEnded,
)
from shared.contracts.enrollment.words import Name, RoleNames, Word, Words, words_in

__all__ = [
    "MOST_MODULES_ASKED",
    "AdmissionRules",
    "ApplicationEnded",
    "ApplicationEnding",
    "ApplicationReceived",
    "ApplicationWaitlisted",
    "AppointmentEnding",
    "AssessmentCompleted",
    "CertificateIssued",
    "Comparison",
    "ConsentAsked",
    "ConsentGiven",
    "ContactAgreed",
    "DelegateAccepted",
    "DelegateNamed",
    "DelegateRequestDue",
    "DelegationEnded",
    "DelegationsOverDue",
    "EffectMeasured",
    "EmployeeInvited",
    "EmployeesImported",
    "EnrollmentEvent",
    "FeatureDefinition",
    "FeatureKind",
    "FeatureValue",
    "Features",
    "FigureEntered",
    "HelpQuestionAnswered",
    "HelpQuestionAsked",
    "InvitationDue",
    "InvitationEnded",
    "InvitationEnding",
    "InvitationOrderDue",
    "MatchingProfile",
    "Measure",
    "MeasuredOutcome",
    "Name",
    "Objective",
    "Outcome",
    "ParticipantEnrolled",
    "ParticipantReady",
    "ParticipantWithdrawn",
    "PlaceOfferDue",
    "PlaceOffered",
    "ProgrammeCancelled",
    "ProgrammeChanged",
    "ProgrammeClosing",
    "ProgrammeCompleted",
    "ProgrammeDateDue",
    "ProgrammeDefinition",
    "ProgrammeOpened",
    "ProgrammeRules",
    "ProgrammeStarted",
    "ProgrammeTemplateSaved",
    "RoleNames",
    "SponsorAccepted",
    "SponsorLineChanged",
    "SponsorNamed",
    "SponsorRequestDue",
    "SponsorshipEnded",
    "Tendency",
    "TermsChangeDue",
    "TrainingCompleted",
    "TrainingExpired",
    "TrainingExpiryDue",
    "WaitlistDue",
    "WithdrawalReason",
    "Word",
    "Words",
    "words_in",
]
