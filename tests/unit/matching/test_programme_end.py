"""The end of everything open in a programme: taken in hand by one replica, repeated without effect."""

from datetime import UTC, datetime, timedelta

from services.matching.commands import programme_end
from services.matching.domain.pairs.pairing import PairingState, activate
from services.matching.domain.pairs.proposal import make_proposal
from services.matching.reactions import reactions
from services.matching.store import DO_NOT_MATCH, PAIRINGS, PEOPLE, PROGRAMMES
from shared.contracts.enrollment import ProgrammeCompleted, ProgrammeOpened, ProgrammeRules
from shared.contracts.matching import PairingEnded, PairingEndReason
from shared.testing.harness import TEST_NOW, TEST_SCOPE
from shared.testing.scenario import Scenario
from tests.unit.matching.matching_people import mentee, mentor

NOW = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(seconds=10)
OVER = ProgrammeCompleted(programme_id=TEST_SCOPE.programme)


async def over_with_a_pair():
    """A programme that is over, and the id of a pairing in it that has not ended."""
    scenario = Scenario("matching", reactions)
    opened = ProgrammeOpened(
        programme_id=TEST_SCOPE.programme,
        starts_on=TEST_NOW.date(),
        ends_on=TEST_NOW.date() + timedelta(days=100),
        regions=("emea",),
        rules=ProgrammeRules(),
    )
    await scenario.given(opened)
    pairing = await scenario.command(pair)
    scenario.published()
    await scenario.given(OVER)
    return scenario, pairing.id


async def pair(uow):
    one, other = (person.changed(**TEST_SCOPE.model_dump()) for person in (mentor(), mentee()))
    made, _ = make_proposal("round", one, other, score=1, explanation=(), at=uow.now)
    pairing, activated = activate(made, one, other, uow.now)
    for own, partner in ((one, other), (other, one)):
        uow.save(PEOPLE, own.proposed(made.id, partner.id).paired(made.id, pairing.id))
    return uow.save(PAIRINGS, pairing, activated)


async def test_one_replica_takes_the_end_in_hand_and_another_one_when_it_is_gone():
    scenario, _ = await over_with_a_pair()
    assert await scenario.command(programme_end.take, NOW, LATER) is PairingEndReason.COMPLETED
    assert await scenario.command(programme_end.take, NOW, LATER) is None
    await scenario.command(programme_end.keep, LATER + timedelta(seconds=10))
    assert await scenario.command(programme_end.take, LATER, LATER) is None
    gone = LATER + timedelta(seconds=11)
    assert await scenario.command(programme_end.take, gone, gone) is PairingEndReason.COMPLETED


async def test_a_pairing_ends_once_and_frees_both():
    scenario, id_ = await over_with_a_pair()
    assert not await scenario.command(programme_end.finish)
    for _ in range(2):
        await scenario.command(programme_end.end_pairings, [id_], PairingEndReason.COMPLETED)
    assert [type(event) for event in scenario.published()] == [PairingEnded]
    assert await scenario.command(programme_end.finish)
    state, people = await scenario.command(left, id_)
    assert state is PairingState.ENDED
    assert [person.active_pairings for person in people] == [(), ()]
    assert [len(person.do_not_match) for person in people] == [1, 1]
    assert await scenario.command(listed_apart) == 0


async def listed_apart(uow):
    return await uow.count(DO_NOT_MATCH)


async def left(uow, id_):
    return (await uow.require(PAIRINGS, id_)).state, await uow.find(PEOPLE)


async def test_a_programme_whose_end_is_published_again_ends_again_without_effect():
    scenario, id_ = await over_with_a_pair()
    await scenario.command(programme_end.end_pairings, [id_], PairingEndReason.COMPLETED)
    assert await scenario.command(programme_end.finish)
    scenario.published()
    assert await scenario.command(programme_end.take, NOW, LATER) is None
    await scenario.when(OVER)
    assert await scenario.command(programme_end.take, NOW, LATER) is PairingEndReason.COMPLETED
    assert await scenario.command(programme_end.finish)
    assert scenario.published() == []
    assert (await scenario.command(programme)).ending is None


async def programme(uow):
    return await uow.require(PROGRAMMES, TEST_SCOPE.programme)
