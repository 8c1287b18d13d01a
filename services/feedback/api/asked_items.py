"""A question as those see it who answer it."""

from typing import Self

from pydantic import BaseModel

from services.feedback.domain.items import AskedQuestion
from services.feedback.domain.own_questionnaire import OwnChoice
from services.feedback.domain.questionnaire import item_of
from services.feedback.queries.own_questionnaires import Written
from shared.contracts.vocabulary import Code
from shared.own_questions import OptionView


class AskedItem(BaseModel):
    """A question with the lowest and the highest answer.

    Only the programme's own have texts, by language; of a choice, the first of the options is number 1.
    """

    question: Code
    lowest: int
    highest: int
    texts: dict[str, str] = {}
    options: list[OptionView] = []

    @classmethod
    def of(cls, asked: AskedQuestion, written: Written) -> Self:
        """Show a question; own ones as they were written."""
        low, high = item_of(asked).bounds
        own = written.get(asked.key)
        options = own.options if isinstance(own, OwnChoice) else ()
        return cls(
            question=asked.question,
            lowest=low,
            highest=high,
            texts=own.texts if own else {},
            options=[OptionView(id=each.id, texts=each.texts) for each in options],
        )
