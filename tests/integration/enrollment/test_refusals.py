"""Refusals of the API and their answers."""

import asyncio

import pytest

from services.enrollment.app import create_app
from shared.contracts.enrollment import ProgrammeChanged, ProgrammeOpened
from shared.testing import run_service

pytestmark = pytest.mark.integration

BASE = "/programmes/rm-2026"
PLAN = {
    "name": "A pilot",
    "starts_on": "2026-02-01",
    "ends_on": "2026-06-30",
    "regions": ["emea"],
    "terms_version": "7",
}
GOAL = {"name": "reach", "measure": "participation", "baseline": 10, "target": 60}


async def test_a_programme_is_opened_once_and_changed_by_another_definition(service):
    coordinator = service.token("coordinator")

    async def put(**changes):
        answer = await service.http.put("/programmes/pilot", json={**PLAN, **changes}, headers=coordinator)
        return answer.status_code

    faster = {"rules": {"cadence_weeks": 2}}
    assert [await put(), await put(), await put(**faster)] == [201, 200, 409]
    assert await put(**faster, based_on=1) == 200
    await service.settled()
    events = [
        event
        for event in await service.published(ProgrammeOpened, ProgrammeChanged)
        if event.data.programme_id == "pilot"
    ]
    assert [type(event.data) for event in events] == [ProgrammeOpened, ProgrammeChanged]
    assert events[1].data.rules.cadence_weeks == 2
    listed = (
        await service.http.get("/programmes", headers=service.token("participant", employee_id="e-1"))
    ).json()
    assert [programme["id"] for programme in listed["items"]] == ["pilot", "rm-2026"]
    limited = service.token("coordinator", programmes=["pilot"])
    assert (await service.http.get("/programmes", headers=limited)).json()["total"] == 1
    assert (await service.http.get(BASE, headers=limited)).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": "2026-01-01"}, "ends_on"),
        ({"ends_on": "9999-12-31"}, "ends_on"),
        ({"starts_on": "0001-01-01", "ends_on": "0001-01-02"}, "starts_on"),
        ({"starts_on": "2025-02-01", "ends_on": "2025-06-30"}, "ends_on"),
        ({"regions": []}, "regions"),
        ({"regions": ["emea", "emea"]}, "regions"),
        ({"rules": {"min_grade_gap": 0}}, "rules.min_grade_gap"),
        ({"rules": {"min_grad_gap": 2}}, "rules.min_grad_gap"),
        ({"rules": {"reminder_hours": [0]}}, "rules.reminder_hours.0"),
        ({"rules": {"reminder_hours": [24, 745]}}, "rules.reminder_hours.1"),
        ({"rules": {"reminder_hours": [1, 2, 3, 4, 5, 6]}}, "rules.reminder_hours"),
        ({"rules": {"reminder_hours": [24, 24]}}, "rules.reminder_hours"),
        ({"rules": {"idle_warn_days": 61}}, "rules.idle_alarm_days"),
        ({"rules": {"idle_alarm_days": 90}}, "rules.idle_close_days"),
        ({"objectives": [{**GOAL, "measure": "luck"}]}, "objectives.0.measure"),
        ({"objectives": [{**GOAL, "baseline": 10**400}]}, "objectives.0.baseline"),
        ({"objectives": [GOAL, GOAL]}, "objectives"),
        ({"name": " "}, "name"),
    ],
)
async def test_a_bad_definition_names_the_field(service, changes, field):
    answer = await service.http.put(
        "/programmes/bad", json={**PLAN, **changes}, headers=service.token("coordinator")
    )
    assert answer.status_code == 422
    assert field in [error["field"] for error in answer.json()["errors"]]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"consent": False}, "consent"),
        ({"terms_version": "1999"}, "terms_version"),
        ({"capacity": 11}, "capacity"),
        ({"role": "boss"}, "role"),
        ({"working_hours": {"starts": "22:00", "ends": "06:00"}}, "working_hours"),
        ({"working_hours": {"starts": "09:00", "ends": "12:59"}}, "working_hours"),
        ({"working_hours": {"starts": "9:00", "ends": "17:00"}}, "working_hours.starts"),
        ({"topics": [{"topic": "a b", "level": 1}]}, "topics.0.topic"),
        ({"topics": [{"topic": "golf", "level": 1}]}, "topics.0.topic"),
        ({"topics": [{"topic": "prompting", "level": 1}, {"topic": "ai-prompting", "level": 2}]}, "topics"),
    ],
)
async def test_a_bad_application_names_the_field(steps, juniors, changes, field):
    answer = await steps.enrol(juniors[0], **changes)
    assert answer.status_code == 422, answer.text
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_strangers_to_hr_and_people_of_other_regions_cannot_enrol(service, steps, export):
    unknown = await steps.enrol("E999999")
    assert unknown.json()["errors"][0]["field"] == "employee_id"
    coordinator = service.token("coordinator")
    await service.http.put("/programmes/emea-only", json=PLAN, headers=coordinator)
    elsewhere = next(row["employee_id"] for row in export if row["region"] == "apac")
    application = {"role": "mentor", "consent": True, "terms_version": "7"}
    answer = await service.http.post(
        "/programmes/emea-only/participants", json=application, headers=steps.me(elsewhere)
    )
    assert answer.status_code == 422
    assert "apac" in answer.json()["detail"]


