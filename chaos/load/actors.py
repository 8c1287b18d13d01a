"""The actors: the coordinator and the participants, each with a token."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from chaos.load.client import Web
from devstack.tokens import LocalIssuer
from simulation.behaviour import Behaviour
from simulation.chance import Chance
from simulation.personas import Persona, volunteers
from simulation.sample import Employee, make_company

TENANT: Final = "chaos"
PROGRAMME: Final = "rm-chaos"
PATH: Final = f"/programmes/{PROGRAMME}"
EMPLOYEES: Final = 400
_AT_ONCE: Final = 12


@dataclass
class Member:
    """A volunteer; ``id`` is the participant id, once enrolled."""

    persona: Persona
    token: str
    id: str = ""


@dataclass
class World:
    """The state that all actors share.

    Attributes:
        web: the way to the services.
        chance: of the run.
        behaviour: decides what people do.
        coordinator: the coordinator's token.
        company: all employees.
        members: the volunteers.
        now: returns the virtual time.
        over: set when no new actions begin.
        passes: how often all new items of each watched list have been handled.
        round_in_progress: whether the coordinator waits for a round.
    """

    web: Web
    chance: Chance
    behaviour: Behaviour
    coordinator: str
    company: list[Employee]
    members: list[Member]
    now: Callable[[], datetime]
    over: asyncio.Event = field(default_factory=asyncio.Event)
    passes: Counter[str] = field(default_factory=Counter)
    round_in_progress: bool = False
    _by_id: dict[str, Member] = field(default_factory=dict)
    _tasks: set[asyncio.Task[Any]] = field(default_factory=set)
    _room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))

    def welcome(self, member: Member, participant_id: str) -> None:
        """Record the participant id of a person."""
        member.id = participant_id
        self._by_id[participant_id] = member

    def member(self, participant_id: str) -> Member | None:
        """Return a person by participant id."""
        return self._by_id.get(participant_id)

    def begin(self, deed: Coroutine[Any, Any, Any]) -> None:
        """Start an action in the background."""

        async def when_there_is_room() -> None:
            async with self._room:
                await deed

        task = asyncio.create_task(when_there_is_room())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @property
    def busy(self) -> bool:
        """Return whether an action or a round is in progress."""
        return self.round_in_progress or self._room.locked()

    async def finish(self) -> None:
        """Wait until all actions have ended.

        Raises:
            Exception: an action raised it; that is a fault of the load.
        """
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def pause(self, seconds: float) -> bool:
        """Wait; return whether the load continues."""
        try:
            await asyncio.wait_for(self.over.wait(), seconds)
        except TimeoutError:
            return True
        return False


def make_world(web: Web, issuer: LocalIssuer, seed: int, now: Callable[[], datetime]) -> World:
    """Invent a company and give its volunteers tokens."""
    chance = Chance(seed)
    company = make_company(EMPLOYEES, seed)
    members = [
        Member(persona, issuer.mint(persona.id, TENANT, ["participant"], employee_id=persona.id))
        for persona in volunteers(company, chance)
    ]
    coordinator = issuer.mint("coordinator", TENANT, ["coordinator"])
    return World(web, chance, Behaviour(chance), coordinator, company, members, now)
