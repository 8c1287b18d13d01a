"""A round's steps one by one, as a worker takes them, with something in between."""

from datetime import UTC, datetime, timedelta

import pytest

from services.matching.commands.rounds import requests, round_claims, round_steps
from services.matching.domain.rounds.claim import ClaimLost
from services.matching.domain.rounds.parts import RoundOptions
from services.matching.domain.rounds.round import MOST_CLAIMS
from services.matching.jobs.protocol import Job
from services.matching.jobs.round.main import compute
from services.matching.store import ROUNDS
from shared.contracts.matching import ProposalMade, RoundFailed, RoundProposed
from shared.runtime.caller import Caller, CallerRole
from shared.service.commands import Runner

pytestmark = pytest.mark.integration


def coordinator_of(tenant):
    return Caller(
        sub="tester",
        tenant=tenant,
        roles=frozenset({CallerRole.COORDINATOR}),
        programmes=frozenset({"*"}),
        no_employee=True,
    )


def soon(seconds=240):
    return datetime.now(UTC) + timedelta(seconds=seconds)


async def request_and_claim(uow):
    """In one transaction, so that the service's own worker finds it taken."""
    asked = await requests.request_round(uow, None, RoundOptions())
    return uow.save(ROUNDS, asked.claimed("test", soon(0), soon()))


class Steps:
    """A round in the hands of the test."""

    def __init__(self, world):
        self.world = world
        service = world.service
        self.settings = service.settings
        self.runner = Runner(
            service.app.state.group_commit,
            service.clock,
            correlation_id="test",
            idempotency_key=None,
            traceparent="",
        )

    async def begin(self):
        self.round = await self.do(request_and_claim)
        self.claim = self.round.claim
        return self

    async def do(self, step, *args):
        caller = coordinator_of(self.world.tenant)
        return await self.runner.command(caller, self.world.programme, step, *args)

    async def step(self, step, *args):
        self.round = await self.do(step, self.round.id, self.claim, *args)
        self.claim = self.round.claim or self.claim
        return self.round

    async def compute(self):
        job = Job(
            mongo_uri=self.settings.mongo_uri.get_secret_value(),
            mongo_database=self.settings.mongo_database,
            scope=self.round.scope,
            round_id=self.round.id,
            token=self.claim.token,
            requested_at=self.round.requested_at,
            options=self.round.options,
        )
        return await compute(job, lambda: False, lambda _: None)

    async def finish(self, computed):
        return await self.step(round_steps.finish_computing, computed.figures, computed.terms)


@pytest.fixture
async def steps(world):
    for name in ("1", "2", "3"):
        for role in ("mentor", "mentee"):
            await world.ready(role, name)
    yield await Steps(world).begin()
    # The organisation's next computation would wait until the claim is over.
    rounds_ = world.service.app.state.database[ROUNDS.name]
    await rounds_.update_many({"state": "computing"}, {"$set": {"state": "failed", "claim": None}})


async def pairs_of(steps):
    return {(fact.mentor_id, fact.mentee_id) for fact in await steps.world.facts(ProposalMade)}


async def test_who_left_or_changed_before_the_saving_is_dropped_and_counted(steps):
    world = steps.world
    await steps.finish(await steps.compute())
    chosen = (await world.get(f"/rounds/{steps.round.id}/pairs"))["items"]
    mentor_of = {p["mentee_id"].rpartition("-")[2]: p["mentor_id"].rpartition("-")[2] for p in chosen}
    await world.left("mentee", "1")
    await world.ready("mentor", mentor_of["2"], grade=4)
    while steps.round.state == "saving":
        await steps.step(round_steps.save_chunk, soon())
    assert await pairs_of(steps) == {
        (f"{world.programme}-mentor-{mentor_of['3']}", f"{world.programme}-mentee-3")
    }
    (event,) = await world.facts(RoundProposed)
    assert (event.dropped, event.proposals) == (steps.round.dropped, steps.round.proposals) == (2, 1)
    again, (proposal,) = await world.round(approve=False)  # those dropped are free
    assert (again["mentors"], again["mentees"]) == (2, 1)
    assert proposal["mentee_id"] == f"{world.programme}-mentee-2"


async def test_rules_that_changed_mean_once_more_and_then_failure(steps):
    computed = await steps.compute()
    await steps.world.opened(min_grade_gap=4)
    assert (await steps.finish(computed)).state == "requested"
    made = await steps.world.reached(steps.round.id, "proposed")  # the service's worker takes it up
    assert made["proposals"] == 3
    assert await steps.world.facts(RoundFailed) == []


async def test_rules_that_change_twice_fail_the_round(steps):
    first = await steps.compute()
    await steps.world.opened(min_grade_gap=4)

    async def again(uow):
        outdated = await round_steps.finish_computing(
            uow, steps.round.id, steps.claim, first.figures, first.terms
        )
        return uow.save(ROUNDS, outdated.claimed("test", soon(0), soon()))

    steps.round = await steps.do(again)
    steps.claim = steps.round.claim
    second = await steps.compute()
    await steps.world.opened(min_grade_gap=5)
    assert (await steps.finish(second)).state == "failed"
    (event,) = await steps.world.facts(RoundFailed)
    assert event.reason.code == "rules-changed"
    assert (await steps.world.round())[0]["number"] == 2


async def test_a_worker_that_lost_its_claim_does_nothing_more(steps):
    computed = await steps.compute()
    old = steps.claim

    async def takes_over(uow):
        round_ = await uow.require(ROUNDS, steps.round.id)
        return uow.save(ROUNDS, round_.released(soon(-1)).claimed("other", soon(0), soon()))

    steps.round = await steps.do(takes_over)
    for step, *args in (
        (round_steps.finish_computing, computed.figures, computed.terms),
        (round_claims.beat, soon(), None),
        (round_steps.save_chunk, soon()),
        (round_claims.release, soon()),
    ):
        with pytest.raises(ClaimLost):
            await steps.do(step, steps.round.id, old, *args)
    assert (await steps.world.get(f"/rounds/{steps.round.id}"))["state"] == "computing"


async def test_saving_goes_on_where_it_stopped(steps):
    await steps.finish(await steps.compute())
    await steps.step(round_steps.save_chunk, soon())
    assert (steps.round.state, steps.round.proposals) == ("saving", 3)
    await steps.do(round_claims.release, steps.round.id, steps.claim, soon(-1))
    made = await steps.world.reached(steps.round.id, "proposed")  # by the service's worker
    assert made["proposals"] == len(await pairs_of(steps)) == 3


async def test_a_computation_that_keeps_dying_is_given_up_but_never_a_saving(steps):
    async def tried_often(uow, round_id):
        round_ = await uow.require(ROUNDS, round_id)
        return uow.save(ROUNDS, round_.released(soon(-1)).changed(claims=MOST_CLAIMS))

    await steps.do(tried_often, steps.round.id)
    failed = await steps.world.reached(steps.round.id, "failed")  # by the service's worker
    assert failed["reason"]["code"] == "given-up"

    saving = await Steps(steps.world).begin()
    await saving.finish(await saving.compute())
    await saving.do(tried_often, saving.round.id)
    assert (await steps.world.reached(saving.round.id, "proposed"))["proposals"] == 3
