"""HR exports in the shapes of others' bug reports: accepted rows, refusals by line, and warnings."""

import pytest

from services.enrollment.domain.directory import DirectoryEntry
from services.enrollment.domain.hr_import import ImportMode
from services.enrollment.domain.plan import plan_import
from shared.kernel import RuleBroken
from tests.unit.enrollment.hr_exports import FILES, HEAD, PEOPLE, ROW, TODAY, of, plan


def faults(planned):
    return [(error.line, error.employee_id, error.field) for error in sorted(planned.export.errors)]


def test_rows_of_bare_commas_are_no_people_and_hide_no_leaver():
    planned = plan("hr01-blank-rows", "full", known=[*PEOPLE, "gone"])
    assert (list(planned.export.employees), planned.export.errors) == (PEOPLE, [])
    assert planned.leavers == ["gone"]


def test_who_is_their_own_manager_is_the_head_and_keeps_the_staff():
    planned = plan("hr02-own-manager-head")
    assert list(planned.export.employees) == PEOPLE
    assert planned.export.employees["h1"].manager_id is None
    (warning,) = planned.export.warnings
    assert (warning.line, warning.employee_id, warning.field) == (2, "h1", "manager_id")


def test_managers_in_a_circle_are_named_and_cost_nobody_below():
    planned = plan("hr05-circle")
    assert list(planned.export.employees) == ["h1", "c1", "s1"]
    assert faults(planned) == [(3, "a1", "manager_id"), (4, "b1", "manager_id")]
    assert "a1 → b1 → a1" in planned.export.errors[0].message
    assert [(warning.employee_id, warning.field) for warning in planned.export.warnings] == [
        ("c1", "manager_id")
    ]


def test_a_manager_may_be_named_by_email_address():
    planned = plan("hr06-manager-by-email")
    assert {id_: person.manager_id for id_, person in planned.export.employees.items()} == {
        "h1": None,
        "s1": "h1",
        "s2": "h1",
    }
    assert planned.export.errors == []


def test_a_manager_named_by_name_is_refused_with_what_is_wanted():
    planned = plan("hr06b-manager-by-name")
    assert list(planned.export.employees) == ["h1"]
    (error,) = planned.export.errors
    assert (error.line, error.field) == (3, "manager_id")
    assert "employee id or e-mail address" in error.message


@pytest.mark.parametrize("name", ["hr07-semicolon-bom", "hr07b-sep-line", "hr07c-tab", "hr15-full-base"])
def test_separators_of_spreadsheets_are_read(name):
    planned = plan(name)
    assert (list(planned.export.employees), planned.export.errors) == (PEOPLE, [])
    assert planned.export.employees["s1"].languages[0].code == "en"


def test_ids_keep_their_zeros_and_a_manager_who_lost_them_is_named():
    planned = plan("hr09-zeros")
    assert list(planned.export.employees) == ["000120", "000123"]
    assert [(error.line, error.message) for error in planned.export.errors] == [(4, "no such employee: 120")]
    with pytest.raises(RuleBroken, match="3 of 3 people are missing"):
        plan("hr09b-zeros-all-lost", "full", known=["000120", "000123", "000124"])


def test_the_same_id_twice_counts_once():
    planned = plan("hr10-same-id-twice")
    assert planned.export.employees["s1"].name == "Person S1"
    assert faults(planned) == [(4, "s1", "employee_id")]


def test_the_same_address_under_two_ids_is_one_person():
    planned = plan("hr10b-same-mail-twice")
    assert list(planned.export.employees) == ["h1", "s1"]
    assert faults(planned) == [(4, "s9", "email")]
    assert "already the address of s1 on line 3" in planned.export.errors[0].message


def test_an_address_of_somebody_in_the_directory_is_refused():
    directory = {"old": DirectoryEntry(None, "kim.rehired@example.com")}
    content = (FILES / "hr10b-same-mail-twice.csv").read_bytes()
    kept = plan_import(content, "acme", directory, ImportMode.PARTIAL, today=TODAY, confirm_leavers=False)
    assert list(kept.export.employees) == ["h1"]
    assert "already the address of employee old" in min(kept.export.errors).message
    left = plan_import(content, "acme", directory, ImportMode.FULL, today=TODAY, confirm_leavers=True)
    assert (left.leavers, list(left.export.employees)) == (["old"], ["h1", "s1"])


