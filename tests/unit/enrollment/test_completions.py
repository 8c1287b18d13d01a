"""Training completed in a learning system: its file row by row, in memory."""

from datetime import date, timedelta

import pytest

from services.enrollment.commands.completions import record_completions
from services.enrollment.domain import completion_file
from services.enrollment.domain.completion_file import CompletionRow, FaultyRow, RowFault, read_completions
from services.enrollment.store import PARTICIPANTS
from shared.contracts.enrollment import TrainingCompleted, TrainingExpiryDue
from shared.contracts.vocabulary import Role
from shared.kernel import RuleBroken
from tests.unit.enrollment.joining import PLAN, Joining

TODAY = date(2026, 1, 12)
HEADER = "employee_id;email;module;completed_on;score\n"


def read(text, today=TODAY):
    return list(read_completions(text.encode(), today))


def test_rows_are_read_whatever_the_separator_and_the_order_of_columns():
    (row,) = read("completed_on;module;email\n2026-01-08;Confidentiality;Ann@Example.com\n")
    assert row == CompletionRow(2, "email", "ann@example.com", "confidentiality", date(2026, 1, 8))


def test_a_wrong_row_costs_no_other_and_is_named_by_its_line():
    rows = read(
        HEADER
        + "ann;;confidentiality;2026-01-08;9\n"
        + "ann;;confidentiality;8.1.2026;9\n"
        + ";;confidentiality;2026-01-08;9\n"
        + "ann;;confidentiality\n"
        + "ann;;confidentiality;2026-01-14;9\n"
        + "E1;;first-meeting;2026-01-08;9\n"
    )
    assert rows == [
        CompletionRow(2, "employee_id", "ann", "confidentiality", date(2026, 1, 8)),
        FaultyRow(3, "completed_on", RowFault.DAY_UNREADABLE),
        FaultyRow(4, "employee_id", RowFault.PERSON_UNKNOWN),
        FaultyRow(5, "row", RowFault.DAMAGED),
        FaultyRow(6, "completed_on", RowFault.DAY_IN_FUTURE),
        CompletionRow(7, "employee_id", "e1", "first-meeting", date(2026, 1, 8)),
    ]


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        ("", "employee_id / email, module, completed_on"),
        ("module,completed_on", "employee_id / email"),
        ("email,completed_on", "module"),
    ],
)
def test_a_header_without_a_column_is_refused(header, missing):
    with pytest.raises(RuleBroken) as refused:
        read(header)
    assert (refused.value.field, refused.value.params["columns"]) == ("header", missing)


def test_a_file_without_rows_or_with_too_many_is_refused(monkeypatch):
    monkeypatch.setattr(completion_file, "MOST_ROWS", 2)
    for rows, code in ((0, "file-without-rows"), (3, "too-many-rows")):
        with pytest.raises(RuleBroken) as refused:
            read(HEADER + "ann;;confidentiality;2026-01-08;9\n" * rows)
        assert (refused.value.field, refused.value.code) == ("file", code)


@pytest.fixture
async def joining():
    joining = Joining()
    await joining.admit("everybody")
    await joining.hire("ann", "ben", "eve")
    await joining.join("ann")
    await joining.join("eve", Role.MENTEE)
    joining.scenario.published()
    return joining


def row(line, person, module="confidentiality", days_ago=4):
    column = "email" if "@" in person else "employee_id"
    return CompletionRow(line, column, person, module, TODAY - timedelta(days=days_ago))


async def record(joining, *rows):
    return await joining.scenario.command(record_completions, rows, "account")


async def test_a_completion_is_recorded_once_with_its_day(joining):
    outcome = await record(joining, row(2, "ann"), row(3, "ann@example.com", "first-meeting"), row(4, "ann"))
    assert (outcome.recorded, outcome.unchanged, outcome.faults) == (2, 1, [])
    facts = joining.scenario.published()
    assert [(type(fact), fact.module) for fact in facts] == [
        (TrainingCompleted, "confidentiality"),
        (TrainingCompleted, "first-meeting"),
    ]
    id_ = await joining.id_of("ann")
    ann = await joining.scenario.command(lambda uow: uow.require(PARTICIPANTS, id_))
    assert [each.noted_at.date() for each in ann.trainings] == [TODAY - timedelta(days=4)] * 2
    again = await record(joining, row(2, "ann"), row(3, "ann", "first-meeting"))
    assert (again.recorded, again.unchanged, joining.scenario.published()) == (0, 2, [])


async def test_unknown_people_and_modules_are_named_by_their_lines(joining):
    outcome = await record(
        joining,
        row(2, "nobody"),
        row(3, "ben@example.com"),  # takes no part
        row(4, "ann", "juggling"),
        row(5, "ann", "learning-from-a-junior"),
        row(6, "eve", "learning-from-a-junior"),
    )
    assert outcome.recorded == 1
    assert [(each.line, each.field, each.fault) for each in outcome.faults] == [
        (2, "employee_id", RowFault.PERSON_UNKNOWN),
        (3, "email", RowFault.PERSON_UNKNOWN),
        (4, "module", RowFault.MODULE_UNKNOWN),
        (5, "module", RowFault.OTHER_ROLE),
    ]


async def test_what_was_completed_too_long_ago_does_not_count(joining):
    rules = PLAN.rules.model_copy(update={"training_valid_days": 30})
    await joining.plan(PLAN.model_copy(update={"rules": rules}))
    outcome = await record(joining, row(2, "ann", days_ago=31), row(3, "ann", "first-meeting", days_ago=29))
    assert [(each.line, each.fault) for each in outcome.faults] == [(2, RowFault.EXPIRED)]
    assert outcome.recorded == 1
    timers = joining.scenario.timers()
    ((due_at, timer),) = [each for each in timers if isinstance(each[1], TrainingExpiryDue)]
    assert (due_at.date(), timer.module) == (TODAY + timedelta(days=1), "first-meeting")
