"""Concerns reach one handler, and nobody else."""

import pytest

from shared.contracts.vocabulary import Role
from tests.integration.feedback.concerns_world import (
    REPLY,
    WORDS,
    coordinator,
    handles,
    notices,
    reported,
    sees,
)
from tests.integration.feedback.feedback_programme import ready, withdrawn

pytestmark = pytest.mark.integration


async def test_a_concern_is_read_by_its_handler_alone_and_answered_under_a_number(programme) -> None:
    pair = await programme.paired("a")
    mentor, mentee = programme.person(pair.mentor), programme.person(pair.mentee)
    first, second = await handles(programme, "e-hr", "e-works")
    readers = await programme.get("/me/concern-readers", mentor)
    assert readers["handlers"] == []  # the executive's managers are not known yet
    await programme.service.given(ready(pair.mentee, Role.MENTEE, "e-boss"))
    readers = await programme.get("/me/concern-readers", mentor)
    assert [handler["name"] for handler in readers["handlers"]] == ["E-Hr", "E-Works"]

    chosen = readers["handlers"][1]["handler_id"]
    body = {"about": WORDS, "pairing_id": pair.pairing_id, "named": False, "handler_id": chosen}
    answer, again = [await programme.post("/concerns", mentor, body) for _ in range(2)]
    assert answer.status_code == again.status_code == 201
    assert answer.json() == again.json()
    assert answer.json()["handler"]["name"] == "E-Works"
    path = f"/concerns/{answer.json()['concern_id']}"

    assert not await sees(programme, path, first)
    assert not await sees(programme, path, programme.coordinator)
    [row] = (await programme.get("/concerns", second))["items"]
    assert row.keys().isdisjoint({"about", "participant_id", "pairing_id"})
    assert row["waits"]
    opened_it = (await programme.post(f"{path}/opening", second)).json()
    assert (opened_it["about"], opened_it["participant_id"]) == (WORDS, pair.mentor)
    openings = await programme.stored("openings").to_list(None)
    assert [row["account"] for row in openings].count("e-works") == 1

    written = await programme.post(f"{path}/messages", second, {"text": REPLY})
    assert written.status_code == 201
    own = await programme.get(f"/me{path}", mentor)
    assert [(each["author"], each["text"]) for each in own["messages"]] == [("handler", REPLY)]
    assert (own["state"], own["acknowledge_by"]) == ("acknowledged", None)
    back = await programme.post(f"/me{path}/messages", mentor, {"text": "Yes, gladly."})
    assert back.status_code == 201
    for who in (mentee, programme.person("stranger")):
        for method, way in (("GET", ""), ("POST", "/withdrawal"), ("POST", "/messages")):
            url = f"/programmes/rm-2026/me{path}{way}"
            refused = await programme.service.http.request(
                method, url, headers=who, json={"text": "Hello"} if way == "/messages" else None
            )
            assert refused.status_code == 404
    closed = await programme.post(f"{path}/closing", second, {"outcome": "settled"})
    assert (closed.json()["state"], closed.json()["outcome"]) == ("closed", "settled")
    assert (await programme.post(f"{path}/closing", second, {"outcome": "settled"})).status_code == 200
    for late in (
        programme.post(f"{path}/closing", second, {"outcome": "no-action"}),
        programme.post(f"{path}/messages", second, {"text": REPLY}),
        programme.post(f"{path}/passing-on", second),
        programme.post(f"/me{path}/messages", mentor, {"text": REPLY}),
        programme.post(f"/me{path}/withdrawal", mentor),
    ):
        assert (await late).status_code == 409
    assert (await programme.get("/me/concerns", mentee))["total"] == 0

    posted = await notices(programme)
    assert sorted((each.notice, each.employee_id or each.participant_id) for each in posted) == [
        ("answer-waits", "e-works"),
        ("answer-waits", pair.mentor),
        ("answer-waits", pair.mentor),
        ("concern-assigned", "e-works"),
    ]
    own_database, outbox = programme.service.app.state.database, []
    for name in await own_database.list_collection_names():
        rows = await own_database[name].find().to_list(None)
        assert not any(word in str(rows) for word in ("quokka", "wombat", "gladly")), name
        outbox = rows if name == "outbox" else outbox
    facts = [row for row in outbox if not row["type"].startswith("mentoring.feedback.concern-")]
    assert row["concern_id"] not in str(facts)


async def test_a_withdrawn_concern_is_read_by_nobody_but_its_reporter(programme) -> None:
    pair = await programme.paired("a")
    [handler] = await handles(programme, "e-hr")
    path = await reported(programme, pair)
    mentor = programme.person(pair.mentor)
    for _ in range(2):
        withdrawn_it = await programme.post(f"/me{path}/withdrawal", mentor)
        assert (withdrawn_it.status_code, withdrawn_it.json()["state"]) == (200, "withdrawn")
    assert not await sees(programme, path, handler)
    assert not await sees(programme, path, programme.coordinator)
    assert (await programme.get(f"/me{path}", mentor))["about"] == WORDS


async def test_who_has_left_reads_their_own_words_and_does_nothing_more(programme) -> None:
    pair = await programme.met("a")
    await reported(programme, pair)
    check_in = await programme.open_check_in(pair.mentor)
    await programme.service.given(withdrawn(pair.mentor, Role.MENTOR), withdrawn(pair.mentee, Role.MENTEE))
    mentor, mentee = programme.person(pair.mentor), programme.person(pair.mentee)
    for attempt in (
        programme.post("/concerns", mentor, {"about": "Another"}),
        programme.post(f"/check-ins/{check_in}/answer", mentor, {"rating": 4}),
        programme.post(f"/pairings/{pair.pairing_id}/first-contact", mentee),
    ):
        refused = await attempt
        assert (refused.status_code, refused.json()["detail"]) == (409, "you have left this programme")
    assert (await programme.get("/me/concerns", mentor))["total"] == 1
    assert (await programme.get("/me/check-ins", mentor))["total"] == 1
    executive = coordinator(programme, f"e-{pair.mentee}")
    assert (await programme.get("/concerns", executive))["total"] == 0


async def test_bad_concerns_are_refused(programme) -> None:
    pair = await programme.paired("a")
    other = await programme.paired("b")
    mentor = programme.person(pair.mentor)
    for body, field in [
        ({"about": "  "}, "about"),
        ({"about": "x" * 4001}, "about"),
        ({}, "about"),
        ({"about": WORDS, "pairing_id": other.pairing_id}, "pairing_id"),
        ({"about": WORDS, "pairing_id": "nowhere"}, "pairing_id"),
        ({"about": WORDS, "pairing_id": "no way"}, "pairing_id"),
        ({"about": WORDS, "handler_id": "nobody"}, "handler_id"),
    ]:
        answer = await programme.post("/concerns", mentor, body)
        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert (
        await programme.post("/concerns", programme.person("stranger"), {"about": WORDS})
    ).status_code == 404
    assert (await programme.get("/concerns", programme.coordinator))["total"] == 0
