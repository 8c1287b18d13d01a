"""Hidden groups are enough people together, so that none of them follows from the total less the others."""

from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.measures import SMALLEST_CELL, hidden_cells

sizes = st.dictionaries(st.sampled_from(["emea", "apac", "amer", "nordics", "dach"]), st.integers(0, 12))


def test_a_small_group_takes_the_next_smallest_with_it():
    assert hidden_cells({"emea": 20, "apac": 3, "amer": 9}) == {"apac", "amer"}
    assert hidden_cells({"emea": 20, "apac": 3, "amer": 2}) == {"apac", "amer"}


@given(sizes)
def test_neither_a_group_nor_what_is_left_of_the_total_is_of_few_people(people):
    hidden = hidden_cells(people)
    assert all(count >= SMALLEST_CELL for name, count in people.items() if count and name not in hidden)
    together = sum(people[name] for name in hidden)
    assert not together or together >= SMALLEST_CELL or together == sum(people.values())
