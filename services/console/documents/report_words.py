"""Figures and heads of a report in words."""

from collections.abc import Iterable

from services.console.documents.report import Figure
from services.console.wording.names import plain_code
from shared.contracts.enrollment import Objective
from shared.locale import Voice


def named(objective: Objective) -> str:
    """Name a key result."""
    return title(objective.name)


def title(code: str) -> str:
    """Write a name that a coordinator gave with a capital letter."""
    return plain_code(code).capitalize()


def serving(objectives: Iterable[Objective], measure: str) -> tuple[str, ...]:
    """Return the names of the key results with this measure."""
    return tuple(named(one) for one in objectives if one.measure == measure)


def shown(voice: Voice, value: float | None) -> str:
    """Word a number, or that there is not enough data."""
    return voice.say("not enough data") if value is None else voice.number(value)


def share(
    voice: Voice,
    code: str,
    name: str,
    value: float | None,
    *,
    margin: float | None = None,
    people: int | None = None,
    serves: tuple[str, ...] = (),
) -> Figure:
    """Return a share in percent, with its margin if it has one."""
    if value is None:
        words = shown(voice, None)
    elif margin is None:
        words = voice.say("{number} %", number=voice.number(value))
    else:
        words = voice.say("{share} % ± {margin}", share=voice.number(value), margin=voice.number(margin))
    return Figure(code, name, words, value, margin, people, "percent", serves, counted(voice, people))


def counted(voice: Voice, people: int | None) -> str:
    """Word a number of people, or nothing."""
    return "" if people is None else voice.number(people)


def heads(voice: Voice) -> dict[str, str]:
    """Return the heads of the report's tables."""
    say = voice.say
    return {
        "results": say("Key results"),
        "result": say("Key result"),
        "baseline": say("Baseline"),
        "now": say("Now"),
        "target": say("Target"),
        "distance": say("Distance to the target"),
        "figure": say("Figure"),
        "value": say("Value"),
        "people": say("Number of people"),
        "serves": say("Key result"),
        "no-results": say("This programme has no key results."),
    }
