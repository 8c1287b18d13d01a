"""Events of enrollment: programmes, the HR import, participants on their way to ready."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.contracts.base import PlatformEvent
from shared.contracts.vocabulary import (
    Code,
    CommunicationStyle,
    Count,
    EmployeeId,
    Identifier,
    Language,
    Moment,
    Open,
    Role,
    Topic,
    TopicLevel,
    WorkingHours,
)
from shared.schema import Label, Part, Personal


class EnrollmentEvent(PlatformEvent, owner="enrollment"):
    """Published by enrollment."""


class ProgrammeRules(Part):
    """The rules that a coordinator may set; the defaults make a sound programme."""

    min_grade_gap: Annotated[int, Field(ge=1, le=11)] = 3
    """The mentor's grade is below the mentee's by at least this."""
    line_depth: Annotated[int, Field(ge=1, le=12)] = 3
    """How many levels of one reporting line count as a conflict of interest."""
    min_overlap_minutes: Annotated[int, Field(ge=30, le=480)] = 60
    """Both working days must share at least this."""
    min_language_level: Annotated[int, Field(ge=1, le=5)] = 3
    """Both speak a common language at least at this level."""
    session_minutes: Annotated[int, Field(ge=30, le=90)] = 60
    cadence_weeks: Annotated[int, Field(ge=1, le=13)] = 4
    proposal_expiry_working_days: Annotated[int, Field(ge=1, le=20)] = 3
    first_contact_days: Annotated[int, Field(ge=1, le=30)] = 7
    reminder_hours: Annotated[tuple[Annotated[int, Field(ge=1, le=8760)], ...], Field(max_length=50)] = (
        168,
        24,
    )
    """Reminders go out this many hours before a session."""
    notice_hours: Annotated[int, Field(ge=0, le=168)] = 24
    """A session can be moved until this long before it starts."""
    outcome_days: Annotated[int, Field(ge=1, le=14)] = 7
    """A session nobody reports within this many days counts as missed; both are asked in their check-ins."""
    check_in_days: Annotated[int, Field(ge=1, le=30)] = 7
    """A check-in lapses after this."""
    alarm_cancellations: Annotated[int, Field(ge=1, le=10)] = 2
    """This many cancellations in a row raise an alarm."""
    idle_warn_days: Annotated[int, Field(ge=7, le=365)] = 45
    """Two who have not met for this many days need attention."""
    idle_alarm_days: Annotated[int, Field(ge=7, le=365)] = 60
    """After this many days without a session the coordinator gets a task."""
    idle_close_days: Annotated[int, Field(ge=7, le=730)] = 90
    """After this many days without a session the pairing is closed; nobody is at fault."""
    closing_days: Annotated[int, Field(ge=1, le=90)] = 14
    """In the last days of the programme, as many as this, nobody enrols and nobody is matched."""


class Objective(Part):
    """One goal of the programme as data: from a baseline to a target, in the named measure."""

    name: Topic
    measure: Annotated[
        str,
        Field(pattern=r"^(sessions-held|satisfaction|participation)$", examples=["satisfaction"]),
    ]
    """``sessions-held``: held of planned, percent; ``satisfaction``: mean rating, 1 to 5;
    ``participation``: people of active and completed pairings, of ready ones, percent."""
    baseline: float
    target: float


class AdmissionRules(Part):
    """The people who may join a programme, and their number."""

    mode: Annotated[str, Field(pattern=r"^(everybody|application|invited)$", examples=["application"])] = (
        "everybody"
    )
    """``everybody`` joins as they like; ``application``: a coordinator decides; ``invited``: nobody else."""
    mentor_places: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    """The most mentors at a time; None: no limit."""
    mentee_places: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    """The most mentees at a time; None: no limit."""
    offer_days: Annotated[int, Field(ge=1, le=30)] = 7
    """A place that is offered is kept for this many days."""


class ProgrammeDefinition(EnrollmentEvent):
    """The whole definition of a programme."""

    programme_id: Identifier
    starts_on: date
    ends_on: date
    regions: Annotated[tuple[Identifier, ...], Field(max_length=1000)]
    rules: ProgrammeRules
    objectives: Annotated[tuple[Objective, ...], Field(max_length=50)] = ()
    admission: AdmissionRules = AdmissionRules()


class ProgrammeOpened(
    ProgrammeDefinition, fact="programme-opened", aggregate="programme", key="programme_id"
):
    """A programme was set up and takes participants."""

    copied_from: Identifier | None = None
    """The programme of the same organisation whose matching policy it begins with."""


class ProgrammeChanged(
    ProgrammeDefinition, fact="programme-changed", aggregate="programme", key="programme_id"
):
    """A programme's dates, rules or objectives were changed; this is the new definition."""


