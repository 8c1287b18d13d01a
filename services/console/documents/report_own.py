"""The part of a report about the programme's own questions: released figures, in the words asked."""

from collections.abc import Iterator, Sequence

from services.console.documents.report import Figure, Part
from services.console.documents.report_words import counted, share
from services.console.wording.codes import code_name
from services.console.wording.own_figures import OwnRow, occasions, own_figure, own_text
from shared.contracts.feedback import ReleasedOwn
from shared.locale import Voice


def own_parts(voice: Voice, rows: Sequence[OwnRow]) -> tuple[Part, ...]:
    """Return the figures of own questions; nothing while there are none."""
    figures = tuple(figure for row in rows if row.figure for figure in _figures(voice, row, row.figure))
    title = voice.say("Questions in check-ins and surveys")
    return (Part("own-questions", title, figures),) if figures else ()


def _figures(voice: Voice, row: OwnRow, figure: ReleasedOwn) -> Iterator[Figure]:
    code = f"{figure.questionnaire}-{row.role}-{row.version}-{figure.question}"
    name = voice.say(
        "{question} ({role}, {occasion}, version {number})",
        question=own_text(voice, row.texts),
        role=code_name(voice, row.role),
        occasion=occasions(voice)[row.occasion],
        number=str(row.version),
    )
    if figure.mean is not None:
        yield Figure(
            code,
            name,
            own_figure(voice, row),
            figure.mean,
            figure.mean_margin,
            figure.votes,
            "level",
            people_shown=counted(voice, figure.votes),
        )
        return
    for option, value in zip(row.question.options, figure.shares, strict=False):
        yield share(
            voice,
            f"{code}-{option.id}",
            f"{name}: {own_text(voice, option.texts)}",
            value,
            margin=figure.share_margin,
            people=figure.votes,
        )
