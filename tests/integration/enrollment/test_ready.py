"""The way from an HR row to a ready participant."""

import pytest

from shared.contracts.enrollment import (
    AssessmentCompleted,
    ParticipantEnrolled,
    ParticipantReady,
    ParticipantWithdrawn,
    TrainingCompleted,
)

pytestmark = pytest.mark.integration

BASE = "/programmes/rm-2026"
ALL = (ParticipantEnrolled, AssessmentCompleted, TrainingCompleted, ParticipantReady, ParticipantWithdrawn)


async def events_of(service, participant):
    await service.settled()
    published = await service.published(*ALL)
    return [event for event in published if event.data.participant_id == participant["participant_id"]]


async def test_a_participant_becomes_ready_with_the_last_step(service, steps, export, juniors):
    row = next(row for row in export if row["employee_id"] == juniors[0])
    enrolled = await steps.enrol(juniors[0], capacity=2, working_hours={"starts": "08:30", "ends": "16:00"})
    assert enrolled.status_code == 201, enrolled.text
    participant = enrolled.json()
    assert (participant["state"], participant["missing"]) == ("enrolled", ["assessment", "training"])
    assessed = (await steps.assess(participant)).json()
    assert (assessed["state"], assessed["missing"]) == ("enrolled", ["training"])
    trained = (await steps.train(participant)).json()
    assert (trained["state"], trained["missing"]) == ("ready", [])

    events = await events_of(service, participant)
    expected = [*ALL[:3], TrainingCompleted, ParticipantReady]
    assert [type(event.data) for event in events] == expected
    assert [event.envelope.sequence for event in events] == [1, 2, 3, 4, 5]
    assert {event.scope.region for event in events} == {row["region"]}
    profile = events[-1].data.profile
    assert profile.grade == int(row["grade"])
    assert profile.line[0] == row["manager_id"]
    assert profile.capacity == 2
    assert profile.working_hours.model_dump() == {
        "time_zone": row["time_zone"],
        "starts": "08:30",
        "ends": "16:00",
    }
    assert ";".join(f"{skill.topic}:{skill.level}" for skill in profile.topics) == row["skills"]
    assert profile.features["kind"] == assessed["result"]["kind"]


async def test_no_event_carries_a_name_or_an_address(service, steps, export, juniors):
    row = next(row for row in export if row["employee_id"] == juniors[1])
    events = await events_of(service, await steps.make_ready(juniors[1]))
    assert len(events) == 5
    for event in events:
        text = event.data.model_dump_json()
        assert row["name"] not in text
        assert row["email"] not in text
        assert f'"{row["born_year"]}"' not in text


async def test_the_line_goes_up_to_the_head(service, steps, export, juniors):
    managers = {row["employee_id"]: row["manager_id"] for row in export}
    expected = []
    above = managers[juniors[2]]
    while above:
        expected.append(above)
        above = managers[above]
    events = await events_of(service, await steps.make_ready(juniors[2]))
    assert list(events[-1].data.profile.line) == expected
    assert len(expected) >= 2


async def test_each_step_repeated_has_no_effect(service, steps, juniors):
    participant = await steps.make_ready(juniors[3])
    assert (await steps.enrol(juniors[3])).status_code == 200
    assert (await steps.assess(participant)).json()["state"] == "ready"
    assert (await steps.train(participant)).json()["trained"] == ["confidentiality", "leading-a-session"]
    assert len(await events_of(service, participant)) == 5


async def test_training_before_assessment_works_as_well(service, steps, executives):
    participant = (await steps.enrol(executives[0], "mentee")).json()
    assert (await steps.train(participant)).json()["missing"] == ["assessment"]
    assert (await steps.assess(participant)).json()["state"] == "ready"
    types = [type(event.data) for event in await events_of(service, participant)]
    trained = [TrainingCompleted, TrainingCompleted]
    assert types == [ParticipantEnrolled, *trained, AssessmentCompleted, ParticipantReady]


