"""A participant's pages with no owner about: what is missing says so, the rest stands."""

import pytest

from tests.integration.console import console_facts as facts
from tests.integration.console.reading import read_page

pytestmark = pytest.mark.integration

HTML = {"Accept": "text/html"}
MINE = "/mine/rm-2026"


@pytest.fixture
async def see(console):
    """Open a page as the first mentor."""
    await console.given(*facts.programme_in_motion(3, 2))
    headers = console.token("participant", employee_id="e-mentor-0") | HTML

    async def page(path, status=200, headers=headers):
        answer = await console.http.get(path, headers=headers)
        assert answer.status_code == status, answer.text
        assert read_page(answer.text).faults() == []
        return answer.text

    return page


async def test_a_list_that_is_unavailable_says_so_and_the_page_stands(see):
    home = await see(MINE)
    for words in ("Your proposals are not", "Your check-ins are not", "Your sessions are not"):
        assert words in home
    assert "Nothing to do" not in home
    assert "Your sessions are not available" in await see(f"{MINE}/sessions")
    assert "Your pairings are not available" in await see(f"{MINE}/partner")
    assert "Your concerns are not available" in await see(f"{MINE}/concerns")


async def test_a_page_whose_subject_is_unavailable_says_so(see):
    for path in ("proposals/x", "sessions/x", "check-ins/x", "pairings/x/end", "programme", "leave"):
        await see(f"{MINE}/{path}", 503)
    await see("/settings", 503)


async def test_programmes_are_listed_by_id_while_their_names_are_unavailable(see):
    page = await see("/mine")
    assert "rm-2026" in page
    assert "You take part as a mentor" in page


async def test_the_first_contact_waits_for_the_executive_only(see, console):
    executive = console.token("participant", employee_id="e-mentee-0") | HTML
    assert "Write to your partner" in await see(MINE, headers=executive)
    assert "Write to your partner" not in await see(MINE)


async def test_where_somebody_begins_is_of_their_role(console):
    for roles, begins in (
        (("participant",), "/mine"),
        (("ops",), "/ops"),
        (("ops", "participant"), "/ops"),
    ):
        answer = await console.http.get("/", headers=console.token(*roles, employee_id="e-mentor-0") | HTML)
        assert (answer.status_code, answer.headers["location"]) == (303, begins)


async def test_nobody_else_opens_a_participants_page(see, console):
    for role in ("coordinator", "ops", "delegate", "service"):
        await see(MINE, 403, console.token(role, employee_id="e-mentor-0") | HTML)
    elsewhere = console.token("participant", employee_id="e-mentor-0", tenant="other") | HTML
    await see(MINE, 404, elsewhere)
