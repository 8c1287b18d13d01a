"""No published mean lets anybody work out what a handful of people said."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.domain.small_cells import SMALLEST_CELL, WITHHELD, Voices, cell, cells


def voices(people: int, value: int = 4) -> Voices:
    return Voices(people=people, answers=people, total=people * value)


def test_a_mean_of_four_is_withheld_and_of_five_shown() -> None:
    assert cell(voices(4)) == WITHHELD
    shown = cell(voices(5))
    assert (shown.respondents, shown.mean, shown.suppressed) == (5, 4.0, False)


def test_one_person_who_speaks_often_is_one_person() -> None:
    assert cell(Voices(people=1, answers=20, total=80)) == WITHHELD


def test_nobody_has_nothing_to_hide() -> None:
    empty = cell(Voices())
    assert (empty.respondents, empty.mean, empty.suppressed) == (0, None, False)


def test_a_small_region_takes_the_next_smallest_with_it() -> None:
    found = cells({"emea": voices(20), "apac": voices(3), "amer": voices(9)})
    assert {region for region, one in found.items() if one.suppressed} == {"apac", "amer"}


def test_two_small_regions_that_are_enough_people_together_hide_alone() -> None:
    found = cells({"emea": voices(20), "apac": voices(3), "amer": voices(2)})
    assert found["emea"].mean == 4.0
    assert found["apac"] == found["amer"] == WITHHELD


sizes = st.dictionaries(st.sampled_from(["emea", "apac", "amer", "nordics", "dach"]), st.integers(0, 12))


@given(sizes)
def test_neither_a_cell_nor_what_is_left_of_the_total_is_of_few_people(sizes: dict[str, int]) -> None:
    groups = {region: voices(count) for region, count in sizes.items()}
    total = sum(sizes.values())
    found = cells(groups)
    hidden = sum(sizes[region] for region, one in found.items() if one.suppressed)
    for region, one in found.items():
        if not one.suppressed:
            assert one.respondents == sizes[region]
            assert sizes[region] == 0 or sizes[region] >= SMALLEST_CELL
    if total >= SMALLEST_CELL:
        assert hidden == 0 or hidden >= SMALLEST_CELL


@pytest.mark.parametrize("values", [[1, 2, 3, 4, 5], [5, 5, 5, 4, 4, 4]])
def test_the_mean_is_the_mean(values) -> None:
    spoken = Voices(people=len(values), answers=len(values), total=sum(values))
    assert cell(spoken).mean == round(float(Fraction(sum(values), len(values))), 2)
