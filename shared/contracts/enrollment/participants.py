"""Participants: how they enrol, become ready and leave."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.contracts.enrollment.event import EnrollmentEvent
from shared.contracts.enrollment.features import Features
from shared.contracts.vocabulary import (
    Code,
    Count,
    EmployeeId,
    Identifier,
    Language,
    Open,
    Role,
    Topic,
    TopicLevel,
    WorkingHours,
)
from shared.schema import Label, Part, Personal


class ParticipantEnrolled(
    EnrollmentEvent, fact="participant-enrolled", aggregate="participant", key="participant_id"
):
    """An employee joined a programme as mentor or mentee and consented to its terms."""

    participant_id: Identifier
    employee_id: Annotated[EmployeeId, Personal()]
    role: Role
    to_train: bool = True
    """Whether modules of the training that the programme asks for are still to do."""


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
    """A participant completed a module of the training."""

    participant_id: Identifier
    module: Topic
    left: Count = 0
    """How many modules that the programme asks for are still to do."""


class TrainingExpired(
    EnrollmentEvent, fact="training-expired", aggregate="participant", key="participant_id"
):
    """A completed module that the programme asks for no longer counts; the participant stays ready."""

    participant_id: Identifier
    role: Role
    module: Topic


class TrainingExpiryDue(
    EnrollmentEvent,
    fact="training-expiry-due",
    aggregate="training-expiry",
    key="participant_id",
    timer=True,
):
    """Timer: a completed module no longer counts."""

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
    features: Annotated[Features, Personal()]
    """The person's answers, by feature: ``kind`` (a mentor type, or a learning style), the scales of
    communication, and whatever the programme asks."""
    pay_panel: Annotated[Label | None, Personal()] = None
    """The group whose pay is reviewed together, if HR says so."""
    total_capacity: Annotated[int, Field(ge=1, le=20)] | None = None
    """How many pairings at once over all programmes and both roles, if the person has stated it."""


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
    """A participant left the programme; their pairings end with a neutral reason."""

    participant_id: Identifier
    employee_id: Annotated[EmployeeId, Personal()]
    role: Role
    reason: Annotated[Open[WithdrawalReason], Personal()]
