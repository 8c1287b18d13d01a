"""The part of a report about people's answers: released figures, as they were released."""

from collections.abc import Sequence

from services.console.documents.report import Figure, Part
from services.console.documents.report_words import counted, serving, share
from services.console.read_models.released import Released
from services.console.wording.feedback import (
    EXECUTIVES_SAY,
    MENTORS_SAY,
    SAID_AT_THE_END,
    change_name,
    question_name,
    released_figure,
    released_net,
)
from shared.contracts.enrollment import Measure, Objective
from shared.contracts.feedback import Question, ReleasedFigure
from shared.locale import Voice


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
            tuple(_mean(voice, code, figures.total(code)) for code in SAID_AT_THE_END),
        ),
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
