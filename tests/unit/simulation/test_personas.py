from collections import Counter

import pytest

from simulation.chance import Chance
from simulation.company import DIGITAL_TOPICS
from simulation.personas import unwilling, volunteers
from simulation.sample import make_company


@pytest.fixture(scope="module")
def company():
    return make_company(2000, 7)


@pytest.fixture(scope="module")
def people(company):
    return volunteers(company, Chance(7))


def test_most_executives_take_part_and_a_few_more_juniors_than_they(company, people):
    executives = sum(person.grade >= 8 for person in company)
    roles = Counter(person.role for person in people)
    assert 0.55 * executives < roles["mentee"] < 0.75 * executives
    assert roles["mentee"] < roles["mentor"] <= 1.3 * roles["mentee"]


def test_each_region_gets_at_least_as_many_mentors_as_mentees(people):
    by_region = {
        role: Counter(p.employee.region for p in people if p.role == role) for role in ("mentor", "mentee")
    }
    assert all(by_region["mentor"][region] >= count for region, count in by_region["mentee"].items())


def test_mentors_are_juniors_with_digital_skills(people):
    for person in people:
        if person.role == "mentor":
            assert person.employee.grade <= 5
            assert any(topic in DIGITAL_TOPICS and level >= 2 for topic, level in person.topics)


def test_executives_want_what_they_do_not_master(people):
    for person in people:
        if person.role == "mentee":
            mastered = {topic for topic, level in person.employee.skills if level == 3}
            assert person.topics
            assert mastered.isdisjoint(topic for topic, _ in person.topics)


def test_traits_stay_in_their_ranges(people):
    for person in people:
        assert 0 <= person.promptness <= 1
        assert 0 <= person.reliability <= 1
        assert -1 <= person.warmth <= 1
        assert person.hours[0] < person.hours[1]
        assert person.joins_after >= 0


def test_nobody_is_asked_twice_and_the_same_seed_asks_the_same(company, people):
    assert len({person.id for person in people}) == len(people)
    assert volunteers(company, Chance(7)) == people
    assert volunteers(company, Chance(8)) != people


def test_those_who_do_not_want_to_are_the_other_executives_and_more_juniors(company, people):
    others = unwilling(company, Chance(7))
    assert not any(person.willing for person in others)
    assert all(person.willing for person in people)
    assert {person.id for person in others}.isdisjoint(person.id for person in people)
    executives = {person.employee_id for person in company if person.grade >= 8}
    assert {person.id for person in [*people, *others] if person.role == "mentee"} == executives
    assert any(person.role == "mentor" for person in others)
