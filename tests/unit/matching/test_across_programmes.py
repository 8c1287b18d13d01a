"""One employee in two programmes, in memory: places, and small rounds for those who come free."""

import pytest

from services.matching.commands.proposals.answers import decline
from shared.contracts.enrollment import ParticipantReady, ParticipantWithdrawn, WithdrawalReason
from shared.contracts.matching import DeclineReason, ProposalWithdrawn, RematchDue
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict
from shared.testing.harness import TEST_NOW
from tests.helpers.people import ready
from tests.unit.matching.organisation import A, B, Organisation


@pytest.fixture
async def organisation():
    return await Organisation().both()


async def test_a_proposal_in_one_programme_takes_the_place_in_the_other(organisation) -> None:
    for scope in (A, B):
        await organisation.ready(scope, Role.MENTOR)
    await organisation.ready(A, Role.MENTEE)
    assert (await organisation.person(B, Role.MENTOR)).free_places == 1
    proposal = await organisation.ask(A)
    taken = await organisation.person(B, Role.MENTOR)
    assert (taken.free_places, taken.is_taken_elsewhere) == (0, True)
    await organisation.ready(B, Role.MENTEE, 1)
    with pytest.raises(Conflict, match="no free place"):
        await organisation.ask(B, 0, 1)
    organisation.scope = A
    await organisation.command(decline, proposal.id, "e-mentee-0", DeclineReason.NO_TIME)
    free = await organisation.person(B, Role.MENTOR)
    assert (free.free_places, free.is_taken_elsewhere) == (1, False)


async def test_who_joins_a_second_programme_brings_along_what_they_hold(organisation) -> None:
    for role in Role:
        await organisation.ready(A, role)
    await organisation.pair(A)
    await organisation.ready(B, Role.MENTOR, capacity=2)
    assert (await organisation.person(B, Role.MENTOR)).free_places == 1
    assert (await organisation.person(A, Role.MENTOR)).free_places == 0  # its own capacity is 1


async def test_being_a_mentor_takes_no_place_of_being_a_mentee(organisation) -> None:
    for role in Role:
        await organisation.ready(A, role)
    await organisation.pair(A)
    organisation.scope = B
    fact = ready(Role.MENTEE)
    own = fact.profile.model_copy(update={"employee_id": "e-mentor-0"})
    await organisation.given(ParticipantReady(participant_id="b-mentee-0", profile=own))
    assert (await organisation.person(B, Role.MENTEE)).free_places == 1


async def test_the_end_of_a_pairing_frees_the_place_elsewhere_and_makes_a_small_round_look(
    organisation,
) -> None:
    await organisation.matched(B)
    for role in Role:
        await organisation.ready(A, role)
    await organisation.pair(A)
    await organisation.ready(B, Role.MENTOR)
    organisation.scope = A
    gone = {"employee_id": "e-mentee-0", "role": Role.MENTEE, "reason": WithdrawalReason.OWN_CHOICE}
    await organisation.when(ParticipantWithdrawn(participant_id="a-mentee-0", **gone))
    freed = await organisation.person(B, Role.MENTOR)
    assert (freed.free_places, freed.free_since) == (1, TEST_NOW)
    looks = [data.participant_id for _, data in organisation.timers() if isinstance(data, RematchDue)]
    assert "b-mentor-0" in looks


async def test_a_lowered_number_withdraws_what_no_place_is_left_for_in_other_programmes(organisation) -> None:
    for scope in (A, B):
        await organisation.ready(scope, Role.MENTOR, capacity=2)
        for number in (0, 1):
            await organisation.ready(scope, Role.MENTEE, number)
    await organisation.pair(A)
    await organisation.ask(B, 0, 1)
    await organisation.ready(A, Role.MENTOR, capacity=1)
    assert (await organisation.person(B, Role.MENTOR)).places_held == 1  # two there are still promised
    organisation.published()
    organisation.scope = B
    fewer = ready(Role.MENTOR).profile.model_copy(update={"capacity": 1})
    await organisation.when(ParticipantReady(participant_id="b-mentor-0", profile=fewer))
    assert [type(fact) for fact in organisation.published()] == [ProposalWithdrawn]
    assert (await organisation.person(B, Role.MENTOR)).places_held == 0


async def test_another_organisation_with_the_same_employee_ids_shares_nothing(organisation) -> None:
    for role in Role:
        await organisation.ready(A, role)
    await organisation.pair(A)
    others = B.model_copy(update={"tenant": "globex"})
    await organisation.ready(others, Role.MENTOR)
    person = await organisation.person(others, Role.MENTOR)
    assert (person.free_places, person.elsewhere) == (1, None)


async def test_a_unit_of_work_enters_no_other_tenant(organisation) -> None:
    async def enter(uow):
        with uow.within(uow.scope.model_copy(update={"tenant": "globex"})):
            raise AssertionError

    with pytest.raises(ValueError, match="another tenant"):
        await organisation.command(enter)
