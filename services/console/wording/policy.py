"""The parts of a matching policy in words: rules, criteria, weights, presets."""

from collections.abc import Sequence
from typing import Final

from services.console.wording.names import FEATURES, feature_names, plain_code, word
from shared.locale import Voice, translatable

RULE_LABELS: Final = {
    "grade-gap": translatable("Grade gap"),
    "reporting-line": translatable("Reporting line"),
    "same-team": translatable("Teams"),
    "pay-panel": translatable("Pay review panels"),
    "language": translatable("Common language"),
    "working-hours": translatable("Common working hours"),
    "do-not-match": translatable("People kept apart"),
    "declared-conflict": translatable("Declared conflicts"),
    "oneself": translatable("Two people"),
}
_RULES: Final = {
    "same-team": translatable("The two are not in the same team."),
    "pay-panel": translatable("The two are not in the same pay review panel."),
    "language": translatable("The two speak a common language at level {value} or better."),
    "do-not-match": translatable("The two are not paired now, and are not kept apart."),
    "declared-conflict": translatable("Neither of the two has declared a conflict of interest."),
    "oneself": translatable("The two are different people."),
}
PRESETS: Final = {
    "balanced": translatable("Balanced"),
    "topics-first": translatable("Topics first"),
    "new-perspectives": translatable("New perspectives"),
}
_PRESET_HINTS: Final = {
    "balanced": translatable(
        "Topics count most; ways of learning and communicating, departments and hours count, too."
    ),
    "topics-first": translatable("The topics that mentees want decide; departments do not count."),
    "new-perspectives": translatable("People of other departments and regions meet; topics still count."),
}
WEIGHTS: Final = {
    "none": translatable("not at all"),
    "little": translatable("a little"),
    "some": translatable("somewhat"),
    "much": translatable("much"),
    "most": translatable("very much"),
}
LIMITS: Final = {
    "correlation-is-not-cause": translatable(
        "Correlation is not cause: pairs that fit well may be rated better for other reasons."
    ),
    "only-rated-pairings": translatable(
        "Only pairings that were made as proposed, and were rated, count. Nothing is known about other pairs."
    ),
    "content-people-answer-more": translatable(
        "People rate kindly, and people who are content answer more often."
    ),
    "confidential-criteria-keep-their-weight": translatable(
        "Confidential criteria are left out and keep their weight."
    ),
}
"""The limits of recommended weights."""
CRITERIA: Final = {
    "communication-style": translatable("ways of communicating"),
    "learning-style": translatable("ways of teaching and learning"),
    "shared-hours": translatable("common working hours"),
}
"""Names of shipped criteria that are no names of features."""
_OF_FEATURES: Final[dict[tuple[str, tuple[str, ...]], str]] = {
    ("complement", ("topics",)): translatable("The mentor offers the topics that the mentee wants"),
    ("complement", ("kind",)): translatable(
        "The mentor's way of teaching suits the mentee's way of learning"
    ),
    ("complement", ("generation",)): translatable("The mentor is of a younger generation than the mentee"),
    ("similar", ("working-hours",)): translatable("Their working days overlap"),
}
_BY_MEASURE: Final = {
    "similar": translatable("They are alike in: {features}"),
    "different": translatable("They differ in: {features}"),
    "at-least": translatable("The mentor has as much as the mentee or more: {features}"),
    "complement": translatable("They complement each other in: {features}"),
}


def rule_label(voice: Voice, name: str) -> str:
    """Name a published rule."""
    return word(voice, RULE_LABELS, name)


def rule_sentence(voice: Voice, name: str, value: int | None) -> str:
    """Word what a published rule demands of a pair, at its value."""
    number = value or 0
    if name == "grade-gap":
        return voice.say_count(
            "The mentor is at least {count} grade below the mentee.",
            "The mentor is at least {count} grades below the mentee.",
            number,
        )
    if name == "reporting-line":
        return voice.say_count(
            "Neither is the manager of the other, up to {count} level.",
            "Neither is among the managers of the other, up to {count} levels.",
            number,
        )
    if name == "working-hours":
        return voice.say_count(
            "Their working days share at least {count} minute.",
            "Their working days share at least {count} minutes.",
            number,
        )
    return voice.say(_RULES[name], value=voice.number(number)) if name in _RULES else rule_label(voice, name)


def preset_name(voice: Voice, name: str) -> str:
    """Name a preset."""
    return word(voice, PRESETS, name)


def preset_hint(voice: Voice, name: str) -> str:
    """Word what a preset is good for."""
    return voice.say(_PRESET_HINTS[name]) if name in _PRESET_HINTS else ""


def weight_word(voice: Voice, code: str) -> str:
    """Word how much a criterion counts."""
    return word(voice, WEIGHTS, code)


def criterion_sentence(voice: Voice, measure: str, features: Sequence[str]) -> str:
    """Word what a criterion looks for in a pair."""
    if (measure, tuple(features)) in _OF_FEATURES:
        return voice.say(_OF_FEATURES[measure, tuple(features)])
    names = feature_names(voice, features)
    return voice.say(_BY_MEASURE[measure], features=names) if measure in _BY_MEASURE else names


def learning_limit(voice: Voice, code: str) -> str:
    """Word one thing that recommended weights cannot show."""
    return word(voice, LIMITS, code)


def criterion_name(voice: Voice, name: str) -> str:
    """Name a criterion, inside a sentence; the editor names new ones after measure and feature."""
    if name in CRITERIA or name in FEATURES:
        return word(voice, CRITERIA | FEATURES, name)
    measure, _, feature = name.partition("-")
    if measure in _BY_MEASURE and feature in FEATURES:
        return word(voice, FEATURES, feature)
    return plain_code(name)
