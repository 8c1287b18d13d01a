"""A policy in words, part by part, and the differences between two versions."""

from collections.abc import Mapping
from typing import Any, Final

from services.console.clients.matching.policy import Decisions
from services.console.policy_editor.sections import SECTIONS, Section
from services.console.wording.conditions import condition_sentence
from services.console.wording.names import feature_name, plain_code
from services.console.wording.policy import criterion_sentence, rule_label
from shared.locale import Voice, translatable

HUNDREDTHS: Final = 100
PAIRS: Final = {
    "must_pair": translatable("Pairs that must be made"),
    "must_not_pair": translatable("Pairs that must not be made"),
}
AIMS: Final = {
    "participation": translatable("as many pairs as possible, then the best fit"),
    "score": translatable("the best fit, even if somebody gets no partner"),
}


def parts(voice: Voice, decisions: Decisions) -> dict[str, str]:
    """Return each part of a policy by its name; pairs are counted."""
    texts = {rule_label(voice, each["rule"]): _rule(voice, each) for each in decisions.get("rules", ())}
    for each in decisions.get("criteria", ()):
        sentence = criterion_sentence(voice, each["measure"], each["features"])
        texts[sentence] = _criterion(voice, each["weight"], each.get("purpose"))
    for each in decisions.get("conditions", ()):
        texts[voice.say("Condition: {name}", name=plain_code(each["name"]))] = condition_sentence(
            voice, each["allow"]
        )
    texts |= _objective(voice, decisions.get("objective", {}))
    for section in SECTIONS:
        texts |= _section(voice, section, decisions.get(section.name) or {})
    texts |= {
        voice.say(words): voice.number(len(decisions[name]))
        for name, words in PAIRS.items()
        if decisions.get(name)
    }
    return texts


def changes(voice: Voice, before: Decisions, after: Decisions) -> list[str]:
    """Return the changes of the later version, line by line."""
    old, new = parts(voice, before), parts(voice, after)
    counted = {voice.say(words) for words in PAIRS.values()}
    names = [name for name in {**old, **new} if name not in counted]
    lines = [_change(voice, name, old.get(name), new.get(name)) for name in names]
    return [line for line in lines if line] + _pairs_changed(voice, before, after)


def _change(voice: Voice, name: str, old: str | None, new: str | None) -> str:
    if old == new:
        return ""
    if old is None:
        return voice.say("{part}: {value} (new)", part=name, value=new or "")
    if new is None:
        return voice.say("{part}: removed (was {value})", part=name, value=old)
    return voice.say("{part}: {value} instead of {before}", part=name, value=new, before=old)


def _pairs_changed(voice: Voice, before: Decisions, after: Decisions) -> list[str]:
    lines = []
    for name, words in PAIRS.items():
        old, new = ({_key(pair) for pair in side.get(name, ())} for side in (before, after))
        if old != new:
            line = translatable("{part}: {added} added, {removed} removed")
            added, removed = voice.number(len(new - old)), voice.number(len(old - new))
            lines.append(voice.say(line, part=voice.say(words), added=added, removed=removed))
    return lines


def _key(pair: Mapping[str, str]) -> tuple[str, str]:
    return pair["mentor_id"], pair["mentee_id"]


def _rule(voice: Voice, setting: Mapping[str, Any]) -> str:
    if not setting.get("on", True):
        return voice.say("off")
    value = setting.get("value")
    return voice.say("on") if value is None else voice.say("on, with {value}", value=voice.number(value))


def _objective(voice: Voice, objective: Mapping[str, Any]) -> dict[str, str]:
    aim = objective.get("aim", "participation")
    texts = {voice.say("Goal of a matching"): voice.say(AIMS[aim]) if aim in AIMS else plain_code(aim)}
    if objective.get("worth"):
        texts[voice.say("Points that a pair must add")] = _points(voice, objective["worth"])
    if objective.get("floor") is not None:
        texts[voice.say("Lowest score of a pair")] = _points(voice, objective["floor"])
    if fairness := objective.get("fairness"):
        texts[voice.say("No group of mentees falls behind")] = voice.say(
            "{points} points a pair, for each {feature} of {people} people or more",
            points=_number(voice, fairness["least_mean"]),
            feature=feature_name(voice, fairness["feature"]),
            people=voice.number(fairness.get("smallest", 5)),
        )
    extra = voice.say("Extra points after a matching without a partner")
    return texts | {extra: _points(voice, objective.get("priority", 1000))}


def _section(voice: Voice, section: Section, values: Mapping[str, Any]) -> dict[str, str]:
    return {
        voice.say(setting.label): setting.spoken(voice, values[setting.name])
        for setting in section.settings
        if setting.name in values
    }


def _criterion(voice: Voice, weight: int, purpose: str | None) -> str:
    points = _points(voice, weight)
    return voice.say("{points}; purpose: {purpose}", points=points, purpose=purpose) if purpose else points


def _points(voice: Voice, hundredths: int) -> str:
    return voice.say("{points} points", points=_number(voice, hundredths))


def _number(voice: Voice, hundredths: int) -> str:
    return (
        voice.number(hundredths / HUNDREDTHS)
        if hundredths % HUNDREDTHS
        else voice.number(hundredths // HUNDREDTHS)
    )


def points(hundredths: float) -> str:
    """Write hundredths as a field has them: ``4050`` becomes ``40.5``."""
    return f"{hundredths / HUNDREDTHS:.2f}".rstrip("0").rstrip(".")
