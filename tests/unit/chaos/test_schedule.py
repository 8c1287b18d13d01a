"""The plan is the seed's, in time, and has what every run must have."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chaos.schedule import FIRST_AT, Action, Kind, Target, plan

TARGETS = [
    Target(Kind.SERVICE, "matching"),
    Target(Kind.SERVICE, "console"),
    Target(Kind.REPLICA, "matching"),
    Target(Kind.BROKER, "kafka"),
    Target(Kind.DATABASE, "mongod"),
]


def test_the_same_seed_gives_the_same_plan():
    again = [plan(3, 120, TARGETS, broker_may_end=True) for _ in range(2)]
    assert again[0] == again[1]
    assert again[0] != plan(4, 120, TARGETS, broker_may_end=True)


@example(seed=87283689, seconds=25.0)  # 22.998 s was rounded up to the end of the run
@given(seed=st.integers(), seconds=st.floats(25, 300))
def test_every_plan_kills_a_service_and_the_database_in_time(seed, seconds):
    incidents = plan(seed, seconds, TARGETS, broker_may_end=True)
    assert all(FIRST_AT <= one.at < seconds - 2 and one.seconds >= 0 for one in incidents)
    done = {(one.target.kind, one.action) for one in incidents}
    assert {(Kind.SERVICE, Action.KILL), (Kind.DATABASE, Action.KILL), (Kind.REPLICA, Action.PAUSE)} <= done


def test_a_long_plan_does_everything_to_every_kind():
    done = {(one.target.kind, one.action) for one in plan(1, 1000, TARGETS, broker_may_end=True)}
    assert done == {(kind, action) for kind in Kind for action in Action}


@pytest.mark.parametrize("seed", range(5))
def test_a_broker_that_forgets_is_only_paused(seed):
    incidents = plan(seed, 500, TARGETS, broker_may_end=False)
    assert {one.action for one in incidents if one.target.kind is Kind.BROKER} == {Action.PAUSE}


def test_without_an_engine_it_is_left_alone():
    own = [target for target in TARGETS if target.kind not in {Kind.BROKER, Kind.DATABASE}]
    assert {one.target.kind for one in plan(1, 300, own, broker_may_end=True)} == {Kind.SERVICE, Kind.REPLICA}
