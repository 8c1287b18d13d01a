"""The console and feedback say the same of a programme's objectives."""

from datetime import timedelta

import pytest

from services.console.queries.access import ReadableRows
from services.console.queries.programme_queries import released
from services.console.queries.programme_queries import tally as read_tally
from services.console.read_models.figures import progress
from services.feedback.app import create_app as create_feedback
from shared.contracts.enrollment import FigureEntered, Objective
from shared.contracts.feedback import FiguresReleased, ReleasedFigure
from shared.contracts.matching import PairingEnded, PairingEndReason
from shared.contracts.scheduling import CancelReason, SessionCancelled, SessionHeld
from shared.contracts.vocabulary import Role
from shared.messaging.unit_of_work import UnitOfWork
from shared.testing import run_service
from tests.integration.console import console_facts as facts
from tests.integration.console.round_facts import activated

pytestmark = pytest.mark.integration
PAIRS = 6
OBJECTIVES = (
    *facts.opened().objectives,
    Objective(name="use-tools", measure="entered", baseline=0, target=20),
    Objective(name="recommend-it", measure="recommendation", baseline=0, target=20),
)
OPENED = facts.opened().model_copy(update={"objectives": OBJECTIVES})


@pytest.fixture
async def feedback(environment):
    async with run_service(create_feedback, environment) as harness:
        yield harness


class Both:
    """One programme, known to both services."""

    def __init__(self, console, feedback):
        self.console, self.feedback = console, feedback

    async def given(self, *story):
        await self.console.given(*story)
        await self.feedback.given(*story)

    async def answer(self, number, nth, role, rating):
        """Somebody answers a check-in, a minute after the last one."""
        self.feedback.clock.set(self.feedback.clock.now() + timedelta(minutes=1))
        own = self.feedback.token("participant", employee_id=f"e-{role}-{number}")
        listed = await self.feedback.http.get("/programmes/rm-2026/me/check-ins", headers=own)
        asked = {item["session_id"]: item["check_in_id"] for item in listed.json()["items"]}
        path = f"/programmes/rm-2026/check-ins/{asked[f's-{number}-{nth}']}/answer"
        body = {"rating": rating}
        assert (await self.feedback.http.post(path, headers=own, json=body)).status_code == 200

    async def release(self):
        """Feedback releases figures after four weeks, and the console learns of them."""
        self.feedback.clock.set(self.feedback.clock.now() + timedelta(weeks=4))
        await self.feedback.settled()
        [event] = await self.feedback.published(FiguresReleased)
        await self.console.given(event.data, at=event.time)

    async def by_console(self):
        async def work(transaction):
            now = self.console.clock.now()
            uow = UnitOfWork(transaction, self.console.scope, now=now, correlation_id="t", causation_id="t")
            readable = ReadableRows(uow, None)
            return await read_tally(readable), await released(readable)

        tally, row = await self.console.app.state.transactions.run(work)
        return {o.measure: progress(tally, o).actual for o in OBJECTIVES}, row.figures

    async def by_feedback(self):
        coordinator = self.feedback.token("coordinator")
        answer = await self.feedback.http.get("/programmes/rm-2026/summary", headers=coordinator)
        summary = answer.json()
        objectives = {one["measure"]: one["actual"] for one in summary["objectives"]}
        shown = summary["released"]["figures"]
        return objectives, tuple(ReleasedFigure.model_validate(figure) for figure in shown)


async def a_programme(both):
    """Pairs that met twice, one that ended with sessions to come, cancellations, a miss, somebody waiting."""
    people = [fact for n in range(PAIRS + 2) for role in Role for fact in facts.ready(n, role)]
    pairs = [fact for n in range(PAIRS) for fact in (activated(n), *facts.series(n))]
    figures = [
        FigureEntered(name="use-tools", value=value, measured_on=facts.START.date()) for value in (7.5, 12.5)
    ]
    await both.given(OPENED, *people, *pairs, *figures)
    await both.given(
        *(SessionHeld.model_validate(facts.session(n, nth)) for n in range(PAIRS) for nth in (1, 2))
    )
    called_off = {**facts.session(0, 3), "by": Role.MENTEE, "reason": CancelReason.CALENDAR}
    fallen_away = {**facts.session(1, 3), "reason": CancelReason.PAIRING_ENDED}
    ended = PairingEnded(
        pairing_id="pair-1", mentor_id="mentor-1", mentee_id="mentee-1", reason=PairingEndReason.NO_FAULT_EXIT
    )
    await both.given(
        SessionCancelled.model_validate(called_off),
        facts.missed(2, 3),
        ended,
        SessionCancelled.model_validate(fallen_away),
    )
    for n in range(PAIRS):
        await both.answer(n, 2, Role.MENTOR, 1 + n % 5)
        await both.answer(n, 1, Role.MENTOR, 5)  # the older session, answered last
        await both.answer(n, 1, Role.MENTEE, 2)


async def test_objectives_and_figures_are_the_same_in_both(console, feedback):
    both = Both(console, feedback)
    await a_programme(both)
    await both.release()
    objectives, figures = await both.by_console()
    assert (objectives, figures) == await both.by_feedback()
    assert {figure.votes for figure in figures} == {2 * PAIRS}
    assert objectives["sessions-held"] == round(100 * 12 / 14, 1)  # without what fell away with its pairing
    assert objectives["participation"] == round(100 * 10 / 16, 1)
    assert 1 <= objectives["satisfaction"] <= 5
    assert objectives["entered"] == 12.5
