import re
from urllib.parse import parse_qs, urlsplit

import pytest

from services.console.app import create_app
from shared.contracts.vocabulary import Role
from shared.kernel import Scope
from shared.messaging.outgoing.outbox import SET_ASIDE
from shared.testing import run_service
from tests.integration.console import console_facts as facts
from tests.integration.console.console_runs import ALONE
from tests.integration.console.reading import read_page

pytestmark = pytest.mark.integration

PAGE = "/ops/console/dead-letters"
ENROLLED = "mentoring.enrollment.participant-enrolled.v1"
BROWSER = {"Accept": "text/html"}


@pytest.fixture
async def console(environment):
    """A console of each test's own, which gives an event up at its first failure."""
    async with run_service(create_app, environment, **ALONE, retry_attempts=1) as harness:
        yield harness


@pytest.fixture
def ops(console):
    return console.token("ops", subject="olga") | BROWSER


async def poison(console, *facts_, tenant="acme", value=b'{"participant_id": "<b>p</b>"}'):
    """Publish events with a good envelope and data nobody can read."""
    scope = Scope(tenant=tenant, programme="rm-2026", region="emea")
    for data in facts_:
        envelope = console._envelope(data, scope, console.clock.now())
        await console.producer.send_and_wait(
            console.settings.topic_prefix + data.contract.topic,
            value,
            key=envelope.key.encode(),
            headers=[(name, text.encode()) for name, text in envelope.headers().items()],
        )
    await console.settled()


async def shown(console, headers, query=""):
    answer = await console.http.get(PAGE + query, headers=headers)
    assert answer.status_code == 200, answer.text
    assert read_page(answer.text).faults() == []
    return answer.text


def ids_on(page):
    return re.findall(r'name="ids" value="(\S+)"', page)


async def test_a_poisoned_event_is_listed_discarded_and_audited(console, ops):
    await poison(console, facts.enrolled(1, Role.MENTOR))
    page = await shown(console, ops)
    (letter,) = ids_on(page)
    assert ENROLLED in page
    assert "acme/rm-2026/participant/mentor-1" in page
    assert "employee_id: missing" in page
    assert "<pre>…</pre>" in page, "nothing of a payload that does not fit its contract"
    assert "p&lt;/b&gt;" not in page
    assert "<dt>ce_sequence</dt><dd><code>000000000001</code></dd>" in page

    order = {"action": "discard", "which": "ticked", "ids": letter, "why": "sent by a test"}
    done = await console.http.post(PAGE, data=order, headers=ops)
    assert done.status_code == 303
    page = (await console.http.get(done.headers["location"], headers=ops)).text
    assert read_page(page).faults() == []
    assert "1 event discarded." in page
    assert "No failed events." in page
    assert "sent by a test" in page
    assert "olga" in page
    assert letter in page, "the record says which"

    again = await console.http.post(PAGE, data=order, headers=ops)
    assert (
        "There was nothing left to discard"
        in (await console.http.get(again.headers["location"], headers=ops)).text
    )


async def test_a_redriven_letter_that_still_fails_comes_back(console, ops):
    await poison(console, facts.enrolled(1, Role.MENTOR))
    order = {"action": "redrive", "which": "shown", "why": "hoping"}
    done = await console.http.post(PAGE, data=order, headers=ops)
    assert parse_qs(urlsplit(done.headers["location"]).query)["done"] == ["1"]
    await console.settled()
    page = await shown(console, ops)
    assert len(ids_on(page)) == 1
    assert "Events redriven" in page


async def test_all_of_a_type_go_and_others_stay(console, ops):
    await poison(console, *(facts.enrolled(n, Role.MENTOR) for n in range(3)), facts.opened())
    page = await shown(console, ops, f"?type={ENROLLED}")
    assert len(ids_on(page)) == 3
    assert f"All 3 of type {ENROLLED}" in page
    order = {"action": "discard", "which": "shown", "type": ENROLLED, "why": "a test's own"}
    done = await console.http.post(PAGE, data=order, headers=ops)
    assert (
        "No failed event fits this filter"
        in (await console.http.get(done.headers["location"], headers=ops)).text
    )
    assert len(ids_on(await shown(console, ops))) == 1


async def test_letters_come_in_pages(console, ops):
    await poison(console, *(facts.enrolled(n, Role.MENTOR) for n in range(27)))
    first, second = await shown(console, ops), await shown(console, ops, "?page=2")
    assert "1 to 25 of 27 failed events" in first
    assert "26 to 27 of 27 failed events" in second
    assert not set(ids_on(first)) & set(ids_on(second))
    assert "There are no events on this page" in await shown(console, ops, "?page=9")


async def test_an_unreadable_record_names_no_tenant_and_is_the_operators(console, ops):
    topic = console.settings.topic_prefix + "mentoring.matching"
    await console.producer.send_and_wait(topic, b"\xff\x00 what?", key=b"k")
    await console.settled()
    operator = console.token("ops", tenant="operator") | BROWSER
    page = await shown(console, operator)
    assert "Unreadable record" in page
    assert "missing headers: ce_id" in page
    (letter,) = ids_on(page)
    assert letter.startswith(topic)
    assert ids_on(await shown(console, ops)) == []
    order = {"action": "discard", "ids": letter, "why": "sent by a test"}
    done = await console.http.post(PAGE, data=order, headers=operator)
    assert parse_qs(urlsplit(done.headers["location"]).query)["done"] == ["1"]


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ({"action": "discard", "which": "shown"}, "why: "),
        ({"action": "discard", "which": "shown", "why": "no"}, "why: "),
        ({"action": "redrive", "which": "ticked", "why": "none is picked"}, "name ids, a type or a key"),
    ],
)
async def test_what_the_owner_refuses_is_said_on_the_page(console, ops, order, said):
    await poison(console, facts.enrolled(1, Role.MENTOR))
    answer = await console.http.post(PAGE, data=order, headers=ops)
    assert answer.status_code == 422
    page = read_page(answer.text)
    assert page.faults() == []
    assert any(said in text for text in page.text)
    if order["which"] == "shown":
        assert f'value="{order.get("why", "")}" required' in answer.text
    assert len(ids_on(await shown(console, ops))) == 1


