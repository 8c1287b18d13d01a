"""The goal of a run: enough of every kind, whatever the time."""

import pytest

from chaos.goal import goal_of


def test_the_goal_grows_with_the_faults():
    small, large = goal_of(6).commands, goal_of(60).commands
    assert small.keys() == large.keys() >= {"matching answer", "scheduling outcome", "feedback answer"}
    assert all(large[kind] > small[kind] >= 2 for kind in small)


@pytest.mark.parametrize("kind", goal_of(6).commands)
def test_it_is_reached_only_with_enough_of_every_kind(kind):
    goal = goal_of(6)
    accepted = dict(goal.commands)
    assert goal.missing(accepted) == {}
    assert goal.missing(accepted | {kind: accepted[kind] - 1}) == {kind: 1}
    assert kind in goal.missing({name: count for name, count in accepted.items() if name != kind})
