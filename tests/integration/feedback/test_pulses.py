"""Pulse surveys in the running service: asked on their day, their person's alone, released in groups."""

from datetime import timedelta

import pytest

from shared.contracts.feedback import PulseClosed, PulseRequested
from shared.testing.harness import TEST_NOW

pytestmark = pytest.mark.integration

DAY_30 = TEST_NOW + timedelta(days=30, hours=1)


async def asked(programme, pairs: str):
    """Let pairings reach their first survey."""
    made = [await programme.paired(name) for name in pairs]
    programme.service.clock.set(DAY_30)
    await programme.service.settled()
    return made


async def open_pulse(programme, participant: str) -> dict[str, object]:
    page = await programme.get("/me/pulses", programme.person(participant), state="requested")
    [pulse] = page["items"]
    return pulse


async def answer(programme, participant: str, level: int):
    pulse = await open_pulse(programme, participant)
    answers = {each["question"]: level for each in pulse["questions"]}
    path = f"/pulses/{pulse['pulse_id']}/answer"
    return await programme.post(path, programme.person(participant), {"answers": answers})


async def test_each_of_a_pairing_reads_and_answers_their_own_survey(programme):
    [pair] = await asked(programme, "a")
    mine = await open_pulse(programme, pair.mentor)
    assert (mine["questionnaire"], mine["occasion"]) == ("mentor-pulse", "day-30")
    assert mine["questions"] == [{"question": "heard", "lowest": 1, "highest": 5, "texts": {}, "options": []}]
    assert (await open_pulse(programme, pair.mentee))["questionnaire"] == "mentee-pulse"
    waiting = await programme.get("/me/questions", programme.person(pair.mentor))
    due_at = mine["due_at"]
    assert waiting == {
        "check_ins": [],
        "pulses": [{"pulse_id": mine["pulse_id"], "due_at": due_at}],
        "alerts": [],
    }
    path = f"/pulses/{mine['pulse_id']}/answer"
    foreign = await programme.post(path, programme.person(pair.mentee), {"answers": {"heard": 1}})
    assert foreign.status_code == 404
    for answers, status in (({"heard": 9}, 422), ({"recommend": 9}, 422), ({"nonsense": 1}, 422)):
        refused = await programme.post(path, programme.person(pair.mentor), {"answers": answers})
        assert refused.status_code == status
    kept = f"/pulses/{mine['pulse_id']}/answers-so-far"
    for who, status in ((pair.mentee, 404), (pair.mentor, 204)):
        sent = await programme.post(kept, programme.person(who), {"question": "heard", "answer": 4})
        assert sent.status_code == status
    assert (await open_pulse(programme, pair.mentor))["answers_so_far"] == {"heard": 4}
    skipped = await programme.post(path, programme.person(pair.mentor), {"answers": {}})
    assert (skipped.json()["state"], skipped.json()["answers_so_far"]) == ("skipped", {})
    nothing = {"check_ins": [], "pulses": [], "alerts": []}
    assert await programme.get("/me/questions", programme.person(pair.mentor)) == nothing
    assert len(await programme.service.published(PulseRequested)) == 2
    assert len(await programme.service.published(PulseClosed)) == 1


async def test_statements_of_eight_people_are_released_and_no_answer_is_seen_before(programme):
    pairs = await asked(programme, "abcdefgh")
    for pair in pairs:
        sent = await answer(programme, pair.mentor, 5)
        assert sent.status_code == 200
    for pair in pairs[:7]:
        assert (await answer(programme, pair.mentee, 2)).status_code == 200
    before = (await programme.get("/summary", programme.coordinator))["released"]
    assert before["figures"] == []
    assert before["next_at"]
    programme.service.clock.set(DAY_30 + timedelta(weeks=5))
    await programme.service.settled()
    released = (await programme.get("/summary", programme.coordinator))["released"]
    assert [(each["questionnaire"], each["question"], each["votes"]) for each in released["figures"]] == [
        ("mentor-pulse", "heard", 8)
    ]
