"""Codes and released figures of feedback."""

from typing import Final

from services.console.wording.codes import code_name
from services.console.wording.names import word
from shared.contracts.enrollment import ProgrammeRules
from shared.contracts.feedback import (
    ChangeKind,
    Dimension,
    HealthReason,
    Question,
    Questionnaire,
    ReleasedFigure,
    ReleasedPart,
    ReleasedRecommendation,
)
from shared.locale import Voice, translatable

MENTORS_SAY: Final[dict[str, str]] = {
    Question.HEARD: translatable("My partner takes what I say seriously."),
    Question.OPEN: translatable("I say what I think and hold nothing back."),
    Question.SAFE: translatable("Nothing that I say has bad consequences for me."),
}
"""The statements that mentors are asked about, by code."""
EXECUTIVES_SAY: Final[dict[str, str]] = {
    Question.DIFFERENT: translatable("I do something differently because of our sessions."),
    Question.ASKS: translatable("I ask junior colleagues for their view before I decide."),
    Question.PASSES_ON: translatable("I pass on to others what I learn here."),
}
"""Those that executives are asked about."""
SKILLS: Final[dict[str, str]] = {
    Question.UNDERSTANDS: translatable("I understand how colleagues of another generation think and work."),
    Question.DIGITAL: translatable("I am at ease with the digital tools of my work."),
    Question.CONFIDENT: translatable("I speak with confidence in front of senior colleagues."),
}
"""Those about skills, asked at the start and at the end."""
SAID_AT_THE_END: Final[dict[str, str]] = {
    Question.CHANGED: translatable("I work differently because of what I learned here."),
    Question.AGAIN: translatable("I would take part again."),
    **SKILLS,
}
"""Those of the closing survey."""
_QUESTIONS: Final[dict[str, str]] = {
    Question.USEFULNESS: translatable("Usefulness (1 to 5)"),
    **MENTORS_SAY,
    **EXECUTIVES_SAY,
    **SAID_AT_THE_END,
    Question.RECOMMEND: translatable("Would recommend taking part (net promoter score)"),
}
_REASONS: Final[dict[str, str]] = {
    HealthReason.CANCELLATIONS: translatable("several sessions in a row were cancelled or missed"),
    HealthReason.NOT_MET_YET: translatable("no session held yet"),
    HealthReason.MEETING: translatable("they meet"),
}
_ADVICE: Final[dict[str, str]] = {
    HealthReason.CANCELLATIONS: translatable(
        "Ask both whether other days or hours suit them better: each of them can move a session."
    ),
    HealthReason.NO_FIRST_CONTACT: translatable(
        "Ask the executive to write to the mentor: name and address are on their page “My partner”."
    ),
    HealthReason.IDLE: translatable(
        "Ask both whether they want to go on. Either can end the pairing, without a reason."
    ),
    HealthReason.NOT_MET_YET: translatable("Nothing yet: their first session is still ahead."),
    HealthReason.MEETING: translatable("Nothing at the moment: they meet."),
}

CHANGES: Final[dict[str, str]] = {
    ChangeKind.COMMUNICATION: translatable("How I talk and listen"),
    ChangeKind.WAY_OF_WORKING: translatable("How I work"),
    ChangeKind.TOOLS: translatable("Digital tools that I use"),
    ChangeKind.PEOPLE: translatable("Whom I involve and support"),
    ChangeKind.OFFERING: translatable("A product, a service or a process"),
    ChangeKind.OTHER: translatable("Something else"),
}
"""The kinds of changes in an executive's ledger, in the order of the form."""


def change_name(voice: Voice, code: str) -> str:
    """Name a kind of change."""
    return word(voice, CHANGES, code)


def health_reason(voice: Voice, code: str, rules: ProgrammeRules) -> str:
    """Word a reason behind a pairing's health, under the programme's current rules."""
    if code == HealthReason.NO_FIRST_CONTACT:
        return voice.say_count(
            "no first contact within {count} day",
            "no first contact within {count} days",
            rules.first_contact_days,
        )
    if code == HealthReason.IDLE:
        return voice.say_count(
            "no session held for {count} day", "no session held for {count} days", rules.idle_warn_days
        )
    return word(voice, _REASONS, code)


def pair_advice(voice: Voice, code: str) -> str:
    """Say what a coordinator can do about a reason behind a pairing's health."""
    return word(voice, _ADVICE, code)


def question_name(voice: Voice, code: str) -> str:
    """Name a question whose answers are released."""
    return word(voice, _QUESTIONS, code)


def asked_name(voice: Voice, shown: ReleasedPart) -> str:
    """Name the question of a released figure; of those asked twice, whether it is the first time."""
    name = question_name(voice, shown.question)
    if shown.questionnaire == Questionnaire.START:
        return voice.say("{statement} (at the start)", statement=name)
    return name


def released_figure(voice: Voice, shown: ReleasedFigure) -> str:
    """Word a mean with its margin: ``3.9 ± 0.4``."""
    return f"{voice.decimal(shown.mean)} ± {voice.decimal(shown.mean_margin)}"


def released_net(voice: Voice, shown: ReleasedRecommendation) -> str:
    """Word a net promoter score with its margin: ``+35 ± 11``."""
    sign = "+" if shown.net > 0 else ""
    return f"{sign}{voice.number(shown.net)} ± {voice.number(shown.net_margin)}"


def released_group(voice: Voice, shown: ReleasedPart) -> str:
    """Name the group that a figure is about: everybody, a region, a role or a grade band."""
    return category_name(voice, shown.dimension, shown.category)


def category_name(voice: Voice, dimension: str, category: str) -> str:
    """Name a group of people: everybody, a region, a role, a grade band or a department."""
    if dimension == Dimension.TOTAL:
        return voice.say("All")
    if dimension == Dimension.GRADE_BAND:
        if category == "unknown":
            return voice.say("Grade not known")
        low, _, high = category.partition("-")
        return voice.say("Grades {low} to {high}", low=low, high=high or low)
    if dimension == Dimension.ROLE:
        return code_name(voice, category)
    if dimension == "department":
        return voice.say("Department {name}", name=category)
    return voice.say("Region {region}", region=category)
