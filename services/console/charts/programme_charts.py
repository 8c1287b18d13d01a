"""The data of the charts: the numbers, and the same in words for screen readers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from services.console.read_models import figures
from services.console.read_models.released import SHARES, released_mean
from services.console.read_models.tally import Tally
from shared.contracts.feedback import Question

_LAST_WEEKS: Final = 26


@dataclass(frozen=True)
class Chart:
    """A chart and its text alternative.

    Attributes:
        name: its address.
        title: what it shows.
        summary: the same in one sentence.
        columns: heads of the table.
        rows: the numbers, one row a mark.
        hidden: why there is nothing to show yet, or empty.
    """

    name: str
    title: str
    summary: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    hidden: str = ""


def sessions_by_week(tally: Tally) -> Chart:
    """Sessions of each week, by what became of them."""
    weeks = sorted({name.rsplit(":", 1)[0] for name in tally.group("week")})[-_LAST_WEEKS:]
    rows = tuple(_week(tally, week) for week in weeks)
    parts = ", ".join(f"{tally.get('sessions', state)} {state}" for state in figures.SESSION_STATES)
    return Chart(
        "sessions",
        "Sessions per week",
        f"Sessions per week: {parts} in all.",
        ("Week of", *(state.capitalize() for state in figures.SESSION_STATES)),
        rows,
        "" if rows else "No sessions are planned yet.",
    )


def _week(tally: Tally, week: str) -> tuple[str | int, ...]:
    return week, *(tally.get("week", week, state) for state in figures.SESSION_STATES)


def funnel(tally: Tally) -> Chart:
    """How many people reached each step."""
    rows = tuple(
        (step.capitalize(), tally.get("step", "mentor", step), tally.get("step", "mentee", step))
        for step in figures.STEPS
    )
    said = ", ".join(f"{mentors + mentees} {step.lower()}" for step, mentors, mentees in rows)
    return Chart(
        "funnel",
        "Participants on their way",
        f"Participants by step: {said}.",
        ("Step", "Mentors", "Mentees"),
        rows,
        "" if any(row[1] + row[2] for row in rows) else "Nobody has enrolled yet.",
    )


def health(tally: Tally) -> Chart:
    """Active pairings by health."""
    rows = tuple((name.replace("-", " ").capitalize(), tally.get("health", name)) for name in figures.HEALTHS)
    said = ", ".join(f"{n} {name.lower()}" for name, n in rows)
    return Chart(
        "health",
        "Health of pairings",
        f"Active pairings by health: {said}.",
        ("Health", "Pairings"),
        rows,
        "" if tally.total("health") else "No pairing is active yet.",
    )


def ratings(tally: Tally) -> Chart:
    """Return the chart of the ratings in three bands; empty until figures are released."""
    title, columns = "Usefulness of sessions", ("Rating", "Percent of votes")
    if released_mean(tally, Question.USEFULNESS) is None:
        hidden = "No figure yet: too few people have answered."
        return Chart("ratings", title, hidden, columns, (), hidden)
    bands = {
        label: tally.get("released", Question.USEFULNESS, name)
        for label, name in zip(("4 or 5", "3", "1 or 2"), SHARES, strict=True)
    }
    said = ", ".join(f"{part} % gave {band}" for band, part in bands.items())
    return Chart("ratings", title, f"Ratings from 1 to 5: {said}.", columns, tuple(bands.items()))


def time_to_match(tally: Tally) -> Chart:
    """Days from when the later of the two was ready until the pairing was active."""
    days = {int(day): n for day, n in tally.group("match-days").items()}
    rows = tuple(
        (label, sum(n for day, n in days.items() if low <= day < high)) for label, low, high in _DAYS
    )
    return Chart(
        "time-to-match",
        "Time to match",
        f"Days from ready to paired; half took {figures.median_days_to_match(tally)} or fewer.",
        ("Days", "Pairings"),
        rows if days else (),
        "" if days else "No pairing has been made yet.",
    )


_DAYS: Final = (
    ("under 1", 0, 1),
    ("1 to 2", 1, 3),
    ("3 to 4", 3, 5),
    ("5 to 6", 5, 7),
    ("7 to 13", 7, 14),
    ("14 to 27", 14, 28),
    ("28 or more", 28, 1_000_000),
)

ALL: Final[dict[str, Callable[[Tally], Chart]]] = {
    "sessions": sessions_by_week,
    "funnel": funnel,
    "health": health,
    "ratings": ratings,
    "time-to-match": time_to_match,
}
