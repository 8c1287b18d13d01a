"""Check-ins: asking both, asking again, their answers, and the end of their time."""

from datetime import datetime

from services.feedback.commands.collecting import begin_schedule, collect, count_check_in
from services.feedback.commands.learning import rate
from services.feedback.commands.presence import require_present
from services.feedback.domain.check_in import (
    Answer,
    CheckIn,
    CheckInState,
    comment_owner,
    make_check_in_id,
    request,
)
from services.feedback.domain.own_questionnaire import Occasion
from services.feedback.domain.questionnaire import CHECK_IN_USEFULNESS
from services.feedback.queries.check_ins import own_check_in
from services.feedback.queries.own_questionnaires import own_questionnaire
from services.feedback.store import CHECK_INS, HEALTH_RECORDS, PARTICIPANTS, PROGRAMMES
from shared.contracts.feedback import CheckInDue, CheckInLapseDue, CheckInNudgeDue
from shared.contracts.scheduling import SessionFact, SessionHeld
from shared.encryption import MasterKeys, SealedText
from shared.messaging import UnitOfWork
from shared.service import seal, text_key


async def ask_both(uow: UnitOfWork, session: SessionHeld | CheckInDue) -> None:
    """Ask mentor and mentee about a session, unless they have been asked.

    Raises:
        NotFound: the programme or one of the two is unknown yet; the event waits.
    """
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    await begin_schedule(uow, programme)
    for participant_id in (session.mentor_id, session.mentee_id):
        participant = await uow.require(PARTICIPANTS, participant_id)
        own = (await own_questionnaire(uow, Occasion.CHECK_IN, participant.role)).asked
        check_in, asked = request(
            session, participant, days=programme.rules.check_in_days, now=uow.now, own=own
        )
        if await uow.get(CHECK_INS, check_in.id):
            continue
        uow.save(CHECK_INS, check_in, asked)
        uow.schedule(CheckInLapseDue(check_in_id=check_in.id), check_in.due_at)
        _plan_nudge(uow, check_in)


async def nudge_silent(uow: UnitOfWork, check_in_id: str, *, now: datetime) -> None:
    """Ask somebody again who has not answered, if it is time; not in a pause, and not later."""
    check_in = await uow.require(CHECK_INS, check_in_id)
    record = await uow.get(HEALTH_RECORDS, check_in.pairing_id)
    nudged, events = check_in.nudge(now=now)
    if events and not (record and record.is_paused):
        _plan_nudge(uow, uow.save(CHECK_INS, nudged, *events))


async def call_off(uow: UnitOfWork, session: SessionFact) -> None:
    """Close the open check-ins about a session that was called off, though that was learned late."""
    for participant_id in (session.mentor_id, session.mentee_id):
        check_in = await uow.get(
            CHECK_INS, make_check_in_id(uow.scope.programme, session.session_id, participant_id)
        )
        if check_in and check_in.state is CheckInState.REQUESTED:
            closed, events = check_in.lapse()
            uow.cancel(CheckInLapseDue(check_in_id=check_in.id))
            uow.cancel(CheckInNudgeDue(check_in_id=check_in.id))
            uow.save(CHECK_INS, closed, *events)


async def close_check_in(uow: UnitOfWork, check_in_id: str) -> None:
    """Close a check-in whose time is over, and count it once.

    One whose time fell into a pause is not counted, whether it was answered or not.
    """
    check_in = await uow.require(CHECK_INS, check_in_id)
    if check_in.counted:
        return
    closed, events = check_in.lapse()
    uow.save(CHECK_INS, closed, *events)
    record = await uow.get(HEALTH_RECORDS, check_in.pairing_id)
    asked_for = check_in.due_at - check_in.requested_at
    if record is None or record.elapsed(check_in.requested_at, check_in.due_at) == asked_for:
        await count_check_in(uow, closed)


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
    answered, events = check_in.submit(answer, sealed, now=uow.now)
    if not events:
        return check_in
    uow.cancel(CheckInNudgeDue(check_in_id=check_in_id))
    if answer.rating is not None:
        await collect(uow, person, CHECK_IN_USEFULNESS, answer.rating)
        await rate(uow, check_in.pairing_id, answer.rating)
    for question in check_in.own:
        if question.question in answer.own_answers:
            await collect(uow, person, question, answer.own_answers[question.question])
    return uow.save(CHECK_INS, answered, *events)


def _plan_nudge(uow: UnitOfWork, check_in: CheckIn) -> None:
    if check_in.nudge_at:
        uow.schedule(CheckInNudgeDue(check_in_id=check_in.id), check_in.nudge_at)


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
