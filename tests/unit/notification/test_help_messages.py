"""Messages about questions to the coordinators."""

from services.notification.domain.delivery import Reader
from services.notification.domain.kinds import Kind
from services.notification.domain.tasks import page_of
from services.notification.reactions import reactions
from shared.contracts.enrollment import HelpQuestionAnswered, HelpQuestionAsked
from shared.contracts.vocabulary import Role
from shared.testing.scenario import Scenario
from tests.unit.notification.planning import to_be_sent


async def test_coordinators_hear_of_questions_and_not_whose():
    notification = Scenario("notification", reactions)
    await notification.when(HelpQuestionAsked(question_id="q1"), HelpQuestionAsked(question_id="q2"))
    (digest,) = await to_be_sent(notification)
    assert (digest.kind, digest.reader) == (Kind.DIGEST, Reader.COORDINATORS)
    assert (digest.counts, digest.participant_id) == ({"questions-to-answer": 2}, None)


async def test_the_person_who_asked_hears_of_the_answer():
    notification = Scenario("notification", reactions)
    await notification.when(
        HelpQuestionAnswered(question_id="q1", participant_id="mentee-0", role=Role.MENTEE)
    )
    (message,) = await to_be_sent(notification)
    assert (message.kind, message.reader, message.participant_id) == (
        Kind.QUESTION_ANSWERED,
        Reader.MENTEE,
        "mentee-0",
    )
    assert page_of(message) == "/mine/rm-2026/help"
