"""The names of features, rules and kinds of people."""

from collections.abc import Mapping, Sequence
from typing import Final

from shared.locale import Voice, translatable

FEATURES: Final = {
    "department": translatable("department"),
    "directness": translatable("directness"),
    "formality": translatable("formality"),
    "generation": translatable("generation"),
    "grade": translatable("grade"),
    "kind": translatable("kind of mentor or learner"),
    "languages": translatable("languages"),
    "manager": translatable("manager"),
    "pace": translatable("pace"),
    "region": translatable("region"),
    "team": translatable("team"),
    "tenure": translatable("years in the organisation"),
    "time-zone": translatable("time zone"),
    "topics": translatable("topics"),
    "working-hours": translatable("working hours"),
}
RULES: Final = {
    "grade-gap": translatable("Too small a gap between the grades"),
    "reporting-line": translatable("One reports to the other"),
    "same-team": translatable("The same team"),
    "pay-panel": translatable("The same pay review panel"),
    "language": translatable("No common language at the level needed"),
    "working-hours": translatable("Too few common working hours"),
    "do-not-match": translatable("Paired now, or not to be matched again"),
    "declared-conflict": translatable("A declared conflict of interest"),
    "oneself": translatable("The same person"),
    "must-not-pair": translatable("Kept apart by a coordinator"),
    "named": translatable("This matching is for other people"),
    "lapsed": translatable("Their proposal has just ended"),
    "floor": translatable("Below the lowest score"),
}
"""The trait of a pair that a rule excludes, by the rule."""
MENTOR_KINDS: Final = {
    "translator": translatable("translator"),
    "mirror": translatable("mirror"),
    "challenger": translatable("challenger"),
    "coach": translatable("coach"),
    "connector": translatable("connector"),
}
LEARNING_STYLES: Final = {
    "tell-me": translatable("tell me"),
    "show-me": translatable("show me"),
    "question-me": translatable("question me"),
    "let-me-try": translatable("let me try"),
    "introduce-me": translatable("introduce me"),
}
GROUPINGS: Final = {
    **{name: FEATURES[name] for name in ("region", "department", "generation")},
    "grade-band": FEATURES["grade"],
}
"""The features by which the groups of a matching are compared."""
GROUPS: Final = {"others": translatable("others"), "unknown": translatable("unknown")}
"""The groups of people that the organisation has not named."""


def group_name(voice: Voice, name: str) -> str:
    """Return a group of people, such as a region, in a table."""
    return voice.say(GROUPS[name]) if name in GROUPS else name


def grouping_name(voice: Voice, name: str) -> str:
    """Return a feature by which groups are compared, inside a sentence."""
    return word(voice, GROUPINGS, name)


def feature_name(voice: Voice, name: str) -> str:
    """Return the contents of participants' profiles, inside a sentence or a list."""
    return word(voice, FEATURES, name)


def feature_names(voice: Voice, names: Sequence[str]) -> str:
    """Several features, as a list."""
    return ", ".join(feature_name(voice, name) for name in names)


def rule_name(voice: Voice, name: str) -> str:
    """Return the pairs that a rule excludes; a coordinator's own condition is called by its name."""
    if name in RULES:
        return voice.say(RULES[name])
    return voice.say("Condition: {name}", name=plain_code(name))


def mentor_kind(voice: Voice, code: str) -> str:
    """Return a kind of mentor, by the assessment."""
    return word(voice, MENTOR_KINDS, code)


def learning_style(voice: Voice, code: str) -> str:
    """Return a way to learn, by the assessment."""
    return word(voice, LEARNING_STYLES, code)


def word(voice: Voice, words: Mapping[str, str], code: str) -> str:
    """Word a code; one that has no text is written as it is."""
    return voice.say(words[code]) if code in words else plain_code(code)


def plain_code(code: str) -> str:
    """Return a code without a text of its own, or a name that a coordinator gave: ``ai-prompting``."""
    return code.replace("-", " ")
