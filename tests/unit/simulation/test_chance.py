from hypothesis import given
from hypothesis import strategies as st

from simulation.chance import Chance


@given(st.integers(), st.lists(st.text()))
def test_the_same_matter_always_has_the_same_luck(seed, about):
    chance = Chance(seed)
    first = chance.share(*about)
    chance.share("something", "else")
    assert chance.share(*about) == first == Chance(seed).share(*about)


def test_another_seed_or_another_matter_is_other_luck():
    draws = {Chance(seed).share("cancel", matter) for seed in range(5) for matter in range(20)}
    assert len(draws) == 100


def test_something_happens_as_often_as_its_probability_says():
    chance = Chance(1)
    happened = sum(chance.happens(0.2, "matter", n) for n in range(5000))
    assert 900 < happened < 1100
