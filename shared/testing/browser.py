"""A real browser on the pages of a service: Chromium, driven by Playwright, checked by axe-core."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, ConsoleMessage, Page, Response, async_playwright

from shared.locale import OWN_NAMES

Screen = Literal["desktop", "phone"]

SCREENS: Final[dict[Screen, dict[str, Any]]] = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
}
_AXE: Final[dict[str, Any]] = {
    "rules": {"label-content-name-mismatch": {"enabled": True}},  # off by default, WCAG 2.5.3
    "resultTypes": ["violations"],
}
_AXE_OF_WORDS: Final[dict[str, Any]] = {
    "runOnly": {
        "type": "rule",
        "values": [
            *("label-content-name-mismatch", "document-title", "empty-heading", "empty-table-header"),
            *("link-name", "button-name", "label", "image-alt", "svg-img-alt", "summary-name"),
            *("html-has-lang", "html-lang-valid", "valid-lang", "region", "scrollable-region-focusable"),
        ],
    },
    "resultTypes": ["violations"],
}
"""Colours and structure are the same in every language: beyond English, only words can break a rule."""
_WITHOUT_COLOURS: Final[dict[str, Any]] = _AXE | {
    "rules": _AXE["rules"] | {"color-contrast": {"enabled": False}}
}
_colours_checked: set[tuple[str, str]] = set()
"""The pages, by the name of the screenshot and the ground, whose colours were checked on one of the screens:
the rule takes more time than all others, and the colours are the same on the other."""
_TOO_WIDE: Final = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const wide = [...document.querySelectorAll("body *")]
    .filter((element) => !element.closest(".scroll *"))
    .filter((element) => element.getBoundingClientRect().right > root.clientWidth);
  return wide.slice(0, 5).map((element) => element.outerHTML.slice(0, 160));
}"""
_WHOLE_PAGE: Final = """() => {
  const {scrollWidth: width, scrollHeight: height} = document.documentElement;
  return {x: 0, y: 0, width, height, scale: 1};
}"""
_GROUND: Final = "() => getComputedStyle(document.body).backgroundColor"
_TIMEOUT_MS: Final = 240_000
UNAVAILABLE: Final = 503
PAUSES_SECONDS: Final = (1, 2, 4, 8, 16, 32)
"""The pauses before a page that is unavailable is opened again."""
_REFUSED_PAGE: Final = "Failed to load resource: the server responded with a status of"


@dataclass
class Tab:
    """A tab of one person's browser.

    Attributes:
        page: Playwright's page.
        screenshots: the folder that keeps its screenshots.
        faults: console errors, script errors, axe findings and overflows so far, each with its page.
    """

    page: Page
    screenshots: Path
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._note_message)
        self.page.on("pageerror", lambda error: self._note(f"script error: {error}"))

    async def sign_in(self, token: str) -> None:
        """Paste a token into the sign-in form and send it."""
        await self.page.goto("/login")
        await self.page.locator("#login textarea").fill(token)
        await self.page.locator("#login button").click()
        await self.page.wait_for_load_state()

    async def choose_language(self, language: str) -> None:
        """See that the pages are in a language: the person may have chosen another earlier."""
        if await self.page.locator("html").get_attribute("lang") != language:
            await self.page.get_by_role("button", name=OWN_NAMES[language]).click()
            await self.page.wait_for_load_state()

    async def visit(self, path: str, name: str = "") -> Response:
        """Open a page, check it and keep a screenshot of it.

        A page whose owner is too slow to answer is opened again: the machine that runs the tests may be busy.

        Args:
            path: of the page.
            name: of the screenshot, where the path is not enough.
        """
        answer = await self._open(path)
        for seconds in PAUSES_SECONDS:
            if answer.status != UNAVAILABLE:
                break
            await asyncio.sleep(seconds)
            answer = await self._open(path)
        await self.check(name)
        return answer

    async def _open(self, path: str) -> Response:
        answer = await self.page.goto(path)
        if answer is None:
            raise ValueError(f"{path} opens no page")
        return answer

    async def check(self, name: str = "") -> None:
        """Run axe-core on the page as it is now, measure its width, and keep a screenshot.

        Args:
            name: of the screenshot, where the page's path is not enough.
        """
        file = name or self._path().strip("/").replace("/", "-") or "home"
        results = await Axe().run(self.page, options=await self._axe_options(file))
        for violation in results.response["violations"]:
            for node in violation["nodes"]:
                self._note(f"axe {violation['id']}: {violation['help']}: {node['html'][:200]}")
        for element in await self.page.evaluate(_TOO_WIDE):
            self._note(f"wider than the screen: {element}")
        self.screenshots.mkdir(parents=True, exist_ok=True)
        (self.screenshots / f"{file}.png").write_bytes(await self._screenshot())

    async def _screenshot(self) -> bytes:
        """Return a picture of the whole page, one pixel for each pixel of CSS.

        Chromium is asked without Playwright, which resizes the window and compresses as far as it can: that
        takes half as long again.
        """
        area = await self.page.evaluate(_WHOLE_PAGE)
        chromium = await self.page.context.new_cdp_session(self.page)
        picture = await chromium.send(
            "Page.captureScreenshot", {"clip": area, "captureBeyondViewport": True, "optimizeForSpeed": True}
        )
        await chromium.detach()
        return base64.b64decode(picture["data"])

    async def _axe_options(self, name: str) -> dict[str, Any]:
        if await self.page.locator("html").get_attribute("lang") != "en":
            return _AXE_OF_WORDS
        page = name, await self.page.evaluate(_GROUND)
        if page in _colours_checked:
            return _WITHOUT_COLOURS
        _colours_checked.add(page)
        return _AXE

    def _note_message(self, message: ConsoleMessage) -> None:
        # The status of a page itself is for the test to judge; Chromium logs it as an error, too.
        own_status = message.text.startswith(_REFUSED_PAGE) and message.location["url"] == self.page.url
        if message.type == "error" and not own_status:
            self._note(f"console error: {message.text}")

    def _note(self, fault: str) -> None:
        self.faults.append(f"{self._path()}: {fault}")

    def _path(self) -> str:
        return urlsplit(self.page.url).path


@asynccontextmanager
async def start_chromium(executable: str) -> AsyncIterator[Browser]:
    """Run Debian's Chromium until the block ends.

    Args:
        executable: its path.
    """
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--disable-dev-shm-usage"], timeout=_TIMEOUT_MS
        )
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def open_tab(
    browser: Browser, address: str, screen: Screen, screenshots: Path, language: str = "en"
) -> AsyncIterator[Tab]:
    """Open a tab with cookies of its own until the block ends.

    Args:
        browser: which.
        address: of the service, for paths to begin at.
        screen: the size of the screen.
        screenshots: the folder for its screenshots.
        language: the one that the browser asks for.

    Raises:
        AssertionError: there were console errors, script errors or axe findings; it has them all.
    """
    context = await browser.new_context(base_url=address, locale=language, **SCREENS[screen])
    context.set_default_timeout(_TIMEOUT_MS)
    try:
        tab = Tab(await context.new_page(), screenshots)
        yield tab
    finally:
        await context.close()
    if tab.faults:
        raise AssertionError("\n".join(dict.fromkeys(tab.faults)))
