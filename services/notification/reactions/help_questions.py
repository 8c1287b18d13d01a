"""Facts of enrollment about the questions that participants ask the coordinators."""

from services.notification.commands.planning import count_in_digest, plan
from services.notification.domain.delivery import reader_of
from services.notification.domain.kinds import Kind
from services.notification.reactions.base import messages_of, reactions
from services.notification.store import DELIVERIES
from shared.contracts.enrollment import HelpQuestionAnswered, HelpQuestionAsked
from shared.messaging import Event, UnitOfWork


@reactions.on(HelpQuestionAsked)
async def note_question(event: Event[HelpQuestionAsked], uow: UnitOfWork) -> None:
    """Let the coordinators know that somebody waits for an answer."""
    await count_in_digest(uow, event.time, "questions-to-answer")


@reactions.on(HelpQuestionAnswered, loads={DELIVERIES: messages_of("", Kind.QUESTION_ANSWERED)})
async def pass_on_answer(event: Event[HelpQuestionAnswered], uow: UnitOfWork) -> None:
    """Tell the person who asked that there is an answer; the message does not contain it."""
    data = event.data
    whom = {"subject_id": data.question_id, "participant_id": data.participant_id}
    await plan(uow, Kind.QUESTION_ANSWERED, event.id, reader_of(data.role), due_at=event.time, **whom)
