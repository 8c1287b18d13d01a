"""Delegates on the console's pages, from events alone; enrollment is unavailable."""

from datetime import timedelta

import pytest

from shared.contracts.enrollment import AppointmentEnding, DelegateAccepted, DelegateNamed, DelegationEnded
from tests.integration.console import console_facts as facts
from tests.integration.console.programme_in_motion import programme_in_motion
from tests.integration.console.reading import read_page

pytestmark = pytest.mark.integration

MINE = "/mine/rm-2026"
LIND = {"employee_id": "e-lind"}
WHO = {"participant_id": "mentee-0", "employee_id": "e-lind", "number": 1}
NAMED = DelegateNamed(**WHO, expires_at=facts.START + timedelta(days=14))


@pytest.fixture
async def see(console):
    await console.given(*programme_in_motion(3, 2))

    async def page(path, **claims):
        headers = console.token("participant", **claims) | {"Accept": "text/html"}
        answer = await console.http.get(path, headers=headers)
        assert answer.status_code == 200, answer.text
        assert read_page(answer.text).faults() == []
        return answer.text

    return page


async def test_an_employee_who_takes_no_part_is_asked_on_their_own_page(see, console):
    task = f'href="{MINE}/delegations"'
    assert task not in await see(MINE, **LIND)
    await console.given(NAMED)
    home = await see(MINE, **LIND)
    assert "Say whether you look after somebody" in home
    assert "You do not take part in this programme yet" not in home
    assert f'href="{MINE}"' in await see("/mine", **LIND)
    assert task not in await see(MINE, employee_id="e-mentor-0")
    await console.given(DelegateAccepted(**WHO))
    home = await see(MINE, **LIND)
    assert ("Say whether you look" in home, task in home) == (False, True)
    assert "be shown at the moment" in await see(f"{MINE}/delegations", **LIND)
    await console.given(DelegationEnded(**WHO, ending=AppointmentEnding.REVOKED, accepted=True))
    assert task not in await see(MINE, **LIND)


async def test_a_delegate_named_before_the_executive_is_known_is_asked(see, console):
    await console.given(NAMED.model_copy(update={"participant_id": "later", "employee_id": "e-other"}))
    assert "Say whether you look after somebody" in await see(MINE, employee_id="e-other")
