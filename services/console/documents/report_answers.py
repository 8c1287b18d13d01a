"""The part of a report about people's answers: released figures, as they were released."""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil, hypot
from typing import Final

from services.console.documents.report import Figure, Part
from services.console.documents.report_words import counted, serving, share
from services.console.read_models.released import Released
from services.console.wording.feedback import (
    EXECUTIVES_SAY,
    MENTORS_SAY,
    SAID_AT_THE_END,
    SKILLS,
    asked_name,
    change_name,
    question_name,
    released_figure,
    released_net,
)
from shared.contracts.enrollment import Measure, Objective
from shared.contracts.feedback import Question, Questionnaire, ReleasedFigure
from shared.locale import Voice

_ROUNDED: Final = 0.1
"""The most by which rounding two means to tenths changes their difference."""


def answers_parts(
    voice: Voice, released: Released | None, objectives: Sequence[Objective], *, final: bool
) -> tuple[Part, ...]:
    """Return satisfaction, surveys and changes; each figure with its margin, or that there is none.

    Args:
        voice: words them.
        released: the figures about answers, if there are any.
        objectives: which the figures serve.
        final: whether they cover the whole programme.
    """
    figures = released or Released(id="none", tenant="none", programme="none")
    return (
        _satisfaction(voice, figures, objectives, final=final),
        Part(
            "mentors-say",
            voice.say("Statements by mentors (1 to 5)"),
            tuple(_mean(voice, code, figures.total(code)) for code in MENTORS_SAY),
        ),
        Part(
            "executives-say",
            voice.say("Statements by executives (1 to 5)"),
            tuple(_mean(voice, code, figures.total(code)) for code in EXECUTIVES_SAY),
        ),
        Part(
            "at-the-end",
            voice.say("Statements at the end (1 to 5)"),
            tuple(_mean(voice, code, figures.total(code, Questionnaire.CLOSING)) for code in SAID_AT_THE_END),
        ),
        *_skills(voice, figures),
        *_changes(voice, figures),
    )


def _satisfaction(voice: Voice, released: Released, objectives: Sequence[Objective], *, final: bool) -> Part:
    usefulness = released.total(Question.USEFULNESS)
    return Part(
        "satisfaction",
        voice.say("Satisfaction"),
        (
            _mean(voice, Question.USEFULNESS, usefulness, serving(objectives, Measure.SATISFACTION)),
            share(
                voice,
                "usefulness-favourable",
                voice.say("Sessions rated 4 or 5"),
                usefulness.favourable if usefulness else None,
                margin=usefulness.share_margin if usefulness else None,
                people=usefulness.votes if usefulness else None,
            ),
            _recommendation(voice, released, serving(objectives, Measure.RECOMMENDATION)),
            _response(voice, released),
        ),
        _hint(voice, final=final),
    )


def _hint(voice: Voice, *, final: bool) -> str:
    if final:
        return voice.say(
            "Figures about answers cover groups of at least eight people in the whole programme. They are "
            "blurred once: ± says by how much, in 95 of 100 cases."
        )
    return voice.say(
        "Figures about answers cover groups of at least eight people in the twelve weeks before their "
        "release. They are blurred once: ± says by how much, in 95 of 100 cases."
    )


def _mean(voice: Voice, code: str, figure: ReleasedFigure | None, serves: tuple[str, ...] = ()) -> Figure:
    name = question_name(voice, code)
    if figure is None:
        return Figure(code, name, voice.say("no figure yet"), unit="level", serves=serves)
    return Figure(
        code,
        name,
        released_figure(voice, figure),
        figure.mean,
        figure.mean_margin,
        figure.votes,
        "level",
        serves,
        counted(voice, figure.votes),
    )


def _recommendation(voice: Voice, released: Released, serves: tuple[str, ...]) -> Figure:
    code, name = "net-promoter-score", question_name(voice, Question.RECOMMEND)
    score = released.recommendation
    if score is None:
        return Figure(code, name, voice.say("no figure yet"), unit="score", serves=serves)
    return Figure(
        code,
        name,
        released_net(voice, score),
        score.net,
        score.net_margin,
        score.votes,
        "score",
        serves,
        people_shown=counted(voice, score.votes),
    )


def _response(voice: Voice, released: Released) -> Figure:
    rate, name = released.response, voice.say("Answered a check-in")
    if rate is None:
        return Figure("response-rate", name, voice.say("no figure yet"), unit="percent")
    return share(voice, "response-rate", name, rate.answered, margin=rate.margin, people=rate.people)


def _skills(voice: Voice, released: Released) -> tuple[Part, ...]:
    """Return the skills at the start, and the differences at the end; nothing if the start was not asked."""
    rows: list[Figure] = []
    for code in SKILLS:
        before = released.total(code, Questionnaire.START)
        if before is None:
            continue
        now = released.total(code, Questionnaire.CLOSING)
        first = replace(_mean(voice, code, before), code=f"{code}-before", name=asked_name(voice, before))
        rows.append(first)
        rows.append(_difference(voice, code, before, now))
    hint = voice.say(
        "Those who answered at the end may be others than those who answered at the start. "
        "± covers the blur of both."
    )
    title = voice.say("Skills at the start, and the difference at the end")
    return (Part("skills", title, tuple(rows), hint),) if rows else ()


def _difference(voice: Voice, code: str, before: ReleasedFigure, now: ReleasedFigure | None) -> Figure:
    """Return the difference of two means, each of which has a blur of its own and was rounded to a tenth."""
    code, name = f"{code}-change", voice.say("Since then: {statement}", statement=question_name(voice, code))
    if now is None:
        return Figure(code, name, voice.say("no figure yet"), unit="level")
    gain = round(now.mean - before.mean, 1)
    margin = ceil(10 * (hypot(before.mean_margin, now.mean_margin) + _ROUNDED)) / 10
    sign = "+" if gain > 0 else ""
    words = f"{sign}{voice.decimal(gain)} ± {voice.decimal(margin)}"
    people = min(before.votes, now.votes)
    return Figure(code, name, words, gain, margin, people, "level", people_shown=counted(voice, people))


def _changes(voice: Voice, released: Released) -> tuple[Part, ...]:
    changes = released.changes
    if changes is None:
        return ()
    figures = tuple(
        share(
            voice,
            f"changed-{each.kind}",
            change_name(voice, each.kind),
            each.share,
            margin=changes.margin,
            people=changes.people,
        )
        for each in changes.shares
    )
    return (Part("changes", voice.say("Changes that executives made"), figures),) if figures else ()
