"""Delete the answers that figures were made of, those of a few people at a time.

The database keeps what a transaction deletes until it ends, and everybody else waits once that is too much:
so each is small. A group's people are counted off in the schedule, in the same transaction: whatever is
interrupted goes on after the last of them.
"""

from typing import Any, Final

from services.feedback.domain.release.schedule import Schedule
from services.feedback.queries.released import members_of
from services.feedback.store import PENDING, RESPONDENTS
from shared.messaging import UnitOfWork

AT_ONCE: Final = 1_000
"""People of a group whose answers a transaction deletes."""


async def delete_some(uow: UnitOfWork, schedule: Schedule) -> tuple[Schedule, int]:
    """Delete the answers of some people of a group; return how many people."""
    members = await members_of(uow, schedule.to_delete[0])
    some = members.people[schedule.deleted : schedule.deleted + AT_ONCE]
    theirs: dict[str, Any] = {"employee_id": {"$in": some}, "batch": {"$lt": schedule.closings}}
    if members.asked is None:
        await uow.delete_all(RESPONDENTS, theirs)
    else:
        await uow.delete_all(PENDING, {**theirs, "asked": members.asked})
    deleted = schedule.deleted + len(some)
    if deleted < len(members.people):
        return schedule.changed(deleted=deleted), len(some)
    return schedule.changed(to_delete=schedule.to_delete[1:], deleted=0), len(some)
