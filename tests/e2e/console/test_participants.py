"""Participants on their own pages: from the proposal to the check-in, and what they never see."""

import pytest

from tests.e2e.console.applying import walk_through_applications
from tests.e2e.console.pair_story import walk_through_a_pairing
from tests.e2e.console.participants_reading import extract, key_of, see, send
from tests.e2e.console.participants_world import MINE, use_world
from tests.integration.console.reading import read_page

pytestmark = [pytest.mark.integration, pytest.mark.e2e]


@pytest.fixture(scope="module")
async def world(environment):
    async with use_world(environment) as world:
        world.proposal_id = await world.propose_pair()
        yield world


async def test_pages_are_in_the_language_that_the_reader_speaks_best(world):
    async with world.browser("head") as head:
        page = await see(head, "/mine", language="de")
        assert "Meine Programme" in page
        assert "(Berlin)" in await see(head, "/sign-ins", language="de")
        page = await send(head, "/language", language="fr", back="/mine")
        assert "Mes programmes" in page
        assert "Mes programmes" in await see(head, "/mine", language="fr")


SETTINGS = {
    "messages_in": "fr", "quiet_from": "21:00", "quiet_to": "07:00", "daily": ["news", "answers"],
    "digest_at": "07:30", "kinds": ["session-reminder", "nudge"],
}  # fmt: skip


async def preferences_of(world, employee_id):
    notification = world.services["notification"].http
    return (await notification.get("/me/preferences", headers=world.token(employee_id))).json()


async def test_settings_are_saved_and_the_pages_follow_the_language(world):
    async with world.browser("between") as person:
        page = await see(person, "/settings")
        assert "Your clock: Berlin" in page
        assert page.count("checked") == 10
        version = extract(r'name="based_on" value="(\d+)"', page)
        saved = await send(person, "/settings", based_on=version, **SETTINGS)
        assert "Vos réglages sont enregistrés." in saved
        again = await see(person, "/settings", language="fr")
        assert again.count("checked") == 4
        assert 'value="21:00"' in again
        assert await preferences_of(world, "between") == {
            "language": "fr",
            "quiet_hours": {"begins_at": "21:00", "ends_at": "07:00"},
            "daily": ["answers", "news"],
            "digest_at": "07:30",
            "unsubscribed": [
                "check-in-reminder",
                "circle-reminder",
                "get-ready-reminder",
                "invitation-reminder",
                "pulse",
                "pulse-reminder",
                "terms-changed-reminder",
                "training-due-reminder",
            ],
            "revision": 1,
        }


async def test_settings_that_are_refused_or_outdated_change_nothing_and_lose_nothing_typed(world):
    async with world.browser("head") as person:
        await person.post("/language", data={"language": "en", "back": "/settings"})
        before = await preferences_of(world, "head")
        half = await person.post("/settings", data={**SETTINGS, "based_on": 0, "quiet_to": ""})
        assert half.status_code == 422
        assert read_page(half.text).faults("en") == []
        assert "Quiet hours need a beginning and an end that differ." in half.text
        outdated = await person.post("/settings", data={**SETTINGS, "based_on": 7})
        assert outdated.status_code == 409
        assert "changed meanwhile" in outdated.text
        for page in (half, outdated):
            assert 'value="21:00"' in page.text
            assert 'name="based_on" value="0"' in page.text
        in_german = await send(person, "/settings", based_on=0, language="de", **SETTINGS)
        assert "Einstellungen" in in_german
        assert 'value="21:00"' in in_german
        assert await preferences_of(world, "head") == before


TOPICS = "/programmes/rm-2026/topics"


