"""A walk through a programme, its middle: a matching, the answers to its proposal, and a session."""

from datetime import datetime, timedelta

from tests.browser.walk_to_readiness import BASE, MINE, invite, look_at_nothing, take_steps
from tests.browser.walking import follow, join_by_mail, press, until

GERMAN = {"invitation": "eine Einladung", "sign-in": "Ihr Link"}


async def match(walk):
    """Start a matching, check its one pair, and send it."""
    async with walk.coordinator() as tab:
        await tab.visit(f"{BASE}/rounds", "rounds")
        await press(tab, "Start a matching")
        await until(tab, tab.page.get_by_role("link", name="Check and send"))
        await tab.check("round")
        await follow(tab, "Check and send", "round-check")
        await press(tab, "Send 1 proposal")
        await tab.check("round-sent")
    await walk.settled()


async def accept(walk):
    """Each says yes on the page of their mail; then the executive writes to the mentor."""
    for employee_id in ("junior", "exec"):
        async with walk.tab(employee_id) as tab:
            await tab.visit(await walk.link_to(employee_id, "proposed partner"), "proposal")
            await press(tab, "Yes, work with this partner")
            await tab.page.get_by_role("heading", name="Done").wait_for()
        await walk.settled()
    async with walk.signed_in("exec") as tab:
        await tab.visit(MINE, "home-paired")
        await follow(tab, "Write to your partner", "partner")
        await press(tab, "I have written")
        await tab.check("contacted")


async def meet(walk):
    """The mentor prepares the session; when it is over, both confirm it from their mails."""
    async with walk.signed_in("junior") as tab:
        await tab.visit(MINE, "home-paired")
        async with tab.page.expect_navigation():
            await tab.page.locator("section[aria-labelledby=ahead] a").first.click()
        starts_at = await tab.page.locator("time").first.get_attribute("datetime")
        await follow(tab, "Prepare your session", "preparation")
    walk.mails.world.set_clocks(datetime.fromisoformat(starts_at) + timedelta(hours=2))
    await walk.settled()
    for employee_id in ("junior", "exec"):
        async with walk.tab(employee_id) as tab:
            await tab.visit(await walk.link_to(employee_id, "how was your session"), "check-in")
            for choice in ("Yes, it took place", "Useful", "Yes, go on"):
                await tab.page.get_by_label(choice, exact=True).check()
            await press(tab, "Send my answers")
            await tab.page.get_by_role("heading", name="Done").wait_for()
    await walk.settled()
    async with walk.coordinator() as tab:
        await tab.visit(BASE, "overview-met")
        assert await tab.page.locator('[data-number="held"]').inner_text() == "1"


async def wait_in_vain(walk):
    """Two others are ready only now, and no matching begins for them."""
    await invite(walk, {"between": "mentor", "head": "mentee"})
    for employee_id, words, link in (
        ("between", "an invitation", "Your link to sign in"),
        ("head", GERMAN["invitation"], GERMAN["sign-in"]),
    ):
        await join_by_mail(walk, employee_id, words)
        await walk.settled()
        async with walk.signed_in(employee_id, link) as tab:
            await take_steps(walk, tab, look_at_nothing)
    async with walk.coordinator() as tab:
        await tab.visit(f"{BASE}/rounds", "rounds-two-wait")
        assert await tab.page.get_by_role("button", name="Start a matching").count() == 1
