"""Data for comparing each API with its description, and the ids that parameters can name."""

import asyncio
import io
from collections import defaultdict
from typing import Any

from shared.contracts.scheduling import SessionPlanned
from shared.contracts.vocabulary import Role
from shared.testing import ServiceHarness
from simulation.sample import write_sample
from tests.integration.console import console_facts as facts
from tests.integration.console.programme_in_motion import programme_in_motion

BASE = f"/programmes/{facts.PROGRAMME}"
CALLER = "e-mentor-0"
PAIRS = 6
Pool = dict[str, list[Any]]
"""The ids that exist, by the name of the parameter or field that takes them."""
PROGRAMME = {
    "name": "Pilot",
    "starts_on": "2026-01-05",
    "ends_on": "2026-12-18",
    "regions": ["emea"],
    "terms_version": "1",
}
TESTED = SessionPlanned.contract.type
BUSY = {"requested", "computing", "saving"}


async def fill(service: ServiceHarness, name: str) -> Pool:
    """Fill a service, so that its operations have something to act on."""
    fillers = {"enrollment": fill_enrollment, "matching": fill_matching, "notification": fill_notification}
    return await fillers.get(name, fill_with_pairings)(service)


async def fill_enrollment(service: ServiceHarness) -> Pool:
    await ask(service, "PUT", "", json=PROGRAMME)
    people = io.StringIO(newline="")
    write_sample(people, people=30, seed=7)
    done = await ask(
        service, "POST", "/imports", content=people.getvalue(), headers={"Content-Type": "text/csv"}
    )
    employees = [item["employee_id"] for item in (await ask(service, "GET", "/employees"))["items"]]
    participants = []
    for number, employee_id in enumerate(employees):
        sent = {"role": ("mentor", "mentee")[number % 2], "consent": True, "terms_version": "1"}
        me = service.token("participant", employee_id=employee_id)
        answer = await service.http.post(f"{BASE}/participants", json=sent, headers=me)
        if answer.is_success:
            participants.append(answer.json()["participant_id"])
    return {
        "programme_id": [facts.PROGRAMME],
        "template": ["standard"],
        "copy_of": [facts.PROGRAMME],
        "import_id": [done["import_id"]],
        "employee_id": employees,
        "participant_id": participants,
        "terms_version": ["1"],
        "consent": [True],
        "version": ["2"],
        "module": ["confidentiality", "leading-a-session"],
        "module_id": ["confidentiality", "leading-a-session"],
    }


async def fill_matching(service: ServiceHarness) -> Pool:
    people = [fact for role in Role for n in range(PAIRS) for fact in facts.ready(n, role)]
    await service.given(facts.opened(), *people)
    first = await make_round(service)
    await ask(service, "POST", f"/rounds/{first}/approval")
    async with asyncio.timeout(400):
        while (await ask(service, "GET", f"/rounds/{first}"))["state"] != "approved":
            await asyncio.sleep(0.05)
    asked = (await ask(service, "GET", "/proposals"))["items"]
    for proposal in asked[:3]:
        for side in Role:
            me = service.token("participant", employee_id=proposal[f"{side}_employee_id"])
            path = f"{BASE}/proposals/{proposal['id']}/answer"
            await service.http.post(path, json={"accept": True}, headers=me)
    await service.given(
        *(fact for role in Role for n in range(PAIRS, 2 * PAIRS) for fact in facts.ready(n, role))
    )
    second = await make_round(service)
    proposals = (await ask(service, "GET", "/proposals"))["items"]
    pairings = (await ask(service, "GET", "/pairings"))["items"]
    return {
        "programme_id": [facts.PROGRAMME],
        "round_id": [second, first],
        "other_id": [first],
        "proposal_id": [proposal["id"] for proposal in proposals],
        "pairing_id": [pairing["id"] for pairing in pairings],
        "mentor_id": [f"mentor-{n}" for n in range(2 * PAIRS)],
        "mentee_id": [f"mentee-{n}" for n in range(2 * PAIRS)],
        "participant_id": [f"mentee-{n}" for n in range(2 * PAIRS)],
    }


async def fill_notification(service: ServiceHarness) -> Pool:
    pool = await fill_with_pairings(service)
    wanted = {"name": "Learning system", "url": "https://learning.invalid/hook", "event_types": [TESTED]}
    headers = coordinator(service)
    made = (await service.http.post("/webhooks", json=wanted, headers=headers)).json()
    await service.given(*programme_in_motion(PAIRS, PAIRS - 1))
    log = await service.http.get(f"/webhooks/{made['id']}/deliveries", headers=headers)
    delivery_ids = [item["id"] for item in log.json()["items"]]
    assert delivery_ids
    return pool | {"webhook_id": [made["id"]], "delivery_id": delivery_ids}


async def make_round(service: ServiceHarness) -> str:
    round_id: str = (await ask(service, "POST", "/rounds"))["id"]
    async with asyncio.timeout(400):
        while (await ask(service, "GET", f"/rounds/{round_id}"))["state"] in BUSY:
            await asyncio.sleep(0.05)
    return round_id


async def fill_with_pairings(service: ServiceHarness) -> Pool:
    """The facts of a programme in motion; a service takes those that it reads."""
    await service.given(*programme_in_motion(PAIRS, PAIRS - 1))
    pool: Pool = defaultdict(list, {"programme_id": [facts.PROGRAMME]})
    pool["pairing_id"] = [f"pair-{n}" for n in range(PAIRS - 1)]
    me = service.token("participant", employee_id=CALLER)
    for path, name, key in (
        ("/sessions", "session_id", "id"),
        ("/me/sessions", "session_id", "id"),
        ("/me/check-ins", "check_in_id", "check_in_id"),
        ("/me/pulses", "pulse_id", "pulse_id"),
    ):
        answer = await service.http.get(
            f"{BASE}{path}", headers=me if "/me/" in path else coordinator(service)
        )
        if answer.headers["content-type"] == "application/json":
            pool[name] += [item[key] for item in answer.json()["items"]]
    return dict(pool)


def coordinator(service: ServiceHarness) -> dict[str, str]:
    return service.token("coordinator", no_employee=True)


async def ask(service: ServiceHarness, method: str, path: str, **request: Any) -> Any:
    headers = coordinator(service) | request.pop("headers", {})
    answer = await service.http.request(method, f"{BASE}{path}", headers=headers, **request)
    assert answer.is_success, answer.text
    return answer.json()