async def test_people_choose_topics_in_their_own_words_and_coordinators_add_what_is_missing(world):
    async with world.browser("between") as stranger:
        await see(stranger, f"{MINE}/topics", 404)
    async with world.browser("junior") as person, world.browser("carla", "coordinator") as coordinator:
        assert "Working with AI assistants" in await see(person, f"{MINE}/programme")
        assert "No topic is like this" in await see(person, f"{MINE}/topics?text=shoppy+app")
        new = {"name": "Our shop app", "group": "digital-tools", "synonyms": "Shoppy, shop <b>app</b>"}
        page = await see(coordinator, TOPICS)
        added = await send(coordinator, TOPICS, key=key_of(page), **new)
        assert "The topic is added." in added
        assert "Our shop app" in added
        key = key_of(added)
        twice = await coordinator.post(TOPICS, data={**new, "key": key, "synonyms": ""})
        assert (twice.status_code, "There is such a topic already." in twice.text) == (409, True)
        assert 'value="Our shop app"' in twice.text
        meant = await see(person, f"{MINE}/topics?text=shoppy+app")
        assert 'value="our-shop-app" class="second"' in meant
        nothing = await person.post(f"{MINE}/topics/addition")
        assert (nothing.status_code, "Choose a topic first." in nothing.text) == (422, True)
        saved = await send(person, f"{MINE}/topics/addition", topic=["our-shop-app", "spreadsheets"])
        assert "Your topics are saved." in saved
        kept = {"topic": ["ai-prompting", "our-shop-app", "spreadsheets"], "level": ["2", "3", "0"]}
        await send(person, f"{MINE}/topics", **kept)
        own = await world.ask("enrollment", "GET", "/me", world.token("junior"))
        assert own["items"][0]["topics"] == [
            {"topic": "ai-prompting", "level": 2},
            {"topic": "our-shop-app", "level": 3},
        ]


QUESTIONS = f"{MINE}/questions"


async def test_questions_are_answered_in_the_readers_language_and_the_result_is_theirs(world):
    async with world.browser("between") as stranger:
        await see(stranger, QUESTIONS, 404)
    async with world.browser("junior") as person:
        assert "How your partner can use this" in await see(person, QUESTIONS)
        await see(person, f"{QUESTIONS}?again=yes")
        chosen = {f"m{number:02d}": "a" for number in range(1, 13)} | {"version": "1", "m03": ""}
        half = await person.post(QUESTIONS, data={**chosen, "pace": "9", "m03": ""})
        assert half.status_code == 422
        assert "Some questions have no answer yet." in half.text
        assert half.text.count("Still to do") == 4
        assert half.text.count(" checked") == 11
        chosen |= {"m03": "a", "pace": "3", "directness": "3", "formality": "3"}
        outdated = await person.post(QUESTIONS, data={**chosen, "version": "9"})
        assert (outdated.status_code, "The questionnaire has changed." in outdated.text) == (409, True)
        in_german = await send(person, QUESTIONS, language="de", **chosen)
        assert "Welcher Mentorentyp sind Sie?" in in_german
        assert in_german.count(" checked") == 15
        result = await send(person, QUESTIONS, **chosen)
        assert "Wie Ihr Partner das nutzen kann" in result
        await send(person, "/language", language="en", back=MINE)


async def test_a_pair_goes_from_the_proposal_to_the_end_on_their_own_pages(world):
    async with world.browser("junior") as junior, world.browser("exec") as executive:
        await walk_through_a_pairing(world, junior, executive)


PEOPLE = "/programmes/rm-2026/people"


async def test_a_coordinator_answers_the_call_of_a_participant(world):
    head = (await world.enrol("head", "mentee"))["participant_id"]
    await world.settled()
    async with world.browser("carla", "coordinator") as coordinator:
        assert f'href="{PEOPLE}/{head}"' in await see(coordinator, f"{PEOPLE}?name=hanna")
        page = await see(coordinator, f"{PEOPLE}/{head}")
        assert "<h1><bdi>Hanna Head</bdi></h1>" in page
        assert "the assessment; the training" in page
        assert not any(text in page for text in ("head@example.com", "1980"))
        for module in ("confidentiality", "learning-from-a-junior"):
            assert f'value="{module}"' in page
            page = await send(coordinator, f"{PEOPLE}/{head}/training", key=key_of(page), module=module)
            assert "The module is recorded as completed." in page
            assert f'value="{module}"' not in page
        assert "the training" not in page
        check = await see(coordinator, f"{PEOPLE}/{head}/removal")
        assert "They can join again" in check
        gone = await send(coordinator, f"{PEOPLE}/{head}/removal", key=key_of(check))
        assert "Left the programme" in gone
        await see(coordinator, f"{PEOPLE}/unknown", 404)
        await see(coordinator, f"{PEOPLE}/unknown/removal", 404)


