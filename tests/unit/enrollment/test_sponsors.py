"""The rules for the sponsor of a pairing, from being named to the end."""

from datetime import UTC, date, datetime, timedelta

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
    accepted, events = asked.accept(line=())
    assert [type(event) for event in events] == [SponsorAccepted]
    assert accepted.accept(line=()) == (accepted, [])
    ended, (fact,) = accepted.end(accepted.give_up())
    assert isinstance(fact, SponsorshipEnded)
    assert (fact.ending, fact.accepted) == (AppointmentEnding.STEPPED_DOWN, True)
    assert ended.end(AppointmentEnding.OVER) == (ended, [])
    with pytest.raises(Conflict):
        ended.accept()


@pytest.mark.parametrize(
    ("ending", "followed"),
    [(None, True), (AppointmentEnding.OVER, True), (AppointmentEnding.STEPPED_DOWN, False)],
)
def test_the_line_of_a_sponsor_is_followed_as_long_as_they_may_have_a_concern(ending, followed):
    asked = name_sponsor(PAIRING, None, "peer", NOW)
    assert asked.follow(["head"]) == (asked, []), "nobody knows the line of somebody who has not accepted"
    accepted, _ = asked.accept(line=("head",))
    sponsor, _ = accepted.end(ending) if ending else (accepted, [])
    assert sponsor.follow(["head"]) == (sponsor, [])
    moved, events = sponsor.follow(["lead", "head"])
    assert [event.line for event in events] == ([("lead", "head")] if followed else [])
    assert moved.follow(["lead", "head"]) == (moved, [])


def test_declining_is_another_ending_and_the_next_person_has_the_next_number():
    asked = name_sponsor(PAIRING, None, "peer", NOW)
    declined, (fact,) = asked.end(asked.give_up())
    assert isinstance(fact, SponsorshipEnded)
    assert (fact.ending, fact.accepted) == (AppointmentEnding.DECLINED, False)
    again = name_sponsor(PAIRING, declined, "another", NOW)
    assert again.number == 2
    with pytest.raises(Conflict):
        name_sponsor(PAIRING, again, "peer", NOW)


def test_a_request_lapses_when_the_time_to_answer_is_over_and_a_sponsor_stays():
    asked = name_sponsor(PAIRING, None, "peer", NOW)
    assert asked.lapse(asked.expires_at - timedelta(seconds=1)) == (asked, [])
    _, (fact,) = asked.lapse(asked.expires_at)
    assert isinstance(fact, SponsorshipEnded)
    assert (fact.ending, fact.accepted) == (AppointmentEnding.EXPIRED, False)
    accepted, _ = asked.accept()
    assert accepted.lapse(asked.expires_at) == (accepted, [])
