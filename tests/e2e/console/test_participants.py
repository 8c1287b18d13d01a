"""Participants on their own pages: from the proposal to the check-in, and what they never see."""

import asyncio
import re
import uuid
from datetime import datetime, timedelta

import pytest

from tests.e2e.console.applying import walk_through_applications
from tests.e2e.console.participants_world import MINE, run_world
from tests.integration.console.reading import read_page

pytestmark = [pytest.mark.integration, pytest.mark.e2e]

LARGEST_PAGE = 60_000


@pytest.fixture(scope="module")
async def world(environment):
    async with run_world(environment) as world:
        await world.make_ready("junior", "mentor")
        await world.make_ready("exec", "mentee")
        await world.settled()
        world.proposal_id = await world.propose()
        yield world


async def see(browser, path, status=200, language="en"):
    """A page, which must be small and sound; once more where a busy machine made an owner too slow."""
    async with asyncio.timeout(240):
        answer = await browser.get(path)
        while answer.status_code == 503 or "available at the moment" in answer.text:
            await asyncio.sleep(1)
            answer = await browser.get(path)
    assert answer.status_code == status, answer.text
    assert len(answer.content) < LARGEST_PAGE
    assert read_page(answer.text).faults(language) == [], path
    return answer.text


async def send(browser, path, **form):
    answer = await browser.post(path, data=form)
    assert answer.status_code == 200, answer.text
    return answer.text


def extract(pattern, page):
    match = re.search(pattern, page)
    assert match, page
    return match[1]


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
        assert page.count("checked") == 5
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
            "unsubscribed": ["check-in-reminder", "get-ready-reminder", "invitation-reminder"],
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


async def test_a_pair_goes_from_the_proposal_to_the_end_on_their_own_pages(world):
    async with world.browser("junior") as junior, world.browser("exec") as executive:
        await answer_the_proposal(world, junior, executive)
        await make_the_first_contact(world, executive)
        await prepare(junior, executive)
        held_at = await change_sessions(junior)
        await look_back(world, held_at, junior, executive)
        await record_a_change(junior, executive)
        await raise_a_concern(world, junior, executive)
        await part(world, junior, executive)


async def answer_the_proposal(world, junior, executive):
    proposal = f"{MINE}/proposals/{world.proposal_id}"
    assert "Reverse mentoring 2026" in await see(junior, "/")
    assert f'href="{proposal}"' in await see(junior, MINE)
    page = await see(junior, proposal)
    assert "Edda Exemplar" in page
    assert "exec@example.com" not in page
    assert "(Berlin)" in page
    assert "Department of exec" in page
    await see(junior, f"{proposal}/answer?accept=no")
    assert "Edda Exemplar" in await see(junior, f"{proposal}/answer?accept=yes")
    assert "You have said yes" in await send(junior, f"{proposal}/answer", accept="yes")
    await world.settled()
    theirs = await see(executive, proposal)
    assert "Juno Junior" in theirs
    assert "said yes" not in theirs
    assert "(London)" in theirs
    assert "Both of you have said yes" in await send(executive, f"{proposal}/answer", accept="yes")
    await world.settled()


async def make_the_first_contact(world, executive):
    partner = await see(executive, f"{MINE}/partner")
    assert 'href="mailto:junior@example.com"' in partner
    assert "Write to your partner" in await see(executive, MINE)
    letter = extract(r'href="(mailto:junior@example.com\?[^"]+)"', partner)
    assert "first%20conversation" in letter
    assert "Best by" in partner
    contact = extract(r'action="([^"]+/first-contact)"', partner)
    assert "We have noted" in await send(executive, contact)
    await world.settled()
    assert "Write to your partner" not in await see(executive, MINE)


async def prepare(junior, executive):
    sessions = re.findall(r'href="([^"]+/sessions/\w+)"', await see(junior, f"{MINE}/sessions"))
    ready = extract(r'href="([^"]+/preparation)"', await see(junior, sessions[0]))
    page = await see(junior, ready)
    assert 'href="mailto:exec@example.com?subject=Agenda' in page
    assert "How your partner learns" in page
    assert "preparation" not in await see(executive, sessions[0])
    await see(executive, ready, 404)
    assert f'href="{MINE}/protection"' in await see(junior, f"{MINE}/partner")
    safeguards = await see(junior, f"{MINE}/protection")
    assert "You can stop at any time" in safeguards
    assert "Your partner never learns of it" in safeguards
    assert "/protection" not in await see(executive, f"{MINE}/partner")
    await see(executive, f"{MINE}/protection", 404)


async def change_sessions(junior):
    planned = re.findall(r'href="([^"]+/sessions/\w+)"', await see(junior, f"{MINE}/sessions"))
    page = await see(junior, planned[0])
    assert "(Berlin)" in page
    assert "(London)" in page
    other_time = extract(r'name="starts_at" value="([^"]+)"', page)
    assert "has a new time" in await send(junior, f"{planned[0]}/move", starts_at=other_time)
    await see(junior, f"{planned[-1]}/cancellation")
    cancelled = await send(junior, f"{planned[-1]}/cancellation", reason="travel")
    assert "The session is cancelled" in cancelled
    return datetime.fromisoformat(other_time)


