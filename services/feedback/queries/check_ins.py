"""Check-ins: one's own, and those a coordinator may read about."""

from dataclasses import dataclass

from services.feedback.domain.check_in import CheckIn, CheckInState, CheckInWindow, comment_owner
from services.feedback.queries.access import check_ins_for
from services.feedback.queries.latest import find_latest
from services.feedback.queries.own_questionnaires import Written, written
from services.feedback.store import CHECK_INS
from shared.encryption import MasterKeys
from shared.kernel import NotFound
from shared.messaging import UnitOfWork
from shared.service import Found, PageRequest, text_reader


@dataclass(frozen=True)
class ReadCheckIn:
    """A check-in with its comment and questions.

    Attributes:
        comment: None where there is none, or where it is erased.
        written: the programme's own questions in it.
    """

    check_in: CheckIn
    comment: str | None
    written: Written


async def own_check_in(uow: UnitOfWork, check_in_id: str, employee_id: str) -> CheckIn:
    """Return a check-in of this employee.

    Raises:
        NotFound: there is none, or it is somebody else's: the caller can't tell which.
    """
    check_in = await uow.get(CHECK_INS, check_in_id)
    if check_in is None or check_in.employee_id != employee_id:
        raise NotFound(f"no such check-in: {check_in_id}")
    return check_in


async def read_answered(
    uow: UnitOfWork, check_in_id: str, employee_id: str, comment: str | None
) -> ReadCheckIn:
    """Return a check-in that this employee has just answered, with the comment that came with it.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    check_in = await own_check_in(uow, check_in_id, employee_id)
    return ReadCheckIn(check_in=check_in, comment=comment, written=await written(uow, check_in.own))


async def list_own_check_ins(
    uow: UnitOfWork,
    master_keys: MasterKeys,
    employee_id: str,
    state: CheckInState | None,
    page: PageRequest,
) -> Found[ReadCheckIn]:
    """Check-ins of one employee with their comments; the latest first."""
    query = {"employee_id": employee_id, **({"state": state.value} if state else {})}
    check_ins, total = await find_latest(uow, CHECK_INS, query, page, by="requested_at")
    reader = await text_reader(uow, master_keys, [employee_id])
    questions = await written(uow, (asked for check_in in check_ins for asked in check_in.own))
    read = [
        ReadCheckIn(
            written=questions,
            check_in=check_in,
            comment=reader.read(check_in.comment, employee_id, comment_owner(uow.scope, check_in.id)),
        )
        for check_in in check_ins
    ]
    return read, total


async def list_check_ins(
    uow: UnitOfWork, employee_id: str | None, window: CheckInWindow | None, page: PageRequest
) -> Found[CheckIn]:
    """Return the check-ins a coordinator may read about: who is asked, and until when."""
    query = await check_ins_for(uow, employee_id)
    if window:
        query["due_at"] = {"$gt" if window is CheckInWindow.OPEN else "$lte": uow.now}
    return await find_latest(uow, CHECK_INS, query, page, by="requested_at")
