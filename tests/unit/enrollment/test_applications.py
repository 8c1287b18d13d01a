"""Applications, places and the waitlist, in memory."""

from datetime import date

import pytest

from services.enrollment.commands.applications import withdraw_application
from services.enrollment.commands.imports.transactions import begin_import, let_go
from services.enrollment.commands.invitations import invite
from services.enrollment.domain.application import ApplicationState, Decline, DeclineReason
from services.enrollment.domain.hr_import import ImportMode
from services.enrollment.domain.waitlist import MOST_OFFERS, PLENTY, Waitlist
from services.enrollment.queries.applications import count_places, get_entry, list_applications
from services.enrollment.queries.places import count_taken
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict, NotFound
from shared.service import PageRequest
from tests.unit.enrollment.joining import Joining

LATER = Decline(reason=DeclineReason.LATER, text="In autumn.")


@pytest.fixture
async def joining():
    world = Joining()
    await world.admit(mentor_places=2, offer_days=3)
    await world.hire("ada", "ben", "cem", "dea", "eva")
    return world


async def admitted(joining, *employee_ids):
    for id_ in employee_ids:
        await joining.apply(id_)
        await joining.decide(id_)


async def number(joining, employee_id):
    return (await joining.scenario.command(get_entry, employee_id)).number


async def test_a_coordinator_admits_and_the_applicant_joins(joining):
    await joining.apply("ada")
    assert await joining.state("ada") == "submitted"
    with pytest.raises(Conflict, match="apply first"):
        await joining.join("ada")
    await joining.decide("ada")
    assert await joining.state("ada") == "offered"
    await joining.join("ada")
    assert await joining.state("ada") == "accepted"
    assert await joining.taking_part() == {"ada"}


async def test_who_is_declined_reads_why_and_may_apply_again(joining):
    await joining.apply("ada")
    await joining.decide("ada", LATER)
    entry = await joining.scenario.command(get_entry, "ada")
    assert entry.application.decline == LATER
    with pytest.raises(Conflict, match="nothing to decide"):
        await joining.decide("ada")
    await joining.apply("ada")
    entry = await joining.scenario.command(get_entry, "ada")
    assert (entry.application.state, entry.application.decline) == ("submitted", None)


async def test_nobody_decides_about_their_own_application(joining):
    await joining.apply("ada")
    for answer in (None, LATER):
        with pytest.raises(Conflict, match="your own"):
            await joining.decide("ada", answer, by="ada")


async def test_those_without_a_place_wait_in_the_order_of_their_admission(joining):
    await admitted(joining, "ada", "ben", "cem", "dea")
    assert await joining.in_state("offered") == {"ada", "ben"}
    assert [await number(joining, id_) for id_ in ("ada", "cem", "dea")] == [None, 1, 2]
    await joining.join("ada")
    await joining.leave("ada")
    assert await joining.in_state("offered") == {"ben", "cem"}
    assert await number(joining, "dea") == 1
    await joining.take_back("ben")
    assert joining.offers == ["ada", "ben", "cem", "dea"]


async def test_an_offer_that_lapses_goes_to_the_next(joining):
    await admitted(joining, "ada", "ben", "cem")
    await joining.join("ada")
    await joining.wait(days=2)
    assert await joining.state("ben") == "offered"
    await joining.wait(days=1)
    assert await joining.state("ben") == "lapsed"
    assert await joining.state("cem") == "offered"
    with pytest.raises(Conflict):
        await joining.join("ben")


async def test_more_places_are_offered_at_once(joining):
    await admitted(joining, "ada", "ben", "cem", "dea", "eva")
    await joining.admit(mentor_places=4)
    assert await joining.in_state("waitlisted") == {"eva"}
    await joining.admit()
    assert await joining.in_state("waitlisted") == set()


async def test_more_offers_than_one_transaction_makes_follow_in_the_next(joining):
    await joining.admit(mode="everybody", mentor_places=1)
    await joining.join("ada")
    names = [f"e{number}" for number in range(MOST_OFFERS + 5)]
    await joining.hire(*names)
    for name in names:
        await joining.apply(name)
    await joining.admit(mode="everybody")
    assert joining.offers == names


async def test_fewer_places_take_none_from_those_who_have_one(joining):
    await admitted(joining, "ada", "ben", "cem")
    await joining.admit(mentor_places=1)
    await joining.take_back("ada")
    assert await joining.in_state("offered") == {"ben"}
    await joining.take_back("ben")
    assert await joining.in_state("offered") == {"cem"}


async def test_places_are_counted_only_where_few_may_be_free(joining, monkeypatch):
    counts = []

    async def counted(uow, role):
        counts.append(await count_taken(uow, role))
        return counts[-1]

    monkeypatch.setattr("services.enrollment.queries.places.count_taken", counted)
    await joining.admit("everybody", mentor_places=PLENTY + 2)
    for who in ("ada", "ben", "cem"):
        await joining.join(who)
    assert counts == [0]
    entry = await joining.scenario.command(get_entry, "dea")
    assert (entry.roles_with_place, counts) == ((Role.MENTOR, Role.MENTEE), [0, 3])
    await joining.leave("ada", "ben")
    await joining.join("dea")
    await joining.join("eva")
    assert counts == [0, 3]