async def test_a_retake_with_another_result_tells_matching(service, steps, juniors):
    participant = await steps.make_ready(juniors[4])
    # Choosing an option that moves on with each item's turn picks one kind throughout.
    retaken = (await steps.assess(participant, lambda number: "abcde"[(4 - number) % 5])).json()
    assert retaken["result"]["kind"] == "connector"
    events = await events_of(service, participant)
    assert [type(event.data) for event in events[5:]] == [AssessmentCompleted, ParticipantReady]
    assert events[-1].data.profile.features["kind"] == "connector"


async def test_new_preferences_tell_matching(service, steps, juniors):
    participant = await steps.make_ready(juniors[5])
    changed = await steps.enrol(juniors[5], capacity=3, topics=[{"topic": "open-source", "level": 3}])
    assert (changed.status_code, changed.json()["capacity"]) == (200, 3)
    events = await events_of(service, participant)
    assert [type(event.data) for event in events[5:]] == [ParticipantReady]
    assert events[-1].data.profile.capacity == 3
    assert [topic.topic for topic in events[-1].data.profile.topics] == ["open-source"]


async def test_who_withdraws_may_come_back(service, steps, juniors):
    participant = await steps.make_ready(juniors[6])
    gone = (await steps.post(participant, "withdrawal", {"private_reason": "my own business"})).json()
    assert (gone["state"], gone["private_reason"]) == ("withdrawn", "my own business")
    assert (await steps.post(participant, "withdrawal", {})).status_code == 200
    assert (await steps.answer(participant, "confidentiality")).status_code == 409
    assert (await steps.assess(participant)).status_code == 409
    back = await steps.enrol(juniors[6])
    assert (back.status_code, back.json()["state"]) == (201, "ready")
    events = await events_of(service, participant)
    types = [type(event.data) for event in events]
    assert types[5:] == [ParticipantWithdrawn, ParticipantEnrolled, ParticipantReady]
    assert all("business" not in event.data.model_dump_json() for event in events)


async def test_a_coordinator_never_sees_the_private_reason(service, steps, juniors):
    participant = (await steps.enrol(juniors[7])).json()
    await steps.post(participant, "withdrawal", {"private_reason": "between us"})
    coordinator = service.token("coordinator")
    one = await service.http.get(f"{BASE}/participants/{participant['participant_id']}", headers=coordinator)
    assert one.json()["withdrawal_reason"] == "own-choice"
    everybody = await service.http.get(f"{BASE}/participants?limit=500", headers=coordinator)
    assert participant["participant_id"] in everybody.text
    assert "between us" not in one.text + everybody.text


async def test_the_other_role_is_open_after_a_withdrawal(steps, executives):
    participant = (await steps.enrol(executives[1], "mentee")).json()
    refused = await steps.enrol(executives[1], "mentor")
    assert refused.status_code == 409
    assert refused.json()["errors"][0]["field"] == "role"
    await steps.post(participant, "withdrawal", {})
    assert (await steps.enrol(executives[1], "mentor")).status_code == 201


async def test_the_summary_counts_by_role_and_state(service, steps, juniors):
    coordinator = service.token("coordinator")
    before = (await service.http.get(f"{BASE}/summary", headers=coordinator)).json()
    await steps.enrol(juniors[8])
    after = (await service.http.get(f"{BASE}/summary", headers=coordinator)).json()
    assert after["total"] == before["total"] + 1
    enrolled = after["participants"]["mentor"]["enrolled"]
    assert enrolled == before["participants"]["mentor"]["enrolled"] + 1
    page = await service.http.get(
        f"{BASE}/participants?role=mentor&state=enrolled&limit=1", headers=coordinator
    )
    assert (len(page.json()["items"]), page.json()["total"]) == (1, enrolled)
    mine = await service.http.get(f"{BASE}/me", headers=steps.me(juniors[8]))
    assert [own["employee_id"] for own in mine.json()["items"]] == [juniors[8]]


async def test_a_request_with_an_idempotency_key_is_answered_alike(service, steps, juniors):
    headers = {**steps.me(juniors[9]), "Idempotency-Key": "enrol-once"}
    application = {"role": "mentor", "consent": True, "terms_version": "2026-1"}
    first = await service.http.post(f"{BASE}/participants", headers=headers, json=application)
    second = await service.http.post(f"{BASE}/participants", headers=headers, json=application)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
