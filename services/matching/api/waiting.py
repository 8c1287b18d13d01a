"""People who are overdue for a first partner, or wait for a next one; for coordinators."""

from typing import Final

from fastapi import APIRouter
from pydantic import AwareDatetime

from services.matching.api.views import View, example_of
from services.matching.domain.people.person import Person
from services.matching.domain.people.waiting import Why
from services.matching.queries import waiting
from shared.contracts.matching import UnmatchedReason
from shared.contracts.vocabulary import Role
from shared.kernel import Identifier
from shared.service import Coordinator, Page, Paging, Read

router = APIRouter(prefix="/programmes/{programme_id}", tags=["waiting"])
_ID: Final = "9e8d7c6b5a494837a6b5c4d3e2f10011"


class OverdueView(View):
    """Somebody without a first partner longer than the target.

    ``asked``: a proposal or a list is open that may become a pairing. ``reason``: ``taken-elsewhere`` while
    other programmes (which, is not said) have all places of the person, ``nobody-ready`` while nobody of the
    other role is free, else why the latest round that left them out did so; null if none did.
    """

    model_config = example_of(
        participant_id=_ID,
        role="mentee",
        ready_at="2026-01-05T09:00:00Z",
        asked=False,
        reason={"code": "rule", "rule": "language", "excluded": 97, "others": 120},
    )

    participant_id: Identifier
    role: Role
    ready_at: AwareDatetime
    asked: bool
    reason: UnmatchedReason | None


class WaitingView(View):
    """Somebody who waits for a next partner between rounds.

    ``tried_at``: when the last small round began that found nobody for them; null if there was none yet.
    """

    model_config = example_of(
        participant_id=_ID,
        role="mentor",
        since="2026-02-02T09:00:00Z",
        why="pairing-ended",
        first_in_line=True,
        tried_at="2026-02-02T09:10:00Z",
    )

    participant_id: Identifier
    role: Role
    since: AwareDatetime
    why: Why
    first_in_line: bool
    tried_at: AwareDatetime | None


@router.get("/overdue", summary="List participants who are overdue")
async def list_overdue(
    programme_id: Identifier, caller: Coordinator, read: Read, page: Paging
) -> Page[OverdueView]:
    """List those who wait for a first partner longer than the policy's target, the longest wait first."""
    overdue = await read.read(caller, programme_id, waiting.list_overdue, caller.employee_id, page)
    return Page.of(overdue, _overdue)


@router.get("/waiting", summary="List participants who wait for a next partner")
async def list_waiting(
    programme_id: Identifier, caller: Coordinator, read: Read, page: Paging
) -> Page[WaitingView]:
    """List those who wait for a next partner, since when and why, in the order of the next round."""
    people = await read.read(caller, programme_id, waiting.list_waiting, caller.employee_id, page)
    return Page.of(people, _waiting)


def _overdue(one: waiting.Overdue) -> OverdueView:
    person = one.person
    return OverdueView(
        participant_id=person.id,
        role=person.role,
        ready_at=person.ready_at,
        asked=person.is_asked,
        reason=one.reason,
    )


def _waiting(person: Person) -> WaitingView:
    return WaitingView(
        participant_id=person.id,
        role=person.role,
        first_in_line=person.first_in_line,
        **dict(person.waiting or ()),
    )
