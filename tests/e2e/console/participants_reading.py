"""Reads and sends the pages of participants as a person does."""

import asyncio
import re

from tests.integration.console.reading import read_page

LARGEST_PAGE = 60_000


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


def key_of(page):
    return extract(r'name="key" value="(\w+)"', page)
