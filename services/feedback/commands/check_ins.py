"""Answers to check-ins."""

from services.feedback.commands.closing import collect
from services.feedback.commands.learning import rate
from services.feedback.commands.presence import require_present
from services.feedback.commands.private_text import seal, text_key
from services.feedback.domain.check_in import Answer, CheckIn, comment_owner, submit
from services.feedback.domain.private_text import SealedText
from services.feedback.queries.check_ins import own_check_in
from services.feedback.store import CHECK_INS, PARTICIPANTS
from shared.contracts.feedback import CheckInLapseDue
from shared.encryption import MasterKeys
from shared.messaging import UnitOfWork


async def answer_check_in(
    uow: UnitOfWork,
    master_keys: MasterKeys,
    check_in_id: str,
    employee_id: str,
    answer: Answer,
    comment: str | None = None,
) -> CheckIn:
    """Answer one's own check-in; the answer waits for a closing, and changes nothing before.

    Raises:
        NotFound: this employee has no check-in with this id.
        Conflict: it has another answer, its time is over, or the employee has left the programme.
    """
    check_in = await own_check_in(uow, check_in_id, employee_id)
    [person] = require_present([await uow.require(PARTICIPANTS, check_in.participant_id)])
    sealed = await _seal_comment(uow, master_keys, check_in, comment)
    answered, events = submit(check_in, answer, sealed, now=uow.now)
    if not events:
        return check_in
    uow.cancel(CheckInLapseDue(check_in_id=check_in_id))
    await collect(uow, person, answer)
    await rate(uow, check_in.pairing_id, answer.rating)
    return uow.save(CHECK_INS, answered, *events)


async def _seal_comment(
    uow: UnitOfWork, master_keys: MasterKeys, check_in: CheckIn, comment: str | None
) -> SealedText | None:
    """Encrypt a comment; one that the check-in has already stays as it is encrypted there."""
    if comment is None:
        return None
    key = await text_key(uow, master_keys, check_in.employee_id)
    owner = comment_owner(uow.scope, check_in.id)
    if check_in.comment and key.open(check_in.comment, owner) == comment:
        return check_in.comment
    return seal(key, comment, owner)
