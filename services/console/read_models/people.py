"""Programmes and participants as the console knows them: facts and ids, no names."""

from datetime import date, datetime
from enum import StrEnum

from services.console.read_models.row import Facets, Row
from shared.contracts.enrollment import MatchingProfile, Objective, ProgrammeRules
from shared.contracts.measures import grade_band
from shared.contracts.vocabulary import Role


class Stage(StrEnum):
    """How far a programme is, as its pages tell."""

    OPEN = "open"
    """People are matched."""
    CLOSING = "closing"
    """The last sessions are held; nobody is matched any more."""
    OVER = "over"


class Programme(Row):
    """A programme's definition, and how far it is."""

    starts_on: date
    ends_on: date | None = None
    """None for an evergreen programme."""
    regions: tuple[str, ...] = ()
    rules: ProgrammeRules = ProgrammeRules()
    objectives: tuple[Objective, ...] = ()
    words: int = 0
    """The version of its own words; 0: the standard words."""
    stage: Stage = Stage.OPEN

    @property
    def matches(self) -> bool:
        """Whether people are matched."""
        return self.stage is Stage.OPEN

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to be done in it."""
        return self.stage is Stage.OVER


class PersonState(StrEnum):
    """How far a participant is."""

    ENROLLED = "enrolled"
    READY = "ready"
    WITHDRAWN = "withdrawn"


class DelegateState(StrEnum):
    """Whether an executive has a delegate."""

    MISSING = "missing"
    ASKED = "asked"
    ACCEPTED = "accepted"


class Person(Row):
    """A participant; ``role`` is None while only another topic has mentioned them."""

    employee_id: str = ""
    role: Role | None = None
    state: PersonState = PersonState.ENROLLED
    enrolled_at: datetime | None = None
    assessment: str = ""
    """The result of the assessment, once there is one."""
    trained: bool = False
    """Whether every module of the training is completed that the programme asks for."""
    consent_due: bool = False
    """Whether they have to agree to changed terms."""
    department: str = ""
    grade: int | None = None
    topics: tuple[str, ...] = ()
    pairings: tuple[str, ...] = ()
    """Ids of the active ones."""
    completed: bool = False
    """Whether one was completed."""
    certificates: tuple[str, ...] = ()
    """Ids of those issued."""
    delegate: DelegateState = DelegateState.MISSING
    delegate_employee_id: str = ""
    left_at: datetime | None = None
    """When the console learned that the employee has left the organisation, on the machine's clock."""

    def enrolled(
        self, employee_id: str, role: Role, region: str, at: datetime, *, trained: bool = False
    ) -> "Person":
        """Note that the participant joined, or joined again."""
        return self.noted(
            employee_id=employee_id,
            role=role,
            region=region,
            state=PersonState.ENROLLED,
            enrolled_at=at,
            trained=trained,
        )

    def ready(self, profile: MatchingProfile) -> "Person":
        """May be matched, or what is known of them has changed.

        All steps are done when they become ready; a training can expire later.
        """
        trained = self.trained or self.state is not PersonState.READY
        return self.noted(
            employee_id=profile.employee_id,
            role=profile.role,
            region=profile.region,
            state=PersonState.READY,
            assessment=str(profile.features.get("kind", "")),
            trained=trained,
            department=profile.department,
            grade=profile.grade,
            topics=tuple(sorted(item.topic for item in profile.topics)),
        )

    def paired(self, pairing_id: str) -> "Person":
        """Has one more active pairing."""
        return self.noted(pairings=tuple(sorted({*self.pairings, pairing_id})))

    def unpaired(self, pairing_id: str, *, completed: bool) -> "Person":
        """Has one pairing fewer."""
        left = tuple(id_ for id_ in self.pairings if id_ != pairing_id)
        return self.noted(pairings=left, completed=self.completed or completed)

    def certified(self, certificate_id: str) -> "Person":
        """Has one more certificate."""
        return self.noted(certificates=tuple(sorted({*self.certificates, certificate_id})))

    def facets(self) -> Facets:
        """By role and state, by step reached, by group, and certificates."""
        certificates: Facets = {"certificates:issued": len(self.certificates)} if self.certificates else {}
        if self.role is None:
            return certificates
        counts: Facets = {f"people:{self.role}:{self.state}": 1} | certificates
        if self.consent_due:
            counts |= {f"consent-due:{self.role}": 1}
        if self.state is not PersonState.WITHDRAWN:
            counts |= {f"step:{self.role}:{step}": 1 for step in self._steps()}
        if self.state is PersonState.READY:
            counts |= self._groups()
        return counts

    def _groups(self) -> Facets:
        """Count a ready person in each of their groups, by what they have reached."""
        groups = {
            "region": self.region,
            "grade-band": grade_band(self.grade) if self.grade else "",
            "department": self.department,
        }
        paired = self.completed or bool(self.pairings)
        reached = {"ready": True, "paired": paired, "completed": self.completed}
        return {
            f"group:{dimension}:{step}:{name}": 1
            for dimension, name in groups.items()
            for step, done in reached.items()
            if name and done
        }

    def _steps(self) -> list[str]:
        reached = {
            "enrolled": True,
            "assessed": bool(self.assessment),
            "trained": self.trained,
            "ready": self.state is PersonState.READY,
            "paired": self.state is PersonState.READY and (self.completed or bool(self.pairings)),
        }
        return [step for step, done in reached.items() if done]
