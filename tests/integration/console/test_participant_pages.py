"""A participant's pages with no owner about: what is missing says so, the rest stands."""

import pytest

from shared.contracts.matching import ProposalAccepted, ProposalApproved, ProposalWithdrawn
from shared.contracts.vocabulary import Role
from tests.integration.console import console_facts as facts
from tests.integration.console.programme_in_motion import programme_in_motion
from tests.integration.console.reading import read_page
from tests.integration.console.round_facts import round_of

pytestmark = pytest.mark.integration

HTML = {"Accept": "text/html"}
MINE = "/mine/rm-2026"


ASKED = "round-2-p2"
"""A proposal of two who have no partner yet."""


@pytest.fixture
async def see(console):
    """Open a page as the first mentor, or as somebody else."""
    approved = {"mentor_id": "mentor-2", "mentee_id": "mentee-2", "expires_at": facts.START}
    await console.given(
        *programme_in_motion(3, 2),
        *round_of(3, round_id="round-2"),
        ProposalApproved(proposal_id=ASKED, **approved),
    )

    async def page(path, status=200, *, employee_id="e-mentor-0", role="participant", tenant=""):
        headers = console.token(role, employee_id=employee_id, tenant=tenant) | HTML
        answer = await console.http.get(path, headers=headers)
        assert answer.status_code == status, answer.text
        assert read_page(answer.text).faults() == []
        return answer.text

    return page


async def test_a_list_that_is_unavailable_says_so_and_the_page_stands(see):
    home = await see(MINE)
    for words in ("Your check-ins are not", "Your sessions are not"):
        assert words in home
    assert "Nothing to do" not in home
    assert "Your sessions are not available" in await see(f"{MINE}/sessions")
    assert "Your pairings are not available" in await see(f"{MINE}/partner")
    assert "Your concerns are not available" in await see(f"{MINE}/concerns")


async def test_a_proposal_waits_for_those_who_have_not_answered(see, console):
    link = f'href="{MINE}/proposals/{ASKED}"'
    both = ("e-mentor-2", "e-mentee-2")
    assert [link in await see(MINE, employee_id=each) for each in both] == [True, True]
    await console.given(ProposalAccepted(proposal_id=ASKED, by=Role.MENTOR))
    assert [link in await see(MINE, employee_id=each) for each in both] == [False, True]
    await console.given(ProposalWithdrawn(proposal_id=ASKED, mentor_id="mentor-2", mentee_id="mentee-2"))
    assert [link in await see(MINE, employee_id=each) for each in both] == [False, False]
    assert "/proposals/" not in await see(MINE)


async def test_a_concern_can_be_about_a_pairing_though_its_owner_is_unavailable(see):
    concerns = await see(f"{MINE}/concerns")
    assert "The pairing of" in concerns
    assert 'value="pair-0"' in concerns
    assert 'value="pair-1"' not in concerns


async def test_a_page_whose_subject_is_unavailable_says_so(see):
    for path in ("proposals/x", "sessions/x", "check-ins/x", "pairings/x/end", "programme", "leave"):
        await see(f"{MINE}/{path}", 503)
    await see("/settings", 503)


async def test_programmes_are_listed_by_id_while_their_names_are_unavailable(see):
    page = await see("/mine")
    assert "rm-2026" in page
    assert "You take part as a mentor" in page


async def test_the_first_contact_waits_for_the_executive_only(see):
    assert "Write to your partner" in await see(MINE, employee_id="e-mentee-0")
    assert "Write to your partner" not in await see(MINE)


async def test_where_somebody_begins_is_of_their_role(console):
    for roles, begins in (
        (("participant",), "/mine"),
        (("ops",), "/ops"),
        (("ops", "participant"), "/ops"),
    ):
        answer = await console.http.get("/", headers=console.token(*roles, employee_id="e-mentor-0") | HTML)
        assert (answer.status_code, answer.headers["location"]) == (303, begins)


async def test_nobody_else_opens_a_participants_page(see):
    for role in ("coordinator", "ops", "service"):
        await see(MINE, 403, role=role)
    await see(MINE, 404, tenant="other")