class ProgrammeStarted(EnrollmentEvent, fact="programme-started", aggregate="programme", key="programme_id"):
    """A programme's first day has come, or its end was moved so that it is no longer closing."""

    programme_id: Identifier


class ProgrammeClosing(EnrollmentEvent, fact="programme-closing", aggregate="programme", key="programme_id"):
    """A programme is about to end: nobody enrols and nobody is matched any more; sessions go on."""

    programme_id: Identifier


class ProgrammeCompleted(
    EnrollmentEvent, fact="programme-completed", aggregate="programme", key="programme_id"
):
    """A programme is over: its pairings are completed."""

    programme_id: Identifier


class ProgrammeCancelled(
    EnrollmentEvent, fact="programme-cancelled", aggregate="programme", key="programme_id"
):
    """A programme was called off: its pairings end, and nobody is at fault."""

    programme_id: Identifier


class ProgrammeDateDue(
    EnrollmentEvent, fact="programme-date-due", aggregate="programme-date", key="programme_id", timer=True
):
    """Timer: a day on which the programme may enter another state."""

    programme_id: Identifier


class EmployeesImported(EnrollmentEvent, fact="employees-imported", aggregate="import", key="import_id"):
    """An HR export was imported; the counts are rows kept, rows refused and employees who have left."""

    import_id: Identifier
    accepted: Count
    rejected: Count
    left: Count


class ParticipantEnrolled(
    EnrollmentEvent, fact="participant-enrolled", aggregate="participant", key="participant_id"
):
    """An employee joined a programme as mentor or mentee and consented to its terms."""

    participant_id: Identifier
    employee_id: Annotated[EmployeeId, Personal()]
    role: Role


class AssessmentCompleted(
    EnrollmentEvent, fact="assessment-completed", aggregate="participant", key="participant_id"
):
    """A participant answered the assessment of the role; answers stay home, the result travels."""

    participant_id: Identifier
    instrument: Code
    instrument_version: Count
    result: Annotated[Code, Personal()]


class TrainingCompleted(
    EnrollmentEvent, fact="training-completed", aggregate="participant", key="participant_id"
):
    """A participant finished the induction training of the role."""

    participant_id: Identifier
    module: Topic


class MatchingProfile(Part):
    """The facts about a participant that matching may know; no names."""

    employee_id: Annotated[EmployeeId, Personal()]
    role: Role
    capacity: Annotated[int, Field(ge=0, le=10)] = 1
    """How many pairings at once."""
    grade: Annotated[int, Field(ge=1, le=12), Personal()]
    department: Annotated[Label, Personal()]
    team: Annotated[Label, Personal()]
    region: Identifier
    tenure_years: Annotated[int, Field(ge=0, le=9999), Personal()]
    birth_decade: Annotated[Annotated[int, Field(ge=1000, le=9999)] | None, Personal()] = None
    """1990 for people born 1990 to 1999."""
    working_hours: Annotated[WorkingHours, Personal()]
    languages: Annotated[tuple[Language, ...], Field(max_length=50), Personal()]
    line: Annotated[tuple[EmployeeId, ...], Field(max_length=25), Personal()]
    """Employee ids of the managers, nearest first, to the head of the organisation."""
    topics: Annotated[tuple[TopicLevel, ...], Field(max_length=200), Personal()]
    """Topics that a mentor offers, or that a mentee wants to learn."""
    kind: Annotated[Code, Personal()]
    """The assessment's result: a mentor type, or a learning style."""
    style: Annotated[CommunicationStyle, Personal()]
    pay_panel: Annotated[Label | None, Personal()] = None
    """The group whose pay is reviewed together, if HR says so."""


class ParticipantReady(
    EnrollmentEvent, fact="participant-ready", aggregate="participant", key="participant_id"
):
    """Consented, assessed and trained: may be matched; sent again when facts change."""

    participant_id: Identifier
    profile: MatchingProfile


