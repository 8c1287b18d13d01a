"""A programme from its template to its final report, through pages and mails alone.

A coordinator sets it up and invites; two people join, get ready, are matched, meet, answer and part with
certificates; two others are ready too late, and nobody is matched once the programme closes.
"""

import pytest

from tests.browser.walk_to_readiness import adjust, get_ready, invite, set_up
from tests.browser.walk_to_sessions import accept, match, meet, wait_in_vain
from tests.browser.walk_to_the_end import end, part, read_the_final_report, survey
from tests.browser.walking import Walk
from tests.e2e.console.mail_world import run_mail_world

pytestmark = [pytest.mark.integration, pytest.mark.browser, pytest.mark.long]


@pytest.fixture(scope="module")
async def walk(environment, chromium, tmp_path_factory):
    async with run_mail_world(environment, tmp_path_factory.mktemp("walk")) as mails:
        yield Walk(chromium, mails)


async def test_a_programme_from_its_template_to_its_final_report(walk):
    await set_up(walk)
    await adjust(walk)
    await invite(walk, {"junior": "mentor", "exec": "mentee"})
    await get_ready(walk)
    await match(walk)
    await accept(walk)
    await meet(walk)
    await wait_in_vain(walk)
    await survey(walk)
    await end(walk)
    await part(walk)
    await read_the_final_report(walk)
