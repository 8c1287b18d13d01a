"""A change in the organisation, from the HR import to the sessions that no longer take place."""

import asyncio
import csv
import io
from datetime import timedelta

import pytest

from services.enrollment.app import create_app as create_enrollment
from services.enrollment.domain.training import MODULES
from services.matching.app import create_app as create_matching
from services.matching.commands.pairings.conflicts import FACTS_SETTLE
from services.scheduling.app import create_app as create_scheduling
from shared.testing import run_service
from shared.testing.harness import TEST_NOW, all_settled

pytestmark = [pytest.mark.integration, pytest.mark.e2e]

BASE = "/programmes/rm-2026"
PROGRAMME = {
    "name": "Reverse mentoring 2026",
    "starts_on": "2026-01-05",
    "ends_on": "2026-06-30",
    "regions": ["emea"],
    "terms_version": "2026-1",
}
HR = {
    "HEAD": (12, ""),
    "EXEC": (10, "HEAD"),
    "OTHER": (10, "HEAD"),
    "BETWEEN": (6, "OTHER"),
    "JUNIOR": (3, "BETWEEN"),
}


@pytest.fixture
async def services(environment):
    async with run_service(create_enrollment, environment) as enrollment:
        shared = {"topic_prefix": enrollment.settings.topic_prefix}
        async with (
            run_service(create_matching, environment, **shared) as matching,
            run_service(create_scheduling, environment, **shared) as scheduling,
        ):
            yield enrollment, matching, scheduling


def rows(**moved):
    """The organisation as HR exports it; some report to others now."""
    for employee_id, (grade, manager_id) in HR.items():
        yield {
            "employee_id": employee_id,
            "name": employee_id.title(),
            "email": f"{employee_id.lower()}@example.com",
            "grade": grade,
            "manager_id": moved.get(employee_id, manager_id),
            "department": f"Department of {employee_id}",
            "team": f"T-{employee_id}",
            "region": "emea",
            "time_zone": "Europe/Berlin",
            "languages": "en:5",
            "skills": "ai-prompting:2",
            "hired_on": "2015-01-01",
            "born_year": 1980,
        }


async def ask(service, method, path, who, status, **what):
    headers = {**who, **what.pop("headers", {})}
    answer = await service.http.request(method, BASE + path, headers=headers, **what)
    assert answer.status_code == status, answer.text
    return answer.json()


def me(service, employee_id):
    return service.token("participant", subject=employee_id, employee_id=employee_id)


async def send(enrollment, people):
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, next(rows()))
    writer.writeheader()
    writer.writerows(people)
    content = {"content": out.getvalue().encode(), "headers": {"Content-Type": "text/csv"}}
    taken = await ask(enrollment, "POST", "/imports", enrollment.token("coordinator"), 200, **content)
    assert taken["rejected"] == 0, taken


async def make_ready(enrollment, employee_id, role):
    own = me(enrollment, employee_id)
    wish = {
        "role": role,
        "consent": True,
        "terms_version": "2026-1",
        "topics": [{"topic": "ai-prompting", "level": 2}],
    }
    participant = await ask(enrollment, "POST", "/participants", own, 201, json=wish)
    questions = await ask(enrollment, "GET", f"/assessments/{role}", own, 200)
    answers = {
        "version": questions["version"],
        "answers": {item["id"]: "a" for item in questions["items"]},
        "style": {"pace": 3, "directness": 3, "formality": 3},
    }
    steps = f"/participants/{participant['participant_id']}"
    await ask(enrollment, "POST", f"{steps}/assessment", own, 200, json=answers)
    for module in participant["training_left"]:
        right = {"version": MODULES[module].version, "answers": MODULES[module].right}
        await ask(enrollment, "POST", f"{steps}/training/{module}/answers", own, 200, json=right)
    ready = await ask(enrollment, "GET", steps, own, 200)
    assert ready["state"] == "ready"


async def until(service, path, holds):
    """The page of a coordinator, once the condition holds."""
    async with asyncio.timeout(240):
        while not holds(current := await ask(service, "GET", path, service.token("coordinator"), 200)):
            await asyncio.sleep(0.05)
    return current


async def test_a_new_manager_in_between_ends_a_pairing_and_calls_its_sessions_off(services):
    enrollment, matching, scheduling = services
    coordinator = enrollment.token("coordinator")
    await ask(enrollment, "PUT", "", coordinator, 201, json=PROGRAMME)
    await send(enrollment, rows())
    await make_ready(enrollment, "JUNIOR", "mentor")
    await make_ready(enrollment, "EXEC", "mentee")
    await all_settled(*services)

    round_id = (await ask(matching, "POST", "/rounds", coordinator, 202))["id"]
    await until(matching, f"/rounds/{round_id}", lambda current: current["state"] == "proposed")
    await ask(matching, "POST", f"/rounds/{round_id}/approval", coordinator, 202)
    asked = await until(matching, "/proposals?state=approved", lambda current: current["total"] == 1)
    for employee_id in ("JUNIOR", "EXEC"):
        path = f"/proposals/{asked['items'][0]['id']}/answer"
        await ask(matching, "POST", path, me(matching, employee_id), 200, json={"accept": True})
    await all_settled(*services)
    planned = await until(scheduling, "/sessions", lambda current: current["total"] > 0)
    assert {session["state"] for session in planned["items"]} == {"planned"}

    await send(enrollment, rows(BETWEEN="EXEC"))  # neither of the two has a row that changed
    await all_settled(*services)
    matching.clock.set(TEST_NOW + FACTS_SETTLE + timedelta(minutes=1))
    ended = await until(matching, "/pairings?state=ended", lambda current: current["total"] == 1)
    (pairing,) = ended["items"]
    assert (pairing["end_reason"], pairing["conflict"]) == ("conflict", "reporting-line")
    await all_settled(*services)
    sessions = (await ask(scheduling, "GET", "/sessions", coordinator, 200))["items"]
    assert {session["state"] for session in sessions} == {"cancelled"}
    assert {session["cancel_reason"] for session in sessions} == {"pairing-ended"}