def test_ids_that_differ_by_case_are_one_person():
    planned = plan("hr10c-ids-differ-by-case")
    assert list(planned.export.employees) == ["h1", "s1"]
    assert faults(planned) == [(4, "s1", "employee_id")]


def test_only_iso_dates_are_taken():
    planned = plan("hr11-dates")
    assert list(planned.export.employees) == ["h1", "d4"]
    assert [(line, field) for line, _, field in faults(planned)] == [
        (line, "hired_on") for line in (3, 4, 5, 6, 8, 9, 10, 11)
    ]


def test_who_is_inactive_is_not_taken_in_and_leaves():
    planned = plan("hr13-inactive-in-file", known=["h1", "s2"], confirm=True)
    assert list(planned.export.employees) == ["h1", "s1"]
    assert (planned.export.gone, planned.leavers, planned.export.errors) == ({"s2"}, ["s2"], [])
    assert plan("hr13-inactive-in-file").leavers == []


def test_a_row_of_labels_is_refused_by_line():
    planned = plan("hr14-two-header-rows")
    assert list(planned.export.employees) == PEOPLE
    assert {error.line for error in planned.export.errors} == {2}


def test_a_file_cut_short_sends_nobody_away():
    with pytest.raises(RuleBroken, match="must contain people"):
        plan("hr15b-header-only", "full", known=PEOPLE, confirm=True)
    planned = plan("hr15c-cut-in-a-row", "full", known=PEOPLE)
    assert (list(planned.export.employees), planned.leavers) == (["h1", "s1", "s2"], [])
    assert faults(planned) == [(5, "s3", "row")]


def test_placeholders_for_days_are_refused_by_line():
    planned = plan("hr17-extreme-days")
    assert list(planned.export.employees) == ["s2"]
    assert faults(planned) == [(2, "h1", "hired_on"), (3, "s1", "born_year"), (3, "s1", "hired_on")]


@pytest.mark.parametrize("name", ["hr19-workday-headers", "hr19b-header-case"])
def test_other_headers_are_refused_as_a_whole(name):
    with pytest.raises(RuleBroken, match="the header lacks: employee_id") as refusal:
        plan(name)
    assert refusal.value.field == "header"


def test_markup_in_cells_is_text_like_any_other():
    planned = plan("c01-html-in-cells")
    assert planned.export.errors == []
    assert planned.export.employees["h1"].name == "<img src=x onerror=alert(1)>"


def test_columns_that_are_not_read_are_named():
    assert of(f"{ROW},7,x", header=f"{HEAD},cost_centre,pay_pannel").export.ignored == [
        "cost_centre",
        "pay_pannel",
    ]


@pytest.mark.parametrize(
    ("status", "ended", "employed"),
    [
        ("Active", "", True),
        ("on leave", "", True),
        ("TERMINATED", "", False),
        ("", "2026-01-05", False),
        ("", "2026-01-06", True),
        ("active", "2019-01-01", True),
    ],
)
def test_a_status_counts_before_a_date_of_termination(status, ended, employed):
    planned = of(f"{ROW},{status},{ended}", header=f"{HEAD},status,termination_date")
    assert (list(planned.export.employees) == ["e1"], planned.export.gone == {"e1"}) == (
        employed,
        not employed,
    )


def test_a_status_that_says_nothing_is_refused():
    planned = of(f"{ROW},maybe,", header=f"{HEAD},status,termination_date")
    assert (planned.export.employees, faults(planned)) == ({}, [(2, "e1", "status")])


def test_a_former_employment_does_not_end_the_present_one():
    head = f"{HEAD},status"
    planned = of(f"{ROW},terminated", f"{ROW},active", header=head)
    assert (list(planned.export.employees), planned.export.gone, planned.export.errors) == (["e1"], set(), [])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_a_file_in_utf_16_is_refused_with_what_is_wanted(encoding):
    content = b"\xff\xfe" * (encoding == "utf-16-le") + f"{HEAD}\n{ROW}\n".encode(encoding)
    with pytest.raises(RuleBroken, match="save it as CSV in UTF-8"):
        plan_import(content, "acme", {}, ImportMode.PARTIAL, today=TODAY, confirm_leavers=False)
