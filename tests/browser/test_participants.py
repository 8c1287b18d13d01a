"""The pages of participants as a phone and a large screen show them, on the real services."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from shared.locale import OWN_NAMES
from shared.testing.browser import open_tab
from tests.browser.signed_in import opener
from tests.e2e.console.applying import APPLICATIONS, JOIN, open_programme
from tests.e2e.console.participants_world import MINE, run_world

pytestmark = [pytest.mark.integration, pytest.mark.browser]

SCREENSHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots" / "participant"


@pytest.fixture(scope="module")
async def world(environment):
    async with run_world(environment) as world:
        world.proposal_id = await world.propose_pair()
        yield world


@pytest.fixture
def open_as(chromium, world):
    return opener(chromium, world, "participant", "en")


async def see(tab, paths, language="en"):
    for name, path in paths.items():
        assert (await tab.visit(path, name)).status == 200, path
        assert await tab.page.locator("html").get_attribute("lang") == language, path


@pytest.fixture
def see_in_other_languages(request, open_as):
    """Look at pages in German, whose words are the longest; where long tests run, in every language."""
    short = request.config.option.markexpr == "not long"
    languages = ["de"] if short else sorted(set(OWN_NAMES) - {"en"})

    async def see_in_each(employee_id, paths):
        for language in languages:
            async with open_as(employee_id, "phone", language=language) as tab:
                await see(tab, paths, language)

    return see_in_each


async def say_yes(tab, proposal):
    await tab.page.goto(proposal)
    await tab.page.get_by_role("link", name="Yes, work with this partner").click()
    await tab.page.get_by_role("button", name="Send my yes").click()
    await tab.page.wait_for_url("**said=answered-yes")


async def state_total(tab):
    await tab.page.goto("/mine")
    await tab.page.get_by_label("In all programmes together, at most").fill("3")
    await tab.page.get_by_role("button", name="Save", exact=True).click()
    await tab.page.wait_for_url("**/mine?said=total-capacity")
    await tab.check("programmes-saved")
    assert await tab.page.get_by_label("In all programmes together, at most").input_value() == "3"


async def find(tab, path, pattern):
    """Return the first link of a page that fits a pattern."""
    answer = await tab.page.context.request.get(path)
    return re.search(pattern, await answer.text())[1]


async def test_every_page_of_a_participant_is_free_of_findings(open_as, world, see_in_other_languages):
    proposal = f"{MINE}/proposals/{world.proposal_id}"
    before = {
        "programmes": "/mine",
        "home-proposal": MINE,
        "proposal": proposal,
        "answer-yes": f"{proposal}/answer?accept=yes",
        "answer-no": f"{proposal}/answer?accept=no",
        "partner-none": f"{MINE}/partner",
        "sessions-none": f"{MINE}/sessions",
    }
    async with open_as("junior", "phone") as junior, open_as("exec", "desktop") as executive:
        await see(junior, before)
        await see(executive, before)
        await state_total(junior)
        await see_in_other_languages("junior", before)
        await say_yes(junior, proposal)
        await junior.check("proposal-answered")
        await say_yes(executive, proposal)
        await world.settled()
        session = await find(junior, f"{MINE}/sessions", r'href="([^"]+/sessions/\w+)"')
        pairing = await find(executive, f"{MINE}/partner", r"(/pairings/\w+)")
        after = {
            "home": MINE,
            "proposal-accepted": proposal,
            "partner": f"{MINE}/partner",
            "sessions": f"{MINE}/sessions",
            "session": session,
            "session-cancellation": f"{session}/cancellation",
            "pairing-end": f"{MINE}{pairing}/end",
            "programme": f"{MINE}/programme",
            "matching": f"{MINE}/matching",
            "questions": f"{MINE}/questions?again=yes",
            "questions-result": f"{MINE}/questions",
            "topics": f"{MINE}/topics",
            "topics-meant": f"{MINE}/topics?text=promting",
            "topics-none": f"{MINE}/topics?text=zzzz",
            "training": f"{MINE}/training",
            "training-module": f"{MINE}/training/first-meeting",
            "library": f"{MINE}/library",
            "library-agenda": f"{MINE}/library/middle",
            "library-resource": f"{MINE}/library/ai-and-data",
            "leave": f"{MINE}/leave",
            "concerns": f"{MINE}/concerns",
            "changes": f"{MINE}/changes",
            "sign-ins": "/sign-ins",
            "settings": "/settings",
            "theme": "/theme",
        }
        of_mentor = {"preparation": f"{session}/preparation", "protection": f"{MINE}/protection"}
        await see(junior, after | of_mentor)
        await see(executive, after)
        await see_in_other_languages("junior", of_mentor)
        await see_in_other_languages("exec", after)
        assert (await junior.visit("/programmes/rm-2026", "refused")).status == 403
        await look_back(see_in_other_languages, world, junior, session)
        await raise_a_concern(open_as, see_in_other_languages, junior)
    await answer_surveys(open_as, see_in_other_languages, world)
    await leave_with_a_reason(open_as, see_in_other_languages, f"{MINE}{pairing}/end")


async def leave_with_a_reason(open_as, see_in_other_languages, end):
    """The reason for leaving a pairing is on the page of its author."""
    reason = "We did not find the time."
    async with open_as("junior", "desktop") as junior:
        await junior.visit(end, "pairing-end-reason")
        await junior.page.locator("#private-reason").fill(reason)
        await junior.page.locator("button.danger").click()
        await junior.page.wait_for_load_state()
        ended = {"partner-ended": f"{MINE}/partner"}
        await see(junior, ended)
        assert reason in await junior.page.content()
    await see_in_other_languages("junior", ended)


async def look_back(see_in_other_languages, world, junior, session):
    """After the session: the check-in."""
    starts_at = await find(junior, session, r'<time datetime="([^"]+)"')
    world.set_clocks(datetime.fromisoformat(starts_at) + timedelta(hours=2))
    await world.settled()
    await see(junior, {"session-over": session})
    check_in = {"check-in": await find(junior, MINE, r'href="([^"]+/check-ins/\w+)"')}
    await see(junior, check_in | {"home-check-in": MINE})
    await see_in_other_languages("junior", check_in | {"home-check-in": MINE})
    await junior.page.goto(check_in["check-in"])
    for choice in ("Yes, it took place", "Useful", "I would rather not"):
        await junior.page.get_by_label(choice, exact=True).check()
    await junior.page.get_by_label("What next? A note to yourself (optional)").fill("Try the tool.")
    await junior.page.get_by_role("button", name="Send my answers").click()
    await junior.page.wait_for_url("**said=check-in")
    await junior.check("check-in-answered")
    await see_in_other_languages("junior", {"check-in-answered": check_in["check-in"]})


async def answer_surveys(open_as, see_in_other_languages, world):
    """A month later: the pulse survey of each."""
    world.set_clocks(world.services["console"].clock.now() + timedelta(days=31))
    await world.settled()
    async with open_as("junior", "phone") as junior, open_as("exec", "desktop") as executive:
        survey = {"pulse": await find(junior, MINE, r'href="([^"]+/pulses/\w+)"')}
        await see(junior, survey | {"home-pulse": MINE})
        await see_in_other_languages("junior", survey)
        theirs = {"pulse-exec": await find(executive, MINE, r'href="([^"]+/pulses/\w+)"')}
        await see(executive, theirs)
        await see_in_other_languages("exec", theirs)
        await junior.page.goto(survey["pulse"])
        await junior.page.get_by_label("I mostly agree", exact=True).check()
        await junior.page.get_by_role("button", name="Send my answers").click()
        await junior.page.wait_for_url("**said=pulse")
        await junior.check("pulse-answered")
        await executive.page.goto(theirs["pulse-exec"])
        await executive.page.get_by_role("button", name="Skip this survey").click()
        await executive.page.wait_for_url("**said=pulse-skipped")
        await executive.check("pulse-skipped")


async def raise_a_concern(open_as, see_in_other_languages, junior):
    """The pages of the reporter and of the handler."""
    concerns = "/programmes/rm-2026/concerns"
    async with open_as("hr", "phone", "coordinator") as handler:
        await see(handler, {"concerns-none": concerns})
        await handler.page.get_by_label("Your name, as people see it before they write").fill("Hanna Helper")
        await handler.page.get_by_role("button", name="Handle concerns").click()
        await handler.page.wait_for_url("**said=handling")
        await junior.page.goto(f"{MINE}/concerns")
        await junior.page.get_by_label("What happened?").fill("It felt like a review.")
        await junior.page.get_by_role("button", name="Continue").click()
        await junior.check("concern-check")
        await junior.page.get_by_role("button", name="Send my concern").click()
        await junior.page.wait_for_url("**said=concern")
        await junior.check("concern-sent")
        own = junior.page.url.partition("?")[0].removeprefix(junior.page.url.partition("/mine")[0])
        reporters = {
            "concern": own,
            "concern-withdrawal": f"{own}/withdrawal",
            "text-erasure": f"{MINE}/concerns/erasure",
            "text-erased": f"{MINE}/concerns/erased",
        }
        await see(junior, reporters)
        await see_in_other_languages("junior", {"concerns-raised": f"{MINE}/concerns", **reporters})
        await see(handler, {"concerns": concerns})
        await handler.page.get_by_role("button", name="Open it").click()
        await handler.page.wait_for_url("**/opening")
        await handler.check("concern-opened")
    async with open_as("hr", "desktop", "coordinator", language="de") as handler:
        await see(handler, {"concerns": concerns}, "de")
        await handler.page.get_by_role("button", name="Öffnen").click()
        await handler.page.wait_for_url("**/opening")
        await handler.check("concern-opened")


async def test_the_pages_of_joining_are_free_of_findings(open_as, world, see_in_other_languages):
    await open_programme(world)
    async with open_as("between", "phone") as applicant, open_as("carla", "phone", "coordinator") as carla:
        await see(applicant, {"join": JOIN})
        await applicant.page.get_by_label("Mentor: you teach an executive").check()
        await applicant.page.get_by_role("button", name="Apply for a place").click()
        await applicant.page.wait_for_url("**/join?said=applied")
        await applicant.check("join-applied")
        await see(carla, {"applications": APPLICATIONS})
        decline = await find(carla, APPLICATIONS, r'href="([^"]+/decline)"')
        await see(carla, {"application-decline": decline})
        await carla.page.goto(APPLICATIONS)
        await carla.page.get_by_role("button", name=re.compile("Admit .*Bela")).click()
        await carla.page.wait_for_url("**said=admitted")
        await see(carla, {"applications-offered": f"{APPLICATIONS}?state=offered"})
    offered = {"join-offered": JOIN, "join-withdrawal": f"{JOIN}/withdrawal"}
    await see_in_other_languages("between", offered)
    async with open_as("carla", "desktop", "coordinator", language="de") as coordinator:
        await see(coordinator, {"applications": APPLICATIONS}, "de")


async def test_people_are_invited_by_list_and_by_group(open_as):
    people, invitations = "/programmes/rm-2026/people", "/programmes/rm-2026/invitations"
    async with open_as("carla", "phone", "coordinator") as carla:
        await carla.page.goto(people)
        await carla.page.get_by_role("main").get_by_role("link", name="Invite people").first.click()
        await carla.check("invite")
        by_list = carla.page.locator("form[action$='/list']")
        lines = "head@example.com\nnobody@example.com\nJuno Junior"
        await by_list.get_by_label("People, a line each").fill(lines)
        await by_list.get_by_label("Role").select_option("mentee")
        await by_list.get_by_role("button", name="Check the list").click()
        await carla.page.get_by_role("heading", name="Check before you send").wait_for()
        assert await carla.page.get_by_text("They take part already: 1").count() == 1
        await carla.page.get_by_text("Lines that name nobody").click()
        assert await carla.page.get_by_text("Line 2").count() == 1
        await carla.check("invite-check")
        await carla.page.get_by_role("button", name="Send 1 invitation").click()
        await carla.page.get_by_text("1 person is invited.").wait_for()
        await carla.check("invite-sent")
        await carla.page.goto(invitations)
        by_group = carla.page.locator("form[action$='/group']")
        await by_group.get_by_label("Department").fill("Department of head")
        await by_group.get_by_label("Role").select_option("mentor")
        await by_group.get_by_role("button", name="Count the group").click()
        await carla.page.get_by_text("They have an open invitation: 1").wait_for()
        await carla.page.get_by_role("button", name="Discard").click()
        await carla.page.get_by_text("Nobody is invited.").wait_for()
        await carla.page.goto(invitations)
        await carla.page.locator("section[aria-labelledby=answers]").get_by_role("link", name="1").click()
        await carla.page.get_by_role("rowheader", name="Hanna Head").wait_for()
        await carla.check("people-invited")
    async with open_as("carla", "desktop", "coordinator", language="de") as coordinator:
        await see(coordinator, {"invite": invitations, "people-invited": f"{people}?state=invited"}, "de")
    async with open_as("head", "phone") as head:
        await see(head, {"home-invited": MINE, "join-invited": f"{MINE}/join"})
        await head.page.get_by_role("button", name="No, thanks").click()
        await head.page.wait_for_url("**said=invitation-declined")
        await head.check("join-declined")
    async with open_as("carla", "phone", "coordinator") as carla:
        await see(carla, {"invite-answers": invitations})
        mentees = carla.page.locator("section[aria-labelledby=answers] tbody tr").last.locator("td")
        assert await mentees.all_inner_texts() == ["0", "0", "1", "0"]


@pytest.mark.parametrize("language", sorted(OWN_NAMES))
async def test_signing_in_and_being_refused_are_free_of_findings(chromium, world, language):
    folder = SCREENSHOTS / "phone" / language
    async with open_tab(chromium, world.console_address, "phone", folder) as tab:
        await tab.page.goto("/login")
        await tab.page.get_by_role("button", name=OWN_NAMES[language]).click()
        await tab.page.wait_for_load_state()
        await see(tab, {"sign-in": "/login", "sign-in-ended": "/login?ended=true"}, language)
        assert (await tab.visit("/mine/nowhere/there", "not-found")).status == 404
        assert await tab.page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize("screen", ["phone", "desktop"])
async def test_the_pages_of_the_end_of_a_programme_are_free_of_findings(open_as, screen):
    end = "/programmes/rm-2026/end"
    steps = {f"end-{step}": f"{end}/{step}" for step in ("close", "complete", "cancel")}
    async with open_as("between", screen, "coordinator") as coordinator:
        await see(coordinator, {"end": end, **steps})


@pytest.mark.parametrize("screen", ["phone", "desktop"])
async def test_a_programme_is_set_up_in_the_browser(open_as, screen):
    async with open_as("carla", screen, "coordinator") as coordinator:
        page = coordinator.page
        await see(coordinator, {"new-programme": "/new-programme"})
        await page.get_by_label("Inclusion year").check()
        await page.get_by_label("Name", exact=True).fill("Inclusion 2027")
        await page.get_by_label("Short name in addresses").fill(f"inclusion-{screen}")
        await page.get_by_label("First day").fill("2027-01-11")
        await page.get_by_label("Regions").fill("emea")
        await page.get_by_role("button", name="Make a draft").click()
        await page.wait_for_url("**/set-up?said=drafted")
        await coordinator.check("set-up")
        await page.get_by_label("Time between sessions").fill("3")
        await page.get_by_role("button", name="Save the plan").click()
        await page.wait_for_url("**/set-up?said=plan")
        await page.get_by_role("link", name="Open the programme").click()
        await coordinator.check("set-up-open")
        await page.get_by_role("button", name="Open the programme").click()
        await page.wait_for_url("**/?said=opened")
        await see(coordinator, {"home": "/", "set-up-opened": "/programmes/rm-2026/set-up"})
        await page.get_by_label("Name of the template").fill(f"Half a year on a {screen}")
        await page.get_by_role("button", name="Save as a template").click()
        await page.wait_for_url("**/templates?said=template-saved")
        await coordinator.check("templates")
        await page.get_by_role("link", name="Delete this template").first.click()
        await coordinator.check("template-deletion")
        await see(coordinator, {"new-programme-own": "/new-programme"})
