"""The policy's pages on a real matching service."""

import asyncio
import html
import re

import pytest

from shared.contracts.vocabulary import Role
from shared.testing.harness import all_settled
from tests.e2e.console.console_story import form_key, in_other_languages
from tests.helpers.people import opened, ready
from tests.integration.console.reading import read_page
from tests.integration.matching.matching_world import World
from tests.integration.matching.recommended_weights import CRITERIA, recommended

pytestmark = [pytest.mark.integration, pytest.mark.e2e]

POLICY = "/programmes/rm-2026/policy"


@pytest.fixture(autouse=True)
async def programme(console, matching):
    await console.given(opened(), *(ready(role, n) for n in range(2) for role in Role))
    await all_settled(matching, console)


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


async def send(browser, fields, action="save", path=POLICY):
    answer = await browser.post(path, data={**fields, "action": action})
    assert read_page(answer.text).faults() == []
    return answer


async def try_out(browser, fields, shown, path=POLICY):
    """Try until the page shows this: the first what-if of a process takes longer than a page waits."""
    async with asyncio.timeout(240):
        while shown not in (tried := await send(browser, fields, "try", path)).text:
            await asyncio.sleep(0.5)
    return tried


async def test_a_policy_is_edited_version_by_version(browser):
    page = await browser.get(POLICY)
    assert read_page(page.text).faults() == []
    assert "The mentor is at least 3 grades below the mentee." in page.text
    assert "Set for the programme." in page.text
    before = fields_of(page.text)
    saved = await send(browser, before)
    assert "The policy is saved" in saved.text
    assert saved.text.count("The default is in force") == 1, "an untouched form decides nothing"

    saved = await send(browser, before | {"rule.grade-gap.value": ["2"], "criteria[0].word": ["much"]})
    assert "Version 1 has been in force" in saved.text
    assert "The mentor is at least 2 grades below the mentee." in saved.text
    assert fields_of(saved.text)["criteria[0].weight"] == ["26.32"], "20 of 76, brought to 100 points"

    overtaken = await send(browser, before | {"objective.floor": ["20"]})
    assert overtaken.status_code == 409
    assert "tester saved version 1 on" in overtaken.text
    mine = fields_of(overtaken.text)
    assert (mine["objective.floor"], mine["based_on"]) == (["20"], ["1"])
    assert "Version 2 has been in force" in (await send(browser, mine)).text

    stale = await send(browser, mine | {"objective.floor": ["25"]})
    assert stale.status_code == 409
    assert "Lowest score of a pair: 20 points (new)" in stale.text

    history = await browser.get(f"{POLICY}/versions")
    assert read_page(history.text).faults() == []
    topics = "The mentor offers the topics that the mentee wants"
    assert f"{topics}: 44 points instead of 26.32 points" in history.text
    one = await browser.get(f"{POLICY}/versions/1")
    assert "on, with 2" in one.text
    again = fields_of((await browser.get(f"{POLICY}?version=1")).text)
    assert (again["based_on"], again["rule.grade-gap.value"]) == (["2"], ["2"])
    await in_other_languages(browser, POLICY, f"{POLICY}/versions", f"{POLICY}/versions/1", f"{POLICY}/pairs")


async def test_a_preset_and_criteria_only_fill_in_the_form(browser):
    fields = fields_of((await browser.get(POLICY)).text)
    taken = await send(browser, fields, "preset-topics-first")
    assert fields_of(taken.text)["criteria[0].weight"] == ["60"]
    more = await send(
        browser, fields_of(taken.text) | {"new-criterion": ["different:region"]}, "add-criterion"
    )
    assert "They differ in: region" in more.text
    assert fields_of(more.text)["criteria[4].name"] == ["different-region"]
    fewer = await send(browser, fields_of(more.text), "remove-criterion-0")
    assert fields_of(fewer.text)["criteria[0].name"] == ["learning-style"]
    assert fields_of((await browser.get(POLICY)).text)["based_on"] == fields["based_on"], "nothing was saved"


async def test_what_cannot_be_used_is_said_beside_its_field(browser):
    fields = fields_of((await browser.get(POLICY)).text)
    refused = await send(browser, fields | {"objective.floor": ["200"]})
    assert refused.status_code == 422
    assert 'id="objective-floor-fault">The most is 10000.' in refused.text
    assert fields_of(refused.text)["objective.floor"] == ["200"], "what was typed is kept"
    refused = await send(browser, fields | {"criteria[0].weight": ["heavy"]})
    assert 'id="criteria-0-fault">' in refused.text
    german = await browser.post(
        POLICY,
        data={**fields, "objective.floor": "200", "action": "save"},
        headers={"Accept-Language": "de"},
    )
    assert "Das Höchste ist 10000." in german.text


