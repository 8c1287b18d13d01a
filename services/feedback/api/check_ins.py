"""Check-ins."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query

from services.feedback.api.views import AnswerWithComment, CheckInFactsView, OwnCheckInView
from services.feedback.commands import check_ins as commands
from services.feedback.domain.check_in import CheckInState, CheckInWindow
from services.feedback.queries import check_ins as queries
from shared.kernel import Identifier
from shared.service import Coordinator, Keys, Now, Page, Paging, Participant, Read, Run

router = APIRouter(prefix="/programmes/{programme_id}", tags=["feedback"])


@router.get("/check-ins", summary="List check-ins, without their answers")
async def list_check_ins(
    programme_id: Identifier,
    caller: Coordinator,
    read: Read,
    page: Paging,
    now: Now,
    window: Annotated[
        CheckInWindow | None, Query(description="Only check-ins that can still be answered, or no longer")
    ] = None,
) -> Page[CheckInFactsView]:
    """List who is asked and until when, the latest first, without the caller's own pairings."""
    check_ins = await read.read(
        caller, programme_id, queries.list_check_ins, caller.employee_id, window, page
    )
    return Page.of(check_ins, partial(CheckInFactsView.of, now=now))


@router.get("/me/check-ins", summary="List the caller's own check-ins")
async def list_own_check_ins(
    programme_id: Identifier,
    caller: Participant,
    read: Read,
    keys: Keys,
    page: Paging,
    state: CheckInState | None = None,
) -> Page[OwnCheckInView]:
    """List the caller's check-ins with their answers, the latest first."""
    own_check_ins = await read.read(
        caller, programme_id, queries.list_own_check_ins, keys, caller.require_employee(), state, page
    )
    return Page.of(own_check_ins, OwnCheckInView.of_read)


@router.post("/check-ins/{check_in_id}/answer", summary="Answer a check-in")
async def answer_check_in(
    programme_id: Identifier,
    check_in_id: Identifier,
    body: AnswerWithComment,
    caller: Participant,
    run: Run,
    keys: Keys,
) -> OwnCheckInView:
    """Save the caller's answer; the same answer again changes nothing, another one is a conflict."""
    own = caller.require_employee()
    await run.command(
        caller,
        programme_id,
        commands.answer_check_in,
        keys,
        check_in_id,
        own,
        body.answer,
        body.comment,
    )
    saved = await run.read(caller, programme_id, queries.read_answered, check_in_id, own, body.comment)
    return OwnCheckInView.of_read(saved)
