"""Statements of a learning system: each counts once, and nobody learns from them who takes part."""

from datetime import UTC, datetime

import pytest

from services.enrollment.commands.statements import set_activities, take_statements
from services.enrollment.domain.statements import Activity, Statement, StatementFault
from services.enrollment.store import PARTICIPANTS, TAKEN_STATEMENTS
from shared.contracts.enrollment import TrainingCompleted
from shared.kernel import Conflict, RuleBroken
from tests.unit.enrollment.joining import Joining

COURSE = "https://learning.example.com/courses/42"
COMPLETED = "http://adlnet.gov/expapi/verbs/completed"
AT = datetime(2026, 1, 8, 13, 40, tzinfo=UTC)


def statement(number, person="ann", **changes):
    id_ = f"6690e6c9-3ef0-4ed3-8b37-{number:012}"
    stated = {"verb": COMPLETED, "activity": COURSE, "fell_short": False, "stated_at": AT, **changes}
    return Statement(id=id_, person=person, **stated)


@pytest.fixture
async def joining():
    joining = Joining()
    await joining.admit("everybody")
    await joining.hire("ann", "ben")
    await joining.join("ann")
    await name(joining, 0, (COURSE, "confidentiality"))
    joining.scenario.published()
    return joining


async def name(joining, based_on, *activities):
    listed = tuple(Activity(activity=activity, module=module) for activity, module in activities)
    return await joining.scenario.command(set_activities, joining.scenario.scope.programme, listed, based_on)


async def take(joining, *statements):
    taken = await joining.scenario.command(take_statements, statements, "lms")
    return taken.accepted, taken.ignored, [(each.field, each.fault) for each in taken.faults]


async def trained(joining, employee_id):
    id_ = await joining.id_of(employee_id)
    return (await joining.scenario.command(lambda uow: uow.require(PARTICIPANTS, id_))).trainings


async def test_a_statement_counts_once_by_its_id(joining):
    assert await take(joining, statement(1), statement(1)) == (2, 0, [])
    assert await take(joining, statement(1)) == (1, 0, [])
    facts = joining.scenario.published()
    assert [(type(each), each.module) for each in facts] == [(TrainingCompleted, "confidentiality")]
    (training,) = await trained(joining, "ann")
    assert (training.noted_by, training.noted_at.date()) == ("lms", AT.date())


async def test_the_same_id_with_something_else_in_it_is_a_fault(joining):
    await take(joining, statement(1))
    differs = ("id", StatementFault.DIFFERS)
    assert await take(joining, statement(1, "ben")) == (0, 0, [differs])
    assert await take(joining, statement(2), statement(2, "ben"), statement(2)) == (2, 0, [differs])


async def test_each_faulty_statement_is_named_also_one_that_is_sent_twice(joining):
    unnamed = ("actor", StatementFault.ACTOR_UNNAMED)
    assert await take(joining, statement(1, ""), statement(1, ""), statement(2)) == (1, 0, [unnamed] * 2)


@pytest.mark.parametrize(
    "changes", [{"verb": "http://adlnet.gov/expapi/verbs/attempted"}, {"fell_short": True}]
)
async def test_what_completes_nothing_is_ignored(joining, changes):
    assert await take(joining, statement(1, **changes)) == (0, 1, [])
    assert await trained(joining, "ann") == ()


async def test_an_activity_counts_once_it_is_named(joining):
    other = {"activity": "https://learning.example.com/courses/7"}
    assert await take(joining, statement(1, **other)) == (
        0,
        0,
        [("object.id", StatementFault.ACTIVITY_UNKNOWN)],
    )
    await name(joining, 1, (COURSE, "confidentiality"), (other["activity"], "first-meeting"))
    assert await take(joining, statement(1, **other)) == (1, 0, [])
    assert [each.module for each in await trained(joining, "ann")] == ["first-meeting"]


async def test_the_answer_does_not_tell_who_takes_part(joining):
    outcomes = [
        await take(joining, statement(number, who)) for number, who in enumerate(("ann", "ben", "eve"))
    ]
    assert outcomes == [(1, 0, [])] * 3
    kept = await joining.scenario.command(lambda uow: uow.find(TAKEN_STATEMENTS))
    assert [each.id[-1] for each in kept] == ["0"]
    assert "ann" not in kept[0].model_dump_json()
    await joining.join("ben")
    await take(joining, statement(1, "ben"))
    assert len(await trained(joining, "ben")) == 1


async def test_a_statement_from_the_future_is_a_fault(joining):
    late = AT.replace(year=2027)
    assert await take(joining, statement(1, stated_at=late)) == (
        0,
        0,
        [("timestamp", StatementFault.DAY_IN_FUTURE)],
    )


async def test_nobody_overwrites_another_list_and_each_activity_is_one_module_that_exists(joining):
    same = await name(joining, 0, (COURSE, "confidentiality"))
    assert same.number == 1
    with pytest.raises(Conflict):
        await name(joining, 0)
    for activities, code in (
        (((COURSE, "confidentiality"), (COURSE, "first-meeting")), "listed-twice"),
        (((COURSE, "juggling"),), "unknown-training"),
    ):
        with pytest.raises(RuleBroken) as refused:
            await name(joining, 1, *activities)
        assert (refused.value.field, refused.value.code) == ("activities", code)
