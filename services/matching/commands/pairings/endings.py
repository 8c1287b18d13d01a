"""End pairings."""

from typing import Final

from services.matching.commands.pairings.do_not_match import add_entry
from services.matching.commands.pairings.pauses import stop_timer
from services.matching.commands.people.commitments import share_places
from services.matching.commands.people.waiting import await_next, came_free
from services.matching.domain.pairs.do_not_match import DoNotMatchCause
from services.matching.domain.pairs.pairing import Pairing, PairingState, PrivateReason, reason_owner
from services.matching.domain.people.programme import ProgrammeStage
from services.matching.domain.people.waiting import Why
from services.matching.queries.relations import relations_of
from services.matching.store import PAIRINGS, PEOPLE, PROGRAMMES
from shared.contracts.matching import PairingEndReason, RematchOffered
from shared.contracts.vocabulary import Role
from shared.encryption import MasterKeys
from shared.kernel import NotFound
from shared.messaging import UnitOfWork
from shared.service import seal, text_key

_JUNIOR_FIRST: Final = frozenset({PairingEndReason.NO_FAULT_EXIT, PairingEndReason.CONFLICT})
"""After such an end the junior goes before others."""


async def leave_pairing(
    uow: UnitOfWork,
    master_keys: MasterKeys,
    pairing_id: str,
    employee_id: str | None,
    private_reason: str | None,
) -> Pairing:
    """Leave an own pairing, at any time and without giving a reason to anybody; a private one is encrypted.

    Raises:
        NotFound: no such pairing, or none of this employee's.
    """
    pairing = await uow.require(PAIRINGS, pairing_id)
    if employee_id is None or pairing.role_of(employee_id) is None:
        raise NotFound(f"no such pairing: {pairing_id}")
    reason = None
    if private_reason and pairing.state is PairingState.ACTIVE:
        key = await text_key(uow, master_keys, employee_id)
        text = seal(key, private_reason, reason_owner(pairing.scope, pairing.id))
        reason = PrivateReason(author_id=employee_id, text=text)
    return await end_pairing(uow, pairing_id, PairingEndReason.NO_FAULT_EXIT, reason)


async def delete_private_reason(uow: UnitOfWork, pairing_id: str, employee_id: str) -> Pairing:
    """Delete the reason that the employee wrote down when leaving; without one, this changes nothing.

    Raises:
        NotFound: no such pairing, or none of this employee's.
    """
    pairing = await uow.require(PAIRINGS, pairing_id)
    if pairing.role_of(employee_id) is None:
        raise NotFound(f"no such pairing: {pairing_id}")
    if pairing.reason_of(employee_id) is None:
        return pairing
    return uow.save(PAIRINGS, pairing.changed(private_reason=None))


async def complete_pairing(uow: UnitOfWork, employee_id: str | None, pairing_id: str) -> Pairing:
    """End a pairing as completed, by its coordinator, who is neither one of the two nor a partner of theirs.

    Raises:
        NotFound: no such pairing, or it is concealed from the coordinator.
    """
    relations = await relations_of(uow, employee_id)
    pairing = await uow.require(PAIRINGS, pairing_id)
    if relations.conceal(pairing.mentor_id, pairing.mentee_id):
        raise NotFound(f"no such pairing: {pairing_id}")
    return await end_pairing(uow, pairing_id, PairingEndReason.COMPLETED)


async def end_pairing(
    uow: UnitOfWork, pairing_id: str, reason: PairingEndReason, private_reason: PrivateReason | None = None
) -> Pairing:
    """End a pairing and free both places; the two are not matched again. An ended one stays as it is.

    Unless it is completed, who stays is offered a next partner, the junior of a pairing that did not work
    before others. Where the programme is over, nobody is, and no list is kept of who is not matched again.

    Raises:
        NotFound: no such pairing.
    """
    pairing = await uow.require(PAIRINGS, pairing_id)
    ended, events = pairing.end(reason, uow.now, private_reason=private_reason)
    if not events:
        return pairing
    stop_timer(uow, pairing)
    both = (pairing.mentor_id, pairing.mentee_id)
    for own, partner in (both, both[::-1]):
        person = (await uow.require(PEOPLE, own)).parted(pairing.id, partner)
        protected = person.role is Role.MENTOR and reason in _JUNIOR_FIRST
        uow.save(PEOPLE, person.goes_first() if protected else person)
    await share_places(uow, *both)
    programme = await uow.get(PROGRAMMES, uow.scope.programme)
    if programme is None or programme.stage is not ProgrammeStage.OVER:
        await add_entry(uow, *both, DoNotMatchCause.ENDED)
        for participant_id in both:
            await _follow(uow, participant_id, pairing_id, reason)
    return uow.save(PAIRINGS, ended, *events)


async def _follow(uow: UnitOfWork, participant_id: str, pairing_id: str, reason: PairingEndReason) -> None:
    if reason is PairingEndReason.COMPLETED:
        await came_free(uow, participant_id)
        return
    person = await uow.require(PEOPLE, participant_id)
    offer = RematchOffered(
        participant_id=participant_id, pairing_id=pairing_id, first_in_line=person.first_in_line
    )
    await await_next(uow, participant_id, Why.PAIRING_ENDED, offer)
