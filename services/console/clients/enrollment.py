"""Responses of enrollment: names, which are shown and never kept, and the caller's own participation."""

from datetime import date, datetime

from services.console.clients.assessments import Result
from services.console.clients.response import ListResponse, Response
from shared.contracts.enrollment import AdmissionRules, Objective, ProgrammeRules
from shared.contracts.vocabulary import Role


class Employee(Response):
    """An employee and their name."""

    employee_id: str
    name: str


class Employees(Response):
    """A page of employees."""

    items: list[Employee]


class Reader(Response):
    """In which languages and on which clock somebody reads; the best spoken language first."""

    languages: list[str]
    time_zone: str


class ListedProgramme(Response):
    """A programme, its name and state."""

    id: str
    name: str
    state: str


class Programmes(Response):
    """A page of programmes."""

    items: list[ListedProgramme]


class PartnersSponsor(Response):
    """The sponsor of a pairing, as its mentor sees them."""

    name: str
    email: str


class OwnPartner(Response):
    """Somebody whom the caller may know by name; ``email`` and ``sponsor`` only once they are paired."""

    participant_id: str
    name: str
    department: str
    time_zone: str
    email: str | None
    offers: list[str]
    how_they_work: dict[str, str]
    """By language; nothing where no questionnaire was answered."""
    sponsor: PartnersSponsor | None


class OwnPartners(Reader):
    """The people around the caller, and how the caller reads."""

    items: list[OwnPartner]


class Participant(Response):
    """A participant whom a search found."""

    participant_id: str


class Participants(ListResponse[Participant]):
    """A page of participants."""


class ParticipantSteps(Response):
    """How far a participant is, for a coordinator."""

    missing: list[str]
    capacity: int = 0
    total_capacity: int | None = None
    training_left: list[str]
    ready_at: datetime | None
    withdrawn_at: datetime | None


class TopicLevel(Response):
    """A topic that somebody chose, and how much of it."""

    topic: str
    level: int


class OwnParticipation(Response):
    """The caller in one role."""

    participant_id: str
    role: Role
    state: str
    enrolled_at: datetime
    terms_version: str
    consent_due: bool
    missing: list[str]
    answered: int = 0
    topics: list[TopicLevel]
    result: Result | None
    withdrawn_at: datetime | None
    private_reason: str | None


class OwnParticipations(Response):
    """The caller as mentor, as mentee, or neither."""

    items: list[OwnParticipation]


class OwnCapacity(Response):
    """How many partners the caller takes over all programmes, and at most in one, by role."""

    total_capacity: int | None
    largest: dict[Role, int]


class OwnModule(Response):
    """A module of the training for the caller's role."""

    module: str
    title: str
    aim: str
    minutes: int
    required: bool
    completed_at: datetime | None
    expires_at: datetime | None


class OwnTraining(Response):
    """The caller's modules, those first that the programme asks for."""

    participant_id: str | None
    items: list[OwnModule]


class CheckQuestion(Response):
    """A question of a module's check."""

    text: str
    options: list[str]


class TrainingModule(Response):
    """A module to read; ``text`` is Markdown."""

    module: str
    version: int
    language: str
    title: str
    aim: str
    minutes: int
    text: str
    questions: list[CheckQuestion]


class Mark(Response):
    """Whether the answer to a question was right, and why."""

    right: bool
    explanation: str


class Checked(Response):
    """The marks of a module's check."""

    completed: bool
    questions: list[Mark]


class ProgrammeDefinition(Response):
    """The definition and the state of a programme."""

    id: str
    name: str
    state: str
    version: int
    starts_on: date
    ends_on: date | None
    regions: list[str]
    rules: ProgrammeRules
    objectives: list[Objective]
    terms_version: str
    admission: AdmissionRules
    copied_from: str | None
    asks: tuple[Role, ...] = ()


class ProgrammeTemplate(Response):
    """A template that a new programme can begin with; ``name`` is None for a shipped one."""

    id: str
    name: str | None
    months: int | None


class ProgrammeTemplates(Response):
    """The shipped templates, then those of the organisation."""

    items: list[ProgrammeTemplate]


class OwnApplication(Response):
    """The caller's application; ``number`` on the waitlist, from 1."""

    application_id: str
    role: Role
    state: str
    applied_at: datetime
    expires_at: datetime | None
    number: int | None
    decline_reason: str | None
    decline_text: str | None


class OwnInvitation(Response):
    """The caller's invitation: ``open``, or ``declined`` and not expired."""

    invitation_id: str
    role: Role
    state: str
    expires_at: datetime


class Entry(Response):
    """The caller's way into a programme: ``mode`` as in the admission rules."""

    admits: bool
    takes_part: bool
    mode: str
    invitation: OwnInvitation | None
    roles_with_place: list[Role]
    application: OwnApplication | None


class Application(Response):
    """An application as coordinators see it."""

    application_id: str
    employee_id: str
    role: Role
    state: str
    applied_at: datetime
    left_out_before: bool
    expires_at: datetime | None


class Applications(ListResponse[Application]):
    """A page of applications."""


class RolePlaces(Response):
    """The places of a role; no number is no limit."""

    role: Role
    places: int | None
    free: int | None
    offered: int
    waiting: int
    to_decide: int


class Places(Response):
    """The places of each role."""

    items: list[RolePlaces]
