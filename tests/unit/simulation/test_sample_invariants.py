"""Properties of every made-up company, of any size and seed."""

import re
from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from simulation.company import SITES, TOPICS
from simulation.hierarchy import apportion
from simulation.sample import Employee, make_company

TODAY = date(2026, 1, 5)


def for_any_company(test):
    """Run a test on companies of any size and seed; made in the test's own time, which is no one's limit."""

    @settings(deadline=None, max_examples=50)
    @given(people=st.integers(1, 400), seed=st.integers(0, 2**32))
    @example(people=1, seed=0)
    @example(people=2, seed=0)
    @example(people=10, seed=0)
    def on_a_company(people, seed):
        test(make_company(people, seed, TODAY))

    on_a_company.__name__ = test.__name__
    return on_a_company


@for_any_company
def test_everybody_reports_up_to_the_one_head(company):
    by_id = {person.employee_id: person for person in company}
    heads = [person for person in company if person.manager_id is None]
    assert len(by_id) == len(company)
    assert [head.grade for head in heads] == [12]
    assert all(top_of(person, by_id) is heads[0] for person in company)


def top_of(person: Employee, by_id: dict[str, Employee]) -> Employee:
    """Climb to the top; each step must be to a higher grade, so no chain can close."""
    while person.manager_id is not None:
        manager = by_id[person.manager_id]
        assert manager.grade > person.grade >= 1
        person = manager
    return person


@for_any_company
def test_a_team_is_one_managers_unit(company):
    managers_by_team: dict[str, set[str | None]] = {}
    for person in company:
        if person.manager_id is not None:
            managers_by_team.setdefault(person.team, set()).add(person.manager_id)
    assert all(len(managers) == 1 for managers in managers_by_team.values())
    assert len(managers_by_team) == len({person.manager_id for person in company} - {None})


@for_any_company
def test_ids_and_addresses_are_plain_and_unique(company):
    assert [person.employee_id for person in company] == [f"E{n:06d}" for n in range(1, len(company) + 1)]
    assert len({person.email for person in company}) == len(company)
    assert all(re.fullmatch(r"[a-z]+\.[a-z]+\d*@example\.com", person.email) for person in company)


@for_any_company
def test_levels_are_in_range(company):
    for person in company:
        assert all(re.fullmatch("[a-z]{2}", code) and 1 <= level <= 5 for code, level in person.languages)
        assert "en" in dict(person.languages)
        assert person.skills
        assert all(topic in TOPICS and 1 <= level <= 3 for topic, level in person.skills)
        assert len(dict(person.skills)) == len(person.skills)


@for_any_company
def test_zone_and_region_belong_together(company):
    places = {(site.region, site.time_zone) for site in SITES}
    assert {(person.region, person.time_zone) for person in company} <= places


@for_any_company
def test_people_are_adults_when_hired_and_not_yet_retired(company):
    for person in company:
        assert person.hired_on <= TODAY
        assert person.hired_on.year - person.born_year >= 18
        assert TODAY.year - person.born_year <= 66


@given(st.integers(0, 10_000), st.lists(st.floats(0.1, 100), min_size=1, max_size=20))
def test_apportioned_parts_add_up(total, weights):
    parts = apportion(total, weights)
    assert sum(parts) == total
    assert min(parts) >= 0
    assert len(parts) == len(weights)
