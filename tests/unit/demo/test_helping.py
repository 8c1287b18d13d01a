"""People ask the coordinator once; each question is answered, and each answer is published once."""

from datetime import timedelta

from demo.calendar import opening
from demo.helping import Helping
from demo.mails import Mail
from simulation.behaviour import HELP_TEXTS, Behaviour
from simulation.chance import Chance
from tests.unit.demo.people import participants

BEHAVIOUR = Behaviour(Chance(3))


async def test_questions_are_answered_the_next_evening_and_new_ones_published():
    everybody = participants(wanted=BEHAVIOUR.asks_for_help)
    coordinator = everybody.coordinator
    coordinator.answers["/help-questions"] = [
        {"question_id": str(number), "text": HELP_TEXTS[number % 2]} for number in range(3)
    ]
    helping = Helping(everybody, BEHAVIOUR)
    await helping.live(opening() + timedelta(days=30))
    asked = [[body["text"] for _, body in who.me.sent] for who in everybody.people]
    assert len(asked) > 1
    assert all(len(texts) == 1 and texts[0] in HELP_TEXTS for texts in asked)
    assert coordinator.sent == []
    for day in (31, 32):
        await helping.live(opening() + timedelta(days=day))
    published = [body.get("published_question") for _, body in coordinator.sent]
    assert published == [HELP_TEXTS[0], HELP_TEXTS[1], None]
    assert all(body["answer"] for _, body in coordinator.sent)


async def test_nobody_asks_before_some_days_have_passed():
    everybody = participants(wanted=BEHAVIOUR.asks_for_help)
    everybody.people[0].receive(Mail("x", opening(), ("question-answered",)))
    await Helping(everybody, BEHAVIOUR).live(opening())
    assert [who.me.sent for who in everybody.people] == [[]] * len(everybody.people)
