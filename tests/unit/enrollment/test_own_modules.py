"""Own modules: versions that never change, checks of all languages, who is asked, how they retire."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from services.enrollment.commands.own_modules import publish_module, retire_module
from services.enrollment.commands.training import answer_check, record_training
from services.enrollment.domain.own_modules import ModuleContent
from services.enrollment.domain.training import MODULES
from services.enrollment.domain.training_texts import TextLanguage
from services.enrollment.queries.training import own_training, require_module
from services.enrollment.store import PARTICIPANTS, PROGRAMMES
from shared.contracts.enrollment import TrainingExpired
from shared.contracts.vocabulary import Role
from shared.kernel import MOST_VERSIONS, Conflict, NotFound, RuleBroken
from tests.unit.enrollment.joining import PLAN, Joining

ID = "own-travel-safety"
TEXT = {
    "title": "Travelling safely",
    "aim": "Know whom to call.",
    "text": "## Before\n\n<b>Call</b>.",
    "questions": [{"text": "Who?", "options": ["The desk", "Nobody"], "explanation": "The desk."}],
}
GERMAN = TEXT | {"title": "Sicher reisen"}
CONTENT = {"roles": ["mentor"], "minutes": 5, "right": [0], "texts": {"en": TEXT, "de": GERMAN}}
ACCOUNT = "carla"


def content(**changes):
    return ModuleContent.model_validate(CONTENT | changes)


@pytest.fixture
async def joining():
    joining = Joining()
    await joining.admit("everybody")
    await joining.hire("ann", "ben", "eve")
    return joining


def programme_of(joining):
    return joining.scenario.scope.programme


async def publish(joining, based_on=0, *, asked=False, module=ID, **changes):
    own, _ = await joining.scenario.command(
        publish_module, programme_of(joining), module, content(**changes), based_on, ACCOUNT, asked=asked
    )
    await joining.settle()
    return own


async def participant(joining, employee_id, role=Role.MENTOR):
    id_ = await joining.id_of(employee_id, role)
    return await joining.scenario.command(lambda uow: uow.require(PARTICIPANTS, id_))


async def answer(joining, employee_id, version=1, answers=(0,), language=TextLanguage.EN):
    id_ = await joining.id_of(employee_id)
    changed, marks, text = await joining.scenario.command(
        answer_check, id_, employee_id, "account", ID, version, answers, language
    )
    return changed, marks, text.title


async def listed(joining, employee_id, language=TextLanguage.EN):
    _, own = await joining.scenario.command(own_training, programme_of(joining), employee_id, language)
    return {each.module.id: each for each in own}


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"right": [0, 1]}, "texts.en.questions", "check-differs"),
        ({"right": [2]}, "right[0]", "right-without-option"),
        ({"roles": ["mentor", "mentor"]}, "roles", "listed-twice"),
        (
            {
                "texts": {
                    "en": TEXT,
                    "de": TEXT | {"questions": [TEXT["questions"][0] | {"options": list("abc")}]},
                }
            },
            "texts.de.questions[0].options",
            "options-differ",
        ),
    ],
)
def test_a_check_is_the_same_in_each_language_and_has_its_right_answers(changes, field, code):
    with pytest.raises(RuleBroken) as refused:
        content(**changes).check()
    assert (refused.value.field, refused.value.code) == (field, code)


@pytest.mark.parametrize(
    "changes",
    [
        {"texts": {}},
        {"texts": {"it": TEXT}},
        {"texts": {"en": TEXT | {"title": " "}}},
        {"texts": {"en": TEXT | {"text": "a\x00b"}}},
        {"texts": {"en": TEXT | {"questions": []}}},
        {"valid_months": 0},
        {"roles": []},
    ],
)
def test_what_is_missing_or_unreadable_is_refused(changes):
    with pytest.raises(ValidationError):
        content(**changes)


async def test_people_of_the_programme_can_read_it_in_a_language_that_there_is(joining):
    await publish(joining)
    await joining.join("ann")
    await joining.join("eve", Role.MENTEE)
    shown = (await listed(joining, "ann", TextLanguage.DE))[ID]
    assert (shown.heading.title, shown.required, shown.completed) == ("Sicher reisen", False, None)
    assert (await listed(joining, "ann", TextLanguage.FR))[ID].heading.title == "Travelling safely"
    assert ID not in await listed(joining, "eve")
    read = await joining.scenario.command(require_module, ID, TextLanguage.FR)
    assert (read.language, read.text.title) == (TextLanguage.EN, "Travelling safely")
    with pytest.raises(NotFound):
        await joining.scenario.command(require_module, "own-nothing", TextLanguage.EN)


async def test_it_is_asked_of_those_who_join_afterwards(joining):
    await joining.join("ann")
    await publish(joining, asked=True)
    await joining.join("ben")
    assert ID not in (await participant(joining, "ann")).required_training
    ben = await participant(joining, "ben")
    assert ben.required_training[-1] == ID
    trained, marks, title = await answer(joining, "ben", answers=(1,), language=TextLanguage.DE)
    assert (ID in trained.training_left, marks, title) == (True, (False,), "Sicher reisen")
    trained, marks, _ = await answer(joining, "ben")
    assert (ID in trained.training_left, marks) == (False, (True,))
    await publish(joining, based_on=1, asked=False, minutes=6)
    programme = await joining.scenario.command(lambda uow: uow.require(PROGRAMMES, programme_of(joining)))
    assert programme.plan.rules.training == PLAN.rules.training


async def test_a_completed_module_counts_whatever_version_it_was(joining):
    await publish(joining, asked=True)
    await joining.join("ann")
    await answer(joining, "ann")
    await publish(joining, based_on=1, asked=True, minutes=9)
    assert ID not in (await participant(joining, "ann")).training_left
    with pytest.raises(Conflict) as refused:
        await answer(joining, "ann", version=1)
    assert refused.value.code == "training-version"


async def test_nobody_overwrites_another_and_the_same_again_changes_nothing(joining):
    first = await publish(joining)
    assert (await publish(joining)).number == first.number == 1
    second = await publish(joining, based_on=1, minutes=7)
    assert second.number == 2
    for based_on, code in ((1, "module-changed"), (3, "module-changed")):
        with pytest.raises(Conflict) as refused:
            await publish(joining, based_on=based_on, minutes=8)
        assert refused.value.code == code
    with pytest.raises(Conflict) as refused:
        second.changed(number=MOST_VERSIONS).publish(content(), MOST_VERSIONS, datetime.now(UTC))
    assert refused.value.code == "too-many-versions"


async def test_a_retired_module_is_asked_of_nobody_new_and_renewed_by_nobody(joining):
    await publish(joining, asked=True, valid_months=1)
    await joining.join("ann")
    await joining.join("ben")
    await joining.scenario.command(retire_module, programme_of(joining), ID)
    await joining.join("eve")
    assert ID not in (await participant(joining, "eve")).required_training
    assert ID not in await listed(joining, "eve")
    assert (await listed(joining, "ben"))[ID].required
    await answer(joining, "ann")
    joining.scenario.published()
    await joining.wait(days=32)
    assert not [each for each in joining.scenario.published() if isinstance(each, TrainingExpired)]
    ann = await participant(joining, "ann")
    assert ID not in ann.required_training
    assert ID not in ann.training_left
    again = await publish(joining, based_on=1, minutes=6)
    assert (again.number, again.retired_at) == (2, None)


async def test_a_module_counts_for_its_own_months_else_as_the_programme_says(joining):
    await publish(joining, asked=True, valid_months=1)
    await joining.join("ann")
    await answer(joining, "ann")
    await joining.wait(days=30)
    assert ID not in (await participant(joining, "ann")).training_left
    await joining.wait(days=2)
    assert ID in (await participant(joining, "ann")).training_left
    shipped = MODULES["confidentiality"]
    at = datetime(2026, 1, 31, 9, tzinfo=UTC)
    assert shipped.expires_at(at, None) is None
    assert shipped.expires_at(at, 30) == at + timedelta(days=30)
    february = replace(shipped, valid_months=1).expires_at(at, 30)
    assert february == datetime(2026, 2, 28, 9, tzinfo=UTC)


async def test_another_programme_may_ask_for_it_and_not_change_it(joining):
    await publish(joining)
    first = programme_of(joining)
    await joining.continue_as("rm-next", PLAN.starts_on + timedelta(days=200))
    rules = PLAN.rules.model_copy(update={"training": (ID,)})
    dates = {"starts_on": PLAN.starts_on + timedelta(days=200), "ends_on": PLAN.ends_on + timedelta(days=200)}
    await joining.join("ben")
    assert ID not in await listed(joining, "ben")
    await joining.plan(PLAN.model_copy(update={"rules": rules, **dates}))
    assert not (await listed(joining, "ben"))[ID].required
    await joining.join("ann")
    assert (await participant(joining, "ann")).required_training == (ID,)
    for act in (
        publish(joining, based_on=1, minutes=8),
        joining.scenario.command(retire_module, "rm-next", ID),
    ):
        with pytest.raises(Conflict) as refused:
            await act
        assert refused.value.code == "module-of-another-programme"
    assert first != programme_of(joining)


async def test_a_plan_asks_for_own_modules_that_exist(joining):
    rules = PLAN.rules.model_copy(update={"training": ("own-nothing",)})
    with pytest.raises(RuleBroken) as refused:
        await joining.plan(PLAN.model_copy(update={"rules": rules}))
    assert (refused.value.field, refused.value.code) == ("rules.training", "unknown-training")


async def test_a_coordinator_records_it_as_completed_elsewhere(joining):
    await publish(joining, asked=True)
    await joining.join("ann")
    id_ = await joining.id_of("ann")
    trained = await joining.scenario.command(record_training, id_, ACCOUNT, ID)
    assert ID not in trained.training_left
    with pytest.raises(RuleBroken) as refused:
        await joining.scenario.command(record_training, id_, ACCOUNT, "own-nothing")
    assert refused.value.code == "unknown-training"
