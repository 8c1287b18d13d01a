"""The part of a report about the effect: participants compared with others, in figures and in words."""

from collections.abc import Iterator
from typing import Final

from services.console.documents.report import Figure, Part
from services.console.documents.report_words import share
from services.console.read_models.effect import Effect
from shared.contracts.enrollment import Comparison, MeasuredOutcome, Outcome, Tendency
from shared.locale import Voice, translatable

_MATCHING: Final = "doi:10.1093/pan/mpr013"
_INTERVAL: Final = "doi:10.1198/sbr.2009.0049"
_E_VALUE: Final = "doi:10.7326/M16-2607"
_GAMMA: Final = "doi:10.1007/978-1-4757-3692-2"

_OUTCOMES: Final[dict[str, str]] = {
    Outcome.STAYED: translatable("Still in the organisation"),
    Outcome.PROMOTED: translatable("In a higher grade"),
}
_INTERVALS: Final[dict[str, str]] = {
    Tendency.HIGHER: translatable(
        "{outcome}: participants more often than comparable people. The figures are compatible with a "
        "difference from {low} to {high} percentage points (stratified Newcombe interval, 95 %, {source})."
    ),
    Tendency.LOWER: translatable(
        "{outcome}: participants less often than comparable people. The figures are compatible with a "
        "difference from {low} to {high} percentage points (stratified Newcombe interval, 95 %, {source})."
    ),
    Tendency.EITHER: translatable(
        "{outcome}: the figures are compatible with a difference from {low} to {high} percentage points, "
        "so with more, less or none (stratified Newcombe interval, 95 %, {source})."
    ),
}


def effect_part(voice: Voice, effect: Effect | None) -> Part:
    """Return the comparison, or that it is still to come or has not enough data."""
    known = [each for each in effect.outcomes if each.outcome in _OUTCOMES] if effect else []
    return Part(
        "effect",
        voice.say("Staying and promotion, compared"),
        tuple(figure for each in known for figure in _figures(voice, each)) or (_later(voice),),
        _hint(voice),
        tuple(note for each in known if each.comparison for note in _notes(voice, each, each.comparison)),
    )


def _later(voice: Voice) -> Figure:
    name = voice.say("Difference to comparable people")
    return Figure("effect", name, voice.say("measured after the last day"), unit="points")


def _hint(voice: Voice) -> str:
    return voice.say(
        "Participants are compared, once, with people of the organisation who took part in no programme, in "
        "similar grades, regions, departments and years of service (coarsened exact matching, {source}). "
        "This does not prove a cause: people who join may differ in ways that nobody has recorded. With some "
        "hundred participants, a small difference of this kind can explain most results.",
        source=_MATCHING,
    )


def _figures(voice: Voice, measured: MeasuredOutcome) -> Iterator[Figure]:
    code, name = str(measured.outcome), _name(voice, measured)
    compared = measured.comparison
    title = voice.say("{outcome}: difference to comparable people", outcome=name)
    if compared is None:
        yield Figure(f"{code}-difference", title, voice.say("not enough data"), unit="points")
        return
    low, high = _points(voice, compared.low), _points(voice, compared.high)
    yield Figure(
        f"{code}-difference",
        title,
        voice.say("{low} to {high} points", low=low, high=high),
        compared.difference,
        unit="points",
        low=compared.low,
        high=compared.high,
    )
    yield share(
        voice,
        f"{code}-participants",
        voice.say("{outcome}: participants", outcome=name),
        compared.participants_share,
        people=compared.participants,
    )
    yield share(
        voice,
        f"{code}-others",
        voice.say("{outcome}: comparable people", outcome=name),
        compared.others_share,
        people=compared.others,
    )
    yield Figure(
        f"{code}-e-value",
        voice.say("{outcome}: E-value", outcome=name),
        voice.number(compared.e_value),
        compared.e_value,
    )
    yield Figure(
        f"{code}-gamma",
        voice.say("{outcome}: Γ of Rosenbaum", outcome=name),
        "< 1" if compared.gamma is None else voice.number(compared.gamma),
        compared.gamma,
    )


def _notes(voice: Voice, measured: MeasuredOutcome, compared: Comparison) -> Iterator[str]:
    """Say what the interval, the E-value and Γ mean, each with the place where it is defined."""
    interval = _INTERVALS.get(compared.tendency, _INTERVALS[Tendency.EITHER])
    yield voice.say(
        interval,
        outcome=_name(voice, measured),
        low=_points(voice, compared.low),
        high=_points(voice, compared.high),
        source=_INTERVAL,
    )
    if compared.tendency not in {Tendency.HIGHER, Tendency.LOWER}:
        yield voice.say("Chance alone can explain the difference (E-value 1, {source}).", source=_E_VALUE)
    else:
        yield voice.say(
            "To explain the whole difference, something unrecorded would have to make both taking part and "
            "this outcome {factor} times as likely, in similar circumstances (E-value, {source}).",
            factor=voice.number(compared.e_value),
            source=_E_VALUE,
        )
    if compared.gamma is None:
        yield voice.say(
            "A test finds no difference, even if nothing unrecorded influenced who takes part (Γ, {source}).",
            source=_GAMMA,
        )
    else:
        yield voice.say(
            "A test finds a difference as long as nothing unrecorded changes the odds of taking part by more "
            "than a factor of {factor} (Γ, {source}).",
            factor=voice.number(compared.gamma),
            source=_GAMMA,
        )


def _name(voice: Voice, measured: MeasuredOutcome) -> str:
    return voice.say(_OUTCOMES[measured.outcome])


def _points(voice: Voice, points: float) -> str:
    """Write percentage points with their sign."""
    return f"+{voice.number(points)}" if points > 0 else voice.number(points)
