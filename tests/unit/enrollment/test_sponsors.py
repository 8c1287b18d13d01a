"""The rules for the sponsor of a pairing, from being named to the end."""

from datetime import UTC, date, datetime

import pytest

from services.enrollment.domain.employee import Employee
from services.enrollment.domain.introduction import Introduction
from services.enrollment.domain.sponsorship import Colleague, check_sponsor, name_sponsor
from shared.contracts.enrollment import AppointmentEnding, SponsorAccepted, SponsorshipEnded
from shared.kernel import Conflict, RuleBroken

NOW = datetime(2026, 2, 1, 9, tzinfo=UTC)
WHERE = {"tenant": "acme", "programme": "rm-2026", "region": "emea"}
PAIRING = Introduction(id="pair", mentor_id="m", mentee_id="e", paired=True, **WHERE)


def colleague(id_: str, grade: int, *line: str) -> Colleague:
    employee = Employee(
        id=id_,
        tenant="acme",
        programme="rm-2026",
        region="emea",
        name=id_,
        email=f"{id_}@example.com",
        grade=grade,
        manager_id=line[0] if line else None,
        department="d",
        team="t",
        time_zone="UTC",
        languages=(),
        skills=(),
        hired_on=date(2020, 1, 1),
        born_year=None,
    )
    return Colleague(employee, line)


MENTOR = colleague("junior", 3, "lead", "head")
MENTEE = colleague("executive", 9, "head")


@pytest.mark.parametrize(
    ("sponsor", "code"),
    [
        (colleague("executive", 9, "head"), "sponsor-of-own-pairing"),
        (colleague("lead", 6, "head"), "sponsor-in-line"),  # above the mentor
        (colleague("head", 12), "sponsor-in-line"),  # above both
        (colleague("report", 8, "executive", "head"), "sponsor-in-line"),  # below the executive
        (colleague("trainee", 3, "head"), "sponsor-not-senior"),
    ],
)
def test_somebody_in_a_line_or_not_senior_can_not_be_the_sponsor(sponsor, code):
    with pytest.raises(RuleBroken) as refused:
        check_sponsor(sponsor, MENTOR, MENTEE)
    assert (refused.value.code, refused.value.field) == (code, "person")


def test_somebody_senior_outside_both_lines_can():
    check_sponsor(colleague("peer", 4, "head"), MENTOR, MENTEE)


def test_a_person_accepts_once_and_steps_down():
    asked = name_sponsor(PAIRING, None, "peer", NOW)
    accepted, events = asked.take_on()
    assert [type(event) for event in events] == [SponsorAccepted]
    assert accepted.take_on() == (accepted, [])
    ended, (fact,) = accepted.finish(accepted.give_up())
    assert isinstance(fact, SponsorshipEnded)
    assert (fact.ending, fact.accepted) == (AppointmentEnding.STEPPED_DOWN, True)
    assert ended.finish(AppointmentEnding.OVER) == (ended, [])
    with pytest.raises(Conflict):
        ended.take_on()


def test_declining_is_another_ending_and_the_next_person_has_the_next_number():
    asked = name_sponsor(PAIRING, None, "peer", NOW)
    declined, (fact,) = asked.finish(asked.give_up())
    assert isinstance(fact, SponsorshipEnded)
    assert (fact.ending, fact.accepted) == (AppointmentEnding.DECLINED, False)
    assert name_sponsor(PAIRING, declined, "another", NOW).named().number == 2
