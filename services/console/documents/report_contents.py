"""The contents of a programme's report: key results, participation, sessions, answers, certificates."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Final

from services.console.documents.report import Figure, KeyResult, Part, Report
from services.console.documents.report_answers import answers_parts
from services.console.documents.report_effect import effect_part
from services.console.documents.report_inclusion import inclusion_part
from services.console.documents.report_own import own_parts
from services.console.documents.report_words import heads, named, serving, share, shown, title
from services.console.queries.programme_queries import ReportFacts
from services.console.read_models import figures
from services.console.read_models.entered import entered_on
from services.console.read_models.tally import Tally
from services.console.wording.objectives import UNITS, measure_name, target_distance
from services.console.wording.own_figures import OwnRow
from services.console.wording.period import period
from shared.contracts.enrollment import Measure, Objective
from shared.contracts.measures import SMALLEST_CELL
from shared.locale import Voice

_OUTCOMES: Final = ("held", "missed", "cancelled")


def make_report(voice: Voice, name: str, facts: ReportFacts, own: Sequence[OwnRow] = ()) -> Report:
    """Word the report of the programme with this name; ``own`` are its own questions."""
    say, programme = voice.say, facts.programme
    closed_at = facts.figures.closed_at if facts.figures else None
    objectives = programme.objectives
    return Report(
        language=voice.language,
        title=say("Final report") if facts.final else say("Report"),
        programme=name,
        period=period(voice, programme.starts_on, programme.ends_on),
        state=_state(voice, facts, closed_at),
        as_of=closed_at.isoformat() if closed_at else "",
        begun=datetime.combine(programme.starts_on, time(), UTC).isoformat(),
        final=facts.final,
        results=tuple(_result(voice, facts.tally, objective) for objective in objectives),
        parts=(
            _taking_part(voice, facts.tally, objectives),
            _sessions(voice, facts.tally, objectives),
            inclusion_part(voice, facts.tally, objectives),
            *answers_parts(voice, facts.figures, objectives, final=facts.final),
            *own_parts(voice, own),
            effect_part(voice, facts.effect),
        ),
        words=heads(voice),
    )


def _state(voice: Voice, facts: ReportFacts, closed_at: datetime | None) -> str:
    say = voice.say
    if closed_at is None:
        return say("No figures about answers have been released yet.")
    day = voice.date(closed_at.date())
    if facts.final:
        return say("The figures about answers were released on {day}, and stay as they are.", day=day)
    return say("The figures about answers are those released on {day}.", day=day)


def _result(voice: Voice, tally: Tally, objective: Objective) -> KeyResult:
    progress = figures.progress(tally, objective)
    if objective.measure == Measure.PARTICIPATION and _few(figures.people_at(tally, "ready")):
        progress = figures.ObjectiveProgress(objective, None)
    actual, beyond = progress.actual, progress.beyond
    return KeyResult(
        code=objective.name,
        name=named(objective),
        measure=_measure(voice, objective),
        details=_details(voice, tally, objective),
        baseline=objective.baseline,
        target=objective.target,
        actual=actual,
        shown=voice.say("not enough data") if actual is None else voice.number(actual),
        baseline_shown=voice.number(objective.baseline),
        target_shown=voice.number(objective.target),
        distance="" if beyond is None else target_distance(voice, beyond),
        beyond=beyond,
        places=progress.places,
    )


def _measure(voice: Voice, objective: Objective) -> str:
    measure = measure_name(voice, objective.measure)
    unit = UNITS.get(objective.unit or "")
    return f"{measure} ({voice.say(unit)})" if objective.measure == Measure.ENTERED and unit else measure


def _details(voice: Voice, tally: Tally, objective: Objective) -> str:
    """Word what is known of a key result besides its numbers."""
    say = voice.say
    day = entered_on(tally, objective.name) if objective.measure == Measure.ENTERED else None
    known = {
        say("Objective: {name}"): objective.serves and title(objective.serves),
        say("Owner: {name}"): objective.owner and title(objective.owner),
        say("Due: {name}"): objective.due_on and voice.date(objective.due_on),
        say("Measured: {name}"): day and voice.date(day),
    }
    return " · ".join(text.format(name=value) for text, value in known.items() if value)


def _taking_part(voice: Voice, tally: Tally, objectives: Sequence[Objective]) -> Part:
    ready, paired = figures.people_at(tally, "ready"), figures.people_at(tally, "paired")
    days = None if _few(tally.total("match-days")) else figures.median_days_to_match(tally)
    part_of = None if _few(ready) else figures.measure(tally, Measure.PARTICIPATION)
    return Part(
        "taking-part",
        voice.say("Taking part"),
        (
            _people(
                voice, "people-enrolled", voice.say("People who joined"), figures.people_at(tally, "enrolled")
            ),
            _people(voice, "people-ready", voice.say("Ready to be matched"), ready),
            _people(voice, "people-paired", voice.say("With a partner"), paired),
            share(
                voice,
                "participation",
                voice.say("With a partner, of those who are ready"),
                part_of,
                serves=serving(objectives, Measure.PARTICIPATION),
            ),
            Figure(
                "days-to-match",
                voice.say("Days until people were paired (median)"),
                shown(voice, days),
                days,
                unit="days",
            ),
            _people(
                voice, "certificates", voice.say("Certificates issued"), tally.get("certificates", "issued")
            ),
        ),
        voice.say("Numbers below {count} are not shown.", count=voice.number(SMALLEST_CELL)),
    )


def _sessions(voice: Voice, tally: Tally, objectives: Sequence[Objective]) -> Part:
    names = (voice.say("Took place"), voice.say("Did not take place"), voice.say("Cancelled"))
    counts = [
        Figure(f"sessions-{state}", name, voice.number(n), n, unit="sessions")
        for state, name in zip(_OUTCOMES, names, strict=True)
        for n in [tally.get("sessions", state)]
    ]
    held = share(
        voice,
        "sessions-held-share",
        voice.say("Took place, of those planned"),
        figures.measure(tally, Measure.SESSIONS_HELD),
        serves=serving(objectives, Measure.SESSIONS_HELD),
    )
    return Part("sessions", voice.say("Sessions"), (*counts, held))


def _people(voice: Voice, code: str, name: str, people: int) -> Figure:
    """Return a count of people; a small one is not shown."""
    if _few(people):
        few = voice.say("fewer than {count}", count=voice.number(SMALLEST_CELL))
        return Figure(code, name, few, unit="people")
    return Figure(code, name, voice.number(people), people, unit="people")


def _few(people: int) -> bool:
    """Return whether a count is too small to be shown; a count of 0 describes nobody and is shown."""
    return 0 < people < SMALLEST_CELL
