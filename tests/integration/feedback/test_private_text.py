"""Private text lies encrypted in MongoDB, and is erased with its author's key."""

import asyncio
from typing import Any

import pytest
from pydantic_settings import SettingsError

from services.feedback.app import create_app
from shared.testing import TestEnvironment
from shared.testing.harness import TEST_NOW, FixedClock, run_replica
from shared.testing.namespace import make_namespace
from tests.integration.feedback.feedback_programme import Programme, opened

pytestmark = pytest.mark.integration

ABOUT = "Our sessions turn into reviews of my work, says the quokka."
COMMENT = "Zebra-striped thoughts of my own"
FIRST, SECOND = "the-first-master-key-of-these-tests", "the-second-master-key-of-these-tests"


async def confide(programme: Programme) -> dict[str, str]:
    """The mentor reports a concern and writes a comment, with an idempotency key; returns their token."""
    pair = await programme.met("a")
    mentor = programme.person(pair.mentor)
    check_in = await programme.open_check_in(pair.mentor)
    for path, body in (
        ("/concerns", {"about": ABOUT}),
        (f"/check-ins/{check_in}/answer", {"rating": 4, "comment": COMMENT}),
    ):
        headers = mentor | {"Idempotency-Key": path}
        answer = await programme.post(path, headers, body)
        again = await programme.post(path, headers, body)
        assert answer.is_success
        assert again.json() == answer.json()
    return mentor


async def own_text(programme: Programme, mentor: dict[str, str]) -> tuple[Any, Any]:
    """The mentor's concern and comment, as they read them."""
    [concern] = (await programme.get("/me/concerns", mentor))["items"]
    [check_in] = (await programme.get("/me/check-ins", mentor))["items"]
    return concern["about"], check_in["comment"]


async def test_no_document_holds_a_sentence(programme, caplog) -> None:
    mentor = await confide(programme)
    assert await own_text(programme, mentor) == (ABOUT, COMMENT)
    await programme.service.settled()
    own, rows = programme.service.app.state.database, 0
    for name in await own.list_collection_names():
        async for document in own[name].find():
            rows += 1
            assert not any(word in str(document) for word in ("quokka", "Zebra")), name
    assert rows > 10
    assert not any(word in caplog.text for word in ("quokka", "Zebra"))


async def test_with_its_key_destroyed_a_text_is_erased_in_every_copy(programme) -> None:
    mentor = await confide(programme)
    other = await programme.paired("b")
    assert (
        await programme.post("/concerns", programme.person(other.mentor), {"about": ABOUT})
    ).status_code == 201
    http = programme.service.http
    for _ in range(2):
        assert (await http.delete("/me/private-text", headers=mentor)).status_code == 204
    assert await own_text(programme, mentor) == (None, None)
    texts = []
    for row in (await programme.get("/concerns", programme.coordinator))["items"]:
        opened_it = await programme.post(f"/concerns/{row['concern_id']}/opening", programme.coordinator)
        texts.append(opened_it.json()["about"])
    assert sorted(text or "" for text in texts) == ["", ABOUT]

    assert (await programme.post("/concerns", mentor, {"about": ABOUT})).status_code == 201
    concerns = (await programme.get("/me/concerns", mentor))["items"]
    assert [concern["about"] for concern in concerns if concern["about"]] == [ABOUT]
    assert len({concern["concern_id"] for concern in concerns}) == 2

    path = f"/ops/employees/{other.employee(other.mentor)}/private-text"
    assert (await http.delete(path, headers=programme.service.token("ops", tenant="globex"))).is_success
    assert (await own_about(programme, other.mentor)) == ABOUT
    assert (await http.delete(path, headers=programme.service.token("ops"))).status_code == 204
    assert (await own_about(programme, other.mentor)) is None
    erasures = await programme.service.app.state.database["erasures"].find().to_list(None)
    assert len(erasures) == 2
    assert all(erasure["erased_by"] for erasure in erasures)


async def own_about(programme: Programme, participant: str) -> str | None:
    [concern] = (await programme.get("/me/concerns", programme.person(participant)))["items"]
    about: str | None = concern["about"]
    return about


async def test_a_new_master_key_takes_over_and_a_lost_one_is_named(environment: TestEnvironment) -> None:
    clock = FixedClock(TEST_NOW)
    async with make_namespace(environment, master_key=FIRST) as first:
        async with run_replica(create_app, first, environment.issuer, clock) as service:
            await service.given(opened())
            mentor = await confide(Programme(service))

        lost = type(first).model_validate({**first.model_dump(), "master_key": SECOND})
        with pytest.raises(SettingsError, match="1 keys of persons were encrypted with another master key"):
            async with run_replica(create_app, lost, environment.issuer, clock):
                pass

        rotated = type(first).model_validate(
            {**first.model_dump(), "master_key": SECOND, "retired_master_keys": FIRST}
        )
        async with run_replica(create_app, rotated, environment.issuer, clock) as service:
            assert await own_text(Programme(service), mentor) == (ABOUT, COMMENT)
            keys = service.app.state.database["data_keys"]
            async with asyncio.timeout(20):
                while await keys.count_documents({"master_id": service.app.state.master_keys.current_id}) < 1:
                    await asyncio.sleep(0.05)
        async with run_replica(create_app, lost, environment.issuer, clock) as service:
            assert await own_text(Programme(service), mentor) == (ABOUT, COMMENT)
