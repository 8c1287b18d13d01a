from datetime import date, datetime

import pytest

from shared.contracts.enrollment import ProgrammeChanged
from shared.contracts.scheduling import SeriesPlanned, SessionPlanned
from shared.contracts.vocabulary import Role

pytestmark = pytest.mark.integration


async def test_an_activated_pairing_gets_a_series_of_sessions(world):
    sessions = await world.paired()
    assert len(sessions) == 6
    assert [s["number"] for s in sessions] == [1, 2, 3, 4, 5, 6]
    assert {s["state"] for s in sessions} == {"planned"}
    assert sessions[0]["starts_at"] == "2026-01-06T09:00:00Z"  # a day's notice after the pairing
    series = await world.facts(SeriesPlanned)
    assert [(s.sessions, s.unplaced) for s in series] == [(6, 0)]
    assert {s.session_id for s in await world.facts(SessionPlanned)} == {s["id"] for s in sessions}
