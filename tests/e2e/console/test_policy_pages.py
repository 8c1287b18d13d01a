"""The policy's pages on a real matching service."""

import asyncio
import html
import re

import pytest

from services.console.pages.common.view import ENGLISH_ONLY
from shared.contracts.vocabulary import Role
from tests.e2e.console.console_story import form_key, in_other_languages, settled
from tests.helpers.people import opened, ready
from tests.integration.console.reading import read_page
from tests.integration.matching.matching_world import World
from tests.integration.matching.recommended_weights import CRITERIA, recommended

pytestmark = [pytest.mark.integration, pytest.mark.e2e]

POLICY = "/programmes/rm-2026/policy"


@pytest.fixture(autouse=True)
async def programme(console, matching):
    await console.given(opened(), *(ready(role, n) for n in range(2) for role in Role))
    await settled(matching, console)


def fields_of(page):
    """The fields that a browser sends of an untouched form."""
    form = re.search(r'<form method="post" action="\S+" class="policy">.*?</form>', page, re.DOTALL)[0]
    fields = {}
    for tag in re.findall(r"<input [^>]+>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes.get("type") != "checkbox" or " checked" in tag:
            fields.setdefault(attributes["name"], []).append(html.unescape(attributes.get("value", "")))
    for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = [chosen[1] if chosen else ""]
    for name, text in re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        fields[name] = [html.unescape(text)]
    return fields


async def send(browser, fields, action="save"):
    answer = await browser.post(POLICY, data={**fields, "action": action})
    assert read_page(answer.text).faults() == []
    return answer


async def test_a_page_that_is_not_translated_is_english_as_a_whole(browser):
    assert "policy.html" in ENGLISH_ONLY
    page = (await browser.get(POLICY, headers={"Accept-Language": "de"})).text
    assert '<html lang="en">' in page
    assert "Sign out" in page
    assert "Deutsch" not in page


async def test_a_policy_is_edited_version_by_version(browser):
    page = await browser.get(POLICY)
    assert read_page(page.text).faults() == []
    before = fields_of(page.text)
    saved = await send(browser, before)
    assert "The policy is saved" in saved.text
    assert saved.text.count("The default holds") == 1, "an untouched form decides nothing"

    saved = await send(browser, before | {"rule.grade-gap.value": ["2"], "criteria[0].weight": ["30"]})
    assert "Version 1 holds" in saved.text
    assert fields_of(saved.text)["criteria[0].weight"] == ["30"]

    overtaken = await send(browser, before | {"objective.floor": ["20"]})
    assert overtaken.status_code == 409
    assert "Version 1 was saved by somebody else" in overtaken.text
    mine = fields_of(overtaken.text)
    assert (mine["objective.floor"], mine["based_on"]) == (["20"], ["1"])
    assert "Version 2 holds" in (await send(browser, mine)).text

    stale = await send(browser, mine | {"objective.floor": ["25"]})
    assert stale.status_code == 409
    assert "Floor added: 20 points" in stale.text

    history = await browser.get(f"{POLICY}/versions")
    assert read_page(history.text).faults() == []
    assert "Criterion topics: complement topics, 40 points instead of complement topics, 30" in history.text
    one = await browser.get(f"{POLICY}/versions/1")
    assert "on, with 2" in one.text
    again = fields_of((await browser.get(f"{POLICY}?version=1")).text)
    assert (again["based_on"], again["rule.grade-gap.value"]) == (["2"], ["2"])


async def test_what_cannot_be_used_is_said_beside_its_field(browser):
    fields = fields_of((await browser.get(POLICY)).text)
    longer = await send(browser, fields, "add-condition")
    asia = {"any": [{"feature": "region", "of": "boss", "is": "one-of", "values": ["apac"]}]}
    fields = fields_of(longer.text) | {
        "conditions[0].name": ["asia"],
        "conditions[0].breach": ["English is needed"],
        "conditions[0].allow": [str(asia).replace("'", '"')],
    }
    refused = await send(browser, fields)
    assert refused.status_code == 422
    said = re.findall(r'id="conditions-0-allow-fault[-\d]*">([^<]+)', refused.text)
    assert "any[0].of: Input should be 'mentor' or 'mentee'" in [html.unescape(each) for each in said]
    assert "boss" in fields_of(refused.text)["conditions[0].allow"][0], "what was typed is kept"
    fields["conditions[0].allow"] = ['{"any": [{"feature": "mood", "compare": "same"}]}']
    refused = await send(browser, fields)
    assert "any[0].feature: no such feature: mood" in refused.text
    fields["conditions[0].allow"] = ['{"any": ']
    assert "this is no JSON" in (await send(browser, fields)).text
    heavy = fields_of((await browser.get(POLICY)).text) | {"criteria[0].weight": ["90"]}
    assert "weights add up to" in (await send(browser, heavy)).text


async def test_a_policy_is_tried_as_a_what_if(browser):
    fields = fields_of((await browser.get(POLICY)).text)
    key = await form_key(browser)
    tried = await browser.post(
        POLICY, data={**fields, "rule.language.value": "5", "action": "what-if", "key": key}
    )
    assert "The try-out has started" in tried.text
    assert "With a policy of its own" in tried.text
    now = fields_of((await browser.get(POLICY)).text)
    assert now["rule.language.value"] == [""], "nothing was decided"


async def test_what_outcomes_suggest_is_taken_over_by_the_coordinator_only(matching, console, browser):
    page = (await browser.get(POLICY)).text
    assert "Not enough data: 0 pairings rated" in page
    assert "Take over into the form" not in page

    world = World(matching, "rm-learned")
    await world.opened()
    await world.policy(criteria=CRITERIA)
    await recommended(world)
    await settled(matching, console)
    path = "/programmes/rm-learned/policy"
    page = (await browser.get(path)).text
    assert read_page(page).faults() == []
    assert "The ratings of 212 pairings recommend other weights" in page
    assert fields_of(page)["criteria[0].weight"] == ["40"], "the form shows what holds"
    taken = (await browser.get(f"{path}?learned=true")).text
    assert read_page(taken).faults() == []
    assert "Nothing is saved yet" in taken
    fields = fields_of(taken)
    assert [fields[f"criteria[{n}].weight"] for n in range(2)] == [["50"], ["30"]]
    assert "Version 1 holds" in taken
    saved = await browser.post(path, data={**fields, "action": "save"})
    assert "Version 2 holds" in saved.text


async def test_pairs_are_added_and_removed_by_the_ids_people_know(browser):
    path = f"{POLICY}/pairs"
    based_on = re.search(r'name="based_on" value="(\d+)"', (await browser.get(path)).text)[1]
    pair = {"mentor": "e-mentor-0", "mentee": "mentee-1", "kind": "must_not_pair", "based_on": based_on}
    unknown = await browser.post(path, data=pair | {"mentor": "e-mentee-1"})
    assert unknown.status_code == 422
    assert "No mentor has the id" in unknown.text
    added = await browser.post(path, data=pair)
    assert read_page(added.text).faults() == []
    assert "1 to 1 of 1 pairs" in added.text
    assert "Must not be made" in added.text
    stale = await browser.post(path, data=pair | {"mentor": "mentor-1"})
    assert stale.status_code == 409
    form = added.text.split("/pairs/removal")[1].split("</form>")[0]
    removal = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert "No such pair" in (await browser.post(f"{path}/removal", data=removal)).text


async def test_two_are_kept_apart_and_let_meet_again(browser):
    path = "/programmes/rm-2026/do-not-match"
    assert "Nobody is kept apart" in (await browser.get(path)).text
    pair = {"mentor": "e-mentor-1", "mentee": "e-mentee-1", "key": await form_key(browser, path)}
    unknown = await browser.post(path, data=pair | {"mentor": "nobody"})
    assert (unknown.status_code, "No mentor has the id" in unknown.text) == (422, True)
    answer = await browser.post(path, data=pair)
    assert read_page(answer.text).faults() == []
    assert "A coordinator decided it" in answer.text
    check = await browser.get(re.search(r'href="(\S+/lifting\?page=1)"', answer.text)[1])
    assert read_page(check.text).faults() == []
    assert "they can be proposed to each other" in check.text
    await in_other_languages(browser, path, str(check.url))
    lifting = re.search(r'action="(\S+/lifting)"', check.text)[1]
    assert "Nobody is kept apart" in (await browser.post(lifting)).text
    assert (await browser.post(lifting)).status_code == 404
    assert (await browser.get(lifting)).status_code == 404


async def test_a_round_for_those_picked(browser):
    people = (await browser.get("/programmes/rm-2026/people?role=mentee")).text
    picked = re.findall(r'name="people" value="([\w-]+)"', people)
    key = re.search(r'name="key" value="(\w+)"', people)[1]
    wish = {"key": key, "few": "true", "kind": "what-if"}
    nobody = await browser.post("/programmes/rm-2026/rounds", data=wish)
    assert (nobody.status_code, "Select at least one" in nobody.text) == (422, True)
    async with asyncio.timeout(240):  # another what-if may still be computed
        wish["people"] = picked[:1]
        while (begun := await browser.post("/programmes/rm-2026/rounds", data=wish)).is_error:
            await asyncio.sleep(0.2)
    assert "For 1 person only" in begun.text
    assert read_page(begun.text).faults() == []
