"""The participant's way, whatever the order of steps."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.enrollment.domain.assessment import CommunicationStyle, score
from services.enrollment.domain.consent import Consent
from services.enrollment.domain.employee import Employee, reporting_line
from services.enrollment.domain.hr_import import Findings, HrImport, ImportMode
from services.enrollment.domain.instruments import INSTRUMENTS
from services.enrollment.domain.leavers import check_leavers
from services.enrollment.domain.participant import ParticipantState, enrol
from services.enrollment.domain.preferences import Hours, Preferences
from services.enrollment.domain.training import MODULES
from shared.contracts.enrollment import ParticipantReady, ParticipantWithdrawn, WithdrawalReason
from shared.contracts.vocabulary import Language, Role, TopicLevel
from shared.kernel import Conflict, RuleBroken

FOUND = Findings(accepted=3, rejected=0)
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
CONSENT = Consent(terms_version="1", given_at=NOW, given_by="ada")
MODULE = MODULES["leading-a-session"]
TRAINING = (MODULE.id,)
INSTRUMENT = INSTRUMENTS[Role.MENTOR]


def person(id_="e1", manager_id="e2", **facts):
    return Employee.model_validate(
        {
            "id": id_,
            "tenant": "acme",
            "region": "emea",
            "name": "Ada",
            "email": "ada@example.com",
            "grade": 3,
            "manager_id": manager_id,
            "department": "Engineering",
            "team": "ENG-1",
            "time_zone": "Europe/Berlin",
            "languages": (Language(code="de", level=5),),
            "skills": (TopicLevel(topic="ai-prompting", level=3),),
            "hired_on": date(2022, 1, 6),
            "born_year": 1998,
            **facts,
        }
    )


def answered(option):
    style = CommunicationStyle(pace=3, directness=3, formality=3)
    return score(INSTRUMENT, 1, {item.id: option for item in INSTRUMENT.items}, style)


def ready(**preferences):
    participant, _ = enrol("p1", person(), "rm", Role.MENTOR, Preferences(**preferences), CONSENT, TRAINING)
    participant, _ = participant.assess(answered("a"))
    participant, _ = participant.train(MODULE, "ada", NOW)
    return participant.settle(person(), ("e2",), NOW)


def test_the_profile_holds_facts_and_full_years_only():
    participant, (event,) = ready()
    profile = event.profile
    assert participant.state is ParticipantState.READY
    assert (profile.tenure_years, profile.birth_decade) == (3, 1990)
    assert [topic.topic for topic in profile.topics] == ["ai-prompting"]
    assert person().name not in profile.model_dump_json()


def test_named_topics_take_the_place_of_hr_skills():
    _, (event,) = ready(topics=(TopicLevel(topic="open-source", level=1),))
    assert [topic.topic for topic in event.profile.topics] == ["open-source"]


@pytest.mark.parametrize("facts", [{"name": "New"}, {"email": "new@example.com"}, {"born_year": 1991}])
def test_what_matching_does_not_see_is_no_news(facts):
    participant, _ = ready()
    assert participant.settle(person(**facts), ("e2",), NOW) == (participant, [])


@pytest.mark.parametrize(
    "facts", [{"grade": 4}, {"team": "X"}, {"time_zone": "Asia/Tokyo"}, {"region": "apac"}]
)
def test_what_matching_sees_is_news_once(facts):
    participant, _ = ready()
    moved, events = participant.settle(person(**facts), ("e2",), NOW)
    assert [type(event) for event in events] == [ParticipantReady]
    assert moved.region == facts.get("region", "emea")
    assert moved.settle(person(**facts), ("e2",), NOW)[1] == []


def test_the_line_ends_where_nobody_is_known_or_a_circle_closes():
    managers = {"e1": "e2", "e2": "e3", "e3": "e9"}
    assert reporting_line("e1", managers) == ("e2", "e3", "e9")
    assert reporting_line("e1", {**managers, "e3": "e2"}) == ("e2", "e3")
    assert reporting_line("e1", {"e1": None}) == ()
    assert len(reporting_line("p0", {f"p{n}": f"p{n + 1}" for n in range(100)})) == 25


STEPS = st.sampled_from(["assess a", "assess b", "train", "withdraw", "enrol", "move", "settle"])


@given(st.lists(STEPS, max_size=12))
def test_ready_is_published_exactly_while_consented_assessed_and_trained(steps):
    employee = person()
    participant, events = enrol("p1", employee, "rm", Role.MENTOR, Preferences(), CONSENT, TRAINING)
    published = list(events)
    for step in steps:
        try:
            if step == "move":
                employee = person(grade=employee.grade % 12 + 1)
                events = []
            else:
                participant, events = take(participant, step)
        except Conflict:
            assert participant.state is ParticipantState.WITHDRAWN
            continue
        participant, more = participant.settle(employee, (), NOW)
        published += [*events, *more]
        here = participant.state is not ParticipantState.WITHDRAWN
        assert (participant.state is ParticipantState.READY) == (here and not participant.missing)
    presence = [event for event in published if isinstance(event, ParticipantReady | ParticipantWithdrawn)]
    if participant.state is ParticipantState.READY:
        assert presence[-1].profile == participant.profile
        assert participant.profile.grade == employee.grade
    else:
        assert not presence or isinstance(presence[-1], ParticipantWithdrawn)


def take(participant, step):
    match step.split():
        case ["assess", option]:
            return participant.assess(answered(option))
        case ["train"]:
            return participant.train(MODULE, "ada", NOW)
        case ["withdraw"]:
            return participant.withdraw(WithdrawalReason.OWN_CHOICE, NOW, noted_by="ada")
        case ["enrol"]:
            return participant.enrol_again(Preferences(), CONSENT, TRAINING)
    return participant, []


@given(st.times(), st.times())
def test_a_working_day_is_four_hours_of_one_day_at_least(starts, ends):
    hours = Hours(starts=starts.strftime("%H:%M"), ends=ends.strftime("%H:%M"))
    minutes = (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
    if minutes >= 240:
        hours.check()
    else:
        with pytest.raises(RuleBroken):
            hours.check()


def test_preferences_have_bounds():
    with pytest.raises(ValidationError):
        Preferences(capacity=0)
    with pytest.raises(ValidationError):
        Hours(starts="24:00")


def test_an_import_is_published_once_and_again_only_with_news():
    record = HrImport(id="i", tenant="acme", file="f", mode=ImportMode.FULL)
    done, (event,) = record.count(changed_rows=3, left=1).finish(FOUND, NOW)
    assert (event.accepted, event.left) == (3, 1)
    saved = done.model_copy(update={"version": 1})
    assert saved.finish(FOUND, NOW) == (saved, [])
    assert saved.restart().finish(FOUND, NOW)[1] == []
    assert len(saved.restart().count(changed_rows=1).finish(FOUND, NOW)[1]) == 1


def test_more_than_half_leave_only_when_confirmed():
    check_leavers(5, 10, confirmed=False)
    check_leavers(6, 10, confirmed=True)
    with pytest.raises(RuleBroken) as refusal:
        check_leavers(6, 10, confirmed=False)
    assert refusal.value.field == "mode"


def test_nobody_is_ready_before_their_first_day():
    participant, _ = enrol("p1", person(), "rm", Role.MENTOR, Preferences(), CONSENT, TRAINING)
    participant, _ = participant.assess(answered("a"))
    participant, _ = participant.train(MODULE, "ada", NOW)
    later = person(hired_on=date(2026, 1, 6))
    assert participant.settle(later, ("e2",), NOW) == (participant, [])
    ready, _ = participant.settle(later, ("e2",), NOW + timedelta(days=1))
    assert ready.state is ParticipantState.READY
