"""Steps that tests of the console with its owners share."""

import re


async def settled(*services):
    for service in (*services, *services):
        await service.settled()


async def form_key(browser, path="/programmes/rm-2026/rounds"):
    """The key that makes a double click one command."""
    return re.search(r'name="key" value="(\w+)"', (await browser.get(path)).text)[1]
