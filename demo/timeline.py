"""A programme from its first day to its last, one working day after the other."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import httpx

from demo.calendar import completion, day_number, ends_on, evenings, opening
from demo.check_ins import CheckIns
from demo.circles import Circles
from demo.client import Json, Web
from demo.contacts import Contacts
from demo.delegates import Delegates
from demo.enrolling import Enrolling
from demo.final_report import FinalReport, fetch_report, weeks_after
from demo.helping import Helping
from demo.invitations import Invitations
from demo.mails import Inbox
from demo.messages import Counts, Post, count_messages
from demo.participants import TENANT, Issuer, Tokens, make_participants
from demo.platform import Platform
from demo.programme import Programme, leavers
from demo.proposals import Proposals
from demo.pulses import Pulses
from demo.report import RunFacts, make_report
from demo.sessions import Sessions
from demo.task_pages import TaskPages
from demo.terms import Terms
from devstack.idle import IdleWatcher
from simulation.behaviour import Behaviour
from simulation.chance import Chance
from simulation.personas import unwilling, volunteers
from simulation.sample import make_company

OnDay = Callable[[int, Platform], Awaitable[None]]
"""Called each evening with the day of the programme, after time has moved and before people act."""


@dataclass(frozen=True)
class DemoOptions:
    """The size of a run: employees, months and seed."""

    people: int
    months: int
    seed: int


@dataclass(frozen=True)
class DemoResult:
    """The result of a run: its reports, the messages, and the numbers of requests, repetitions and sweeps."""

    report: Json
    final: FinalReport
    messages: Counts
    requests: int
    repeats: int
    sweeps: int


async def simulate(
    options: DemoOptions,
    platform: Platform,
    issuer: Issuer,
    *,
    on_day: OnDay | None = None,
    tell: Callable[[datetime], None] = lambda _: None,
) -> DemoResult:
    """Run a programme on a platform.

    Args:
        options: the size of the run.
        platform: the platform.
        issuer: mints the tokens.
        on_day: called each day, for tests that cause faults.
        tell: receives each day's date.

    Raises:
        Refused: a service refused a valid request, or stayed unavailable.
        NotIdle: the stream does not become idle.
    """
    async with httpx.AsyncClient(
        timeout=240, trust_env=False, limits=httpx.Limits(max_connections=24)
    ) as http:
        web = Web(platform.urls, http)
        ops = issuer.mint("operator", TENANT, ["ops"])
        return await _Run(options, platform, issuer, web, partial(IdleWatcher, platform.urls, ops, http)).go(
            on_day, tell
        )


class _Run:
    def __init__(
        self,
        options: DemoOptions,
        platform: Platform,
        issuer: Issuer,
        web: Web,
        idle: Callable[..., IdleWatcher],
    ) -> None:
        chance = Chance(options.seed)
        company = make_company(options.people, options.seed)
        self._options = options
        self._platform = platform
        self._web = web
        self._now = opening()
        personas = [*volunteers(company, chance), *unwilling(company, chance)]
        tokens = Tokens(web, issuer, self._today)
        participants = make_participants(personas, tokens)
        behaviour = Behaviour(chance)
        self._programme = Programme(participants, company, ends_on(options.months), chance)
        self._idle = idle(background=self._rounds_done)
        pages = TaskPages(web, chance)
        self._invitations = Invitations(participants, behaviour, pages)
        self._enrolling = Enrolling(participants, behaviour, self._programme.days, pages)
        self._proposals = Proposals(participants, behaviour, pages)
        self._contacts = Contacts(participants, behaviour, pages)
        self._terms = Terms(participants, behaviour, self._programme.days)
        self._helping = Helping(participants, behaviour)
        self._circles = Circles(participants, self._programme.days)
        gone = leavers(company, chance)
        self._delegates = Delegates(participants, behaviour, company, gone, tokens.employee)
        self._sessions = Sessions(participants, behaviour, self._delegates)
        self._check_ins = CheckIns(participants, behaviour, pages)
        self._pulses = Pulses(participants, behaviour, pages)
        self._post = Post(Inbox(platform.mail_folder), participants)

    async def go(self, on_day: OnDay | None, tell: Callable[[datetime], None]) -> DemoResult:
        imported = await self._programme.open()
        await self._idle.wait()
        for evening in evenings(self._programme.last_day):
            await self._move_to(evening)
            tell(evening)
            if on_day:
                await on_day(day_number(evening), self._platform)
            await self._live()
        # The last sessions end after the last evening; unreported ones are settled then.
        await self._move_to(self._now + timedelta(days=1))
        await self._live()
        await self._move_to(completion(self._programme.last_day))
        facts = RunFacts(self._options.people, self._options.months, self._options.seed, imported)
        report = await make_report(facts, self._programme, self._delegates)
        for instant in weeks_after(self._now):
            await self._move_to(instant)
        coordinator = self._programme.participants.coordinator
        final, messages = await fetch_report(coordinator), await count_messages(coordinator)
        return DemoResult(report, final, messages, self._web.requests, self._web.repeats, self._idle.sweeps)

    async def _rounds_done(self) -> None:
        if self._now > opening():  # before the first evening matching need not know the programme yet
            await self._programme.rounds_done()

    def _today(self) -> str:
        return self._now.isoformat()

    async def _move_to(self, now: datetime) -> None:
        self._now = now
        self._platform.set_time(now)
        await self._idle.wait()

    async def _live(self) -> None:
        """Run one evening: people read their mails, then act on them.

        The events of a group reach everybody before the next group acts, the mails about them the next
        evening.
        """
        await self._post.deliver()
        for group in (
            self._terms.live,
            self._programme.live,
            self._invitations.live,
            self._enrolling.live,
            self._helping.live,
            self._circles.live,
            self._delegates.live,
            self._proposals.live,
            self._contacts.live,
            self._sessions.live,
            self._check_ins.live,
            self._pulses.live,
        ):
            before = self._web.commands
            await group(self._now)
            if self._web.commands > before:
                await self._idle.wait()
