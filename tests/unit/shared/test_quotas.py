"""Each person and each tenant has a quota; every answer states how much is left."""

import httpx
import pytest
from fastapi import FastAPI

from shared.runtime import quotas
from shared.runtime.auth import allow
from shared.runtime.problems import install_problem_handlers
from shared.runtime.quotas import HEAVY, Buckets, Policy, Quotas, costs
from shared.runtime.tokens import Verifier
from shared.service.middleware import RequestContext
from tests.unit.shared.ticks import Ticks


@pytest.fixture
def clock():
    return Ticks()


@pytest.fixture
async def http(issuer, clock):
    app = FastAPI()
    app.state.sessions = None
    app.state.quotas = Quotas(person_per_second=10, tenant_per_second=15, now=clock)
    app.state.verifier = Verifier(
        jwks=str(issuer.jwks_path), issuer="https://auth.mentoring.local", audience="mentoring"
    )
    install_problem_handlers(app)
    app.add_middleware(RequestContext)
    coordinators = [allow("coordinator")]
    app.get("/", dependencies=coordinators)(lambda: None)
    app.post("/", dependencies=coordinators)(lambda: None)
    app.post("/heavy", dependencies=[*coordinators, costs(HEAVY)])(lambda: None)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        yield client


@pytest.fixture
def person(issuer):
    def headers(name, tenant="acme", roles=("coordinator",)):
        return {"Authorization": f"Bearer {issuer.mint(name, tenant, roles)}"}

    return headers


async def many(http, headers, count, method="GET", path="/"):
    return [(await http.request(method, path, headers=headers)).status_code for _ in range(count)]


async def test_a_person_is_refused_beyond_the_quota_and_served_again_later(http, person, clock):
    ana = person("ana")
    assert await many(http, ana, 100) == [200] * 100
    refused = await http.get("/", headers=ana)
    assert refused.status_code == 429
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["retry-after"] == "1"
    assert refused.headers["ratelimit-policy"] == '"person";q=100;w=10'
    assert refused.headers["ratelimit"] == '"person";r=0;t=1'
    clock.now += 1
    assert await many(http, ana, 11) == [200] * 10 + [429]


async def test_an_answer_says_what_is_left(http, person):
    answer = await http.get("/", headers=person("ana"))
    assert answer.headers["ratelimit-policy"] == '"person";q=100;w=10, "tenant";q=150;w=10'
    assert answer.headers["ratelimit"] == '"person";r=99;t=1'


async def test_one_person_takes_nothing_from_another_nor_a_tenant_from_another(http, person):
    assert await many(http, person("ana"), 101) == [200] * 100 + [429]
    assert await many(http, person("ben"), 51) == [200] * 50 + [429]
    refused = await http.get("/", headers=person("ben"))
    assert refused.headers["ratelimit-policy"] == '"tenant";q=150;w=10'
    assert await many(http, person("ana", "globex"), 100) == [200] * 100


@pytest.mark.parametrize(
    ("method", "path", "times"), [("GET", "/", 100), ("POST", "/", 50), ("POST", "/heavy", 2)]
)
async def test_writes_and_heavy_requests_cost_more(http, person, method, path, times):
    assert await many(http, person("ana"), times + 1, method, path) == [200] * times + [429]


async def test_forbidden_requests_are_charged_and_those_without_a_token_are_not(http, person):
    eve = person("eve", roles=())
    assert await many(http, eve, 101) == [403] * 100 + [429]
    assert await many(http, {}, 200) == [401] * 200


def test_the_number_of_buckets_is_bounded_and_the_busiest_stay(clock, monkeypatch):
    monkeypatch.setattr(quotas, "_MOST_BUCKETS", 100)
    buckets = Buckets(Policy("person", 10), clock)
    for number in range(1000):
        buckets.take("busy", 0.1)
        buckets.take(f"passing-{number}", 1)
    assert len(buckets._levels) == 100
    assert buckets.level("busy") == pytest.approx(0, abs=1e-6)


def test_the_most_expensive_request_fits_the_smallest_quota():
    assert Policy("person", 1).capacity >= HEAVY