async def test_answers_must_fit_the_questionnaire(steps, juniors):
    participant = (await steps.enrol(juniors[1])).json()
    outdated = await steps.assess(participant, version=99)
    assert (outdated.status_code, outdated.json()["errors"][0]["field"]) == (409, "version")
    for changes, field in (
        ({"answers": {}}, "answers.m01"),
        ({"style": {"pace": 6, "directness": 1, "formality": 1}}, "style.pace"),
    ):
        answer = await steps.assess(participant, **changes)
        assert answer.json()["errors"][0]["field"] == field
    wrong = await steps.assess(participant, lambda _: "z")
    (error,) = wrong.json()["errors"]
    assert (error["field"], error["message"]) == ("answers.m01", "must be one of a, b, c, d, e")


async def test_nobody_without_a_valid_token_gets_in(service):
    for headers in ({}, {"Authorization": "Bearer forged"}):
        answer = await service.http.get(f"{BASE}/participants", headers=headers)
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", ""),
        ("POST", "/imports"),
        ("GET", "/employees"),
        ("GET", "/participants"),
        ("GET", "/summary"),
    ],
)
async def test_a_coordinators_work_is_closed_to_participants(service, steps, juniors, method, path):
    answer = await service.http.request(method, BASE + path, headers=steps.me(juniors[2]), json=PLAN)
    assert answer.status_code == 403


async def test_participants_see_and_act_for_themselves_only(service, steps, juniors):
    participant = (await steps.enrol(juniors[3])).json()
    own = f"{BASE}/participants/{participant['participant_id']}"
    stranger = steps.me(juniors[4])
    assert (await service.http.get(own, headers=stranger)).status_code == 404
    assert (await service.http.post(f"{own}/withdrawal", headers=stranger)).status_code == 404
    answers = {"version": 1, "answers": [2, 0, 1]}
    trained = await service.http.post(
        f"{own}/training/confidentiality/answers", headers=stranger, json=answers
    )
    assert trained.status_code == 404
    assert (await service.http.get(f"{BASE}/employees/{juniors[3]}", headers=stranger)).status_code == 404
    assert (await service.http.get(f"{BASE}/employees/{juniors[4]}", headers=stranger)).status_code == 200
    other = {"employee_id": juniors[3], "role": "mentor", "consent": True, "terms_version": "2026-1"}
    assert (await service.http.post(f"{BASE}/participants", headers=stranger, json=other)).status_code == 404
    nobody = service.token("participant")
    assert (await service.http.get(f"{BASE}/me", headers=nobody)).status_code == 403


async def test_another_organisation_finds_nothing(service, steps, juniors):
    participant = (await steps.enrol(juniors[5])).json()
    elsewhere = service.token("coordinator", tenant="rival")
    paths = ["", "/employees", f"/employees/{juniors[5]}", f"/participants/{participant['participant_id']}"]
    for path in paths:
        assert (await service.http.get(BASE + path, headers=elsewhere)).status_code == 404, path
    assert (await service.http.get("/programmes", headers=elsewhere)).json()["total"] == 0


async def test_two_roles_at_once_cannot_both_win(steps, juniors):
    for employee_id in juniors[6:12]:
        answers = await asyncio.gather(steps.enrol(employee_id, "mentor"), steps.enrol(employee_id, "mentee"))
        assert sorted(answer.status_code for answer in answers) == [201, 409]


async def test_nobody_joins_a_programme_that_is_over(service, steps, juniors):
    before = service.clock.now()
    service.clock.set(before.replace(month=12))
    try:
        assert (await steps.enrol(juniors[12])).status_code == 409
    finally:
        service.clock.set(before)


async def test_an_organisation_has_a_limited_number_of_programmes(environment):
    async with run_service(create_app, environment, programmes_per_tenant=2) as service:
        coordinator = service.token("coordinator")
        statuses = [
            (await service.http.put(f"/programmes/p{n}", json=PLAN, headers=coordinator)).status_code
            for n in (1, 2, 3, 1)
        ]
        assert statuses == [201, 201, 409, 200]
        elsewhere = service.token("coordinator", tenant="other")
        answer = await service.http.put("/programmes/p3", json=PLAN, headers=elsewhere)
        assert answer.status_code == 201
        page = (await service.http.get("/programmes?limit=1&offset=1", headers=coordinator)).json()
        assert ([one["id"] for one in page["items"]], page["total"]) == (["p2"], 2)
