"""The plan is the seed's, in order, and has what every run must have."""

import itertools

import pytest
from hypothesis import given
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
    again = [plan(3, 40, TARGETS, broker_may_end=True) for _ in range(2)]
    assert again[0] == again[1]
    assert again[0] != plan(4, 40, TARGETS, broker_may_end=True)


@given(seed=st.integers(), faults=st.integers(3, 300))
def test_every_plan_has_its_faults_in_order_and_kills_a_service_and_the_database(seed, faults):
    incidents = plan(seed, faults, TARGETS, broker_may_end=True)
    assert len(incidents) == faults
    assert incidents[0].at == FIRST_AT
    assert all(before.at < after.at for before, after in itertools.pairwise(incidents))
    assert all(one.seconds >= 0 for one in incidents)
    done = {(one.target.kind, one.action) for one in incidents}
    assert {(Kind.SERVICE, Action.KILL), (Kind.DATABASE, Action.KILL), (Kind.REPLICA, Action.PAUSE)} <= done


def test_a_long_plan_does_everything_to_every_kind():
    done = {(one.target.kind, one.action) for one in plan(1, 300, TARGETS, broker_may_end=True)}
    assert done == {(kind, action) for kind in Kind for action in Action}


@pytest.mark.parametrize("seed", range(5))
def test_a_broker_that_forgets_is_only_paused(seed):
    incidents = plan(seed, 150, TARGETS, broker_may_end=False)
    assert {one.action for one in incidents if one.target.kind is Kind.BROKER} == {Action.PAUSE}


def test_without_an_engine_it_is_left_alone():
    own = [target for target in TARGETS if target.kind not in {Kind.BROKER, Kind.DATABASE}]
    assert {one.target.kind for one in plan(1, 100, own, broker_may_end=True)} == {Kind.SERVICE, Kind.REPLICA}
