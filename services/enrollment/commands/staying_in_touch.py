"""Staying in touch after a completed pairing."""

from services.enrollment.domain.participant import ParticipantState
from services.enrollment.store import INTRODUCTIONS, PARTICIPANTS
from shared.kernel import NotFound
from shared.messaging import UnitOfWork


async def answer(uow: UnitOfWork, pairing_id: str, employee_id: str, *, agrees: bool) -> None:
    """Record whether one of a completed pairing wants to stay in touch.

    Raises:
        NotFound: no such pairing, it is not completed, none of this employee's, or one of the two has left.
        Conflict: the time to answer is over.
    """
    introduction = await uow.get(INTRODUCTIONS, pairing_id)
    if introduction is None or introduction.completed_at is None:
        raise NotFound(f"no such pairing: {pairing_id}")
    both = [await uow.require(PARTICIPANTS, id_) for id_ in (introduction.mentor_id, introduction.mentee_id)]
    own = next((one for one in both if one.employee_id == employee_id), None)
    if own is None or any(one.state is ParticipantState.WITHDRAWN for one in both):
        raise NotFound(f"no such pairing: {pairing_id}")
    answered, facts = introduction.answer(introduction.role_of(own.id), uow.now, agrees=agrees)
    uow.save(INTRODUCTIONS, answered, *facts)
