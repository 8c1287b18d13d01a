"""Concerns reach one handler outside the executive's line, and nobody else."""

from datetime import timedelta
from typing import Any

import pytest

from shared.contracts.enrollment import ParticipantEnrolled, SponsorAccepted
from shared.contracts.feedback import NoticePosted
from shared.contracts.vocabulary import Role
from shared.testing.harness import TEST_NOW
from tests.integration.feedback.feedback_programme import Pair, Programme, opened, ready, withdrawn

pytestmark = pytest.mark.integration

WORDS = "Our sessions turn into reviews of my work, says the quokka."
REPLY = "Shall we talk on Thursday, asks the wombat."


def coordinator(programme: Programme, employee_id: str, **claims: Any) -> dict[str, str]:
    return programme.service.token("coordinator", employee_id=employee_id, subject=employee_id, **claims)


async def handles(programme: Programme, *employees: str) -> list[dict[str, str]]:
    """These employees handle concerns of this programme alone; returns their tokens."""
    tokens = []
    for number, employee in enumerate(employees):
        programme.service.clock.set(TEST_NOW + timedelta(seconds=number))
        headers = coordinator(programme, employee, programmes=["rm-2026"])
        path = "/programmes/rm-2026/me/concern-handling"
        answer = await programme.service.http.put(path, headers=headers, json={"name": employee.title()})
        assert answer.status_code == 200, answer.text
        tokens.append(headers)
    return tokens


async def reported(programme: Programme, pair: Pair, **body: Any) -> str:
    """The mentor reports a concern, and the executive's managers are known; returns its path for handlers."""
    await programme.service.given(ready(pair.mentee, Role.MENTEE, "e-boss"))
    answer = await programme.post("/concerns", programme.person(pair.mentor), {"about": WORDS, **body})
    assert answer.status_code == 201, answer.text
    return f"/concerns/{answer.json()['concern_id']}"


async def sees(programme: Programme, path: str, caller: dict[str, str]) -> bool:
    """Whether a coordinator reads the concern: in the list, and by opening it."""
    listed = await programme.get("/concerns", caller)
    opened_it = await programme.post(f"{path}/opening", caller)
    assert len(listed["items"]) == listed["total"]
    assert opened_it.status_code == (200 if listed["total"] else 404)
    return bool(listed["total"])


async def notices(programme: Programme) -> list[NoticePosted]:
    """The notices so far, in any order: each has a key of its own."""
    await programme.service.settled()
    return [event.data for event in await programme.service.published(NoticePosted)]


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


async def test_nobody_near_the_executive_may_handle_it(programme) -> None:
    pair = await programme.paired("a")
    await programme.service.given(
        ready("below", Role.MENTOR, f"e-{pair.mentee}", "e-boss"), ready("apart", Role.MENTEE, "e-head")
    )
    near = (f"e-{pair.mentee}", f"e-{pair.mentor}", "e-boss", "e-below")
    tokens = await handles(programme, *near)
    path = await reported(programme, pair)
    for headers in tokens:
        assert not await sees(programme, path, headers)
    for who in (*near, f"E-{pair.mentee.upper()}"):
        assert not await sees(programme, path, coordinator(programme, who)), who
    for who in ("e-apart", "e-hr"):
        assert await sees(programme, path, coordinator(programme, who)), who
        assert not await sees(programme, path, coordinator(programme, who, programmes=["rm-2026"])), who
    assert await sees(programme, path, programme.coordinator)
    for headers, status in (
        (programme.service.token("coordinator", programmes=["another"]), 404),
        (programme.service.token("coordinator", tenant="globex"), 404),
        (programme.service.token("coordinator", no_employee=False), 403),
    ):
        for answer in (
            await programme.post(f"{path}/opening", headers),
            await programme.service.http.get("/programmes/rm-2026/concerns", headers=headers),
        ):
            assert answer.status_code == status
    [notice] = await notices(programme)
    assert notice.model_dump(exclude={"notice_id"}, exclude_none=True) == {"notice": "coordinators-wanted"}


