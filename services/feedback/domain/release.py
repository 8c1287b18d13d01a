"""Figures of what people answered, and when there may be new ones.

Figures stay as they are until a closing finds enough people who have answered since the last release, so
that two of them never differ by the answers of a few.
"""

from datetime import UTC, datetime, time, timedelta
from typing import Final

from pydantic import AwareDatetime, BaseModel, ConfigDict

from services.feedback.domain.upstream import Programme
from shared.contracts.feedback import Figures, FiguresReleased
from shared.contracts.measures import SMALLEST_CELL
from shared.kernel import Aggregate

SATISFIED: Final = 3.5
DISSATISFIED: Final = 2.5
_AFTER_END: Final = timedelta(days=90)
"""Check-ins of the last sessions are answered by then."""
_WEEK: Final = timedelta(days=7)
_A_MONDAY: Final = datetime(2024, 1, 1, tzinfo=UTC)


class Release(Aggregate):
    """The figures that a programme's coordinators see; the id is the programme's.

    Attributes:
        closed_at: the figures are of all answers given before.
        figures: those released last.
    """

    closed_at: AwareDatetime | None = None
    figures: Figures | None = None


class Votes(BaseModel):
    """Everybody's answers up to a closing, one vote a person.

    Attributes:
        people: how many have answered.
        newly: how many of them since the last release.
        rating: the sum of each person's mean rating.
        satisfied: how many have a mean rating of at least ``SATISFIED``.
        dissatisfied: how many have one below ``DISSATISFIED``.
        progress: the sum of what each person answered last, in percent of the way to the goal.
    """

    model_config = ConfigDict(frozen=True)

    people: int = 0
    newly: int = 0
    rating: float = 0.0
    satisfied: int = 0
    dissatisfied: int = 0
    progress: int = 0


def last_closing(now: datetime) -> datetime:
    """The latest Monday 00:00 UTC."""
    return now - (now - _A_MONDAY) % _WEEK


def next_closing(programme: Programme, now: datetime) -> datetime | None:
    """The coming Monday 00:00 UTC; None once all of the programme's answers are in."""
    closing = last_closing(now) + _WEEK
    over = datetime.combine(programme.ends_on, time(), UTC) + _AFTER_END
    return closing if closing <= over else None


def close(release: Release, votes: Votes, *, at: datetime) -> tuple[Release, list[FiguresReleased]]:
    """Release new figures if enough people have answered since those before; else nothing changes."""
    if votes.newly < SMALLEST_CELL or votes.people < SMALLEST_CELL:
        return release, []
    figures = coarsen(votes)
    fact = FiguresReleased(programme_id=release.id, closed_at=at, figures=figures)
    return release.changed(closed_at=at, figures=figures), [fact]


def coarsen(votes: Votes) -> Figures:
    """Coarsen votes to figures: no value that only one set of votes explains, never "all" or "nobody"."""
    people = votes.people
    return Figures(
        people=people - people % SMALLEST_CELL,
        satisfaction=_between(1.5, round(2 * votes.rating / people) / 2, 4.5),
        goal_progress=int(_between(10, 10 * round(votes.progress / people / 10), 90)),
        satisfied=_quarter(votes.satisfied, people),
        neutral=_quarter(people - votes.satisfied - votes.dissatisfied, people),
        dissatisfied=_quarter(votes.dissatisfied, people),
    )


def _quarter(part: int, whole: int) -> int:
    return min(75, 100 * part // whole // 25 * 25)


def _between(low: float, value: float, high: float) -> float:
    return min(max(low, value), high)