@pytest.mark.parametrize("which", ["ticked", "shown"])
async def test_a_decision_is_checked_before_it_is_made(console, ops, which):
    await poison(console, *(facts.enrolled(n, Role.MENTOR) for n in range(2)))
    letters = ids_on(await shown(console, ops))
    order = {"action": "discard", "which": which, "ids": letters if which == "ticked" else []}
    checked = await console.http.post(f"{PAGE}/check", data=order, headers=ops)
    assert checked.status_code == 200
    assert read_page(checked.text).faults() == []
    assert "Discard 2 events for good" in checked.text
    assert "cannot be undone" in checked.text
    assert 'value="redrive"' not in checked.text, "one act a page"
    assert len(ids_on(await shown(console, ops))) == 2, "a check changes nothing"
    done = await console.http.post(PAGE, data=order | {"why": "sent by a test"}, headers=ops)
    assert parse_qs(urlsplit(done.headers["location"]).query)["done"] == ["2"]


async def test_a_check_of_nothing_is_said_on_the_list(console, ops):
    await poison(console, facts.enrolled(1, Role.MENTOR))
    answer = await console.http.post(
        f"{PAGE}/check", data={"action": "redrive", "which": "ticked"}, headers=ops
    )
    assert answer.status_code == 422
    assert read_page(answer.text).faults() == []
    assert "Select at least one event." in answer.text


async def test_the_form_names_what_it_can_do(console, ops):
    answer = await console.http.post(PAGE, data={"action": "burn", "why": "because"}, headers=ops)
    assert answer.status_code == 422
    assert "action:" in answer.text


async def test_a_form_from_another_site_is_refused_and_changes_nothing(console, ops):
    await poison(console, facts.enrolled(1, Role.MENTOR))
    text = ops["Authorization"].removeprefix("Bearer ")
    await console.http.post("/login", data={"token": text}, headers={"Origin": "http://service"})
    order = {"action": "discard", "which": "shown", "why": "not mine"}
    for headers in ({}, {"Origin": "https://evil.example"}):
        answer = await console.http.post(PAGE, data=order, headers=headers)
        assert answer.status_code == 403
    assert len(ids_on(await shown(console, ops))) == 1
    own = await console.http.post(PAGE, data=order, headers={"Origin": "http://service"})
    assert own.status_code == 303


async def test_only_operators_and_only_of_the_tenant(console, ops):
    await poison(console, facts.enrolled(1, Role.MENTOR))
    assert (await console.http.get(PAGE, headers=console.token("coordinator"))).status_code == 403
    assert (await console.http.get(PAGE)).status_code == 401
    theirs = console.token("ops", tenant="globex") | BROWSER
    assert "No failed events." in await shown(console, theirs)
    await console.http.post(
        PAGE, data={"action": "discard", "which": "shown", "why": "not mine"}, headers=theirs
    )
    assert len(ids_on(await shown(console, ops))) == 1
    operator = console.token("ops", tenant="operator") | BROWSER
    assert len(ids_on(await shown(console, operator))) == 1


async def test_an_unknown_service_is_not_found(console, ops):
    answer = await console.http.get("/ops/payroll/dead-letters", headers=ops)
    assert answer.status_code == 404
    assert "There is no such service" in answer.text


async def test_a_service_that_is_away_is_said_to_be(console, ops):
    path = "/ops/matching/dead-letters"
    order = {"action": "discard", "which": "shown", "why": "trying"}
    for answer in (
        await console.http.get(path, headers=ops),
        await console.http.post(path, data=order, headers=ops),
    ):
        assert answer.status_code == 503
        assert "The matching service could not be reached" in answer.text
        assert read_page(answer.text).faults() == []


async def test_operations_leads_to_every_service(console, ops):
    page = (await console.http.get("/ops", headers=ops)).text
    for service in ("enrollment", "matching", "scheduling", "feedback", "console"):
        assert f'href="/ops/{service}/dead-letters"' in page
        topic = f"{console.settings.topic_prefix}mentoring.{service}"
        assert topic in page or service == "console"


async def test_an_event_that_the_broker_refused_is_listed_and_discarded(console, ops):
    refused = {"error": "MessageSizeTooLargeError", "at": console.clock.now()}
    await console.app.state.database["outbox"].insert_one(
        {
            "_id": "too-large",
            "type": ENROLLED,
            "tenant": "acme",
            "key": "acme/rm-2026/participant/p1",
            "topic": "mentoring.console",
            "payload": "{}",
            "shard": SET_ASIDE,
            "published_at": None,
            "refused": refused,
            "refusals": 1,
        }
    )
    assert ids_on(await shown(console, ops)) == []
    page = await shown(console, ops, "?outgoing=true")
    assert ids_on(page) == ["too-large"]
    assert "Failed outgoing events of console" in page
    order = {"action": "discard", "ids": ["too-large"], "why": "of no use", "outgoing": "True"}
    answer = await console.http.post(PAGE, data=order, headers=ops)
    assert answer.status_code == 303
    query = parse_qs(urlsplit(answer.headers["location"]).query)
    assert (query["said"], query["done"], query["outgoing"]) == (["discard"], ["1"], ["True"])
    after = await shown(console, ops, "?outgoing=true")
    assert ids_on(after) == []
    assert "of no use" in after