async def test_places_are_counted_again_once_the_plan_has_changed():
    counted = Waitlist(id="mentor", tenant="t").counted(5, plan_version=2)
    assert counted.take_place().taken == 6
    assert counted.has_plenty(5 + PLENTY, plan_version=2)
    assert not counted.take_place().has_plenty(5 + PLENTY, plan_version=2)
    assert not counted.has_plenty(10_000, plan_version=3)


async def test_places_of_one_role_are_not_those_of_the_other(joining):
    await admitted(joining, "ada", "ben")
    await joining.apply("cem", Role.MENTEE)
    await joining.decide("cem", role=Role.MENTEE)
    assert await joining.state("cem", Role.MENTEE) == "offered"
    mentors, mentees = await joining.scenario.command(count_places)
    assert (mentors.places, mentors.free, mentors.offered) == (2, 0, 2)
    assert (mentees.places, mentees.free, mentees.offered) == (None, None, 1)


async def test_one_applies_for_one_role_at_a_time(joining):
    await joining.apply("ada")
    with pytest.raises(Conflict, match="applied as mentor"):
        await joining.apply("ada", Role.MENTEE)
    await joining.take_back("ada")
    await joining.apply("ada", Role.MENTEE)
    await joining.decide("ada", role=Role.MENTEE)
    await joining.join("ada", Role.MENTEE)
    with pytest.raises(Conflict, match="take part already"):
        await joining.apply("ada")


async def test_an_application_is_withdrawn_by_its_applicant_alone(joining):
    id_ = await joining.apply("ada")
    with pytest.raises(NotFound):
        await joining.scenario.command(withdraw_application, id_, "ben")
    await joining.take_back("ada")
    assert await joining.state("ada") == "withdrawn"


async def test_invited_people_need_no_decision(joining):
    await joining.admit(mode="invited", mentor_places=1)
    with pytest.raises(Conflict, match="by invitation only"):
        await joining.apply("ada")
    with pytest.raises(Conflict, match="by invitation only"):
        await joining.join("ada")
    for id_ in ("ada", "ben"):
        await joining.scenario.command(invite, id_, Role.MENTOR, "account", 14)
    await joining.join("ada")
    with pytest.raises(Conflict, match="all places are taken"):
        await joining.join("ben")
    await joining.apply("ben")
    assert await joining.state("ben") == "waitlisted"
    await joining.leave("ada")
    await joining.join("ben")
    assert await joining.taking_part() == {"ben"}


async def test_nobody_overtakes_those_who_wait(joining):
    await joining.admit(mode="everybody", mentor_places=1)
    await joining.join("ada")
    await joining.apply("ben")
    await joining.leave("ada")
    assert await joining.state("ben") == "offered"
    with pytest.raises(Conflict, match="all places are taken"):
        await joining.join("cem")


async def test_without_a_limit_everybody_joins_as_before(joining):
    await joining.admit(mode="everybody")
    for id_ in ("ada", "ben", "cem"):
        await joining.join(id_)
    assert await joining.taking_part() == {"ada", "ben", "cem"}


async def test_an_employee_who_leaves_the_organisation_frees_the_place(joining):
    await admitted(joining, "ada", "ben", "cem")
    id_ = await joining.scenario.command(begin_import, "digest", ImportMode.FULL)
    await joining.scenario.command(let_go, id_, ["ada"])
    await joining.settle()
    assert await joining.state("ada") == "withdrawn"
    assert await joining.state("cem") == "offered"


async def test_no_place_is_offered_once_the_programme_closes(joining):
    await admitted(joining, "ada", "ben", "cem")
    await joining.join("ada")
    await joining.wait(days=160)
    await joining.leave("ada")
    assert await joining.state("ben") == "lapsed"
    assert await joining.state("cem") == "waitlisted"
    with pytest.raises(Conflict, match="takes no new participants"):
        await joining.apply("dea")


async def test_those_left_out_before_come_first(joining):
    await admitted(joining, "ada", "ben", "cem")
    await joining.continue_as("rm-2027", date(2026, 7, 6))
    await admitted(joining, "dea", "eva", "ada", "cem")
    assert [await number(joining, id_) for id_ in ("cem", "ada")] == [1, 2]


async def test_the_list_has_the_order_of_the_waitlist(joining):
    await admitted(joining, "ben", "ada", "dea", "cem")
    waiting, total = await joining.scenario.command(
        list_applications, ApplicationState.WAITLISTED, Role.MENTOR, PageRequest(limit=10, offset=0)
    )
    assert ([each.employee_id for each in waiting], total) == (["dea", "cem"], 2)
