"""A walk through a programme, its beginning: the draft, the rules, invitations and getting ready."""

import re

from tests.browser.walking import (
    answer_questionnaire,
    complete_modules,
    follow,
    join_by_mail,
    press,
    until,
)

BASE = "/programmes/spring"
MINE = "/mine/spring"
TERMS = "What you say to each other stays between you. You can leave at any time."


async def set_up(walk):
    """From the template to a draft, whose plan is changed, and to the open programme."""
    async with walk.coordinator() as tab:
        page = tab.page
        await tab.visit("/", "programmes")
        await follow(tab, "New programme", "new-programme")
        await page.get_by_label("Standard", exact=True).check()
        await page.get_by_label("Name", exact=True).fill("Spring 2026")
        await page.get_by_label("Short name in addresses").fill("spring")
        await page.get_by_label("First day").fill("2026-01-05")
        await page.get_by_label("Regions").fill("emea")
        await press(tab, "Make a draft")
        await tab.check("draft")
        await page.get_by_label("Time between sessions").fill("6")
        await page.get_by_label("Target").first.fill("90")
        await press(tab, "Save the plan")
        await follow(tab, "open the programme", "opening")
        await press(tab, "Open the programme")
        await walk.settled()
        await until(tab, page.get_by_role("link", name="Spring 2026"))
        await follow(tab, "Spring 2026", "overview-opened")
        assert await page.get_by_role("cell", name="90", exact=True).count() == 1


async def adjust(walk):
    """The rules of matching and the terms, which begin as they are shipped."""
    async with walk.coordinator() as tab:
        page = tab.page
        await page.goto(f"{BASE}/set-up")
        await follow(tab, "Matching", exact=True)
        await follow(tab, "Rules and weights", "policy")
        async with page.expect_navigation():
            await page.get_by_role("button", name=re.compile("^Use it")).first.click()
        await press(tab, "Save")
        await tab.check("policy-saved")
        await follow(tab, "People", exact=True)
        await follow(tab, "Terms", "terms", exact=True)
        await page.get_by_label("Name of the version").fill("spring-1")
        await page.get_by_label("Terms", exact=True).first.fill(TERMS)
        await press(tab, "Publish")
        await follow(tab, "Use version spring-1", "terms-check")
        await press(tab, "Use version spring-1")
        await tab.check("terms-in-use")


async def invite(walk, roles):
    """Invite people of each role by a list."""
    async with walk.coordinator() as tab:
        page = tab.page
        for employee_id, role in roles.items():
            await page.goto(f"{BASE}/people")
            await follow(tab, "Invite people", "invite")
            by_list = page.locator("form[action$='/list']")
            await by_list.get_by_label("People, a line each").fill(f"{employee_id}@example.com")
            await by_list.get_by_label("Role").select_option(role)
            await press(tab, "Check the list")
            await until(tab, page.get_by_role("button", name="Send 1 invitation"))
            await press(tab, "Send 1 invitation")
            await until(tab, page.get_by_text("1 person is invited."))
    await walk.settled()


async def get_ready(walk):
    """The two join by mail, sign in by mail, answer the questions, choose a topic and train."""
    for employee_id in ("junior", "exec"):
        await join_by_mail(walk, employee_id, "an invitation")
        await walk.settled()
        async with walk.signed_in(employee_id) as tab:
            assert TERMS in await terms_of(tab)
            await take_steps(walk, tab, tab.check)
            await tab.visit(MINE, "home-ready")
            assert await tab.page.get_by_text("Nothing to do.").count() == 1


async def terms_of(tab):
    await tab.visit("/mine", "programmes")
    await follow(tab, "Spring 2026", "home-joined")
    await follow(tab, "My programme", "programme-joined", exact=True)
    await follow(tab, "Read the terms", "terms")
    return await tab.page.content()


async def look_at_nothing(_):
    """The pages of those who are ready too late look like those of the two before."""


async def take_steps(walk, tab, look):
    page = tab.page
    await page.goto(MINE)
    await follow(tab, "Get ready")
    await follow(tab, "Answer the questions")
    await look("questions")
    await answer_questionnaire(tab)
    await look("questions-answered")
    await page.goto(f"{MINE}/programme")
    await follow(tab, re.compile("(Choose|Change) your topics"))
    await page.get_by_label("A topic", exact=True).fill("prompting")
    await press(tab, "Find the topic")
    await press(tab, "Working with AI assistants")
    await look("topics")
    await page.goto(MINE)
    await follow(tab, "Read the training")
    await look("training")
    async with page.expect_navigation():
        await page.get_by_role("main").locator(".own-list a").first.click()
    await look("module")
    await complete_modules(tab)
    await look("module-completed")
    await walk.settled()
