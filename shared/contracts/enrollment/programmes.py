"""Programmes: their rules and objectives, and how they begin and end."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from shared.contracts.enrollment.event import EnrollmentEvent
from shared.contracts.enrollment.features import FeatureDefinition
from shared.contracts.vocabulary import (
    Identifier,
    Open,
    Topic,
)
from shared.schema import Part

MOST_MODULES_ASKED: Final = 20


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
    pulse_days: Annotated[tuple[Annotated[int, Field(ge=1, le=730)], ...], Field(max_length=12)] = (30, 90)
    """Each person answers a pulse survey this many days after their pairing began; none: no such surveys."""
    pulse_answer_days: Annotated[int, Field(ge=1, le=30)] = 14
    """A pulse survey lapses after this."""
    alarm_cancellations: Annotated[int, Field(ge=1, le=10)] = 2
    """This many cancellations in a row raise an alarm."""
    idle_warn_days: Annotated[int, Field(ge=7, le=365)] = 45
    """Two who have not met for this many days need attention."""
    idle_alarm_days: Annotated[int, Field(ge=7, le=365)] = 60
    """After this many days without a session the coordinator gets a task."""
    idle_close_days: Annotated[int, Field(ge=7, le=730)] = 90
    """After this many days without a session the pairing is closed, with a neutral reason."""
    training: Annotated[tuple[Topic, ...], Field(max_length=MOST_MODULES_ASKED)] = (
        "confidentiality",
        "leading-a-session",
        "learning-from-a-junior",
    )
    """People complete these modules before they are matched, as far as a module is for their role."""
    training_valid_days: Annotated[int, Field(ge=30, le=1095)] | None = None
    """A completed module counts for this many days; None: for good."""
    pairing_weeks: Annotated[int, Field(ge=4, le=156)] | None = None
    """A pairing is completed this many weeks after it began; None: when the programme ends."""
    round_weeks: Annotated[int, Field(ge=1, le=26)] | None = None
    """A matching begins by itself at this interval; None: only when a coordinator starts it."""
    concern_days: Annotated[int, Field(ge=1, le=14)] = 3
    """A concern that is not acknowledged within this many days goes to a sponsor, or to the next handler."""
    closing_days: Annotated[int, Field(ge=1, le=90)] = 14
    """In the last days of the programme, as many as this, nobody enrols and nobody is matched."""


class Measure(StrEnum):
    """The measure of a key result, and with it the source of its figures; new ones come last."""

    SESSIONS_HELD = "sessions-held"
    """Sessions held, of those planned whose outcome is known, in percent."""
    SATISFACTION = "satisfaction"
    """The mean rating of sessions, from 1 to 5, as released."""
    PARTICIPATION = "participation"
    """People of active and completed pairings, of those who are ready, in percent."""
    RECOMMENDATION = "recommendation"
    """The net promoter score, from -100 to 100, as released."""
    ENTERED = "entered"
    """Figures that people or other systems enter, each with its day."""


class Objective(Part):
    """One key result of the programme as data: from a baseline to a target, in the named measure."""

    name: Topic
    measure: Open[Measure]
    baseline: float
    target: float
    serves: Topic | None = None
    """The objective whose result it is; several may serve one."""
    unit: Annotated[str, Field(pattern=r"^(percent|people|days|hours)$", examples=["percent"])] | None = None
    """The unit of figures that are entered; None if they are plain numbers."""
    owner: Topic | None = None
    """The team that answers for it; no person."""
    due_on: date | None = None
    """The day by which the target is to be reached; None: the last day of the programme."""


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
    """The last day; far away for a programme without an end."""
    evergreen: bool = False
    """Whether the programme goes on without an end; pairings then end after ``pairing_weeks``."""
    regions: Annotated[tuple[Identifier, ...], Field(max_length=1000)]
    rules: ProgrammeRules
    objectives: Annotated[tuple[Objective, ...], Field(max_length=50)] = ()
    admission: AdmissionRules = AdmissionRules()
    features: Annotated[tuple[FeatureDefinition, ...], Field(max_length=100)] = ()
    """The features that questionnaires of the programme define."""
    words: Annotated[int, Field(ge=0, le=1000)] = 0
    """The version of its own words for roles and programme, which their owner has; 0: the standard words."""


class ProgrammeOpened(
    ProgrammeDefinition, fact="programme-opened", aggregate="programme", key="programme_id"
):
    """A programme was set up and takes participants."""

    copied_from: Identifier | None = None
    """The programme of the same organisation whose matching policy it begins with."""
    template: Identifier | None = None
    """The template of the organisation whose matching policy it begins with."""


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
    """A programme was cancelled: its pairings end with a neutral reason."""

    programme_id: Identifier


class ProgrammeTemplateSaved(
    EnrollmentEvent,
    fact="programme-template-saved",
    aggregate="programme-template",
    key="template_id",
):
    """A programme was saved as a template of the organisation, with its matching policy of that moment."""

    template_id: Identifier
    programme_id: Identifier


class FigureEntered(EnrollmentEvent, fact="figure-entered", aggregate="entered-figures", key="name"):
    """The latest figure of a key result that the platform does not compute."""

    name: Topic
    value: float
    measured_on: date


class ProgrammeDateDue(
    EnrollmentEvent, fact="programme-date-due", aggregate="programme-date", key="programme_id", timer=True
):
    """Timer: a day on which the programme may enter another state."""

    programme_id: Identifier
