"""Hints need enough facts, and a reason in them."""

from datetime import date

import pytest

from services.console.read_models.hints import HintKind, hints_of
from services.console.read_models.tally import Tally
from shared.contracts.enrollment import ProgrammeRules

TODAY = date(2026, 6, 1)
RECENT, OLD, AHEAD = "2026-05-18", "2026-03-02", "2026-06-08"


def tally(**counts):
    return Tally(id="rm-2026", tenant="acme", programme="rm-2026", counts=counts)


def weeks(week, held=0, missed=0, cancelled=0):
    counts = {"held": held, "missed": missed, "cancelled": cancelled}
    return {f"week:{week}:{state}": number for state, number in counts.items()}


def test_many_sessions_that_did_not_take_place_suggest_more_time_between_and_shorter_ones():
    [hint] = hints_of(tally(**weeks(RECENT, 14, 2, 4)), ProgrammeRules(), TODAY)
    assert (hint.kind, hint.part, hint.whole) == (HintKind.SESSIONS, 6, 20)
    assert hint.changes == (("cadence_weeks", 6), ("session_minutes", 45))


@pytest.mark.parametrize(
    "counts",
    [
        weeks(RECENT, 13, 2, 4),
        weeks(RECENT, 15, 1, 4),
        weeks(OLD, 0, 20, 20) | weeks(RECENT, 15),
        weeks(AHEAD, 0, 20, 20) | weeks(RECENT, 15),
    ],
    ids=["too few", "most were held", "long ago", "still ahead"],
)
def test_without_a_reason_in_the_last_weeks_there_is_no_hint(counts):
    assert hints_of(tally(**counts), ProgrammeRules(), TODAY) == ()


def test_nothing_shorter_or_longer_than_a_plan_allows_is_suggested():
    rules = ProgrammeRules(cadence_weeks=12, session_minutes=30)
    [hint] = hints_of(tally(**weeks(RECENT, 0, 20)), rules, TODAY)
    assert hint.changes == ()


def test_every_suggested_value_is_one_that_a_plan_allows():
    for cadence in range(1, 14):
        for minutes in (30, 40, 45, 60, 75, 90):
            rules = ProgrammeRules(cadence_weeks=cadence, session_minutes=minutes)
            for hint in hints_of(tally(**weeks(RECENT, 0, 20)), rules, TODAY):
                ProgrammeRules.model_validate(rules.model_dump() | dict(hint.changes))


def test_people_without_the_training_suggest_fewer_modules():
    counts = {"step:mentor:assessed": 6, "step:mentee:assessed": 4, "step:mentor:trained": 7}
    [hint] = hints_of(tally(**counts), ProgrammeRules(), TODAY)
    assert (hint.kind, hint.part, hint.whole, hint.changes) == (HintKind.TRAINING, 3, 10, ())
    one = ProgrammeRules(training=("confidentiality",))
    assert hints_of(tally(**counts), one, TODAY) == (), "one module is not too many"
