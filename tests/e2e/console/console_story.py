"""Steps that tests of the console with its owners share."""

import re

from tests.integration.console.reading import read_page


async def form_key(browser, path="/programmes/rm-2026/rounds"):
    """The key that makes a double click one command."""
    return re.search(r'name="key" value="(\w+)"', (await browser.get(path)).text)[1]


async def in_other_languages(browser, *paths):
    """Read pages in each other language; nothing on them is English."""
    for language in ("de", "fr", "es"):
        for path in paths:
            shown = await browser.get(path, headers={"Accept-Language": language})
            page = read_page(shown.text)
            faults = page.faults(language) + page.english()
            assert not faults, (path, language, faults)
