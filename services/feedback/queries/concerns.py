"""Concerns: one's own, and those a coordinator may read."""

from services.feedback.domain.concern import Concern
from services.feedback.queries.access import readable
from services.feedback.queries.latest import find_latest
from services.feedback.store import CONCERNS
from shared.messaging import UnitOfWork
from shared.service import Found, PageRequest


async def list_concerns(uow: UnitOfWork, employee_id: str | None, page: PageRequest) -> Found[Concern]:
    """The concerns a coordinator may read; the latest first."""
    return await find_latest(uow, CONCERNS, await readable(uow, employee_id), page, by="reported_at")


async def list_own_concerns(uow: UnitOfWork, employee_id: str, page: PageRequest) -> Found[Concern]:
    """Return the caller's own reports, latest first."""
    return await find_latest(uow, CONCERNS, {"employee_id": employee_id}, page, by="reported_at")
