"""Own words over HTTP: published in versions, given to pages and mails, taken along, gone with a draft."""

import pytest

from services.enrollment.store import COLLECTIONS
from shared.contracts.enrollment import ProgrammeChanged, ProgrammeOpened
from tests.integration.enrollment.conftest import BASE, PROGRAMME
from tests.integration.enrollment.test_own_questions import HOPE

pytestmark = pytest.mark.integration

ROLES = {"mentor": "digital guide", "mentors": "digital guides", "mentee": "boss", "mentees": "bosses"}
WORDS = {"en": {"roles": ROLES, "programme": "initiative", "name": "Tandem"}, "de": {"name": "Tandem 2026"}}
GIVEN = {
    "en": WORDS["en"],
    "de": {"roles": None, "programme": None, "name": "Tandem 2026"},
}
TERMS = {"version": "own", "texts": {"en": {"consent": "You may leave.", "protection": "Nothing is rated."}}}


@pytest.fixture
def ask(service):
    async def send(method, path, body=None, *, status=200, who=None):
        headers = who or service.token("coordinator")
        answer = await service.http.request(method, path, json=body, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    return send


async def test_words_are_published_and_given_to_whoever_shows_or_writes_them(service, ask, steps, juniors):
    mine = (await steps.enrol(juniors[60])).json()
    empty = await ask("GET", f"{BASE}/words", who=steps.me(juniors[60]))
    assert empty == {"number": 0, "texts": {}, "published_at": None}
    for _ in range(2):
        published = await ask("PUT", f"{BASE}/words", {"texts": WORDS, "based_on": 0})
        assert (published["number"], published["texts"]) == (1, GIVEN)
    await service.settled()
    facts = [each for each in await service.published(ProgrammeChanged) if each.data.words]
    assert [each.data.words for each in facts] == [1]
    contacts = {"participant_ids": [mine["participant_id"]]}
    who = service.token("service", subject="notification")
    assert (await ask("POST", f"{BASE}/contacts", contacts, who=who))["words"] == GIVEN

    stale = await ask("PUT", f"{BASE}/words", {"texts": {}, "based_on": 0}, status=409)
    assert stale["code"] == "words-changed"
    alike = {"en": {"roles": ROLES | {"mentee": "Digital Guide"}}}
    refused = await ask("PUT", f"{BASE}/words", {"texts": alike, "based_on": 1}, status=422)
    assert [each["field"] for each in refused["errors"]] == ["texts.en.roles.mentee"]
    markup = {"en": {"programme": "<i>x</i>"}}
    refused = await ask("PUT", f"{BASE}/words", {"texts": markup, "based_on": 1}, status=422)
    assert [each["field"] for each in refused["errors"]] == ["texts.en.programme"]
    await ask("PUT", f"{BASE}/words", {"texts": {}, "based_on": 1}, status=403, who=steps.me(juniors[60]))

    await ask("PUT", f"{BASE}/words", {"texts": {}, "based_on": 1})
    assert (await ask("POST", f"{BASE}/contacts", contacts, who=who))["words"] == {}
    assert (await ask("GET", f"{BASE}/words?version=1"))["texts"] == GIVEN
    await ask("GET", f"{BASE}/words?version=9", status=404)


async def equipped(ask, name):
    """A programme with questions, terms and words of its own."""
    base = f"/programmes/{name}"
    await ask("PUT", base, PROGRAMME, status=201)
    await ask("PUT", f"{base}/questions/mentor", {"questions": [HOPE], "based_on": 0})
    await ask("POST", f"{base}/terms-versions", TERMS, status=201)
    await ask("POST", f"{base}/terms", {"version": "own"})
    await ask("PUT", f"{base}/words", {"texts": WORDS, "based_on": 0})
    return base


@pytest.mark.parametrize("begin", ["copy", "template"])
async def test_the_next_cohort_and_a_template_take_the_words_along(service, ask, begin):
    base = await equipped(ask, f"rm-words-{begin}")
    origin = {"copy_of": f"rm-words-{begin}"}
    if begin == "template":
        saved = await ask("POST", f"{base}/template", {"name": "Tandems"}, status=201)
        origin = {"template": saved["id"]}
        await ask("PUT", f"{base}/words", {"texts": {}, "based_on": 1})
    new = {**origin, "name": "Next", "starts_on": "2026-09-01"}
    await ask("POST", f"{base}-2/draft", new, status=201)
    words = await ask("GET", f"{base}-2/words")
    assert (words["number"], words["texts"]) == (1, {"en": WORDS["en"] | {"name": None}})
    employee = service.token("participant", employee_id="e-1")
    await ask("GET", f"{base}-2/words", status=404, who=employee)
    assert [each["id"] for each in (await ask("GET", f"{base}-2/questions/mentor"))["questions"]] == ["hope"]
    if begin == "copy":
        terms = await ask("GET", f"{base}-2/terms")
        assert (terms["version"], terms["owner"], terms["consent"]) == ("own", "programme", "You may leave.")
    await ask("POST", f"{base}-2/open")
    await service.settled()
    opened = {each.data.programme_id: each.data.words for each in await service.published(ProgrammeOpened)}
    assert opened[f"rm-words-{begin}-2"] == 1
    if begin == "template":
        await ask("DELETE", f"/programme-templates/{origin['template']}", status=204)
        assert await service.app.state.database["template-words"].count_documents({}) == 0


async def test_new_programmes_begin_with_the_words_of_the_organisation(service, ask):
    base = await equipped(ask, "rm-house")
    shared = {"texts": {"de": {"programme": "Initiative"}}, "based_on": 1, "for_new_programmes": True}
    limited = service.token("coordinator", programmes=["rm-house"])
    await ask("PUT", f"{base}/words", shared, status=403, who=limited)
    assert (await ask("GET", f"{base}/words"))["number"] == 1
    new = {"template": "standard", "name": "New", "starts_on": "2026-09-01", "regions": ["emea"]}
    await ask("POST", f"{base}-before/draft", new, status=201)
    await ask("PUT", f"{base}/words", shared)
    await ask("POST", f"{base}-after/draft", new, status=201)
    assert (await ask("GET", f"{base}-before/words"))["number"] == 0
    begun = (await ask("GET", f"{base}-after/words"))["texts"]
    assert begun == {"de": {"roles": None, "programme": "Initiative", "name": None}}
    await ask("PUT", f"{base}/words", {"texts": {}, "based_on": 2, "for_new_programmes": True})
    await ask("POST", f"{base}-again/draft", new, status=201)
    assert (await ask("GET", f"{base}-again/words"))["number"] == 0


async def test_nothing_of_a_discarded_draft_is_left(service, ask):
    base = await equipped(ask, "rm-kept")
    new = {"copy_of": "rm-kept", "name": "Discarded", "starts_on": "2026-09-01"}
    await ask("POST", f"{base}-not/draft", new, status=201)
    await ask("PUT", f"{base}-not/questions/mentee", {"questions": [HOPE], "based_on": 0})
    await ask("POST", f"{base}-not/terms-versions", TERMS | {"version": "another"}, status=201)
    await ask("PUT", f"{base}-not/words", {"texts": {"en": {"name": "Never"}}, "based_on": 1})
    database = service.app.state.database

    async def rows(programme):
        counted = {
            each.name: await database[each.name].count_documents({"programme": programme})
            for each in COLLECTIONS
        }
        return {name: count for name, count in counted.items() if count}

    before = await rows("rm-kept")
    assert await rows("rm-kept-not") == {
        "programmes": 1, "own-questions": 2, "programme-terms": 2, "own-words": 1,
    }  # fmt: skip
    await ask("DELETE", f"{base}-not", status=204)
    assert await rows("rm-kept-not") == {}
    assert await rows("rm-kept") == before
    await ask("GET", f"{base}-not/words", status=404)
    await ask("POST", f"{base}-not/draft", new, status=201)
    assert (await ask("GET", f"{base}-not/words"))["texts"] == {"en": WORDS["en"] | {"name": None}}
