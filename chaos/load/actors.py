"""Who acts: the coordinator and the participants, each with a token."""

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
    """What all who act share.

    Attributes:
        web: the way to the services.
        chance: of the run.
        behaviour: what people are like.
        coordinator: the coordinator's token.
        company: all employees.
        members: the volunteers.
        now: tells the virtual time.
        over: set when nobody begins anything new.
        passes: how often all that is new in each watched list has been acted on.
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
        """Note under which id somebody takes part."""
        member.id = participant_id
        self._by_id[participant_id] = member

    def member(self, participant_id: str) -> Member | None:
        """Somebody by participant id."""
        return self._by_id.get(participant_id)

    def begin(self, deed: Coroutine[Any, Any, Any]) -> None:
        """Let somebody do something while all others go on."""

        async def when_there_is_room() -> None:
            async with self._room:
                await deed

        task = asyncio.create_task(when_there_is_room())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @property
    def busy(self) -> bool:
        """Whether somebody waits to do something, or for a round."""
        return self.round_in_progress or self._room.locked()

    async def finish(self) -> None:
        """Wait until everything begun is answered.

        Raises:
            Exception: what a deed raised; that is a mistake in the load.
        """
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def pause(self, seconds: float) -> bool:
        """Wait; returns whether the load goes on."""
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
