"""Time to match as a service level: what it says of how many, and who still counts."""

from datetime import timedelta

import pytest

from services.matching.domain.policy import Decisions, ServiceLevel
from shared.contracts.vocabulary import Role
from tests.unit.matching.matching_people import READY_AT, mentor, profile

LATER = READY_AT + timedelta(days=3)


@pytest.mark.parametrize(
    ("in_time", "people", "percent", "met"),
    [
        (0, 0, None, None),
        (4, 4, None, None),
        (4, 5, 80.0, True),
        (3, 5, 60.0, False),
        (799, 1000, 79.9, False),
        (79_999, 100_000, 80.0, False),  # what is shown is rounded, the verdict is not
        (80_000, 100_000, 80.0, True),
    ],
)
def test_the_level_is_judged_by_whole_people_and_not_of_too_few(in_time, people, percent, met):
    level = ServiceLevel(days=14, share=80)
    assert (level.percent(in_time, people), level.met(in_time, people)) == (percent, met)


@pytest.mark.parametrize("wrong", [{"days": 0}, {"days": 366}, {"share": 0}, {"share": 101}, {"weeks": 2}])
def test_a_target_has_bounds(wrong):
    with pytest.raises(ValueError, match=f"service_level.{next(iter(wrong))}"):
        Decisions.model_validate({"service_level": wrong})


def test_only_the_first_pairing_since_getting_ready_counts():
    person = mentor()
    assert person.awaits_first
    once = person.proposed("p", "mentee-1").paired("p", "x").found_partner(LATER)
    assert (once.awaits_first, once.first_paired_at) == (False, LATER)
    again = once.parted("x", "mentee-1").proposed("q", "mentee-2").paired("q", "y")
    assert again.found_partner(LATER + timedelta(days=9)).first_paired_at == LATER


def test_who_comes_back_waits_anew_and_new_facts_change_nothing():
    waited = mentor().fell_overdue()
    facts = profile(Role.MENTOR, capacity=2)
    assert waited.ready(facts, "emea", LATER).overdue
    assert not waited.withdrawn().awaits_first
    back = waited.found_partner(LATER).withdrawn().ready(facts, "emea", LATER)
    assert (back.awaits_first, back.overdue, back.ready_at) == (True, False, LATER)


def test_who_is_proposed_or_has_a_list_is_asked():
    assert not mentor().is_asked
    assert mentor().proposed("p", "mentee-1").is_asked
    assert mentor().offered("list", "mentee-1").is_asked
