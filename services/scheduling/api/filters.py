"""Query parameters of sessions."""

from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Query

from services.scheduling.api.views import Instant
from services.scheduling.domain.hours import find_zone
from services.scheduling.domain.sessions import SessionState
from services.scheduling.queries.sessions import SessionFilter
from shared.kernel import Identifier


def _filter(
    state: SessionState | None = None,
    pairing_id: Identifier | None = None,
    since: Annotated[Instant | None, Query(alias="from", description="Starts at or after this")] = None,
    until: Annotated[Instant | None, Query(alias="to", description="Starts before this")] = None,
) -> SessionFilter:
    return SessionFilter(state=state, pairing_id=pairing_id, since=since, until=until)


def _zone(
    zone: Annotated[str | None, Query(description="IANA time zone for local times", max_length=64)] = None,
) -> ZoneInfo | None:
    return find_zone(zone, field="zone") if zone is not None else None


Filtering = Annotated[SessionFilter, Depends(_filter)]
Zone = Annotated[ZoneInfo | None, Depends(_zone)]
