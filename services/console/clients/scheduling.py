"""Responses of scheduling: the caller's own sessions, and the times of an executive's."""

from datetime import datetime

from services.console.clients.response import Response


class OwnTime(Response):
    """A span of time on the reader's own clock."""

    starts_at: datetime
    ends_at: datetime
    time_zone: str


class OwnSession(OwnTime):
    """A session of the caller."""

    id: str
    pairing_id: str
    number: int
    mentor_id: str
    mentee_id: str
    state: str
    moved_by_delegate: str | None


class OwnSessions(Response):
    """A page of the caller's sessions, by start."""

    items: list[OwnSession]
    total: int


class FreeTimes(Response):
    """Times a session could be moved to."""

    items: list[OwnTime]


class ExecutiveSession(OwnTime):
    """A session of an executive, for their delegate: when it is, and nothing else."""

    id: str


class ExecutiveSessions(Response):
    """A page of an executive's sessions, by start."""

    items: list[ExecutiveSession]
    total: int
