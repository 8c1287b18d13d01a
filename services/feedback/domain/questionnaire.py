"""The questionnaires whose answers are released, as versioned data.

A version never changes once somebody was asked: other questions are a version of their own, and answers to
different versions are never counted together. The console has the words of each code.
"""

from typing import Final

from pydantic import BaseModel, ConfigDict

from services.feedback.domain.items import AskedQuestion, Attitude, Item, OwnItem, Scale
from shared.contracts.feedback import Question, Questionnaire
from shared.contracts.vocabulary import Role


class QuestionnaireVersion(BaseModel):
    """A version of a questionnaire.

    Attributes:
        roles: who is asked.
        items: the questions, the most important first. A small programme asks few of them.
    """

    model_config = ConfigDict(frozen=True)

    questionnaire: Questionnaire
    version: int
    roles: tuple[Role, ...]
    items: tuple[Item, ...]

    def asked(self, question: Question) -> AskedQuestion:
        """Return the name of a question of this version."""
        return AskedQuestion(
            questionnaire=self.questionnaire, questionnaire_version=self.version, question=question
        )

    def questions_for(self, role: Role) -> tuple[Question, ...]:
        """Return the questions that this role is asked."""
        return tuple(item.question for item in self.items if role in (item.roles or self.roles))

    def item(self, question: Question) -> Item:
        """Return one of the questions."""
        return next(each for each in self.items if each.question is question)


_SKILLS: Final = (
    Item(question=Question.UNDERSTANDS, attitude=Attitude.SKILL),
    Item(question=Question.DIGITAL, attitude=Attitude.SKILL, roles=(Role.MENTEE,)),
    Item(question=Question.CONFIDENT, attitude=Attitude.SKILL, roles=(Role.MENTOR,)),
)
"""Skills, which are asked about before and after."""
ALL: Final = (
    QuestionnaireVersion(
        questionnaire=Questionnaire.CHECK_IN,
        version=1,
        roles=tuple(Role),
        items=(Item(question=Question.USEFULNESS, attitude=Attitude.SATISFACTION),),
    ),
    QuestionnaireVersion(
        questionnaire=Questionnaire.MENTOR_PULSE,
        version=1,
        roles=(Role.MENTOR,),
        items=(
            Item(question=Question.HEARD, attitude=Attitude.SAFETY),
            Item(question=Question.OPEN, attitude=Attitude.SAFETY),
            Item(question=Question.SAFE, attitude=Attitude.SAFETY),
        ),
    ),
    QuestionnaireVersion(
        questionnaire=Questionnaire.MENTEE_PULSE,
        version=1,
        roles=(Role.MENTEE,),
        items=(
            Item(question=Question.DIFFERENT, attitude=Attitude.CHANGE),
            Item(question=Question.ASKS, attitude=Attitude.CHANGE),
            Item(question=Question.PASSES_ON, attitude=Attitude.CHANGE),
        ),
    ),
    QuestionnaireVersion(
        questionnaire=Questionnaire.RECOMMENDATION,
        version=1,
        roles=tuple(Role),
        items=(
            Item(question=Question.RECOMMEND, attitude=Attitude.SATISFACTION, scale=Scale.RECOMMENDATION),
        ),
    ),
    QuestionnaireVersion(
        questionnaire=Questionnaire.START,
        version=1,
        roles=tuple(Role),
        items=_SKILLS,
    ),
    QuestionnaireVersion(
        questionnaire=Questionnaire.CLOSING,
        version=1,
        roles=tuple(Role),
        items=(
            Item(question=Question.RECOMMEND, attitude=Attitude.SATISFACTION, scale=Scale.RECOMMENDATION),
            Item(question=Question.CHANGED, attitude=Attitude.CHANGE),
            Item(question=Question.AGAIN, attitude=Attitude.SATISFACTION),
            *_SKILLS,
        ),
    ),
)
"""Every version that was ever asked; the latest of each is the last."""

_BY_NAME: Final = {version.asked(item.question): (version, item) for version in ALL for item in version.items}
_OWN: Final = (Questionnaire.OWN_CHECK_IN, Questionnaire.OWN_PULSE, Questionnaire.OWN_CLOSING)
AT_THE_END: Final = frozenset({Questionnaire.CLOSING, Questionnaire.OWN_CLOSING})
"""Those that are asked at the end."""
CHECK_IN_USEFULNESS: Final = ALL[0].asked(Question.USEFULNESS)


def item_of(asked: AskedQuestion) -> Item | OwnItem:
    """Return how a question is answered and counted."""
    return asked.own or _BY_NAME[asked][1]


def every_question() -> tuple[AskedQuestion, ...]:
    """Return all questions that everybody was ever asked."""
    return tuple(_BY_NAME)


def roles_of(asked: AskedQuestion) -> tuple[Role, ...]:
    """Return who is asked a question."""
    if asked.own:
        return (asked.own.role,)
    version, item = _BY_NAME[asked]
    return item.roles or version.roles


def place_of(asked: AskedQuestion) -> tuple[int, str, int, str]:
    """Return the place of a question in the order in which figures are shown; own ones come last."""
    if asked.own:
        place = len(_BY_NAME) + _OWN.index(asked.questionnaire)
        return place, asked.own.role, asked.questionnaire_version, asked.question
    return list(_BY_NAME).index(asked), "", 0, ""


def version_of(questionnaire: Questionnaire, version: int) -> QuestionnaireVersion:
    """Return a version of a questionnaire."""
    return next(each for each in ALL if (each.questionnaire, each.version) == (questionnaire, version))


def latest(questionnaire: Questionnaire) -> QuestionnaireVersion:
    """Return the version that is asked now."""
    return [each for each in ALL if each.questionnaire is questionnaire][-1]
