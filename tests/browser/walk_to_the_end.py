"""A walk through a programme, its end: surveys, closing, certificates and the final report."""

import re

from demo.final_report import weeks_after
from tests.browser.walk_to_readiness import BASE, MINE
from tests.browser.walking import answer_survey, follow, press

CODE = re.compile(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}")
NOBODY_MATCHED = "The programme is about to end, or is over: nobody is matched any more."


async def survey(walk):
    """A month later both answer a survey from the mail."""
    walk.pass_time(days=31)
    await walk.settled()
    await answer_by_mail(walk, "survey")


async def answer_by_mail(walk, name):
    for employee_id in ("junior", "exec"):
        async with walk.tab(employee_id) as tab:
            await tab.visit(await walk.link_to(employee_id, "how do you see the programme"), name)
            await answer_survey(tab)
            await tab.page.get_by_role("heading", name="Done").wait_for()
    await walk.settled()


async def end(walk):
    """The coordinator begins closing, from when nobody is matched, then completes the programme."""
    async with walk.coordinator() as tab:
        await tab.page.goto(f"{BASE}/set-up")
        await follow(tab, "End of the programme", "end")
        await follow(tab, "Begin closing", "end-close")
        await press(tab, "Begin closing")
        await walk.settled()
        await tab.visit(f"{BASE}/rounds", "rounds-closing")
        assert await tab.page.get_by_text(NOBODY_MATCHED).count() == 1
        assert await tab.page.get_by_role("button", name="Start a matching").count() == 0
    await answer_by_mail(walk, "closing-survey")
    async with walk.coordinator() as tab:
        await tab.page.goto(f"{BASE}/end")
        await follow(tab, "Complete the programme", "end-complete")
        await press(tab, "Complete the programme")
        await walk.settled()
        await tab.visit(f"{BASE}/end", "end-over")
        assert await tab.page.get_by_text("2 certificates were issued").count() == 1


async def part(walk):
    """Both stay in touch, and a stranger verifies the certificate of one."""
    for employee_id in ("junior", "exec"):
        async with walk.signed_in(employee_id) as tab:
            await tab.visit(MINE, "home-over")
            await follow(tab, "Your certificates", "the-end")
            code = CODE.search(await tab.page.content())[0]
            async with tab.page.expect_download() as started:
                await tab.page.get_by_role("link", name="Download the certificate (PDF)").click()
            assert (await started.value).suggested_filename == "certificate.pdf"
            await press(tab, "Yes, stay in touch")
            await tab.check("stays-in-touch")
    async with walk.tab("stranger") as tab:
        await tab.visit("/certificates/acme", "verify")
        await tab.page.get_by_label("Code").fill(code)
        await press(tab, "Verify")
        await tab.check("verified")
        assert "Spring 2026" in await tab.page.get_by_role("main").inner_text()
    async with walk.signed_in("between") as tab:
        await tab.visit(MINE, "home-over-unpaired")
        await tab.visit(f"{MINE}/partner", "partner-over")
        assert await tab.page.get_by_text(NOBODY_MATCHED).count() == 1


async def read_the_final_report(walk):
    """Weeks later the report is final; there was one matching, and no pairing after it."""
    world = walk.mails.world
    for instant in weeks_after(world.services["console"].clock.now()):
        world.set_clocks(instant)
        await walk.settled()
    async with walk.coordinator() as tab:
        await tab.page.goto(f"{BASE}/end")
        await follow(tab, "final report", "final-report")
        await tab.page.get_by_role("heading", name="Final report").wait_for()
        await tab.visit(f"{BASE}/rounds", "rounds-over")
        assert await tab.page.get_by_role("rowheader").count() == 1
        await tab.visit(f"{BASE}/waiting", "waiting-over")
        await tab.visit(BASE, "overview-over")
        assert await tab.page.locator('[data-number="pairings"]').inner_text() == "0"