async def look_back(world, held_at, junior, executive):
    world.set_clocks(held_at + timedelta(hours=2))
    await world.settled()
    check_in = extract(r'href="([^"]+/check-ins/\w+)"', await see(junior, MINE))
    await see(junior, check_in)
    answers = {"held": "yes", "rating": "4", "outlook": "rather-not", "comment": "Try the tool."}
    incomplete = await junior.post(check_in, data=answers | {"rating": ""})
    assert (incomplete.status_code, "Say how useful" in incomplete.text) == (422, True)
    page = await send(junior, check_in, **answers)
    assert "You have answered" in page
    assert "End the pairing, without giving a reason" in page
    assert "Try the tool." in page
    await world.settled()
    past = await see(executive, f"{MINE}/sessions")
    assert "Took place" in past
    theirs = extract(r'href="([^"]+/check-ins/\w+)"', await see(executive, MINE))
    assert "You have answered" in await send(executive, theirs, held="no")
    assert "Try the tool" not in await see(executive, MINE)
    await see(executive, check_in, 404)


async def record_a_change(junior, executive):
    assert f'href="{MINE}/changes"' in await see(executive, f"{MINE}/partner")
    key = extract(r'name="key" value="(\w+)"', await see(executive, f"{MINE}/changes"))
    change = {"key": key, "text": "My meetings begin without slides.", "day": "2026-01-06"}
    refused = await executive.post(f"{MINE}/changes", data=change | {"kind": "a-whim"})
    assert (refused.status_code, "without slides" in refused.text) == (422, True)
    saved = await send(executive, f"{MINE}/changes", kind="way-of-working", **change)
    assert "Your change is saved" in saved
    assert "without slides" in saved
    assert "without slides" not in await see(junior, f"{MINE}/changes")
    removal = extract(r'action="([^"]+/removal)"', saved)
    assert (await junior.post(removal)).status_code == 404
    assert "without slides" not in await send(executive, removal)


async def raise_a_concern(world, junior, executive):
    concerns, about, answer = "/programmes/rm-2026/concerns", "It felt like a review.", "Shall we talk?"
    async with world.browser("hr", "coordinator") as handler:
        key = key_of(await see(handler, concerns))
        saved = await send(handler, f"{concerns}/handling", key=key, name="Hanna Helper")
        assert "You handle concerns of this programme" in saved
        form = await see(junior, f"{MINE}/concerns")
        assert form.index("Hanna Helper") < form.index("What happened?")
        typed = {"key": key_of(form), "about": about, "named": "no"}
        check = await send(junior, f"{MINE}/concerns", step="check", **typed)
        assert "<title>Reverse mentoring</title>" in check
        assert about in await send(junior, f"{MINE}/concerns", step="change", **typed)
        own = await send(junior, f"{MINE}/concerns", step="send", **typed)
        assert "It is with <bdi>Hanna Helper</bdi>" in own
        listed = await see(handler, concerns)
        assert about not in listed
        path = extract(r'action="([^"]+)/opening"', listed)
        opened = await send(handler, f"{path}/opening")
        assert about in opened
        assert "Juno Junior" in opened
        sent = await send(handler, f"{path}/messages", key=key_of(opened), text=answer)
        assert "Your message is sent" in sent
        mine = f"{MINE}/concerns/{path.rpartition('/')[2]}"
        page = await see(junior, mine)
        assert answer in page
        assert "Your message is sent" in await send(junior, mine, key=key_of(page), text="Gladly.")
        closing = {"key": uuid.uuid4().hex, "outcome": "settled"}
        assert "Settled in talks" in await send(handler, f"{path}/closing", **closing)
    assert "Settled in talks" in await see(junior, mine)
    for path in (MINE, f"{MINE}/concerns", f"{MINE}/partner"):
        page = await see(executive, path)
        assert not any(text in page for text in (about, answer, "Concern of"))
    await see(executive, mine, 404)
    await see(junior, f"{MINE}/concerns/erasure")
    assert "is erased" in await send(junior, f"{MINE}/concerns/erasure")
    erased = await see(junior, mine)
    assert about not in erased
    assert "You have erased the text." in erased


def key_of(page):
    return extract(r'name="key" value="(\w+)"', page)


async def part(world, junior, executive):
    end = extract(r'href="([^"]+/pairings/\w+/end)"', await see(junior, f"{MINE}/partner"))
    await see(junior, end)
    assert "The pairing has ended" in await send(junior, end, private_reason="We did not click.")
    await world.settled()
    gone = await see(executive, f"{MINE}/partner")
    assert "Juno Junior" not in gone
    assert "click" not in gone
    assert "Everything is done" in await see(junior, f"{MINE}/programme")
    await see(junior, f"{MINE}/leave")
    left = await send(junior, f"{MINE}/leave", private_reason="Too many travels.")
    assert "You have left the programme" in left
    page = await see(junior, f"{MINE}/programme")
    assert "You do not take part" in page
    assert "Too many travels." in page
    page = await send(junior, f"{MINE}/programme/reason-deletion")
    assert ("Your reason is deleted." in page, "Too many travels." in page) == (True, False)


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
        recorded = await send(coordinator, f"{PEOPLE}/{head}/training", key=key_of(page))
        assert "The training is recorded." in recorded
        assert "the training" not in recorded
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
        assert (near.status_code, "whose name is near" in near.text) == (422, True)
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
