import io
from collections.abc import AsyncIterator

import pytest

from demo.sample import write_sample
from services.enrollment.app import create_app
from shared.testing import ServiceHarness, Surroundings, run_service

PROGRAMME = {
    "name": "Reverse mentoring 2026",
    "starts_on": "2026-01-12",
    "ends_on": "2026-07-10",
    "regions": ["emea", "americas", "apac"],
    "terms_version": "2026-1",
}


@pytest.fixture(scope="session")
def export() -> bytes:
    out = io.StringIO(newline="")
    write_sample(out, people=300, seed=7)
    return out.getvalue().encode()


@pytest.fixture(scope="module")
async def service(surroundings: Surroundings, export: bytes) -> AsyncIterator[ServiceHarness]:
    """Enrollment with programme rm-2026 of acme and 300 employees."""
    async with run_service(create_app, surroundings) as harness:
        coordinator = harness.token("coordinator")
        opened = await harness.http.put("/programmes/rm-2026", json=PROGRAMME, headers=coordinator)
        assert opened.status_code == 201, opened.text
        taken = await harness.http.post(
            "/programmes/rm-2026/imports", content=export, headers={**coordinator, "Content-Type": "text/csv"}
        )
        assert taken.json()["accepted"] == 300, taken.text
        yield harness
