"""Why two people fit: the reasons of an explanation, for the two and for coordinators."""

from collections.abc import Callable, Mapping
from typing import Final

from services.console.wording.names import (
    feature_names,
    learning_style,
    mentor_kind,
    plain_code,
)
from services.console.wording.topics import topic_name
from shared.contracts.matching import FitCode, FitDegree, FitReason
from shared.contracts.vocabulary import Role
from shared.locale import Voice, translatable

_AMPLE_MINUTES: Final = 240
_BY_DEGREE: Final[Mapping[str, Mapping[str, str]]] = {
    FitCode.SIMILAR: {
        FitDegree.HIGH: translatable("Very alike in: {features}"),
        FitDegree.MIDDLE: translatable("Alike in: {features}"),
        FitDegree.LOW: translatable("Quite different in: {features}"),
    },
    FitCode.DIFFERENT: {
        FitDegree.HIGH: translatable("Very different in: {features}"),
        FitDegree.MIDDLE: translatable("Somewhat different in: {features}"),
        FitDegree.LOW: translatable("Much the same in: {features}"),
    },
    FitCode.AT_LEAST: {
        FitDegree.HIGH: translatable("The mentor has as much as the mentee or more: {features}"),
        FitDegree.MIDDLE: translatable("The mentor has a little less than the mentee: {features}"),
        FitDegree.LOW: translatable("The mentor has less than the mentee: {features}"),
    },
    FitCode.COMPLEMENT: {
        FitDegree.HIGH: translatable("A good complement in: {features}"),
        FitDegree.MIDDLE: translatable("A fair complement in: {features}"),
        FitDegree.LOW: translatable("Little complement in: {features}"),
    },
    FitCode.KIND_SERVES_STYLE: {
        FitDegree.HIGH: translatable("A “{kind}” mentor suits “{style}” learning well"),
        FitDegree.MIDDLE: translatable("A “{kind}” mentor suits “{style}” learning fairly well"),
        FitDegree.LOW: translatable("A “{kind}” mentor suits “{style}” learning less well"),
    },
    FitCode.BY_ANSWERS: {
        FitDegree.HIGH: translatable("By what both have answered: a strong fit"),
        FitDegree.MIDDLE: translatable("By what both have answered: a good fit"),
        FitDegree.LOW: translatable("By what both have answered: a fair fit"),
    },
}
_SAME: Final = {
    "department": translatable("The same department"),
    "team": translatable("The same team"),
    "region": translatable("The same region"),
    "manager": translatable("The same manager"),
    "kind": translatable("The same kind of mentor and learner"),
    "time-zone": translatable("The same time zone"),
}
_OTHER: Final = {
    "department": translatable("Different departments"),
    "team": translatable("Different teams"),
    "region": translatable("Different regions"),
    "manager": translatable("Different managers"),
    "kind": translatable("Different kinds of mentor and learner"),
    "time-zone": translatable("Different time zones"),
}


def fit_reason(voice: Voice, reason: FitReason, reader: Role | None = None) -> str:
    """Word one reason.

    Args:
        voice: of the reader.
        reason: what a criterion found out about the pair.
        reader: which of the two reads it; None: a coordinator.
    """
    if reason.code in _BY_DEGREE:
        return _by_degree(voice, reason)
    if reason.code == FitCode.TOPICS_OFFERED:
        return _topics(voice, reason, reader)
    wording = _OTHERS.get(reason.code)
    return wording(voice, reason) if wording else plain_code(reason.code)


def _by_degree(voice: Voice, reason: FitReason) -> str:
    degrees = _BY_DEGREE[reason.code]
    return voice.say(
        degrees.get(reason.degree or "", degrees[FitDegree.MIDDLE]),
        features=feature_names(voice, reason.features),
        kind=mentor_kind(voice, reason.mentor_kind or ""),
        style=learning_style(voice, reason.learning_style or ""),
    )


def _topics(voice: Voice, reason: FitReason, reader: Role | None) -> str:
    if not reason.count:
        return voice.say("None of the topics wanted is offered")
    words = {
        Role.MENTOR: translatable("Topics that your mentee wants and you offer ({count} of {of}): {topics}"),
        Role.MENTEE: translatable("Topics that you want and your mentor offers ({count} of {of}): {topics}"),
    }
    both = translatable("Topics wanted that the mentor offers ({count} of {of}): {topics}")
    return voice.say(
        words.get(reader, both) if reader else both,
        count=voice.number(reason.count),
        of=voice.number(reason.of or 0),
        topics=_values(voice, reason),
    )


def _shared(voice: Voice, reason: FitReason) -> str:
    languages = "languages" in reason.features
    if not reason.count:
        return voice.say("No common language") if languages else voice.say("Nothing in common")
    values = _values(voice, reason)
    if languages:
        return voice.say("Common languages: {languages}", languages=values)
    return voice.say("In common: {values}", values=values)


def _values(voice: Voice, reason: FitReason) -> str:
    """Return the values both have; languages and topics by their names."""
    names = [_value(voice, reason, value) for value in reason.values]
    return ", ".join([*names, "…"] if len(names) < (reason.count or 0) else names)


def _value(voice: Voice, reason: FitReason, value: str) -> str:
    if "languages" in reason.features:
        return voice.language_name(value)
    return topic_name(voice, value) if "topics" in reason.features else plain_code(value)


def _minutes(voice: Voice, reason: FitReason) -> str:
    minutes = reason.minutes or 0
    if minutes >= _AMPLE_MINUTES:
        return voice.say("The working days share 4 hours or more")
    if not minutes:
        return voice.say("The working days share less than half an hour")
    return voice.say("The working days share about {minutes} minutes", minutes=voice.number(minutes))


def _same(voice: Voice, reason: FitReason) -> str:
    return _of_feature(voice, _SAME, reason)


def _other(voice: Voice, reason: FitReason) -> str:
    return _of_feature(voice, _OTHER, reason)


def _of_feature(voice: Voice, texts: Mapping[str, str], reason: FitReason) -> str:
    feature = reason.features[0] if reason.features else ""
    return voice.say(texts[feature]) if feature in texts else plain_code(f"{reason.code} {feature}")


_OTHERS: Final[Mapping[str, Callable[[Voice, FitReason], str]]] = {
    FitCode.SAME_VALUE: _same,
    FitCode.OTHER_VALUE: _other,
    FitCode.SHARED_VALUES: _shared,
    FitCode.NO_TOPICS_WANTED: lambda voice, _: voice.say("The mentee has named no topic"),
    FitCode.SHARED_MINUTES: _minutes,
    FitCode.NOT_KNOWN: lambda voice, reason: voice.say(
        "Not known of both: {features}", features=feature_names(voice, reason.features)
    ),
}
