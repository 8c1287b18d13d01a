"""Questions to the coordinators: who asks, reads, answers and publishes, in memory."""

import pytest

from services.enrollment.commands import help_questions as commands
from services.enrollment.domain.help_question import MOST_OPEN, HelpState
from services.enrollment.queries import help_questions as queries
from services.enrollment.store import HELP_QUESTIONS, INTRODUCTIONS, PUBLISHED_ANSWERS
from shared.contracts.enrollment import HelpQuestionAnswered, HelpQuestionAsked
from shared.contracts.matching import PairingActivated
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict, NotFound
from shared.service import PageRequest
from shared.service.private_text.keys import erase_text
from tests.unit.enrollment.joining import KEYS, Joining

FIRST = PageRequest(100, 0)


@pytest.fixture
async def joining():
    joining = Joining()
    await joining.admit("everybody")
    await joining.hire("ann", "ben", "eve")
    await joining.join("ann")
    await joining.join("ben")
    await joining.join("eve", Role.MENTEE)
    return joining


@pytest.fixture
def world(joining):
    joining.scenario.published()
    return joining.scenario


async def ask(world, text="How long is a session?", employee_id="ann"):
    return await world.command(commands.ask, KEYS, employee_id, text)


async def answer(world, question, text="An hour.", *, publish=None, by=None):
    return await world.command(commands.answer, KEYS, question.id, by, text, publish)


async def own(world, employee_id="ann"):
    items, _ = await world.command(queries.list_own_questions, KEYS, employee_id, FIRST)
    return [(each.text, each.answer) for each in items]


async def listed(world, state=HelpState.OPEN, by=None):
    items, total = await world.command(queries.list_questions, KEYS, state, by, FIRST)
    assert total == len(items)
    return [each.text for each in items]


async def published(world, employee_id=None):
    items, _ = await world.command(queries.list_published, employee_id, FIRST)
    return [(each.question, each.answer) for each in items]


async def test_a_question_is_answered_to_the_person_alone(world):
    asked = await ask(world)
    assert await ask(world) == asked
    assert world.published() == [HelpQuestionAsked(question_id=asked.id)]
    await answer(world, asked)
    (fact,) = world.published()
    assert fact == HelpQuestionAnswered(
        question_id=asked.id, participant_id=asked.participant_id, role=Role.MENTOR
    )
    assert await own(world) == [("How long is a session?", "An hour.")]
    assert (await own(world, "ben"), await listed(world), await published(world)) == ([], [], [])
    assert await listed(world, HelpState.ANSWERED) == ["How long is a session?"]
    with pytest.raises(Conflict) as late:
        await answer(world, asked, "Two hours.")
    assert late.value.code == "question-answered"


async def test_a_published_answer_leads_to_nobody(world):
    asked = await ask(world)
    await answer(world, asked, publish="How long do we meet?")
    assert await published(world, "ben") == [("How long do we meet?", "An hour.")]
    (stored,) = await world.command(lambda uow: uow.find(PUBLISHED_ANSWERS, {}))
    assert not {asked.id, asked.participant_id, "ann"} & set(map(str, stored.model_dump().values()))
    assert await own(world) == [("How long is a session?", "An hour.")]
    await world.command(commands.take_back, stored.id)
    assert (await published(world), len(await own(world))) == ([], 1)
    with pytest.raises(NotFound):
        await world.command(commands.take_back, stored.id)


async def test_texts_are_stored_encrypted_and_erased_with_the_key(world):
    asked = await ask(world)
    await answer(world, asked)
    stored = await world.command(lambda uow: uow.require(HELP_QUESTIONS, asked.id))
    assert "session" not in stored.model_dump_json()
    assert "hour" not in stored.model_dump_json()
    await world.command(erase_text, "ann", "account")
    assert await own(world) == [(None, None)]
    assert await listed(world, HelpState.ANSWERED) == [None]


async def test_the_oldest_open_question_comes_first_and_there_are_only_so_many(world):
    texts = [f"Question {number}" for number in range(MOST_OPEN)]
    for text in texts:
        await ask(world, text)
        world.now = world.now.replace(second=world.now.second + 1)
    assert await listed(world) == texts
    with pytest.raises(Conflict) as refused:
        await ask(world, "One more")
    assert (refused.value.code, refused.value.params) == ("too-many-questions", {"most": MOST_OPEN})
    await ask(world, "One more", "ben")


async def test_a_deleted_question_is_gone_and_can_be_asked_again(world):
    asked = await ask(world)
    with pytest.raises(NotFound):
        await world.command(commands.delete_own, asked.id, "ben")
    for _ in range(2):
        await world.command(commands.delete_own, asked.id, "ann")
    assert (await own(world), await listed(world)) == ([], [])
    with pytest.raises(NotFound):
        await answer(world, asked)
    again = await ask(world)
    assert (again.id, again.state) == (asked.id, HelpState.OPEN)
    assert again.version > asked.version
    assert await listed(world) == ["How long is a session?"]


async def test_coordinators_do_not_read_their_own_questions_or_those_of_partners(world, joining):
    asked = await ask(world)
    await ask(world, "Where is the guide?", "ben")
    at = world.now
    await world.when(
        PairingActivated(
            pairing_id="pair-1",
            proposal_id="prop-1",
            mentor_id=await joining.id_of("ann"),
            mentee_id=await joining.id_of("eve", Role.MENTEE),
            mentor_employee_id="ann",
            mentee_employee_id="eve",
            score=7_000,
            mentor_ready_at=at,
            mentee_ready_at=at,
            activated_at=at,
        )
    )
    assert await listed(world, by="eve") == ["Where is the guide?"]
    assert await listed(world, by="ben") == ["How long is a session?"]
    with pytest.raises(NotFound):
        await answer(world, asked, by="eve")
    assert (await world.command(lambda uow: uow.require(INTRODUCTIONS, "pair-1"))).paired
    await answer(world, asked, by="ben")


async def test_those_who_have_left_read_and_do_not_ask_and_strangers_do_neither(world, joining):
    await answer(world, await ask(world), publish="How long?")
    await joining.leave("ann")
    assert await own(world) == [("How long is a session?", "An hour.")]
    assert len(await published(world, "ann")) == 1
    with pytest.raises(Conflict):
        await ask(world, "May I come back?")
    for refused in (lambda: ask(world, "Hello", "stranger"), lambda: published(world, "stranger")):
        with pytest.raises(NotFound):
            await refused()
