"""The data of the charts in the reader's language: the numbers, and the same in words for screen readers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.console.read_models import figures
from services.console.read_models.inclusion import DIMENSIONS, taken_part
from services.console.read_models.released import SHARES, released_mean
from services.console.read_models.tally import Tally
from services.console.wording import code_name
from services.console.wording.feedback import category_name
from shared.contracts.feedback import Question
from shared.contracts.vocabulary import Role
from shared.locale import Voice, translatable

_LAST_WEEKS: Final = 26
_STEPS: Final = {
    "enrolled": translatable("Enrolled"),
    "assessed": translatable("Assessment done"),
    "trained": translatable("Training done"),
    "ready": translatable("Ready"),
    "paired": translatable("With a partner"),
}
_BANDS: Final = dict(
    zip(SHARES, (translatable("4 or 5"), translatable("3"), translatable("1 or 2")), strict=True)
)
_DAYS: Final = (
    (translatable("under 1"), 0, 1),
    (translatable("1 to 2"), 1, 3),
    (translatable("3 to 4"), 3, 5),
    (translatable("5 to 6"), 5, 7),
    (translatable("7 to 13"), 7, 14),
    (translatable("14 to 27"), 14, 28),
    (translatable("28 or more"), 28, 1_000_000),
)


@dataclass(frozen=True)
class Chart:
    """A chart and its text alternative.

    Attributes:
        name: its address.
        title: the subject.
        summary: the same in one sentence.
        columns: heads of the table.
        rows: the numbers, one row a mark.
        unit: the name of the counted things, at the axis.
        keys: the codes whose colours the series have; of a single series, those of the rows.
        hidden: why there is nothing to show yet, or empty.
    """

    name: str
    title: str
    summary: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    unit: str = ""
    keys: tuple[str, ...] = ()
    hidden: str = ""


def sessions_by_week(voice: Voice, tally: Tally) -> Chart:
    """Sessions of each week, by what became of them; states that no session is in are left out."""
    weeks = sorted({name.rsplit(":", 1)[0] for name in tally.group("week")})[-_LAST_WEEKS:]
    states = [
        state for state in figures.SESSION_STATES if any(tally.get("week", week, state) for week in weeks)
    ]
    rows: tuple[tuple[str | int, ...], ...] = tuple(
        (voice.short_date(date.fromisoformat(week)), *(tally.get("week", week, state) for state in states))
        for week in weeks
    )
    counts = [(code_name(voice, state), tally.get("sessions", state)) for state in figures.SESSION_STATES]
    return Chart(
        "sessions",
        voice.say("Sessions by week"),
        voice.say("Sessions by week. In all: {counts}.", counts=_listed(voice, counts)),
        (voice.say("Week of"), *(code_name(voice, state) for state in states)),
        rows,
        voice.say("Sessions"),
        tuple(states),
        "" if rows else voice.say("No sessions are planned yet."),
    )


def funnel(voice: Voice, tally: Tally) -> Chart:
    """Return how many people reached each step."""
    rows = tuple(
        (voice.say(label), tally.get("step", Role.MENTOR, step), tally.get("step", Role.MENTEE, step))
        for step, label in _STEPS.items()
    )
    counts = [(label, mentors + mentees) for label, mentors, mentees in rows]
    return Chart(
        "funnel",
        voice.say("How far participants are"),
        voice.say("Participants who have reached each step: {counts}.", counts=_listed(voice, counts)),
        (voice.say("Step"), voice.say("Mentors"), voice.say("Mentees")),
        rows,
        voice.say("People"),
        (Role.MENTOR, Role.MENTEE),
        "" if any(row[1] + row[2] for row in rows) else voice.say("Nobody has enrolled yet."),
    )


def health(voice: Voice, tally: Tally) -> Chart:
    """Active pairings by health."""
    rows = tuple((code_name(voice, name), tally.get("health", name)) for name in figures.HEALTHS)
    return Chart(
        "health",
        voice.say("How pairings are doing"),
        voice.say("How active pairings are doing: {counts}.", counts=_listed(voice, rows)),
        (voice.say("State"), voice.say("Pairings")),
        rows,
        voice.say("Pairings"),
        figures.HEALTHS,
        "" if tally.total("health") else voice.say("No pairing is active yet."),
    )


def ratings(voice: Voice, tally: Tally) -> Chart:
    """Return the chart of the ratings in three bands; empty until figures are released."""
    title = voice.say("How useful sessions are")
    columns = (voice.say("Rating"), voice.say("Percent of votes"))
    if released_mean(tally, Question.USEFULNESS) is None:
        hidden = voice.say("No figure yet: too few people have answered.")
        return Chart("ratings", title, hidden, columns, (), hidden=hidden)
    rows = tuple(
        (voice.say(label), tally.get("released", Question.USEFULNESS, name)) for name, label in _BANDS.items()
    )
    said = ", ".join(f"{label}: {voice.number(share)} %" for label, share in rows)
    summary = voice.say("Ratings of sessions from 1 to 5, in percent of votes: {shares}.", shares=said)
    return Chart("ratings", title, summary, columns, rows, columns[1])


def time_to_match(voice: Voice, tally: Tally) -> Chart:
    """Days from when the later of the two was ready until the pairing was active."""
    days = {int(day): n for day, n in tally.group("match-days").items()}
    rows = tuple(
        (voice.say(label), sum(n for day, n in days.items() if low <= day < high))
        for label, low, high in _DAYS
    )
    median = figures.median_days_to_match(tally)
    return Chart(
        "time-to-match",
        voice.say("Days until people were paired"),
        voice.say("Days from ready to paired; half took {days} or fewer.", days=voice.number(median or 0)),
        (voice.say("Days"), voice.say("Pairings")),
        rows if days else (),
        voice.say("Pairings"),
        hidden="" if days else voice.say("No pairing has been made yet."),
    )


def inclusion(voice: Voice, tally: Tally) -> Chart:
    """Return who has a partner, by region, grade and department; empty if no groups can be compared."""
    groups = [taken for dimension in DIMENSIONS for taken in taken_part(tally, dimension)]
    rows = tuple((category_name(voice, one.dimension, one.name), one.paired) for one in groups)
    columns = (voice.say("Group"), voice.say("Percent with a partner"))
    said = ", ".join(f"{label}: {voice.number(share)} %" for label, share in rows)
    return Chart(
        "inclusion",
        voice.say("With a partner, by group"),
        voice.say("With a partner, in percent of those who are ready: {shares}.", shares=said),
        columns,
        rows,
        columns[1],
        hidden="" if rows else voice.say("Too few people to compare groups."),
    )


def _listed(voice: Voice, counts: Iterable[tuple[str, int]]) -> str:
    return "; ".join(f"{label}: {voice.number(count)}" for label, count in counts)


ALL: Final[dict[str, Callable[[Voice, Tally], Chart]]] = {
    "sessions": sessions_by_week,
    "funnel": funnel,
    "health": health,
    "ratings": ratings,
    "time-to-match": time_to_match,
    "inclusion": inclusion,
}
