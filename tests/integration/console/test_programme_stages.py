"""Pages once a programme closes, and once it is over: nobody is matched, nobody is to get ready."""

import pytest

from shared.contracts.enrollment import (
    ProgrammeCancelled,
    ProgrammeChanged,
    ProgrammeClosing,
    ProgrammeCompleted,
    ProgrammeStarted,
)
from tests.integration.console import console_facts as facts
from tests.integration.console.programme_in_motion import programme_in_motion
from tests.integration.console.reading import read_page

pytestmark = pytest.mark.integration

MINE, ROUNDS = "/mine/rm-2026", "/programmes/rm-2026/rounds"
NOBODY = "nobody is matched any more"
START = "Start a matching"
GET_READY = "Get ready: finish what is missing"
NEW = 77
"""Somebody who has joined, and is not ready."""
IN = {"programme_id": "rm-2026"}


@pytest.fixture
async def see(console):
    await console.given(*programme_in_motion(3, 2), facts.enrolled(NEW, facts.Role.MENTOR))

    async def page(path, role, **claims):
        headers = console.token(role, **claims) | {"Accept": "text/html"}
        answer = await console.http.get(path, headers=headers)
        assert answer.status_code == 200, answer.text
        assert read_page(answer.text).faults() == []
        return answer.text

    return page


async def test_while_people_are_matched_pages_offer_it(see, console):
    for fact in ([], [ProgrammeStarted(**IN)], [ProgrammeClosing(**IN), ProgrammeStarted(**IN)]):
        await console.given(*fact)
        rounds = await see(ROUNDS, "coordinator")
        assert (START in rounds, NOBODY in rounds) == (True, False)
        assert GET_READY in await see(MINE, "participant", employee_id=f"e-mentor-{NEW}")


async def test_once_it_closes_nobody_is_matched_or_asked_to_get_ready(see, console):
    await console.given(ProgrammeClosing(**IN))
    definition = facts.opened().model_dump(include=set(ProgrammeChanged.model_fields))
    await console.given(ProgrammeChanged(**definition))  # a change of the plan does not open it again
    rounds = await see(ROUNDS, "coordinator")
    assert (START in rounds, NOBODY in rounds) == (False, True)
    home = await see(MINE, "participant", employee_id=f"e-mentor-{NEW}")
    assert (GET_READY in home, "as soon as you have a partner" in home) == (False, False)
    assert "The programme is over" not in home


@pytest.mark.parametrize("fact", [ProgrammeCompleted, ProgrammeCancelled])
async def test_once_it_is_over_pages_lead_to_its_end(see, console, fact):
    await console.given(fact(**IN))
    assert START not in await see(ROUNDS, "coordinator")
    home = await see(MINE, "participant", employee_id="e-mentor-0")
    assert "The programme is over." in home
    assert f'href="{MINE}/end"' in home