async def test_a_condition_is_built_from_fields_tried_saved_and_removed(browser):
    path = f"{POLICY}/condition"
    new = await browser.get(path)
    assert read_page(new.text).faults() == []
    row = await send(browser, fields_of(new.text) | {"new-test": ["region"]}, "add-test", path)
    empty = await send(browser, fields_of(row.text), "save", path)
    assert (empty.status_code, 'id="tests-0-fault">Write at least one value.' in empty.text) == (422, True)
    fields = fields_of(row.text) | {
        "tests[0].how": ["mentor.none-of"],
        "tests[0].values": ["emea"],
        "name": ["Not Europe"],
    }
    two = await send(browser, fields | {"new-test": ["languages"]}, "add-test", path)
    fields = fields_of(two.text) | {"tests[1].values": ["en"], "tests[1].level": ["4"], "joined": ["all"]}
    fewer = "0 instead of 2"  # all mentors work in that region
    tried = await try_out(browser, fields | {"tests[1].how": ["mentee.one-of"]}, fewer, path)
    assert "Effect on today&#39;s people" in tried.text
    words = (
        "the mentor&#39;s region is none of emea"
        " and the mentee has one of these at level 4 or better, in languages: English"
    )
    assert words in tried.text
    assert "Not Europe" not in (await browser.get(POLICY)).text, "nothing was decided"
    saved = await send(browser, fields_of(tried.text), "save", path)
    assert f"not europe: a pair is made only if {words}." in saved.text
    changed = fields_of((await browser.get(f"{path}?place=0")).text)
    assert changed["tests[0].values"] == ["emea"]
    await in_other_languages(browser, f"{path}?place=0")
    stale = await send(browser, changed | {"based_on": ["0"]}, "save", path)
    assert (stale.status_code, "while you edited version 0" in stale.text) == (409, True)
    form = saved.text.split("/condition/removal")[1].split("</form>")[0]
    removal = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert "No condition yet" in (await browser.post(f"{path}/removal", data=removal)).text


async def test_a_policy_is_tried_on_todays_people_beside_the_one_that_holds(browser):
    fields = fields_of((await browser.get(POLICY)).text)
    key = await form_key(browser)
    fields_tried = fields | {"rule.language.value": ["5"], "key": [key]}
    tried = await try_out(browser, fields_tried, "Effect on today&#39;s people")
    assert "Compare pair by pair" in tried.text
    mine = fields_of(tried.text)
    assert (mine["rule.language.value"], mine["based_on"]) == (["5"], fields["based_on"])
    report = await browser.get(re.search(r'href="(\S+/rounds/\w+)"', tried.text)[1])
    assert "With a policy of its own" in report.text
    now = fields_of((await browser.get(POLICY)).text)
    assert now["rule.language.value"] == [""], "nothing was decided"


async def test_what_outcomes_suggest_is_taken_over_by_the_coordinator_only(matching, console, browser):
    page = (await browser.get(POLICY)).text
    assert "Not enough data: 0 pairings were rated" in page
    assert "Take them over into the form" not in page

    world = World(matching, "rm-learned")
    await world.opened()
    await world.policy(criteria=CRITERIA)
    await recommended(world)
    await all_settled(matching, console)
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
    assert "Version 1 has been in force" in taken
    saved = await browser.post(path, data={**fields, "action": "save"})
    assert "Version 2 has been in force" in saved.text


async def test_pairs_are_added_and_removed_by_the_ids_people_know(browser):
    path = f"{POLICY}/pairs"
    based_on = re.search(r'name="based_on" value="(\d+)"', (await browser.get(path)).text)[1]
    pair = {"mentor": "e-mentor-0", "mentee": "mentee-1", "kind": "must_not_pair", "based_on": based_on}
    unknown = await browser.post(path, data=pair | {"mentor": "e-mentee-1"})
    assert unknown.status_code == 422
    assert "No mentor has this name or id" in unknown.text
    added = await browser.post(path, data=pair)
    assert read_page(added.text).faults() == []
    assert "1 to 1 of 1 pairs" in added.text
    assert "Must not be made" in added.text
    stale = await browser.post(path, data=pair | {"mentor": "mentor-1"})
    assert stale.status_code == 409
    check = await browser.get(html.unescape(re.search(r'href="(\S+/pairs/removal\?[^"]+)"', added.text)[1]))
    assert read_page(check.text).faults() == []
    assert "the two can be proposed to each other" in check.text
    await in_other_languages(browser, str(check.url))
    form = check.text.split('/pairs/removal"')[1].split("</form>")[0]
    removal = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert "No such pair" in (await browser.post(f"{path}/removal", data=removal)).text
    assert (await browser.get(str(check.url))).status_code == 404


async def test_two_are_kept_apart_and_let_meet_again(browser):
    path = "/programmes/rm-2026/do-not-match"
    assert "Nobody is kept apart" in (await browser.get(path)).text
    pair = {"mentor": "e-mentor-1", "mentee": "e-mentee-1", "key": await form_key(browser, path)}
    unknown = await browser.post(path, data=pair | {"mentor": "nobody"})
    assert (unknown.status_code, "No mentor has this name or id" in unknown.text) == (422, True)
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
