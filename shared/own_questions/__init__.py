"""Questions that a coordinator writes: their parts, their numbered versions, and how an API shows them.

Each service decides which kinds of questions it asks, and what becomes of the answers.
"""

from shared.own_questions.question_versions import QuestionsVersion, QuestionVersions
from shared.own_questions.questions import (
    MOST_QUESTIONS,
    Bound,
    LanguageCode,
    Option,
    OptionsQuestion,
    OwnQuestion,
    SpanQuestion,
    Text,
    Texts,
)
from shared.own_questions.views import OptionView, QuestionView

__all__ = [
    "MOST_QUESTIONS",
    "Bound",
    "LanguageCode",
    "Option",
    "OptionView",
    "OptionsQuestion",
    "OwnQuestion",
    "QuestionVersions",
    "QuestionView",
    "QuestionsVersion",
    "SpanQuestion",
    "Text",
    "Texts",
]
