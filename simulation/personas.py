"""Participants and their traits, drawn from the export so that traits agree with the profile."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from simulation.chance import Chance
from simulation.company import CORPORATE_OFFICE, DEPARTMENTS, DIGITAL_TOPICS, TOPICS
from simulation.sample import Employee

RoleName = Literal["mentor", "mentee"]

EXECUTIVE_GRADE: Final = 8
JUNIOR_GRADE: Final = 5
ENROLMENT_DAYS: Final = 18
_EXECUTIVES_WILLING: Final = 0.65
_MENTORS_PER_EXECUTIVE: Final = 1.15
_DIGITAL_LEVEL: Final = 2
_UNWILLING_SHARE: Final = 0.3
"""Juniors who are invited beside the volunteers, as a share of those."""

_FAVOURITES = {department.name: department.favourites for department in (*DEPARTMENTS, CORPORATE_OFFICE)}
_JUNIOR_HOURS: Final = (("07:30", "16:00"), ("08:00", "17:00"), ("09:00", "17:30"), ("09:30", "18:30"))
_EXECUTIVE_HOURS: Final = (("07:30", "18:00"), ("08:00", "18:30"), ("08:30", "18:00"))


@dataclass(frozen=True, slots=True)
class Persona:
    """A participant as a person.

    Attributes:
        employee: the employee.
        role: by the direction of learning.
        joins_after: days from hearing of the programme until enrolling.
        hours: the working day by habit, local times.
        topics: what a mentor offers, or a mentee wants to learn, with levels 1 to 3.
        capacity: the number of pairings at a time.
        promptness: from 0 for late or missing answers to 1 for answers at once.
        reliability: from 0 for frequent cancellations to 1 for none.
        warmth: from -1 for a strict judge to 1 for a generous one.
        willing: whether the person would like to take part.
    """

    employee: Employee
    role: RoleName
    joins_after: int
    hours: tuple[str, str]
    topics: tuple[tuple[str, int], ...]
    capacity: int
    promptness: float
    reliability: float
    warmth: float
    willing: bool = True

    @property
    def id(self) -> str:
        """The employee id."""
        return self.employee.employee_id


def volunteers(company: Sequence[Employee], chance: Chance) -> list[Persona]:
    """Choose the participants: most executives, and a few more juniors with digital skills than executives.

    The invitations to juniors go out region by region, in proportion to its executives: people in
    distant time zones share no working hours.
    """
    executives = _executives(company, chance, willing=True)
    juniors = [
        person
        for region, count in _juniors_wanted(executives)
        for person in _keenest(company, region, chance)[:count]
    ]
    return [_persona(person, "mentee", chance) for person in executives] + [
        _persona(person, "mentor", chance) for person in juniors
    ]


def unwilling(company: Sequence[Employee], chance: Chance) -> list[Persona]:
    """Choose those who are invited and do not want to: the other executives, and the next keen juniors."""
    juniors = [
        person
        for region, count in _juniors_wanted(_executives(company, chance, willing=True))
        for person in _keenest(company, region, chance)[count : count + math.ceil(count * _UNWILLING_SHARE)]
    ]
    executives = _executives(company, chance, willing=False)
    return [_persona(person, "mentee", chance, willing=False) for person in executives] + [
        _persona(person, "mentor", chance, willing=False) for person in juniors
    ]


def _executives(company: Sequence[Employee], chance: Chance, *, willing: bool) -> list[Employee]:
    return [
        person
        for person in company
        if person.grade >= EXECUTIVE_GRADE
        and chance.happens(_EXECUTIVES_WILLING, "volunteers", person.employee_id) == willing
    ]


def _juniors_wanted(executives: Sequence[Employee]) -> list[tuple[str, int]]:
    """Return how many juniors are to take part in each region."""
    return [
        (region, math.ceil(len(here) * _MENTORS_PER_EXECUTIVE))
        for region, here in sorted(_by_region(executives).items())
    ]


def _by_region(people: Sequence[Employee]) -> dict[str, list[Employee]]:
    regions: dict[str, list[Employee]] = defaultdict(list)
    for person in people:
        regions[person.region].append(person)
    return regions


def _keenest(company: Sequence[Employee], region: str, chance: Chance) -> list[Employee]:
    """Return the juniors of a region with digital skills, the keenest first."""
    able = [
        person
        for person in company
        if person.region == region and person.grade <= JUNIOR_GRADE and _digital_skill(person)
    ]

    def eagerness(person: Employee) -> tuple[float, str]:
        keen = 0.05 * _digital_skill(person) + chance.share("eagerness", person.employee_id)
        return (-keen, person.employee_id)

    return sorted(able, key=eagerness)


def _digital_skill(person: Employee) -> int:
    return sum(level for topic, level in person.skills if topic in DIGITAL_TOPICS and level >= _DIGITAL_LEVEL)


def _persona(person: Employee, role: RoleName, chance: Chance, *, willing: bool = True) -> Persona:
    dice = chance.dice("persona", person.employee_id)
    executive = role == "mentee"
    joins_after = min(int(dice.expovariate(1 / 6)), ENROLMENT_DAYS)
    if dice.random() < 0.08:
        joins_after += dice.randint(14, 45)  # late joiners
    return Persona(
        employee=person,
        role=role,
        joins_after=joins_after,
        hours=dice.choice(_EXECUTIVE_HOURS if executive else _JUNIOR_HOURS),
        topics=_wishes(person, chance) if executive else person.skills,
        capacity=2 if not executive and dice.random() < 0.08 else 1,
        promptness=dice.betavariate(3, 2) if executive else dice.betavariate(6, 2),
        reliability=dice.betavariate(4, 2) if executive else dice.betavariate(8, 1),
        warmth=max(-1.0, min(1.0, dice.gauss(0.1, 0.5))),
        willing=willing,
    )


def _wishes(person: Employee, chance: Chance) -> tuple[tuple[str, int], ...]:
    """Draw two to four topics that an executive wants to learn: popular, digital, or of the department."""
    dice = chance.dice("wishes", person.employee_id)
    mastered = {topic for topic, level in person.skills if level == 3}
    favourites = _FAVOURITES.get(person.department, ())
    weights = [
        0.0
        if topic in mastered
        else (2 if topic in DIGITAL_TOPICS else 1) * (2 if topic in favourites else 1) / rank
        for rank, topic in enumerate(TOPICS, start=2)
    ]
    topics = dict.fromkeys(dice.choices(TOPICS, weights=weights, k=dice.randint(2, 4)))
    return tuple((topic, dice.randint(1, 3)) for topic in topics)
