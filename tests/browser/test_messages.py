"""Every message as a phone shows it, in four languages, kept as page and picture in ``build/messages``."""

from itertools import product
from pathlib import Path

import pytest

from services.notification.domain.delivery import Delivery, Reader
from services.notification.domain.kinds import Kind
from services.notification.domain.message_table import MESSAGES
from shared.locale import LANGUAGES
from shared.testing.browser import SCREENS
from tests.unit.notification.letters import WEBER, compose, delivery

pytestmark = [pytest.mark.integration, pytest.mark.browser, pytest.mark.long]

FOLDER = Path(__file__).resolve().parents[2] / "build" / "messages"
NARROW = SCREENS["phone"] | {"viewport": {"width": 390, "height": 200}}
"""A picture is as high as its message."""
TO_HANDLERS = {Kind.CONCERN_ASSIGNED, Kind.CONCERN_REMINDER}
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def example(kind: Kind) -> Delivery:
    """A delivery of a kind to its usual reader."""
    if kind in TO_HANDLERS:
        return delivery(kind, reader=Reader.EMPLOYEE, employee_id="e2", participant_id=None, partner_id=None)
    return delivery(kind)


def table() -> str:
    """The table of facts, their messages and the files of each."""
    lines = ["| fact | message | who | files |", "|---|---|---|---|"]
    for kind, message in MESSAGES.items():
        facts = ", ".join(f"`{fact.contract.owner}.{fact.contract.fact}`" for fact in message.facts)
        files = ", ".join(f"[{language}]({kind}-{language}.png)" for language in LANGUAGES)
        lines.append(f"| {facts} | {kind} | {message.readers} | {files} |")
    return "\n".join(lines) + "\n"


async def test_every_message_fits_a_phone_in_every_language(chromium):
    FOLDER.mkdir(parents=True, exist_ok=True)
    context = await chromium.new_context(**NARROW)
    page = await context.new_page()
    wide = []
    for kind, language in product(Kind, LANGUAGES):
        message = compose(example(kind), WEBER.model_copy(update={"languages": [language]}))
        html = message.get_body(["html"]).get_content()
        (FOLDER / f"{kind}-{language}.html").write_text(html, encoding="utf-8")
        await page.set_content(html)
        wide += [f"{kind} {language}"] if await page.evaluate(SIDEWAYS) else []
        await page.screenshot(path=FOLDER / f"{kind}-{language}.png", full_page=True)
    await context.close()
    (FOLDER / "README.md").write_text(table(), encoding="utf-8")
    assert wide == []
