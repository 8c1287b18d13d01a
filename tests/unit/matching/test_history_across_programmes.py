"""Partners and conflicts of one programme count in all programmes of the organisation, in memory."""

import pytest

from services.matching.commands.pairings.declarations import declare_about_participant, withdraw_declaration
from services.matching.commands.pairings.do_not_match import lift as lift_entry
from services.matching.commands.pairings.endings import end_pairing
from services.matching.store import DO_NOT_MATCH, PAIRINGS
from shared.contracts.matching import PairingEnded, PairingEndReason, ProposalWithdrawn
from shared.contracts.vocabulary import Role
from shared.kernel import NotFound
from tests.unit.matching.organisation import A, B, Organisation


@pytest.fixture
async def organisation():
    return await Organisation().both()


async def everybody(organisation, *scopes, capacity=2):
    for scope in scopes:
        for role in Role:
            await organisation.ready(scope, role, capacity=capacity)


async def entries(organisation, scope):
    organisation.scope = scope

    async def find(uow):
        return await uow.find(DO_NOT_MATCH)

    return [(each.mentor_id, each.mentee_id, str(each.cause)) for each in await organisation.command(find)]


async def state_of(organisation, scope):
    organisation.scope = scope

    async def find(uow):
        return await uow.find(PAIRINGS)

    return [(str(each.state), each.conflict) for each in await organisation.command(find)]


async def test_partners_who_both_join_another_programme_are_kept_apart_there(organisation) -> None:
    await everybody(organisation, A)
    await organisation.pair(A)
    await everybody(organisation, B)
    assert await entries(organisation, B) == [("b-mentor-0", "b-mentee-0", "elsewhere")]
    assert (await organisation.person(B, Role.MENTOR)).knows("b-mentee-0")


async def test_it_is_the_same_once_the_pairing_has_ended(organisation) -> None:
    await everybody(organisation, A)
    await organisation.pair(A)
    (mentor,) = (await organisation.person(A, Role.MENTOR)).active_pairings
    organisation.scope = A
    await organisation.command(end_pairing, mentor, PairingEndReason.COMPLETED)
    await everybody(organisation, B)
    assert await entries(organisation, B) == [("b-mentor-0", "b-mentee-0", "elsewhere")]


async def test_a_pairing_that_begins_withdraws_what_is_open_between_the_two_elsewhere(organisation) -> None:
    await everybody(organisation, A, B)
    await organisation.ask(B)
    organisation.published()
    await organisation.pair(A)
    assert ProposalWithdrawn in [type(fact) for fact in organisation.published()]
    assert (await organisation.person(B, Role.MENTOR)).places_held == 0
    assert await entries(organisation, B) == [("b-mentor-0", "b-mentee-0", "elsewhere")]


async def test_a_coordinator_lets_them_meet_again_in_one_programme(organisation) -> None:
    await everybody(organisation, A)
    await organisation.pair(A)
    await everybody(organisation, B)
    organisation.scope = B

    async def lift(uow):
        (entry,) = await uow.find(DO_NOT_MATCH)
        await lift_entry(uow, None, entry.id)

    await organisation.command(lift)
    assert not (await organisation.person(B, Role.MENTOR)).knows("b-mentee-0")


async def declare(organisation, scope, role=Role.MENTOR):
    organisation.scope = scope
    other = organisation.id_of(scope, role.other)
    return await organisation.command(declare_about_participant, f"e-{role}-0", other)


async def withdraw(organisation, scope, declaration):
    organisation.scope = scope
    await organisation.command(withdraw_declaration, declaration.by_employee_id, declaration.id)


async def in_conflict(organisation, scope):
    one, other = [await organisation.person(scope, role) for role in Role]
    assert (other.id in one.conflicts) == (one.id in other.conflicts)
    return other.id in one.conflicts


@pytest.mark.parametrize("author", Role)
async def test_a_declared_conflict_holds_in_all_programmes_until_it_is_withdrawn(
    organisation, author
) -> None:
    await everybody(organisation, A, B)
    declaration = await declare(organisation, A, author)
    assert [await in_conflict(organisation, scope) for scope in (A, B)] == [True, True]
    await withdraw(organisation, A, declaration)
    assert [await in_conflict(organisation, scope) for scope in (A, B)] == [False, False]


async def test_it_ends_a_pairing_in_another_programme_at_once(organisation) -> None:
    await everybody(organisation, A, B)
    await organisation.pair(B)
    organisation.published()
    await declare(organisation, A)
    assert await state_of(organisation, B) == [("ended", "declared-conflict")]
    assert PairingEnded in [type(fact) for fact in organisation.published()]
    assert (await organisation.person(A, Role.MENTOR)).free_places == 2


@pytest.mark.parametrize("author", Role)
async def test_it_holds_for_somebody_who_joins_later(organisation, author) -> None:
    await everybody(organisation, A)
    await declare(organisation, A, author)
    await everybody(organisation, B)
    assert await in_conflict(organisation, B)


async def test_it_holds_when_the_other_takes_part_only_later(organisation) -> None:
    await organisation.ready(A, Role.MENTOR)
    await declare(organisation, A)
    await everybody(organisation, B)
    assert not await in_conflict(organisation, B)  # nobody knows yet whom it is about
    await organisation.ready(A, Role.MENTEE)
    assert await in_conflict(organisation, B)


async def test_two_declarations_in_two_programmes_are_two(organisation) -> None:
    await everybody(organisation, A, B)
    declarations = [await declare(organisation, scope) for scope in (A, B)]
    await withdraw(organisation, A, declarations[0])
    assert [await in_conflict(organisation, scope) for scope in (A, B)] == [True, True]
    await withdraw(organisation, B, declarations[1])
    assert [await in_conflict(organisation, scope) for scope in (A, B)] == [False, False]
    with pytest.raises(NotFound):
        await withdraw(organisation, B, declarations[1])
