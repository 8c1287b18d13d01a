"""Terms through the API: who publishes, who reads what, and who is asked again."""

import pytest

from shared.contracts.enrollment import ConsentAsked, ConsentGiven
from tests.integration.enrollment.conftest import BASE

pytestmark = pytest.mark.integration

TEXTS = {"de": {"consent": "Neue Bedingungen", "protection": "Neuer Schutz"}}


async def ask(service, method, path, status, headers=None, **what):
    answer = await service.http.request(
        method, f"{BASE}/{path}", headers=headers or service.token("coordinator"), **what
    )
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_terms_change_and_are_agreed_to_again(service, steps, juniors):
    first, second = juniors[:2]
    mentor = (await steps.enrol(first, terms_language="de")).json()
    assert (mentor["terms_version"], mentor["terms_language"], mentor["consent_due"]) == (
        "2026-1",
        "de",
        False,
    )
    shown = await ask(service, "GET", "terms", 200, steps.me(second), params={"language": "es"})
    assert (shown["version"], shown["owner"], shown["language"]) == ("2026-1", "shipped", "es")

    new = {"version": "2026-2", "texts": TEXTS}
    published = await ask(service, "POST", "terms-versions", 201, json=new)
    assert (published["owner"], published["languages"]) == ("programme", ["de"])
    again = await ask(service, "POST", "terms-versions", 409, json=new)
    assert (again["errors"][0]["field"], again["code"]) == ("version", "terms-version-taken")
    unknown = await ask(service, "POST", "terms", 422, json={"version": "9"})
    assert unknown["errors"][0]["code"] == "unknown-terms"
    await ask(service, "POST", "terms", 200, json={"version": "2026-2"})
    await service.settled()

    shown = await ask(service, "GET", "terms", 200, steps.me(second))
    assert (shown["owner"], shown["language"], shown["consent"]) == ("programme", "de", "Neue Bedingungen")
    versions = await ask(service, "GET", "terms-versions", 200)
    assert (versions["in_force"], versions["consent_due"]) == ("2026-2", 1)
    listed = await ask(service, "GET", "participants", 200, params={"consent_due": "true"})
    assert [each["participant_id"] for each in listed["items"]] == [mentor["participant_id"]]
    assert listed["items"][0]["missing"][0] == "consent"

    refused = await steps.post(mentor, "topics", {"topics": []})
    assert (refused.status_code, refused.json()["code"]) == (409, "consent-due")
    refused = await steps.assess(mentor)
    assert refused.json()["code"] == "consent-due"
    old = await steps.post(mentor, "consent", {"terms_version": "2026-1"})
    assert (old.status_code, old.json()["errors"][0]["code"]) == (422, "terms-changed")
    stranger = f"participants/{mentor['participant_id']}/consent"
    await ask(service, "POST", stranger, 404, steps.me(second), json={"terms_version": "2026-2"})
    agreed = (await steps.post(mentor, "consent", {"terms_version": "2026-2", "terms_language": "de"})).json()
    assert (agreed["terms_version"], agreed["consent_due"]) == ("2026-2", False)
    assert (await steps.assess(mentor)).is_success
    await service.settled()
    facts = await service.published(ConsentAsked, ConsentGiven)
    assert [type(fact.data) for fact in facts] == [ConsentAsked, ConsentGiven]
    assert (await ask(service, "GET", "terms-versions", 200))["consent_due"] == 0


async def test_only_coordinators_of_all_programmes_publish_for_the_organisation(service):
    new = {"version": "all-1", "for_all_programmes": True, "texts": TEXTS}
    limited = service.token("coordinator", programmes=["rm-2026"])
    await ask(service, "POST", "terms-versions", 403, limited, json=new)
    published = await ask(service, "POST", "terms-versions", 201, json=new)
    assert published["owner"] == "organisation"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"texts": {}}, "texts"),
        ({"texts": {"it": TEXTS["de"]}}, "texts.it.[key]"),
        ({"texts": {"de": {"consent": " ", "protection": "x"}}}, "texts.de.consent"),
        ({"texts": {"de": {"consent": "x" * 10_001, "protection": "x"}}}, "texts.de.consent"),
        ({"version": "-x"}, "version"),
    ],
)
async def test_a_bad_text_is_refused_by_its_field(service, changes, field):
    new = {"version": "bad", "texts": TEXTS} | changes
    refused = await ask(service, "POST", "terms-versions", 422, json=new)
    assert refused["errors"][0]["field"] == field
