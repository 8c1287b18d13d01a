"""Replicas that die, stop, or share the work, while rounds are computed."""

import asyncio
import signal
import time
from datetime import UTC, datetime

import psutil
import pytest

from services.matching.domain.people.programme import Programme
from services.matching.domain.rounds.pool import Pool, Terms
from services.matching.domain.solving.round_result import compute_round
from services.matching.store import PROGRAMMES
from shared.contracts.enrollment import ProgrammeRules
from tests.helpers.replicas import until
from tests.integration.matching.matching_replicas import matching_replicas_of

pytestmark = pytest.mark.integration

PEOPLE = 400
BUSY = {"requested", "computing", "saving", "approving"}


class Stage:
    """Two replicas, programmes full of people, and a coordinator."""

    def __init__(self, namespace, issuer):
        self.namespace = namespace
        self.issuer = issuer
        self.tenants = {}

    def headers_of(self, name):
        token = self.issuer.mint("coordinator", self.tenants[name], ["coordinator"])
        return {"Authorization": f"Bearer {token}"}

    @property
    def headers(self):
        return self.headers_of("one")

    async def programme(self, name, number=PEOPLE, tenant="acme"):
        self.tenants[name] = tenant
        row = Programme(id=name, tenant=tenant, programme=name, rules=ProgrammeRules())
        await self.namespace.db[PROGRAMMES.name].insert_one(PROGRAMMES.to_document(row))
        return await self.namespace.populate(name, number, tenant)

    async def request(self, replica, name, **options):
        headers = self.headers_of(name)
        answer = await replica.http.post(f"/programmes/{name}/rounds", json=options, headers=headers)
        assert answer.status_code == 202, answer.text
        return answer.json()

    async def look(self, replica, name, path):
        answer = await replica.http.get(f"/programmes/{name}{path}", headers=self.headers_of(name))
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def reached(self, replica, name, round_id, state):
        async with asyncio.timeout(240):
            while True:
                current = await self.look(replica, name, f"/rounds/{round_id}")
                if current["state"] == state:
                    return current
                assert current["state"] in BUSY, current
                await asyncio.sleep(0.05)

    async def pairs(self, replica, name, round_id):
        pairs, total = set(), 1
        while len(pairs) < total:
            page = await self.look(
                replica, name, f"/rounds/{round_id}/proposals?limit=500&offset={len(pairs)}"
            )
            pairs |= {(p["mentor_id"], p["mentee_id"]) for p in page["items"]}
            total = page["total"]
        return pairs

    async def busy(self, *replicas):
        """The replica whose process computes."""

        async def one_computes():
            return any(replica.computing() for replica in replicas)

        await until(one_computes)
        return next(replica for replica in replicas if replica.computing())


@pytest.fixture
async def stage(environment):
    async with matching_replicas_of(environment) as namespace:
        yield Stage(namespace, environment.issuer)


def expected(people, round_id, day):
    """The pairs as computed here and now."""
    terms = Terms(rules=ProgrammeRules(), day=day, seed=round_id)
    return {(m.mentor.id, m.mentee.id) for m in compute_round(Pool.of(people, round_id), terms).matches}


@pytest.mark.parametrize("signum", [signal.SIGKILL, pytest.param(signal.SIGTERM, marks=pytest.mark.long)])
async def test_another_replica_takes_over_and_finds_the_same_pairs(stage, signum):
    people = await stage.programme("one")
    replicas = [await stage.namespace.start(), await stage.namespace.start()]
    asked = await stage.request(replicas[0], "one")
    victim = await stage.busy(*replicas)
    (survivor,) = (replica for replica in replicas if replica is not victim)
    orphan = victim.computing()
    await victim.end(signum)
    if signum is signal.SIGTERM:
        row = await stage.namespace.db["rounds"].find_one({"id": asked["id"]})
        given_back = row["claim"]["until"] <= datetime.now(UTC)
        assert given_back or row["claims"] == 2, "it is waited for"

    made = await stage.reached(survivor, "one", asked["id"], "proposed")
    row = await stage.namespace.db["rounds"].find_one({"id": asked["id"]})
    assert row["claims"] == 2
    assert made["proposals"] == PEOPLE
    day = datetime.fromisoformat(asked["requested_at"]).astimezone(UTC).date()
    assert await stage.pairs(survivor, "one", asked["id"]) == expected(people, asked["id"], day)
    assert not psutil.pid_exists(orphan.pid) or orphan.status() == psutil.STATUS_ZOMBIE


async def test_two_tenants_are_computed_on_two_replicas(stage):
    await stage.programme("one")
    await stage.programme("two", tenant="globex")
    replicas = [await stage.namespace.start(), await stage.namespace.start()]
    asked = {name: await stage.request(replicas[0], name) for name in ("one", "two")}

    async def both_compute():
        return all(replica.computing() for replica in replicas)

    await until(both_compute)
    for name, round_ in asked.items():
        assert (await stage.reached(replicas[1], name, round_["id"], "proposed"))["proposals"] == PEOPLE


async def test_the_service_answers_while_it_computes(stage):
    await stage.programme("one", 1500)
    replica = await stage.namespace.start()
    asked = await stage.request(replica, "one")
    waits = []
    asked_at = time.monotonic()
    while (await stage.look(replica, "one", f"/rounds/{asked['id']}"))["state"] in {"requested", "computing"}:
        began = time.monotonic()
        assert (await replica.http.get("/health/live")).status_code == 200
        waits.append(time.monotonic() - began)
        await asyncio.sleep(0.02)
    assert len(waits) > 20
    assert max(waits) < (time.monotonic() - asked_at) / 2  # it would stand still all the while
    cancelled = await replica.http.post(
        f"/programmes/one/rounds/{asked['id']}/cancellation", headers=stage.headers
    )
    assert cancelled.status_code == 409  # by now it is being saved


async def test_cancelled_in_the_middle_with_and_without_the_best_so_far(stage):
    await stage.programme("one", 1500)
    replica = await stage.namespace.start()
    for keep, state in ((False, "cancelled"), (True, "proposed")):
        asked = await stage.request(replica, "one")
        await stage.busy(replica)

        async def computes(round_id=asked["id"]):
            return (await stage.look(replica, "one", f"/rounds/{round_id}"))["state"] == "computing"

        await until(computes)
        answer = await replica.http.post(
            f"/programmes/one/rounds/{asked['id']}/cancellation", json={"keep": keep}, headers=stage.headers
        )
        assert answer.status_code == 202
        ended = await stage.reached(replica, "one", asked["id"], state)
        if keep:
            proof = ended["certificate"]
            assert proof["outcome"] in {"cancelled", "optimal"}
            assert ended["proposals"] == proof["pairs"]
            assert proof["bound"] == proof["total"] + proof["gap"]
        else:
            assert (ended["proposals"], ended["certificate"]) == (0, None)


async def test_a_computing_process_that_dies_is_started_again(stage):
    await stage.programme("one")
    replica = await stage.namespace.start()
    asked = await stage.request(replica, "one")
    (await stage.busy(replica)).computing().kill()
    assert (await stage.reached(replica, "one", asked["id"], "proposed"))["proposals"] == PEOPLE
