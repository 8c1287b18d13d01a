"""Sponsors on the console's pages, from events alone; enrollment is unavailable."""

import pytest

from shared.contracts.enrollment import AppointmentEnding, SponsorAccepted, SponsorNamed, SponsorshipEnded
from tests.integration.console.programme_in_motion import programme_in_motion
from tests.integration.console.reading import read_page

pytestmark = pytest.mark.integration

HTML = {"Accept": "text/html"}
MINE = "/mine/rm-2026"
LIST = "/programmes/rm-2026/sponsors"
WHO = {
    "pairing_id": "pair-0",
    "mentor_id": "mentor-0",
    "mentee_id": "mentee-0",
    "employee_id": "e-sponsor",
    "number": 1,
}


@pytest.fixture
async def see(console):
    await console.given(*programme_in_motion(3, 2))

    async def page(path, role="coordinator", status=200, **claims):
        answer = await console.http.get(path, headers=console.token(role, **claims) | HTML)
        assert answer.status_code == status, answer.text
        assert read_page(answer.text).faults() == []
        return answer.text

    return page


async def test_pairs_are_listed_by_whether_they_have_a_sponsor(see, console):
    link = f'href="{LIST}/pair-0"'
    steps = [
        (None, "missing"),
        (SponsorNamed(**WHO), "asked"),
        (SponsorAccepted(**WHO), "accepted"),
        (SponsorshipEnded(**WHO, ending=AppointmentEnding.STEPPED_DOWN, accepted=True), "missing"),
    ]
    for fact, state in steps:
        if fact:
            await console.given(fact)
        shown = {each: link in await see(f"{LIST}?state={each}") for each in ("missing", "asked", "accepted")}
        assert shown == {each: each == state for each in shown}, state


async def test_a_coordinator_does_not_see_their_own_pair(see):
    assert "pair-0" not in await see(LIST, employee_id="e-mentor-0", no_employee=False)


async def test_an_employee_who_takes_no_part_is_asked_on_their_own_page(see, console):
    task = f'href="{MINE}/sponsorships"'
    person = {"employee_id": "e-sponsor"}
    assert task not in await see(MINE, "participant", **person)
    await console.given(SponsorNamed(**WHO))
    home = await see(MINE, "participant", **person)
    assert "Say whether you want to be the sponsor" in home
    assert "You do not take part in this programme yet" not in home
    assert f'href="{MINE}"' in await see("/mine", "participant", **person)
    assert task not in await see(MINE, "participant", employee_id="e-mentee-0")
    await console.given(SponsorAccepted(**WHO))
    home = await see(MINE, "participant", **person)
    assert ("Say whether you want" in home, task in home) == (False, True)
    assert "be shown at the moment" in await see(f"{MINE}/sponsorships", "participant", **person)