async def test_the_page_of_a_person_tells_nothing_private_and_nothing_of_the_own_pair(world):
    mentor, mentee = await ids_of_the_pair(world)
    async with world.browser("carla", "coordinator") as coordinator:
        page = await see(coordinator, f"{PEOPLE}/{mentor}")
        assert "Edda Exemplar" in page
        assert not any(text in page for text in ("We did not click.", "Too many travels.", "It felt like"))
    async with world.browser("exec", "coordinator", "participant") as executive:
        await see(executive, f"{PEOPLE}/{mentor}", 404)
        own = await see(executive, f"{PEOPLE}/{mentee}")
        assert "This is you." in own
        assert "Juno Junior" not in own
        refused = await executive.post(f"{PEOPLE}/{mentee}/removal", data={"key": "own"})
        assert refused.status_code == 409


async def ids_of_the_pair(world):
    shown = await world.ask("matching", "GET", "/pairings", world.services["matching"].token("coordinator"))
    (pairing,) = shown["items"]
    return pairing["mentor_id"], pairing["mentee_id"]


async def test_two_people_are_kept_apart_by_their_names(world):
    path = "/programmes/rm-2026/do-not-match"
    async with world.browser("carla", "coordinator") as coordinator:
        key = key_of(await see(coordinator, path))
        near = await coordinator.post(
            path, data={"key": key, "mentor": "Jnuo Jonior", "mentee": "edda exemplar"}
        )
        assert read_page(near.text).faults() == []
        assert (near.status_code, "Choose somebody with a similar name" in near.text) == (422, True)
        mentor = extract(r'type="radio" id="mentor-1" name="mentor" value="(\w+)"', near.text)
        assert "Juno Junior" in near.text
        assert 'value="edda exemplar"' in near.text
        some = await coordinator.post(path, data={"key": key, "mentor": "ju", "mentee": mentor})
        assert "Choose the mentor whom you mean." in some.text
        nobody = await coordinator.post(path, data={"key": key, "mentor": "Zoe Zimmer", "mentee": "x"})
        assert "No mentor has this name or id." in nobody.text
        saved = await send(coordinator, path, key=key_of(near.text), mentor=mentor, mentee="edda exemplar")
        assert "Your decision applies from the next matching on." in saved


async def test_a_stranger_and_an_unknown_programme_show_nothing(world):
    async with world.browser("between") as stranger:
        for path in (
            f"{MINE}/proposals/{world.proposal_id}",
            f"{MINE}/proposals/{world.proposal_id}/answer?accept=yes",
            f"{MINE}/pairings/{world.proposal_id}/end",
            f"{MINE}/sessions/unknown",
            f"{MINE}/check-ins/unknown",
            "/mine/unknown",
            "/mine/unknown/programme",
        ):
            await see(stranger, path, 404)
        for path in ("/programmes/rm-2026", "/programmes/rm-2026/people", "/ops"):
            await see(stranger, path, 403)
        assert "You do not take part" in await see(stranger, MINE)
        assert "You do not take part" in await see(stranger, f"{MINE}/partner")


async def test_people_apply_wait_and_take_the_place_that_is_offered(world):
    await walk_through_applications(world, see)


async def test_a_coordinator_ends_the_programme_on_its_pages(world):
    end = "/programmes/rm-2026/end"
    async with world.browser("between", "coordinator", "participant") as coordinator:
        assert 'href="/programmes/rm-2026/end"' in await see(coordinator, "/programmes/rm-2026")
        await see(coordinator, end)
        for step, effect in (("close", "Nobody is matched any more"), ("complete", "This cannot be undone")):
            page = await see(coordinator, f"{end}/{step}")
            assert effect in page
            key = extract(r'name="key" value="(\w+)"', page)
            assert "Your decision is saved" in await send(coordinator, f"{end}/{step}", key=key)
        assert "Completed" in await see(coordinator, end)
        await see(coordinator, f"{end}/cancel", 409)
        refused = await coordinator.post(f"{end}/cancel", data={"key": "again"})
        assert (refused.status_code, "The programme has this state already" in refused.text) == (409, True)
        assert "The programme is over" in await see(coordinator, f"{MINE}/programme")
    await world.settled()
    body = await world.services["matching"].http.post(
        "/programmes/rm-2026/rounds", headers=world.services["matching"].token("coordinator")
    )
    assert body.status_code == 409