async def test_where_no_mail_reaches_a_handler_the_coordinators_are_asked_until_one_acts(
    programme,
) -> None:
    pair = await programme.paired("a")
    path_of_handling, http = "/programmes/rm-2026/me/concern-handling", programme.service.http
    no_employee = {"headers": programme.coordinator, "json": {"name": "Works council"}}
    assert (await http.put(path_of_handling, **no_employee)).status_code == 200
    path = await reported(programme, pair)
    counts = []
    for days in (0, 2, 3, 5):
        programme.service.clock.set(TEST_NOW + timedelta(days=days, minutes=days))
        counts.append(len(await notices(programme)))
    assert counts == [1, 2, 3, 4]
    whole = coordinator(programme, "e-legal")
    assert (await http.put(path_of_handling, headers=whole, json={"name": "Legal"})).status_code == 200
    assert (await programme.post(f"{path}/taking", whole)).json()["assigned"]
    assert (await programme.post(f"{path}/acknowledgement", whole)).status_code == 200
    programme.service.clock.set(TEST_NOW + timedelta(days=20))
    posted = sorted((each.notice, each.employee_id or "") for each in await notices(programme))
    assert posted == [("concern-assigned", "e-legal"), *[("coordinators-wanted", "")] * 4]


async def test_a_concern_that_nobody_acknowledges_goes_to_the_next_and_keeps_its_name_back(programme) -> None:
    pair = await programme.paired("a")
    first, second = await handles(programme, "e-hr", "e-works")
    path = await reported(programme, pair, named=False)
    assert await sees(programme, path, first)
    programme.service.clock.set(TEST_NOW + timedelta(days=2, minutes=1))
    reminder = {each.notice: each for each in await notices(programme)}["concern-due"]
    assert (reminder.employee_id, reminder.due_at) == ("e-hr", TEST_NOW + timedelta(days=3, seconds=1))
    programme.service.clock.set(TEST_NOW + timedelta(days=3, minutes=1))
    await programme.service.settled()
    assert not await sees(programme, path, first)
    seen = (await programme.post(f"{path}/opening", second)).json()
    assert (seen["about"], seen["participant_id"], seen["pairing_id"]) == (WORDS, None, None)
    assert (await programme.post(f"{path}/acknowledgement", second)).json()["state"] == "acknowledged"
    programme.service.clock.set(TEST_NOW + timedelta(days=9))
    await programme.service.settled()
    assert await sees(programme, path, second)

    passed_on = await programme.post(f"{path}/passing-on", second)
    assert passed_on.status_code == 204
    assert not await sees(programme, path, second)
    whole = coordinator(programme, "e-legal")
    [row] = (await programme.get("/concerns", whole))["items"]
    assert (row["assigned"], row["acknowledge_by"]) == (False, None)
    assert (await programme.post(f"{path}/acknowledgement", whole)).status_code == 404
    assert (await programme.post(f"{path}/taking", whole)).status_code == 409
    path_of_handling = "/programmes/rm-2026/me/concern-handling"
    http = programme.service.http
    assert (await http.put(path_of_handling, headers=whole, json={"name": "Legal"})).status_code == 200
    assert (await programme.post(f"{path}/taking", whole)).json()["assigned"]
    assert not await sees(programme, path, coordinator(programme, "e-other"))
    for _ in range(2):
        assert (await http.delete(path_of_handling, headers=whole)).status_code == 204
    assert await sees(programme, path, coordinator(programme, "e-other"))
    told = sorted(each.employee_id or "" for each in await notices(programme))
    assert told == ["", "", "e-hr", "e-hr", "e-legal", "e-works"]


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


async def test_a_handler_who_comes_near_the_pairing_is_replaced(programme) -> None:
    pair = await programme.paired("a")
    first, second = await handles(programme, "e-hr", "e-works")
    path = await reported(programme, pair)
    assert await sees(programme, path, first)
    await programme.service.given(ready(pair.mentee, Role.MENTEE, "e-hr"))
    assert not await sees(programme, path, first)
    mentor = programme.person(pair.mentor)
    assert (await programme.post(f"/me{path}/messages", mentor, {"text": "Anybody?"})).status_code == 201
    assert await sees(programme, path, second)


