"""The end of a series: what was held, once that is known of every session."""

from services.scheduling.store import SERIES, SESSIONS
from shared.messaging import UnitOfWork


async def conclude(uow: UnitOfWork, pairing_id: str) -> None:
    """Publish what an ended pairing has held, if no session of it is open any more."""
    series = await uow.require(SERIES, pairing_id)
    if series.end_reason is None:
        return
    sessions = [await uow.require(SESSIONS, id_) for id_ in series.session_ids]
    concluded, facts = series.conclude(sessions)
    if facts:
        uow.save(SERIES, concluded, *facts)
