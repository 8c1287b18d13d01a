"""Reading HR exports: cells, lines, and who reports to whom."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enrollment.domain.export import read_export
from services.enrollment.domain.hierarchy import check_managers
from services.enrollment.domain.leavers import find_leavers
from services.enrollment.domain.rows import COLUMNS
from shared.kernel import RuleBroken

TODAY = date(2026, 1, 5)
SOUND = {
    "employee_id": "E1",
    "name": "Ada Example",
    "email": "ada@example.com",
    "grade": "3",
    "manager_id": "",
    "department": "Engineering",
    "team": "ENG-1",
    "region": "emea",
    "time_zone": "Europe/Berlin",
    "languages": "de:5;en:4",
    "skills": "ai-prompting:3",
    "hired_on": "2022-09-01",
    "born_year": "1998",
}


def csv_of(*rows):
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows({**SOUND, "email": _email(row), **row} for row in rows)
    return out.getvalue().encode()


def _email(row):
    return f"{row.get('employee_id', '').replace(' ', '') or 'ada'}@x.org"


def read(content):
    return read_export(content, "acme", TODAY)


def faults_of(export):
    return [(error.line, error.field) for error in sorted(export.errors)]


def test_a_sound_row_becomes_an_employee():
    export = read(csv_of({}))
    employee = export.employees["e1"]
    assert export.errors == []
    assert (employee.grade, employee.manager_id, employee.born_year) == (3, None, 1998)
    assert [(language.code, language.level) for language in employee.languages] == [("de", 5), ("en", 4)]
    assert employee.hired_on.isoformat() == "2022-09-01"


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("employee_id", ""),
        ("employee_id", "a b"),
        ("employee_id", "x" * 65),
        ("name", " "),
        ("name", "x" * 201),
        ("email", "ada"),
        ("email", "a@b@example.com"),
        ("grade", "0"),
        ("grade", "13"),
        ("grade", "3.5"),
        ("grade", "²"),
        ("grade", "9" * 5000),
        ("manager_id", "no one"),
        ("region", ""),
        ("region", "north sea"),
        ("time_zone", "../etc/passwd"),
        ("time_zone", "CEST"),
        ("languages", ""),
        ("languages", "en"),
        ("languages", "en:6"),
        ("languages", "en:5;en:4"),
        ("skills", "AI:3"),
        ("skills", "ai:4"),
        ("skills", "ai:1;ai:2"),
        ("skills", "x" * 41 + ":1"),
        ("hired_on", "2023-02-29"),
        ("hired_on", "01.09.2022"),
        ("hired_on", "20220901"),
        ("born_year", "98"),
        ("born_year", "2150"),
    ],
)
def test_a_bad_cell_is_named(column, cell):
    export = read(csv_of({"employee_id": "E1", column: cell}))
    assert export.employees == {}
    assert faults_of(export) == [(2, column)]
    assert export.rejected == 1


@pytest.mark.parametrize(("column", "cell"), [("skills", ""), ("born_year", ""), ("manager_id", "")])
def test_some_cells_may_be_empty(column, cell):
    assert read(csv_of({column: cell})).errors == []


def test_lines_are_counted_over_quoted_line_breaks_and_blank_lines():
    content = csv_of({"name": "Two\nlines"}, {"employee_id": "E2", "grade": "x"})
    content += b"\n" + csv_of({"employee_id": "E3", "grade": "y"}).split(b"\r\n", 1)[1]
    assert faults_of(read(content)) == [(4, "grade"), (6, "grade")]


def test_a_row_with_too_few_or_too_many_cells_is_refused():
    content = (
        csv_of({}) + b"E2,too short\r\n" + csv_of({"employee_id": "E3"}).split(b"\r\n")[1] + b",more\r\n"
    )
    export = read(content)
    assert list(export.employees) == ["e1"]
    assert faults_of(export) == [(3, "row"), (4, "row")]


def test_columns_may_come_in_any_order_with_others_between():
    columns = ["cost_centre", *reversed(COLUMNS)]
    row = {**SOUND, "cost_centre": "7"}
    content = ",".join(columns) + "\n" + ",".join(row[column] for column in columns)
    assert read(content.encode()).employees["e1"].team == "ENG-1"


def line_of(employee_id, **cells):
    return csv_of({"employee_id": employee_id, **cells}).split(b"\r\n", 1)[1]


DAMAGED = {
    "an unquoted comma": line_of("E2").replace(b"Ada Example", b"Example, Ada"),
    "too few cells": b"E2,too short\r\n",
    "a quote never closed": line_of("E2").replace(b"Ada", b'"Ada').replace(b"ada@", b"x@"),
    "a quote inside": line_of("E2").replace(b"Ada Example", b'"Ada" Example'),
    "bytes that are no text": line_of("E2").replace(b"Ada", b"Zo\xeb"),
}


@pytest.mark.parametrize("damaged", DAMAGED.values(), ids=DAMAGED.keys())
@pytest.mark.parametrize("after", [b"", line_of("E3"), line_of("E3", name='Smith, "Bo"') * 9])
def test_a_damaged_row_costs_no_other_row(damaged, after):
    export = read(csv_of({}) + damaged + after)
    assert list(export.employees) == ["e1", "e3"][: 1 + bool(after)]
    assert {error.line for error in export.errors if error.field != "employee_id"} == {3}
    assert next(error.employee_id for error in export.errors) == "e2"


def test_bytes_that_are_no_text_are_named_by_column():
    export = read(csv_of({}).replace(b"Engineering", b"\xff") + line_of("E2"))
    assert faults_of(export) == [(2, "department")]
    assert list(export.employees) == ["e2"]


@pytest.mark.parametrize("damaged", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_row_makes_nobody_a_leaver(damaged):
    export = read(csv_of({}) + damaged)
    assert find_leavers(export, ["e1", "e2", "e9"]) == ["e9"]


def test_a_row_that_swallowed_another_makes_nobody_a_leaver():
    name, rest = line_of("E2").replace(b"Ada Example", b'"Ada'), line_of("E3").rstrip()
    swallowed = name.split(b",ada@")[0] + b"\r\n" + rest.replace(b"E3,Ada Example", b'E3"')
    export = read(csv_of({}) + swallowed)
    assert list(export.employees) == ["e1", "e2"]
    assert export.errors == []
    assert find_leavers(export, ["e2", "e3", "e9"]) == ["e9"]


NAMELESS = {
    "no id": line_of("E2").replace(b"E2", b""),
    "an id that is none": line_of("E2").replace(b"E2", b"E 2"),
    "an id of wrong bytes": line_of("E2").replace(b"E2", b"\xff2"),
    "a quote before the id": line_of("E2").replace(b"E2", b'"E2'),
}


@pytest.mark.parametrize("nameless", NAMELESS.values(), ids=NAMELESS.keys())
def test_where_a_row_does_not_say_whose_it_is_nobody_is_a_leaver(nameless):
    export = read(csv_of({}) + nameless)
    assert find_leavers(export, ["e1", "e2", "e9"]) == []
    assert (3, "mode") in faults_of(export)
    assert export.rejected == 1


def test_of_a_row_with_wrong_cells_only_the_first_column_can_be_trusted():
    columns = ["name", *(column for column in COLUMNS if column != "name")]
    row = {**SOUND, "name": "Example, Ada"}
    content = ",".join(columns) + "\n" + ",".join(row[column] for column in columns)
    export = read(content.encode())
    assert find_leavers(export, ["e1", "e9"]) == []


def test_a_sound_file_with_nobody_missing_has_no_leavers():
    export = read(csv_of({}) + NAMELESS["no id"])
    assert find_leavers(export, ["e1"]) == []
    assert all(error.field != "mode" for error in export.errors)


def test_a_damaged_header_is_refused():
    with pytest.raises(RuleBroken, match="the header is not CSV"):
        read(b'employee_id,"name" x\n')


def test_who_appears_twice_counts_once():
    export = read(csv_of({}, {"name": "Other"}))
    assert export.employees["e1"].name == "Ada Example"
    assert faults_of(export) == [(3, "employee_id")]


def managed(*pairs):
    return read(csv_of(*({"employee_id": a, "manager_id": b} for a, b in pairs)))


def test_a_manager_may_come_later_or_be_known_already():
    export = managed(("A", "B"), ("B", "OLD"))
    check_managers(export, {"old": None})
    assert export.errors == []


def test_who_reports_to_nobody_known_is_refused_alone():
    export = managed(("A", "NOBODY"), ("B", "A"), ("C", "B"), ("D", ""))
    check_managers(export, {})
    assert list(export.employees) == ["b", "c", "d"]
    assert [(error.employee_id, error.message) for error in export.errors] == [
        ("a", "no such employee: nobody")
    ]
    (warning,) = export.warnings
    assert (warning.line, warning.employee_id, warning.field) == (3, "b", "manager_id")
    assert "a, line 2, was not taken" in warning.message


def test_a_circle_with_what_is_known_is_found():
    export = managed(("A", "B"), ("C", ""))
    check_managers(export, {"a": None, "b": "a"})
    assert list(export.employees) == ["c"]
    assert "a → b → a" in export.errors[0].message


def chain(length, prefix="e"):
    """People below one another, the head first."""
    return [(f"{prefix}{n}", f"{prefix}{n - 1}" if n else "") for n in range(length)]


def test_a_line_deeper_than_25_managers_is_refused_by_name():
    export = managed(*chain(30))
    check_managers(export, {})
    assert len(export.employees) == 26
    assert [error.employee_id for error in sorted(export.errors)] == ["e26", "e27", "e28", "e29"]
    assert "more than 25 managers" in export.errors[0].message


def test_who_moves_so_that_others_get_too_deep_is_refused():
    export = managed(("lead", "e20"))
    below = {"lead": None, **{f"b{n}": f"b{n - 1}" if n else "lead" for n in range(6)}}
    check_managers(export, {**dict(pair if pair[1] else (pair[0], None) for pair in chain(21)), **below})
    assert [(error.employee_id, error.field) for error in export.errors] == [("lead", "manager_id")]


def test_a_very_long_line_makes_a_broken_file():
    export = managed(*chain(3000))
    with pytest.raises(RuleBroken, match="more than 1000 faults"):
        check_managers(export, {})


IDS = st.sampled_from("abcdefgh")


@given(
    st.dictionaries(IDS, st.one_of(st.just(""), IDS, st.just("X")), min_size=1),
    st.dictionaries(IDS, st.none(), max_size=4),
)
def test_whatever_is_kept_has_a_line_to_a_head_or_to_somebody_whose_row_was_refused(rows, known):
    export = managed(*rows.items())
    check_managers(export, known)
    managers = {**known, **{id_: employee.manager_id for id_, employee in export.employees.items()}}
    refused, warned = ({fault.employee_id for fault in faults} for faults in (export.errors, export.warnings))
    for id_ in export.employees:
        seen, current = set(), id_
        while current is not None and current in managers:
            assert current not in seen
            seen.add(current)
            last, current = current, managers[current]
        assert current is None or (current in refused and last in warned)
    assert export.rejected + len(export.employees) == len(rows)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content):
    try:
        export = read(csv_of() + content)
    except RuleBroken:
        return
    assert export.employees == {}
    assert export.rejected <= content.count(b"\n") + content.count(b"\r") + 1


def test_a_file_may_name_pay_review_panels():
    header, row = csv_of({}).decode().splitlines()
    assert read(csv_of({})).employees["e1"].pay_panel is None
    for cell, panel in (("P-12", "P-12"), ("", None)):
        export = read(f"{header},pay_panel\n{row},{cell}\n".encode())
        assert export.employees["e1"].pay_panel == panel
    too_long = read(f"{header},pay_panel\n{row},{'x' * 65}\n".encode())
    assert faults_of(too_long) == [(2, "pay_panel")]
    with pytest.raises(RuleBroken, match="repeats: pay_panel"):
        read(f"{header},pay_panel,pay_panel\n{row},a,b\n".encode())
