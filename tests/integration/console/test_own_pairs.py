"""A coordinator who takes part reads nothing about their own pairings, proposals and partners."""

import re
from collections import Counter

import pytest

from services.console.queries.access import ReadableRows
from services.console.store import PAIRINGS, PEOPLE, PROPOSALS, SESSIONS, TALLIES
from shared.contracts.feedback import Health
from shared.contracts.scheduling import CancellationAlarmRaised
from shared.contracts.vocabulary import Role
from shared.messaging.unit_of_work import UnitOfWork
from tests.integration.console import console_facts as facts
from tests.integration.console.programme_in_motion import programme_in_motion
from tests.integration.console.round_facts import activated, round_of

pytestmark = pytest.mark.integration

BASE = "/programmes/rm-2026"
EXECUTIVE = "e-mentee-0"
PAGES = (
    "/",
    BASE,
    *(f"{BASE}/{page}" for page in ("people", "matches", "rounds", "sessions", "feedback")),
    *(f"{BASE}/people?role={role}" for role in Role),
    *(f"{BASE}/people/{id_}" for id_ in ("mentor-1", EXECUTIVE.removeprefix("e-"))),
    *(f"{BASE}/sessions?state={state}" for state in ("planned", "held", "missed")),
    *(f"{BASE}/matches?state={state}" for state in ("made", "accepted")),
    *(f"{BASE}/feedback?health={health}" for health in ("on-track", "needs-attention")),
)
NEWS = (
    *facts.held_and_judged(0, Health.NEEDS_ATTENTION),
    facts.missed(0, 2),
    facts.fell_idle(0, "coordinator"),
    CancellationAlarmRaised(pairing_id="pair-0", mentor_id="mentor-0", mentee_id="mentee-0", in_a_row=2),
)
"""The events between the executive and their mentor."""


@pytest.fixture
async def console(console):
    """A programme of eight pairs; the executive is in the first, and has met a fifth mentor elsewhere."""
    await console.given(*programme_in_motion(8, 5), *round_of(2, round_id="round-2"))
    there = console.scope.model_copy(update={"programme": "other"})
    elsewhere = activated(0).model_copy(
        update={"mentor_id": "there-4", "mentee_id": "there-0", "mentor_employee_id": "e-mentor-4"}
    )
    await console.given(elsewhere.model_copy(update={"pairing_id": "pair-there"}), scope=there)
    return console


async def all_pages(console, **claims):
    """Every page by its path, without what differs each time."""
    headers = console.token("coordinator", **claims) | {"Accept": "text/html"}
    texts = {}
    for path in PAGES:
        answer = await console.http.get(path, headers=headers)
        assert answer.status_code == 200, path
        texts[path] = re.sub(r'name="key" value="\w+"', "", answer.text)
    return texts


async def test_no_page_has_the_own_partners_or_pairings(console):
    await console.given(*NEWS)
    traces = re.compile(r"mentor-[04]\b|pair-0|round-[12]-p0")
    shown = await all_pages(console, employee_id=EXECUTIVE)
    assert {path: traces.findall(page) for path, page in shown.items() if traces.search(page)} == {}
    to_others = await all_pages(console)
    assert sum(bool(traces.search(page)) for page in to_others.values()) >= 6, "there is something to find"


async def test_the_page_of_the_own_pairing_is_not_there(console):
    await console.given(*NEWS)
    headers = {"employee_id": EXECUTIVE}
    for pairing, own, others in (("pair-0", 404, 200), ("pair-1", 200, 200), ("pair-there", 404, 404)):
        path = f"{BASE}/feedback/pairings/{pairing}"
        for claims, status in ((headers, own), ({}, others)):
            answer = await console.http.get(path, headers=console.token("coordinator", **claims))
            assert answer.status_code == status, (pairing, claims)


async def test_what_happens_in_the_own_pairing_changes_no_page(console):
    before, before_others = await all_pages(console, employee_id=EXECUTIVE), await all_pages(console)
    await console.given(*NEWS)
    assert await all_pages(console, employee_id=EXECUTIVE) == before
    assert await all_pages(console) != before_others


async def test_counts_are_those_of_the_rows_that_may_be_read(console):
    await console.given(*NEWS)

    async def work(transaction):
        now = console.clock.now()
        uow = UnitOfWork(transaction, console.scope, now=now, correlation_id="t", causation_id="t")
        counts = {}
        for who in (EXECUTIVE, None):
            readable = ReadableRows(uow, who)
            rows = [
                row for kind in (PEOPLE, PAIRINGS, PROPOSALS, SESSIONS) for row in await readable.find(kind)
            ]
            added = sum((Counter(row.facets()) for row in rows), Counter())
            counts[who] = (await readable.tally()).counts, dict(added)
        return counts

    counts = await console.app.state.transactions.run(work)
    for tallied, added in counts.values():
        assert tallied == added
    assert counts[EXECUTIVE] != counts[None]


async def test_a_rounds_figures_leave_out_the_own_proposal(console):
    narrowed = (await all_pages(console, employee_id=EXECUTIVE))[f"{BASE}/rounds"]
    whole = (await all_pages(console))[f"{BASE}/rounds"]
    assert "Decide on 2 proposals" in whole
    assert "Decide on 1 proposal<" in narrowed


async def test_an_unknown_kind_of_row_is_refused_until_somebody_says_who_may_read_it(console):
    async def work(transaction):
        now = console.clock.now()
        uow = UnitOfWork(transaction, console.scope, now=now, correlation_id="t", causation_id="t")
        with pytest.raises(ValueError, match="nothing says who may read tallies"):
            await ReadableRows(uow, None).find(TALLIES)

    await console.app.state.transactions.run(work)


async def test_rows_of_people_whose_enrolment_is_still_on_its_way_are_left_out(console):
    await console.given(*(activated(n).model_copy(update={"mentee_id": "late"}) for n in (6, 7)))
    await console.given(*facts.series(6), *round_of(9, round_id="round-3"))
    narrowed = await all_pages(console, employee_id=EXECUTIVE)
    assert "mentor-8" not in narrowed[f"{BASE}/matches"]
    assert "mentor-8" in (await all_pages(console))[f"{BASE}/matches"]
