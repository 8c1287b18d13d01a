"""The reason for leaving a pairing: encrypted for its author, who alone reads and deletes it."""

import pytest

pytestmark = pytest.mark.integration

WHY = "We did not click, says the quokka."


async def left(world) -> tuple[dict, dict]:
    """The mentor leaves; returns the pairing and the mentor's token."""
    pairing, mentor = await world.paired(), world.participant("mentor")
    again = mentor | {"Idempotency-Key": f"leaving-{world.programme}"}
    for _ in range(2):
        ended = await world.post(f"/pairings/{pairing['id']}/end", {"private_reason": WHY}, again)
        assert ended["private_reason"] == WHY
    return pairing, mentor


async def own_reasons(world, headers) -> list[str | None]:
    """The reasons in the list of the own pairings."""
    return [one["private_reason"] for one in (await world.get("/me/pairings", headers))["items"]]


async def test_its_author_alone_reads_a_reason_and_it_lies_nowhere_in_the_clear(world):
    pairing, mentor = await left(world)
    path, mentee = f"/pairings/{pairing['id']}", world.participant("mentee")
    assert await own_reasons(world, mentor) == [WHY]
    assert (await world.get(path, mentor))["private_reason"] == WHY
    assert await own_reasons(world, mentee) == [None]
    assert (await world.get(path, mentee))["private_reason"] is None
    assert "private_reason" not in await world.get(path)
    own = world.service.app.state.database
    for name in await own.list_collection_names():
        assert "quokka" not in str(await own[name].find().to_list(None)), name


async def test_its_author_alone_deletes_a_reason(world):
    pairing, mentor = await left(world)
    path = f"{world.path}/pairings/{pairing['id']}/private-reason"
    http = world.service.http
    seen = await http.delete(path, headers=world.participant("mentee"))
    assert (seen.status_code, seen.json()["private_reason"]) == (200, None)
    assert await own_reasons(world, mentor) == [WHY]
    for _ in range(2):
        assert (await http.delete(path, headers=mentor)).json()["private_reason"] is None
    assert await own_reasons(world, mentor) == [None]


async def test_with_the_key_of_its_author_a_reason_is_erased(world):
    _, mentor = await left(world)
    assert (await world.service.http.delete("/me/private-text", headers=mentor)).status_code == 204
    assert await own_reasons(world, mentor) == [None]
