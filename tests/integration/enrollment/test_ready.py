"""The way from an HR row to a ready participant, on the real service."""

import pytest

from shared.contracts.enrollment import (
    AssessmentCompleted,
    ParticipantEnrolled,
    ParticipantReady,
    TrainingCompleted,
)

pytestmark = pytest.mark.integration


async def test_a_participant_becomes_ready_with_the_last_step(service):
    base = "/programmes/rm-2026"
    coordinator = service.token("coordinator")
    mentors = (await service.http.get(f"{base}/employees?grade_max=3", headers=coordinator)).json()["items"]
    person = mentors[0]
    me = service.token("participant", employee_id=person["employee_id"])

    enrolled = await service.http.post(
        f"{base}/participants",
        headers=me,
        json={"role": "mentor", "consent": True, "terms_version": "2026-1"},
    )
    assert enrolled.status_code == 201, enrolled.text
    participant = enrolled.json()
    assert participant["state"] == "enrolled"
    assert participant["missing"] == ["assessment", "training"]
    mine = f"{base}/participants/{participant['participant_id']}"

    questionnaire = (await service.http.get(f"{base}/assessments/mentor", headers=me)).json()
    answers = {item["id"]: "a" for item in questionnaire["items"]}
    assessed = await service.http.post(
        f"{mine}/assessment",
        headers=me,
        json={
            "version": questionnaire["version"],
            "answers": answers,
            "style": {"pace": 4, "directness": 3, "formality": 2},
        },
    )
    assert assessed.json()["missing"] == ["training"], assessed.text
    trained = await service.http.post(f"{mine}/training", headers=me, json={"module": "induction-mentor"})
    assert trained.json()["state"] == "ready", trained.text

    await service.settled()
    types = (ParticipantEnrolled, AssessmentCompleted, TrainingCompleted, ParticipantReady)
    events = [
        event
        for event in await service.published(*types)
        if event.data.participant_id == participant["participant_id"]
    ]
    assert [type(event.data) for event in events] == list(types)
    assert [event.envelope.sequence for event in events] == [1, 2, 3, 4]
    profile = events[-1].data.profile
    assert profile.grade == person["grade"]
    assert profile.line[0] == person["manager_id"]
    assert [skill.model_dump() for skill in profile.topics] == person["skills"]