async def test_what_is_confided_in_another_programme_is_hidden_from_the_partner_too(programme) -> None:
    pair = await programme.paired("a")
    elsewhere = programme.service.scope.model_copy(update={"programme": "rm-2027"})
    await programme.service.given(ready(pair.mentee, Role.MENTEE, "e-boss"))
    await programme.service.given(
        opened().model_copy(update={"programme_id": "rm-2027"}),
        ParticipantEnrolled(participant_id="there", employee_id=f"e-{pair.mentor}", role=Role.MENTOR),
        scope=elsewhere,
    )
    http, path = programme.service.http, "/programmes/rm-2027/concerns"
    body = {"about": WORDS}
    assert (await http.post(path, headers=programme.person(pair.mentor), json=body)).status_code == 201
    totals = {}
    for who in (f"e-{pair.mentee}", "e-boss", "e-hr"):
        totals[who] = (await http.get(path, headers=coordinator(programme, who))).json()["total"]
    assert totals == {f"e-{pair.mentee}": 0, "e-boss": 0, "e-hr": 1}


async def test_while_relations_are_unknown_no_employee_sees_it(programme) -> None:
    pair = await programme.paired("a")
    answer = await programme.post("/concerns", programme.person(pair.mentor), {"about": WORDS})
    path = f"/concerns/{answer.json()['concern_id']}"
    hr = coordinator(programme, "e-hr")
    assert not await sees(programme, path, hr)  # the executive's managers are not known yet
    assert await sees(programme, path, programme.coordinator)
    await programme.service.given(ready(pair.mentee, Role.MENTEE, "e-boss"))
    assert await sees(programme, path, hr)
    early = Pair("early")
    await programme.service.given(*early.enrolled())
    unpaired = await programme.post("/concerns", programme.person(early.mentor), {"about": WORDS})
    path = f"/concerns/{unpaired.json()['concern_id']}/opening"
    takes_part = coordinator(programme, f"e-{early.mentee}")
    assert (await programme.post(path, takes_part)).status_code == 404  # their pairing may be on its way
    assert (await programme.post(path, hr)).status_code == 200


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


async def test_a_sponsor_gets_what_no_coordinator_acknowledged_and_answers_under_a_number(programme) -> None:
    pair = await programme.paired("a")
    mentor = programme.person(pair.mentor)
    [handler] = await handles(programme, "e-hr")
    sponsor = programme.service.token("participant", employee_id="e-sponsor", subject="e-sponsor")
    two = {"mentor_id": pair.mentor, "mentee_id": pair.mentee}
    fact = SponsorAccepted(
        pairing_id=pair.pairing_id, **two, employee_id="e-sponsor", number=1, line=("e-head",)
    )
    await programme.service.given(fact)
    path = await reported(programme, pair, pairing_id=pair.pairing_id, named=False)
    assert not await sees(programme, path, sponsor)
    programme.service.clock.set(TEST_NOW + timedelta(days=4))
    await notices(programme)
    assert await sees(programme, path, sponsor)
    assert not await sees(programme, path, handler)
    for stranger in (programme.person(pair.mentee), programme.person("stranger")):
        assert not await sees(programme, path, stranger)
    opened_it = (await programme.post(f"{path}/opening", sponsor)).json()
    assert (opened_it["about"], opened_it["participant_id"], opened_it["pairing_id"]) == (WORDS, None, None)
    assert (await programme.post(f"{path}/taking", sponsor)).status_code == 403
    assert (await programme.post(f"{path}/acknowledgement", sponsor)).status_code == 200
    assert (await programme.post(f"{path}/messages", sponsor, {"text": REPLY})).status_code == 201
    own = await programme.get(f"/me{path}", mentor)
    assert (own["handler"], own["handled_as"], own["state"]) == (None, "sponsor", "acknowledged")
    assert own["messages"][0]["text"] == REPLY
    assert (await programme.post(f"{path}/closing", sponsor, {"outcome": "settled"})).status_code == 200
    posted = [(each.notice, each.employee_id) for each in await notices(programme) if each.employee_id]
    assert ("alert", "e-sponsor") in posted
