"""Concerns: one's own, and those a coordinator may read."""

from pydantic import BaseModel

from services.feedback.domain.concern import Concern, about_owner
from services.feedback.queries.access import readable
from services.feedback.queries.latest import find_latest
from services.feedback.queries.private_text import text_reader
from services.feedback.store import CONCERNS
from shared.encryption import MasterKeys
from shared.kernel import NotFound
from shared.messaging import UnitOfWork
from shared.service import Found, PageRequest


class ReadConcern(BaseModel):
    """A concern with its text; None where the text is erased."""

    concern: Concern
    about: str | None


async def require_concern(uow: UnitOfWork, concern_id: str, employee_id: str | None) -> Concern:
    """Return a concern that a coordinator may read.

    Raises:
        NotFound: this coordinator may read no such concern.
    """
    query = {"$and": [{"id": concern_id}, await readable(uow, employee_id)]}
    matches = await uow.find(CONCERNS, query, limit=1)
    if not matches:
        raise NotFound(f"no such concern: {concern_id}")
    return matches[0]


async def read_concern(
    uow: UnitOfWork, master_keys: MasterKeys, concern_id: str, employee_id: str | None
) -> ReadConcern:
    """Return a concern that a coordinator may read, with its text.

    Raises:
        NotFound: this coordinator may read no such concern.
    """
    [read] = await _read(uow, master_keys, [await require_concern(uow, concern_id, employee_id)])
    return read


async def list_concerns(
    uow: UnitOfWork, master_keys: MasterKeys, employee_id: str | None, page: PageRequest
) -> Found[ReadConcern]:
    """The concerns a coordinator may read; the latest first."""
    readable_concerns = await readable(uow, employee_id)
    concerns, total = await find_latest(uow, CONCERNS, readable_concerns, page, by="reported_at")
    return await _read(uow, master_keys, concerns), total


async def list_own_concerns(
    uow: UnitOfWork, master_keys: MasterKeys, employee_id: str, page: PageRequest
) -> Found[ReadConcern]:
    """Return the caller's own reports, latest first."""
    own = {"employee_id": employee_id}
    concerns, total = await find_latest(uow, CONCERNS, own, page, by="reported_at")
    return await _read(uow, master_keys, concerns), total


async def _read(uow: UnitOfWork, master_keys: MasterKeys, concerns: list[Concern]) -> list[ReadConcern]:
    reader = await text_reader(uow, master_keys, (concern.employee_id for concern in concerns))
    return [
        ReadConcern(
            concern=concern,
            about=reader.read(concern.about, concern.employee_id, about_owner(concern.scope, concern.id)),
        )
        for concern in concerns
    ]
