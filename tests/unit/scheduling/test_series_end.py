"""A series states what was held once, when nothing about its sessions is open."""

from datetime import timedelta

import pytest

from services.scheduling.domain.series import Series
from services.scheduling.domain.sessions import Session, SessionState
from shared.contracts.matching import PairingEndReason
from tests.unit.scheduling.made import STARTS, make_series, make_session


def sessions(*states: SessionState) -> list[Session]:
    return [
        make_session(number, STARTS + timedelta(weeks=number), state=state)
        for number, state in enumerate(states)
    ]


@pytest.fixture
def series() -> Series:
    return make_series("s0", "s1", "s2")


def test_only_the_sessions_that_were_held_count(series):
    states = (SessionState.MISSED, SessionState.HELD, SessionState.CANCELLED, SessionState.HELD)
    concluded, (ended,) = series.end(PairingEndReason.COMPLETED).conclude(sessions(*states))
    assert (ended.reason, ended.held) == (PairingEndReason.COMPLETED, 2)
    assert ended.first_held_at == STARTS + timedelta(weeks=1)
    assert ended.last_held_at == STARTS + timedelta(weeks=3)
    assert concluded.conclude(sessions(*states)) == (concluded, [])


def test_a_session_without_an_outcome_keeps_the_end_open(series):
    ended = series.end(PairingEndReason.COMPLETED)
    assert ended.conclude(sessions(SessionState.HELD, SessionState.PLANNED)) == (ended, [])


def test_an_active_pairing_has_no_end(series):
    assert series.conclude(sessions(SessionState.HELD)) == (series, [])


def test_two_who_never_met_have_no_days(series):
    _, (ended,) = series.end(PairingEndReason.IDLE).conclude(sessions(SessionState.MISSED))
    assert (ended.held, ended.first_held_at, ended.last_held_at) == (0, None, None)
