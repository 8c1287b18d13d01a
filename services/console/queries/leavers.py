"""Whether somebody who signed in by mail has left the organisation since."""

from datetime import datetime

from services.console.store import PEOPLE
from shared.runtime.mongo import Database


async def has_left(database: Database, tenant: str, employee_id: str, since: datetime) -> bool:
    """Return whether the console has learned since an instant that an employee left the organisation."""
    query = {"tenant": tenant, "employee_id": employee_id, "left_at": {"$gt": since}}
    return await database[PEOPLE.name].find_one(query, {"_id": 1}) is not None
