"""Own questions: publish what a programme asks a role, begin with those of another, and answer them."""

from collections.abc import Mapping

from services.enrollment.commands.participants import require_consenting, save_settled
from services.enrollment.domain.own_answers import Given, OwnAnswers, answer_owner, check_answers
from services.enrollment.domain.own_questions import (
    OwnQuestions,
    Question,
    QuestionsByRole,
    Version,
    joined_features,
)
from services.enrollment.domain.participant import Participant
from services.enrollment.domain.programme import Programme
from services.enrollment.queries.own_questions import own_questions
from services.enrollment.queries.topics import own_topics
from services.enrollment.store import OWN_QUESTIONS, PROGRAMMES
from shared.contracts.enrollment import FeatureDefinition
from shared.contracts.vocabulary import Role
from shared.encryption import MasterKeys
from shared.messaging import UnitOfWork
from shared.service import seal, text_key


async def publish_questions(
    uow: UnitOfWork,
    programme_id: str,
    role: Role,
    questions: tuple[Question, ...],
    based_on: int,
    account: str,
) -> Version:
    """Publish the next version of what a role is asked; no question: nothing is asked any more.

    Raises:
        NotFound: no such programme.
        RuleBroken: something is listed twice, a scale has no length, or a feature exists otherwise.
        Conflict: somebody has published another version since, or the programme is over.
    """
    programme = await uow.require(PROGRAMMES, programme_id)
    known = await own_questions(uow, role)
    published = known.publish(questions, based_on, account, uow.now)
    other = await own_questions(uow, role.other)
    asks = tuple(sorted(each.role for each in (published, other) if each.latest))
    asking, events = programme.ask(asks, joined_features(published.features(), other.features()))
    if asking != programme:
        uow.save(PROGRAMMES, asking, *events)
    if published != known:
        uow.save(OWN_QUESTIONS, published)
    return published.versions[-1]


async def answer_questions(
    uow: UnitOfWork,
    master_keys: MasterKeys,
    participant_id: str,
    employee_id: str,
    version: int,
    given: Mapping[str, Given],
) -> Participant:
    """Save a participant's own answers; texts are encrypted for that person alone.

    Raises:
        NotFound: no such participant, or it is somebody else.
        RuleBroken: an answer is missing, unknown, or of another kind than its question.
        Conflict: another version is asked, the participant has withdrawn, or the terms have changed.
    """
    participant = await require_consenting(uow, participant_id, employee_id)
    asked = (await own_questions(uow, participant.role)).latest
    checked = check_answers(asked, version, given, (await own_topics(uow)).find)
    texts = {}
    if checked.texts:
        key = await text_key(uow, master_keys, employee_id)
        texts = {
            question: seal(key, text, answer_owner(participant.scope, participant.id, question))
            for question, text in checked.texts.items()
        }
    answers = OwnAnswers(version=version, values=checked.values, texts=texts, features=checked.features)
    return await save_settled(uow, participant.answer(answers), ())


def ask_first(uow: UnitOfWork, draft: Programme, questions: QuestionsByRole) -> Programme:
    """Let a draft ask these questions, as its first version; return the draft with their features."""
    begun = [
        OwnQuestions(
            id=role.value,
            tenant=uow.scope.tenant,
            programme=draft.id,
            versions=(version.model_copy(update={"number": 1}),),
        )
        for role, version in sorted(questions.items())
    ]
    features: tuple[FeatureDefinition, ...] = ()
    for each in begun:
        uow.save(OWN_QUESTIONS, each)
        features = joined_features(each.features(), features)
    asking, _ = draft.ask(tuple(each.role for each in begun), features)
    return asking
