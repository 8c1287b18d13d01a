import csv
import io
import itertools
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from services.enrollment.app import create_app
from services.enrollment.domain.training import MODULES
from shared.testing import ServiceHarness, TestEnvironment, run_service
from simulation.sample import write_sample
from tests.helpers.kept import Kept

BASE = "/programmes/rm-2026"
PROGRAMME = {
    "name": "Reverse mentoring 2026",
    "starts_on": "2026-01-12",
    "ends_on": "2026-07-10",
    "regions": ["emea", "americas", "apac"],
    "terms_version": "2026-1",
}


_kept = Kept[ServiceHarness]()
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Steps:
    """Steps of people with this service that tests share."""

    service: ServiceHarness

    def me(self, employee_id: str) -> dict[str, str]:
        return self.service.token("participant", subject=employee_id, employee_id=employee_id)

    async def enrol(self, employee_id: str, role: str = "mentor", **changes: Any) -> httpx.Response:
        application = {"role": role, "consent": True, "terms_version": "2026-1", **changes}
        return await self.service.http.post(
            f"{BASE}/participants", headers=self.me(employee_id), json=application
        )

    async def assess(
        self, participant: dict[str, Any], choose: Callable[[int], str] = lambda _: "a", **changes: Any
    ) -> httpx.Response:
        me = self.me(participant["employee_id"])
        url = f"{BASE}/assessments/{participant['role']}"
        questionnaire = (await self.service.http.get(url, headers=me)).json()
        sent = {
            "version": questionnaire["version"],
            "answers": {item["id"]: choose(number) for number, item in enumerate(questionnaire["items"])},
            "style": {"pace": 4, "directness": 3, "formality": 2},
            **changes,
        }
        return await self.post(participant, "assessment", sent)

    async def train(self, participant: dict[str, Any]) -> httpx.Response:
        """Answer the checks of all modules that are asked for; return the participant."""
        for module in participant["training_left"]:
            await self.answer(participant, module)
        me = self.me(participant["employee_id"])
        url = f"{BASE}/participants/{participant['participant_id']}"
        return await self.service.http.get(url, headers=me)

    async def answer(self, participant: dict[str, Any], module: str, **changes: Any) -> httpx.Response:
        """The right answers to the check of a module."""
        right = {"version": MODULES[module].version, "answers": MODULES[module].right}
        return await self.post(participant, f"training/{module}/answers", right | changes)

    async def post(self, participant: dict[str, Any], step: str, body: dict[str, Any]) -> httpx.Response:
        """A step of a participant's own."""
        return await self.service.http.post(
            f"{BASE}/participants/{participant['participant_id']}/{step}",
            headers=self.me(participant["employee_id"]),
            json=body,
        )

    async def make_ready(self, employee_id: str, role: str = "mentor", **changes: Any) -> dict[str, Any]:
        participant = (await self.enrol(employee_id, role, **changes)).json()
        await self.assess(participant)
        ready: dict[str, Any] = (await self.train(participant)).json()
        assert ready["state"] == "ready", ready
        return ready

    def csv(self, rows: Iterable[dict[str, str]]) -> bytes:
        """The rows as a file."""
        return to_csv(rows)

    async def send(self, rows: Iterable[dict[str, str]], **query: str) -> httpx.Response:
        """Import rows through the API."""
        return await self.send_bytes(to_csv(rows), **query)

    async def send_bytes(self, content: bytes, **query: str) -> httpx.Response:
        return await self.service.http.post(
            f"{BASE}/imports",
            params=query,
            content=content,
            headers={**self.service.token("coordinator"), "Content-Type": "text/csv"},
        )


def to_csv(rows: Iterable[dict[str, str]]) -> bytes:
    rows = list(rows)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


@pytest.fixture(scope="session")
def export() -> list[dict[str, str]]:
    """300 people of the demo's company, as rows; ids in the form that enrollment shows."""
    out = io.StringIO(newline="")
    write_sample(out, people=300, seed=7)
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    return [
        {**row, "employee_id": row["employee_id"].lower(), "manager_id": row["manager_id"].lower()}
        for row in rows
    ]


@pytest.fixture(scope="module")
async def service(
    environment: TestEnvironment, export: list[dict[str, str]]
) -> AsyncIterator[ServiceHarness]:
    """Enrollment, which the modules share, for an organisation with programme rm-2026 and 300 employees."""
    async with _kept.use(lambda: run_service(create_app, environment)) as shared:
        own = shared.for_tenant(f"t{next(_numbers)}")
        opened = await own.http.put(BASE, json=PROGRAMME, headers=own.token("coordinator"))
        assert opened.status_code == 201, opened.text
        taken = (await Steps(own).send(export)).json()
        assert (taken["accepted"], taken["changed"], taken["rejected"]) == (300, 300, 0)
        yield own


@pytest.fixture
def steps(service: ServiceHarness) -> Steps:
    return Steps(service)


@pytest.fixture
def juniors(export: list[dict[str, str]]) -> list[str]:
    """Ids of people of low grade who lead nobody."""
    managers = {row["manager_id"] for row in export}
    return [
        row["employee_id"] for row in export if int(row["grade"]) <= 4 and row["employee_id"] not in managers
    ]


@pytest.fixture
def executives(export: list[dict[str, str]]) -> list[str]:
    """Ids of people of high grade."""
    return [row["employee_id"] for row in export if int(row["grade"]) >= 8]
