"""The coordinator and the participants, each with a token of their own."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from demo.client import Json, Person, Refused, Web
from simulation.personas import Persona

TENANT: Final = "acme"
PROGRAMME: Final = "rm-2026"
_AT_ONCE: Final = 16


class Issuer(Protocol):
    """Mints tokens, as an identity provider would."""

    def mint(self, subject: str, tenant: str, roles: Iterable[str], *, employee_id: str | None = None) -> str:
        """Return a token for a person."""
        ...


@dataclass
class Participant:
    """A person who takes part, or will.

    Attributes:
        persona: the person's traits.
        me: the person's own client.
        id: the participant id, once enrolled.
        joined_on: the day of the programme on which the person enrolled.
        done: the steps taken: assessed, trained, left.
    """

    persona: Persona
    me: Person
    id: str = ""
    joined_on: int = 0
    done: set[str] = field(default_factory=set)

    @property
    def here(self) -> bool:
        """Whether the person takes part."""
        return bool(self.id) and "left" not in self.done

    async def find_own(self, service: str, path: str, id_: str, *, name: str = "id") -> Json:
        """Return an item of the person's own list.

        Raises:
            Refused: it is not there.
        """
        for item in await self.me.list(service, path):
            if item[name] == id_:
                return item
        raise Refused(f"{self.persona.id} does not find {id_} in {service} {path}")


@dataclass
class Participants:
    """The coordinator and all people.

    Attributes:
        coordinator: runs the programme.
        people: the volunteers, in the order of their employee ids.
    """

    coordinator: Person
    people: Sequence[Participant]
    _by_id: dict[str, Participant] = field(default_factory=dict)

    def welcome(self, who: Participant, participant_id: str, day: int) -> None:
        """Record the participant id of a person."""
        who.id, who.joined_on = participant_id, day
        self._by_id[participant_id] = who

    def participant(self, participant_id: str) -> Participant:
        """Return a person by participant id."""
        return self._by_id[participant_id]


def make_participants(
    personas: Iterable[Persona], web: Web, issuer: Issuer, today: Callable[[], str]
) -> Participants:
    """Give everybody a token."""

    def person(subject: str, role: str, employee_id: str | None) -> Person:
        token = issuer.mint(subject, TENANT, [role], employee_id=employee_id)
        return Person(web, subject, token, programme=PROGRAMME, today=today)

    ordered = sorted(personas, key=lambda persona: persona.id)
    people = [Participant(persona, person(persona.id, "participant", persona.id)) for persona in ordered]
    return Participants(person("coordinator", "coordinator", None), people)


@dataclass(frozen=True, slots=True)
class Deed:
    """An action of a person today.

    Attributes:
        concerns: the people it affects, by participant or employee id.
        do: sends the requests.
    """

    concerns: frozenset[str]
    do: Callable[[], Awaitable[None]]


async def perform(deeds: Mapping[str, Deed]) -> None:
    """Carry out actions that affect different people; the others wait for another day.

    The order of two actions that affect the same person would be random, and the run must not depend on
    it.

    Args:
        deeds: the actions by name; the order of the names decides which comes first.

    Raises:
        Refused: a request failed; the other actions are cancelled.
    """
    busy: set[str] = set()
    todays: list[Deed] = []
    for name in sorted(deeds):
        deed = deeds[name]
        if busy.isdisjoint(deed.concerns):
            busy |= deed.concerns
            todays.append(deed)
    gate = asyncio.Semaphore(_AT_ONCE)

    async def do(deed: Deed) -> None:
        async with gate:
            await deed.do()

    try:
        async with asyncio.TaskGroup() as group:
            for deed in todays:
                group.create_task(do(deed))
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None  # one is enough to end the run and to say why
