"""A coordinator's own condition in words."""

from collections.abc import Mapping
from typing import Any, Final

from services.console.wording.names import feature_name, learning_style, mentor_kind, plain_code
from services.console.wording.topics import topic_name
from shared.locale import Voice, translatable

COMPARISONS: Final = {
    "mentor.one-of": translatable("the mentor: one of"),
    "mentor.none-of": translatable("the mentor: none of"),
    "mentor.at-least": translatable("the mentor: at least"),
    "mentor.at-most": translatable("the mentor: at most"),
    "mentee.one-of": translatable("the mentee: one of"),
    "mentee.none-of": translatable("the mentee: none of"),
    "mentee.at-least": translatable("the mentee: at least"),
    "mentee.at-most": translatable("the mentee: at most"),
    "both.same": translatable("both: the same"),
    "both.not-same": translatable("both: not the same"),
    "both.within": translatable("both: no further apart than"),
    "both.above": translatable("the mentor is above the mentee by at least"),
    "both.below": translatable("the mentor is below the mentee by at least"),
    "both.shared": translatable("both: one in common"),
    "both.not-shared": translatable("both: none in common"),
}
"""The comparisons of one field that the form offers."""
_TESTS: Final = {
    ("mentor", "one-of"): translatable("the mentor's {field} is one of {values}"),
    ("mentor", "at-least"): translatable("the mentor's {field} is at least {values}"),
    ("mentor", "at-most"): translatable("the mentor's {field} is at most {values}"),
    ("mentee", "one-of"): translatable("the mentee's {field} is one of {values}"),
    ("mentee", "at-least"): translatable("the mentee's {field} is at least {values}"),
    ("mentee", "at-most"): translatable("the mentee's {field} is at most {values}"),
}
_NONE_OF: Final = {
    "mentor": translatable("the mentor's {field} is none of {values}"),
    "mentee": translatable("the mentee's {field} is none of {values}"),
}
_SEVERAL: Final = frozenset({"languages", "topics"})
"""Fields of which somebody has several values."""
_HAS: Final = {
    ("mentor", True): translatable("the mentor has one of these, in {field}: {values}"),
    ("mentor", False): translatable("the mentor has none of these, in {field}: {values}"),
    ("mentee", True): translatable("the mentee has one of these, in {field}: {values}"),
    ("mentee", False): translatable("the mentee has none of these, in {field}: {values}"),
}
_LEVELS: Final = {
    "mentor": translatable("the mentor has one of these at level {level} or better, in {field}: {values}"),
    "mentee": translatable("the mentee has one of these at level {level} or better, in {field}: {values}"),
}
_BOTH: Final = {
    "same": translatable("both have the same {field}"),
    "within": translatable("their {field} is no further apart than {by}"),
    "above": translatable("the mentor's {field} is at least {by} above the mentee's"),
    "below": translatable("the mentor's {field} is at least {by} below the mentee's"),
    "shared": translatable("both have something in common at level {by} or better, in {field}"),
}


def condition_sentence(voice: Voice, node: Mapping[str, Any]) -> str:
    """Word the condition that a pair has to meet."""
    for key, joined in (
        ("all", translatable("{one} and {other}")),
        ("any", translatable("{one} or {other}")),
    ):
        if key in node:
            return _joined(voice, joined, [_nested(voice, part) for part in node[key]])
    if "not" in node and (negated := _negated(voice, node["not"])):
        return negated
    if "not" in node:
        return voice.say("it is not so that {condition}", condition=condition_sentence(voice, node["not"]))
    return _both(voice, node) if "compare" in node else _side(voice, node)


def _negated(voice: Voice, node: Mapping[str, Any]) -> str:
    """Word that a test must not hold, where there are words for that."""
    if node.get("is") == "one-of" and node.get("level", 1) == 1 and node["of"] in _NONE_OF:
        several = node["feature"] in _SEVERAL
        return _filled(voice, _HAS[node["of"], False] if several else _NONE_OF[node["of"]], node)
    if node.get("compare") == "same":
        field = feature_name(voice, node["feature"])
        return voice.say("the two do not have the same {field}", field=field)
    return ""


def _filled(voice: Voice, words: str, node: Mapping[str, Any]) -> str:
    values = ", ".join(_value(voice, node, value) for value in node["values"])
    return voice.say(words, field=feature_name(voice, node["feature"]), values=values)


def _nested(voice: Voice, node: Mapping[str, Any]) -> str:
    """Word a part; one that joins several parts itself stands in brackets."""
    sentence = condition_sentence(voice, node)
    return f"({sentence})" if len(node.get("all") or node.get("any") or ()) > 1 else sentence


def _joined(voice: Voice, joined: str, parts: list[str]) -> str:
    sentence, *rest = parts or [""]
    for part in rest:
        sentence = voice.say(joined, one=sentence, other=part)
    return sentence


def _both(voice: Voice, node: Mapping[str, Any]) -> str:
    words = _BOTH.get(node["compare"])
    field = feature_name(voice, node["feature"])
    return voice.say(words, field=field, by=_number(voice, node.get("by", 1))) if words else field


def _side(voice: Voice, node: Mapping[str, Any]) -> str:
    field = feature_name(voice, node["feature"])
    values = ", ".join(_value(voice, node, value) for value in node["values"])
    if node.get("level", 1) != 1 and node["of"] in _LEVELS:
        return voice.say(_LEVELS[node["of"]], field=field, values=values, level=_number(voice, node["level"]))
    if node["feature"] in _SEVERAL and (node["of"], True) in _HAS:
        return _filled(voice, _HAS[node["of"], True], node)
    words = _TESTS.get((node["of"], node["is"]))
    return _filled(voice, words, node) if words else field


def _number(voice: Voice, value: Any) -> str:
    return voice.number(value) if isinstance(value, int) else str(value)


def _value(voice: Voice, node: Mapping[str, Any], value: Any) -> str:
    if isinstance(value, int):
        return voice.number(value)
    if node["feature"] == "languages":
        return voice.language_name(value)
    if node["feature"] == "topics":
        return topic_name(voice, value)
    if node["feature"] == "kind":
        return (mentor_kind if node["of"] == "mentor" else learning_style)(voice, value)
    return plain_code(value)
