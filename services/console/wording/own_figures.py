"""Figures of the programme's own questions, with the words in which they were asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.console.clients.own_questions import OwnQuestion, SurveyQuestions, in_language
from services.console.read_models.released import Released
from shared.contracts.feedback import Dimension, ReleasedOwn
from shared.locale import Voice


@dataclass(frozen=True)
class OwnRow:
    """A question of a version, and its figure over everybody; None while there is none."""

    occasion: str
    role: str
    version: int
    question: OwnQuestion
    figure: ReleasedOwn | None

    @property
    def texts(self) -> Mapping[str, str]:
        """The question by language."""
        return self.question.texts


def own_rows(versions: Sequence[SurveyQuestions], released: Released | None) -> list[OwnRow]:
    """Return the questions that are asked now, and those of earlier versions that have figures."""
    totals = (
        {_name(each): each for each in released.own if each.dimension == Dimension.TOTAL} if released else {}
    )
    latest = {(each.occasion, each.role): each.number for each in versions}
    rows = [
        OwnRow(
            asked.occasion,
            asked.role,
            asked.number,
            question,
            totals.get((f"own-{asked.occasion}", asked.number, asked.role, question.id)),
        )
        for asked in versions
        for question in asked.questions
    ]
    return [row for row in rows if row.figure or row.version == latest[row.occasion, row.role]]


def occasions(voice: Voice) -> dict[str, str]:
    """Name the occasions on which own questions are asked."""
    return {
        "check-in": voice.say("After a session"),
        "pulse": voice.say("On fixed days of a pairing"),
        "closing": voice.say("At the end"),
    }


def own_text(voice: Voice, texts: Mapping[str, str]) -> str:
    """Return what a coordinator wrote, in the reader's language if there is a text in it."""
    return in_language(texts, voice.language)


def own_figure(voice: Voice, row: OwnRow) -> str:
    """Word a figure: the mean on its scale, or the share of each answer, with the margin."""
    figure = row.figure
    if figure is None:
        return voice.say("no figure yet")
    if figure.mean is not None and figure.mean_margin is not None:
        return voice.say(
            "{mean} ± {margin} (from {low} to {high})",
            mean=voice.decimal(figure.mean),
            margin=voice.decimal(figure.mean_margin),
            low=voice.number(figure.low),
            high=voice.number(figure.low + len(figure.shares) - 1),
        )
    names = {option.id: own_text(voice, option.texts) for option in row.question.options}
    shares = "; ".join(
        f"{names.get(option, option)}: {voice.number(share)} %"
        for option, share in zip(figure.options, figure.shares, strict=False)
    )
    return voice.say("{shares} (each ± {margin} %)", shares=shares, margin=voice.number(figure.share_margin))


def _name(figure: ReleasedOwn) -> tuple[str, int, str, str]:
    return str(figure.questionnaire), figure.questionnaire_version, figure.role, figure.question
