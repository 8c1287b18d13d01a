"""The parts of a question: its texts by language, the answers to choose from, the ends of a scale."""

from collections.abc import Sequence
from typing import Annotated, ClassVar, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shared.contracts.vocabulary import Code
from shared.kernel import RuleBroken, check_once
from shared.schema.visibility import Visibility

MOST_QUESTIONS: Final = 30
MOST_OPTIONS: Final = 30
_VISIBLE: Final = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300, pattern=_VISIBLE)]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^(en|de|fr|es)$"), Field(examples=["en"])]
Texts = Annotated[
    dict[LanguageCode, Text],
    Field(min_length=1, max_length=4, json_schema_extra={"additionalProperties": False}),
]
"""A text by language; readers of another language read the English one, else the first."""
Bound = Annotated[int, Field(ge=-1000, le=1000)]


class _Part(BaseModel):
    shown_to: ClassVar = Visibility.ORGANISATION

    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(_Part):
    """One answer to choose."""

    id: Code
    texts: Texts


class OwnQuestion(_Part):
    """A question.

    Attributes:
        id: its name, under which answers are kept.
        texts: the question itself.
    """

    id: Code
    texts: Texts


class OptionsQuestion(OwnQuestion):
    """A question whose answers are listed."""

    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=MOST_OPTIONS)]


class SpanQuestion(OwnQuestion):
    """A question whose answer is a whole number from ``low`` to ``high``."""

    low: Bound
    high: Bound


def check_questions(questions: Sequence[OwnQuestion]) -> None:
    """Check what the form of each question alone does not say.

    Raises:
        RuleBroken: something is listed twice, or a scale has no length.
    """
    check_once((each.id for each in questions), "questions")
    for n, each in enumerate(questions):
        if isinstance(each, OptionsQuestion):
            check_once((option.id for option in each.options), f"questions[{n}].options")
        if isinstance(each, SpanQuestion) and each.low >= each.high:
            raise RuleBroken(
                "must be above the lowest", code="scale-without-length", field=f"questions[{n}].high"
            )