class WithdrawalReason(StrEnum):
    """Why somebody leaves a programme; the private reason of a person is never among them."""

    OWN_CHOICE = "own-choice"
    LEFT_ORGANISATION = "left-organisation"


class ParticipantWithdrawn(
    EnrollmentEvent, fact="participant-withdrawn", aggregate="participant", key="participant_id"
):
    """A participant left the programme; pairings end gently."""

    participant_id: Identifier
    employee_id: Annotated[EmployeeId, Personal()]
    role: Role
    reason: Annotated[Open[WithdrawalReason], Personal()]


class EmployeeInvited(EnrollmentEvent, fact="employee-invited", aggregate="invitation", key="invitation_id"):
    """A coordinator asks an employee to join; the invitation has the id of the participant it may lead to."""

    invitation_id: Identifier
    employee_id: Annotated[EmployeeId, Personal()]
    role: Role
    expires_at: Moment


class InvitationEnding(StrEnum):
    """Why an invitation is over."""

    ACCEPTED = "accepted"
    """The employee has joined."""
    DECLINED = "declined"
    """By the employee, who states no reason."""
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    """The employee has left the organisation, joined or was invited in the other role."""


class InvitationEnded(EnrollmentEvent, fact="invitation-ended", aggregate="invitation", key="invitation_id"):
    """An invitation is over; an employee who declined may still join until it expires."""

    invitation_id: Identifier
    employee_id: Annotated[EmployeeId, Personal()]
    role: Role
    ending: Annotated[Open[InvitationEnding], Personal()]
    expires_at: Moment
    """The end of the time to answer, as in the invitation."""


class InvitationDue(
    EnrollmentEvent, fact="invitation-due", aggregate="invitation-expiry", key="invitation_id", timer=True
):
    """Timer: an invitation expires."""

    invitation_id: Identifier


class InvitationOrderDue(
    EnrollmentEvent, fact="invitation-order-due", aggregate="invitation-order", key="order_id", timer=True
):
    """Timer: the next people of an invitation order are to be checked or invited."""

    order_id: Identifier


class ApplicationReceived(
    EnrollmentEvent, fact="application-received", aggregate="application", key="application_id"
):
    """An employee applied for a place; the application has the id of the participant it may lead to."""

    application_id: Identifier
    employee_id: Annotated[EmployeeId, Personal()]
    role: Role
    to_decide: bool
    """Whether a coordinator has to decide; else only a free place is missing."""


class ApplicationWaitlisted(
    EnrollmentEvent, fact="application-waitlisted", aggregate="application", key="application_id"
):
    """An applicant who may join waits for a free place."""

    application_id: Identifier
    employee_id: Annotated[EmployeeId, Personal()]
    role: Role


class PlaceOffered(EnrollmentEvent, fact="place-offered", aggregate="application", key="application_id"):
    """A place is kept for an applicant, who may join until the offer expires."""

    application_id: Identifier
    employee_id: Annotated[EmployeeId, Personal()]
    role: Role
    expires_at: Moment


class ApplicationEnding(StrEnum):
    """Why an application is over; the reason for declining it stays with its owner."""

    ACCEPTED = "accepted"
    """The applicant has joined."""
    DECLINED = "declined"
    """By a coordinator."""
    WITHDRAWN = "withdrawn"
    """By the applicant, or because they have left the organisation."""
    LAPSED = "lapsed"
    """The offer expired."""


class ApplicationEnded(
    EnrollmentEvent, fact="application-ended", aggregate="application", key="application_id"
):
    """An application is over; a place that was kept for it is free again unless the applicant has joined."""

    application_id: Identifier
    employee_id: Annotated[EmployeeId, Personal()]
    role: Role
    ending: Annotated[Open[ApplicationEnding], Personal()]
    expires_at: Moment | None = None
    """The end of the offer, where a place was offered."""


class PlaceOfferDue(
    EnrollmentEvent, fact="place-offer-due", aggregate="place-offer", key="application_id", timer=True
):
    """Timer: the offer of a place expires."""

    application_id: Identifier


class WaitlistDue(EnrollmentEvent, fact="waitlist-due", aggregate="waitlist", key="role", timer=True):
    """Timer: places of a role may be free for those who wait."""

    role: Role
