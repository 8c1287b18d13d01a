import csv
import io
from collections import Counter
from datetime import date
from statistics import mean, median
from zoneinfo import ZoneInfo

import pytest

from simulation.company import SITES
from simulation.sample import Employee, make_company, write_sample

HEADER = (
    "employee_id,name,email,grade,manager_id,department,team,"
    "region,time_zone,languages,skills,hired_on,born_year"
)


@pytest.fixture(scope="module")
def company() -> list[Employee]:
    return make_company(2000, seed=1)


def export(people: int, seed: int) -> str:
    out = io.StringIO(newline="")
    write_sample(out, people, seed)
    return out.getvalue()


def test_same_arguments_give_the_same_bytes():
    assert export(300, 5).encode() == export(300, 5).encode()


def test_another_seed_gives_another_company():
    assert export(300, 5) != export(300, 6)


def test_the_day_moves_hiring_and_birth():
    then, now = make_company(50, 1, date(2016, 1, 5)), make_company(50, 1, date(2026, 1, 5))
    assert {new.born_year - old.born_year for old, new in zip(then, now, strict=True)} == {10}


def test_the_export_has_the_agreed_columns_and_line_ends():
    text = export(20, 1)
    assert text.startswith(HEADER + "\n")
    assert "\r" not in text
    assert text.count("\n") == 21


def test_the_export_reads_back_as_the_company():
    rows = list(csv.DictReader(io.StringIO(export(200, 3), newline="")))
    people = make_company(200, seed=3)
    assert [row["name"] for row in rows] == [person.name for person in people]
    assert [row["manager_id"] for row in rows] == [person.manager_id or "" for person in people]
    assert [date.fromisoformat(row["hired_on"]) for row in rows] == [person.hired_on for person in people]
    skills = [tuple((topic, int(level)) for topic, level in pairs(row["skills"])) for row in rows]
    assert skills == [person.skills for person in people]


def pairs(cell: str) -> list[list[str]]:
    return [pair.split(":") for pair in cell.split(";")]


def test_names_in_several_scripts_survive_utf_8(tmp_path):
    path = tmp_path / "people.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        write_sample(out, 2000, 1)
    with path.open(encoding="utf-8", newline="") as lines:
        names = [row["name"] for row in csv.DictReader(lines)]
    written = " ".join(names)
    assert all(word in written for word in ("Žofia", "José", "美咲", "فاطمة"))


@pytest.mark.parametrize("people", [0, -3])
def test_an_empty_company_is_refused(people):
    with pytest.raises(ValueError, match=f"people must be at least 1, got {people}"):
        write_sample(io.StringIO(), people, 1)


def test_a_refused_export_writes_nothing():
    out = io.StringIO()
    with pytest.raises(ValueError, match="people"):
        write_sample(out, 0, 1)
    assert out.getvalue() == ""


def test_one_person_is_the_head():
    (head,) = make_company(1, seed=9)
    assert (head.employee_id, head.grade, head.manager_id) == ("E000001", 12, None)


def test_every_zone_is_known_to_the_time_zone_database():
    assert {ZoneInfo(site.time_zone).key for site in SITES} == {site.time_zone for site in SITES}


def test_a_company_spans_regions_unequally(company):
    regions = Counter(person.region for person in company)
    assert set(regions) == {"emea", "americas", "apac"}
    assert max(regions.values()) > 2 * min(regions.values())


def test_zones_have_half_hours_and_summers_in_both_hemispheres(company):
    assert {"Asia/Kolkata", "Australia/Adelaide", "Europe/Berlin", "America/Santiago"} <= {
        person.time_zone for person in company
    }


def test_departments_are_skewed(company):
    sizes = Counter(person.department for person in company)
    assert 8 <= len(sizes) <= 12
    assert max(sizes.values()) > 5 * min(sizes.values())


def test_a_few_skills_are_everywhere_and_most_are_rare(company):
    holders = Counter(topic for person in company for topic, _ in person.skills)
    assert len(holders) >= 24
    assert max(holders.values()) > 4 * median(holders.values())


def test_juniors_have_more_skills_than_their_seniors(company):
    juniors = [len(person.skills) for person in company if person.grade <= 3]
    seniors = [len(person.skills) for person in company if person.grade >= 9]
    assert mean(juniors) > 1.5 * mean(seniors)


def test_english_and_age_grow_with_the_grade(company):
    juniors = [person for person in company if person.grade <= 3]
    seniors = [person for person in company if person.grade >= 9]
    assert mean(dict(person.languages)["en"] for person in juniors) + 0.5 < mean(
        dict(person.languages)["en"] for person in seniors
    )
    assert mean(person.born_year for person in seniors) + 10 < mean(person.born_year for person in juniors)


@pytest.mark.parametrize("seed", range(5))
def test_there_are_juniors_to_teach_and_executives_to_learn(seed):
    grades = [person.grade for person in make_company(2000, seed)]
    assert 100 <= sum(grade >= 8 for grade in grades) <= 200
    assert sum(grade <= 5 for grade in grades) > 1000


def test_a_manager_has_about_seven_reports(company):
    reports = Counter(person.manager_id for person in company if person.manager_id)
    assert 5.5 <= mean(reports.values()) <= 8.5
    assert max(reports.values()) <= 12
