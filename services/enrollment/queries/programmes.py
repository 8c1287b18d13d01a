"""Programmes."""

from typing import Any

from services.enrollment.domain.programme import Programme
from services.enrollment.domain.programme_state import ProgrammeState
from services.enrollment.store import PROGRAMMES
from shared.kernel import NotFound
from shared.messaging import UnitOfWork
from shared.service import Found, PageRequest, find_page


async def list_programmes(
    uow: UnitOfWork, only: frozenset[str], page: PageRequest, *, drafts: bool
) -> Found[Programme]:
    """Return a page of the organisation's programmes, and how many there are.

    Args:
        uow: the unit of work.
        only: the ids to choose from; empty: all.
        page: the part of the list.
        drafts: whether the reader may see drafts.
    """
    query: dict[str, Any] = {"id": {"$in": sorted(only)}} if only else {}
    if not drafts:
        query["state"] = {"$ne": ProgrammeState.DRAFT.value}
    return await find_page(uow, PROGRAMMES, query, page, sort=[("id", 1)])


async def get_programme(uow: UnitOfWork, programme_id: str, *, drafts: bool) -> Programme:
    """Return one programme.

    Raises:
        NotFound: there is none, or it is a draft and the reader may not see drafts.
    """
    programme = await uow.require(PROGRAMMES, programme_id)
    if programme.state is ProgrammeState.DRAFT and not drafts:
        raise NotFound("no such programme")
    return programme
