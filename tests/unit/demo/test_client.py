import httpx
import pytest

from demo import client
from demo.client import Person, Refused, Web


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(client, "_FIRST_PAUSE", 0.001)
    monkeypatch.setattr(client, "_LONGEST_PAUSE", 0.002)


def person(answer, day="2026-01-05"):
    http = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    web = Web({"matching": "http://matching"}, http)
    return Person(web, "E000001", "secret", programme="rm-2026", today=lambda: day), web


async def test_a_request_carries_the_own_token_and_stays_in_the_programme():
    seen = []

    def answer(request):
        seen.append(request)
        return httpx.Response(200, json={"ok": True})

    me, _ = person(answer)
    assert await me.get("matching", "/summary") == {"ok": True}
    assert seen[0].url.path == "/programmes/rm-2026/summary"
    assert seen[0].headers["authorization"] == "Bearer secret"


@pytest.mark.parametrize("first", [httpx.ConnectError("refused"), httpx.ReadError("cut"), 500, 503, 404])
async def test_a_service_that_comes_back_is_asked_again_with_the_same_key(first):
    keys = []

    def answer(request):
        keys.append(request.headers["idempotency-key"])
        if len(keys) > 1:
            return httpx.Response(200, json={})
        if isinstance(first, Exception):
            raise first
        return httpx.Response(first)

    me, web = person(answer)
    await me.post("matching", "/rounds")
    assert len(keys) == 2
    assert len(set(keys)) == 1
    assert web.repeats == 1


async def test_the_key_tells_requests_and_days_apart():
    keys = []

    def answer(request):
        keys.append(request.headers["idempotency-key"])
        return httpx.Response(200, json={})

    me, _ = person(answer)
    await me.post("matching", "/rounds")
    await me.post("matching", "/rounds", {"more": 1})
    later, _ = person(answer, day="2026-01-06")
    await later.post("matching", "/rounds")
    assert len(set(keys)) == 3


@pytest.mark.parametrize("status", [401, 403, 404, 422, 500])
async def test_a_lasting_no_is_an_error_with_the_words_of_the_service(status, monkeypatch):
    monkeypatch.setattr(client, "_SECONDS_FOR_MISSING", 0.05)
    monkeypatch.setattr(client, "_SECONDS_FOR_ERRORS", 0.05)
    me, _ = person(lambda _: httpx.Response(status, text="because of grade"))
    with pytest.raises(Refused, match=f"{status} because of grade"):
        await me.post("matching", "/rounds")


async def test_what_events_have_overtaken_is_no_error():
    me, _ = person(lambda _: httpx.Response(409))
    assert not await me.attempt("matching", "/proposals/p/answer", {"accept": True})


async def test_a_list_is_read_to_its_end():
    def answer(request):
        offset = int(request.url.params["offset"])
        items = list(range(offset, min(offset + 500, 1203)))
        return httpx.Response(200, json={"items": items, "total": 1203})

    me, _ = person(answer)
    assert await me.list("matching", "/pairings") == list(range(1203))


async def test_what_is_a_persons_own_is_put_in_no_programme():
    seen = []

    def answer(request):
        seen.append(request)
        return httpx.Response(200, json={})

    me, _ = person(answer)
    await me.put_own("matching", "/me/preferences", {"based_on": 0})
    assert (seen[0].method, seen[0].url.path) == ("PUT", "/me/preferences")
    assert seen[0].headers["idempotency-key"]
