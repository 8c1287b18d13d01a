"""Programmes that a test sets up through the pages of a coordinator."""

import html
import re

from tests.integration.console.reading import read_page

NEW = {
    "begins": "template:digital-sprint",
    "id": "sprint",
    "name": "A <digital> sprint",
    "starts_on": "2026-03-02",
    "regions": "emea, apac",
}
SET_UP = "/programmes/sprint/set-up"


async def see(browser, path, status=200):
    answer = await browser.get(path)
    assert answer.status_code == status, answer.text
    assert read_page(answer.text).faults() == [], path
    return answer.text


async def send(browser, path, status=200, **form):
    answer = await browser.post(path, data=form)
    assert answer.status_code == status, answer.text
    assert read_page(answer.text).faults() == [], path
    return answer.text


def fields_of(page):
    """The fields that a browser sends of the untouched form of a plan."""
    form = re.search(r'<form [^>]*class="set-up">.*?</form>', page, re.DOTALL)[0]
    inputs = [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in re.findall(r"<input [^>]+>", form)]
    fields = {each["name"]: html.unescape(each["value"]) for each in inputs if "value" in each}
    for name, options in re.findall(r'<select [^>]*name="([^"]+)">(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        fields[name] = chosen[1]
    return fields


async def begin(coordinator, **changes):
    key = fields_of(await see(coordinator, "/new-programme"))["key"]
    return await send(coordinator, "/new-programme", **{**NEW, "key": key, **changes})
