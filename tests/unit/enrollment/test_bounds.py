"""The bounds of a file: rows, cells, faults, warnings; and nothing of it stays in memory."""

import pytest

from services.enrollment.domain import export, rows
from services.enrollment.domain.assessment import CommunicationStyle, score
from services.enrollment.domain.csv_file import LONGEST_LINE, read_rows
from services.enrollment.domain.employee import MAX_LINE
from services.enrollment.domain.instruments import INSTRUMENTS
from services.enrollment.domain.preferences import Preferences
from services.enrollment.domain.profile import matching_profile
from shared.contracts.enrollment import ParticipantReady
from shared.contracts.vocabulary import Role
from shared.kernel import RuleBroken
from tests.unit.enrollment.hr_exports import HEAD, ROW, TODAY, of


def cells(**changes):
    values = dict(zip(HEAD.split(","), ROW.split(","), strict=True))
    return ",".join({**values, **changes}.values())


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("languages", ";".join(f"a{a}{b}:1" for a in "abc" for b in "abcdefghijklmnopqrstuvwxyz")[: 6 * 51]),
        ("skills", ";".join(f"s{n}:1" for n in range(201))),
    ],
)
def test_a_cell_names_so_many_things_at_most(column, cell):
    plan = of(cells(**{column: cell}))
    (error,) = plan.export.errors
    assert (error.field, "are allowed" in error.message) == (column, True)


def test_as_many_as_a_profile_takes_are_taken():
    skills = ";".join(f"s{n}:1" for n in range(200))
    languages = ";".join(f"{a}{b}:1" for a in "ab" for b in "abcdefghijklmnopqrstuvwxy")
    person = of(cells(skills=skills, languages=languages)).export.employees["e1"]
    assert (len(person.skills), len(person.languages)) == (200, 50)


def test_a_line_that_is_too_long_is_not_read():
    plan = of(cells(skills="x" * LONGEST_LINE), ROW.replace("e1", "e2"))
    assert list(plan.export.employees) == ["e2"]
    (error,) = plan.export.errors
    assert (error.line, error.employee_id, error.field) == (2, "e1", "row")
    assert len(error.message) < 100


def test_a_file_with_too_many_faults_is_broken_and_says_which_come_first():
    with pytest.raises(RuleBroken, match="more than 1000 faults") as refusal:
        of(*("x,,,,,,,,,,,," for _ in range(20_000)))
    assert refusal.value.field == "file"
    assert "line 2" in refusal.value.message
    assert len(refusal.value.message) < 1000


def test_a_file_has_so_many_rows_lines_and_columns_at_most(monkeypatch):
    monkeypatch.setattr(export, "MOST_ROWS", 2)
    with pytest.raises(RuleBroken, match="2 rows at most"):
        of(*(cells(employee_id=f"e{n}", email=f"e{n}@x.org") for n in range(3)))
    with pytest.raises(RuleBroken, match="200 columns at most"):
        of(header=HEAD + ",x" * 200)
    with pytest.raises(RuleBroken, match="too many lines"):
        next(read_rows(b"\n" * 1_000_001, ()))


def test_warnings_are_counted_beyond_those_kept(monkeypatch):
    monkeypatch.setattr(export, "MOST_WARNINGS", 2)
    plan = of(*(cells(employee_id=f"e{n}", email=f"e{n}@x.org", manager_id=f"e{n}") for n in range(5)))
    assert (len(plan.export.warnings), plan.export.warning_count) == (2, 5)


def test_what_cells_say_is_not_kept_for_ever():
    for number in range(20_000):
        rows._skills(f"s{number}:1;t{number}:2")
    assert rows._skill.cache_info().currsize <= 4096
    assert rows._language.cache_info().maxsize <= 4096


def test_the_largest_person_makes_a_small_event():
    skills = ";".join(f"{n:03}-{'x' * 36}:3" for n in range(200))
    languages = ";".join(f"{a}{b}a:5" for a in "ab" for b in "abcdefghijklmnopqrstuvwxy")
    wide = {"department": "\U0001f600" * 100, "team": "\U0001f600" * 100, "name": "\U0001f600" * 200}
    employee = of(cells(skills=skills, languages=languages, **wide)).export.employees["e1"]
    line = tuple(f"{n:02}{'x' * 62}" for n in range(MAX_LINE))
    style = CommunicationStyle(pace=3, directness=3, formality=3)
    instrument = INSTRUMENTS[Role.MENTOR]
    result = score(instrument, instrument.version, {item.id: "a" for item in instrument.items}, style)
    profile = matching_profile(employee, line, Role.MENTOR, Preferences(), result.features, TODAY)
    event = ParticipantReady(participant_id="p1", profile=profile)
    assert len(event.model_dump_json().encode()) < 30_000
