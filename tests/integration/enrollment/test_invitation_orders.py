"""Many people are invited in one act, over HTTP and while the service is killed."""

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import psutil
import pytest

from devstack.ports import free_ports
from services.enrollment.store import EMPLOYEES, INVITATIONS
from shared.contracts.enrollment import EmployeeInvited
from shared.runtime.mongo import connect, database
from shared.testing.clients import http_client
from shared.testing.namespace import environment_of, make_namespace
from tests.helpers.employees import employee

pytestmark = pytest.mark.integration

PROJECT = Path(__file__).resolve().parents[3]
TEXT = {"Content-Type": "text/csv"}
BASE = "/programmes/rm-2026"
MOST_GROWTH = 80_000_000
"""The memory that the service may need besides, for any number of people."""


async def test_a_limited_coordinator_invites_by_list_and_learns_of_nobody_else(service, juniors):
    limited = service.token("coordinator", programmes=["rm-2026"])
    lines = "\n".join([juniors[20], juniors[21], "nobody@example.com"])
    url = f"{BASE}/invitation-lists"
    made = await service.http.post(
        url, params={"role": "mentor"}, headers={**limited, **TEXT}, content=lines.encode()
    )
    order = made.json()
    assert (made.status_code, order["state"], order["invited"]) == (201, "checked", 2)
    assert order["faults"] == [{"line": 3, "reason": "unknown"}]
    refused = await service.http.post(
        f"{BASE}/invitation-orders", headers=limited, json={"role": "mentor", "grade_max": 4}
    )
    assert refused.status_code == 403
    path = f"{BASE}/invitation-orders/{order['order_id']}"
    other = service.token("coordinator", subject="other", programmes=["rm-2026"])
    assert (await service.http.get(path, headers=other)).status_code == 404
    sent = await service.http.post(f"{path}/confirm", headers=limited)
    assert (sent.json()["state"], sent.json()["invited"]) == ("done", 2)
    await service.settled()
    events = await service.published(EmployeeInvited)
    assert {event.data.employee_id for event in events} >= {juniors[20], juniors[21]}
    me = service.token("participant", subject=juniors[20], employee_id=juniors[20])
    invitation = (await service.http.get(f"{BASE}/me/entry", headers=me)).json()["invitation"]
    declined = await service.http.post(
        f"{BASE}/invitations/{invitation['invitation_id']}/decline", headers=me
    )
    assert (declined.status_code, declined.json()["state"]) == (200, "declined")


class Process:
    """The service as a process of its own, which a test kills."""

    def __init__(self, process, http):
        self.process, self.http = process, http

    @classmethod
    async def start(cls, settings):
        port = free_ports(1)[0]
        env = environment_of(settings, log_level="ERROR", port=port)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "services", "enrollment", cwd=PROJECT, env={**os.environ, **env}
        )
        http = http_client(base_url=f"http://127.0.0.1:{port}")
        one = cls(process, http)
        await until(one.ready)
        return one

    async def ready(self):
        assert self.process.returncode is None
        try:
            return (await self.http.get("/health/ready")).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    @property
    def memory(self):
        return psutil.Process(self.process.pid).memory_info().rss

    async def end(self, signum=signal.SIGTERM):
        if self.process.returncode is None:
            self.process.send_signal(signum)
        await self.process.wait()
        await self.http.aclose()


async def until(condition, seconds=1800):
    async with asyncio.timeout(seconds):
        while not await condition():
            await asyncio.sleep(0.05)


@pytest.mark.parametrize(
    "people", [2500, pytest.param(100_000, marks=[pytest.mark.long, pytest.mark.timeout(3600)])]
)
async def test_each_of_many_is_invited_once_though_the_service_is_killed(environment, people):
    today = datetime.now(UTC).date()
    plan = {
        "name": "Many",
        "starts_on": str(today + timedelta(days=5)),
        "ends_on": str(today + timedelta(days=200)),
        "regions": ["emea"],
        "terms_version": "1",
    }
    token = environment.issuer.mint("carla", "acme", ["coordinator"], programmes=["*"], no_employee=True)
    headers = {"Authorization": f"Bearer {token}"}
    async with make_namespace(environment) as settings:
        client = connect(settings.mongo_uri)
        db = database(client, settings.mongo_database)
        for start in range(0, people, 5000):
            names = [f"e-{number:06}" for number in range(start, min(start + 5000, people))]
            await db[EMPLOYEES.name].insert_many([EMPLOYEES.to_document(employee(name)) for name in names])
        process = await Process.start(settings)
        try:
            base = "/programmes/many"
            (await process.http.put(base, headers=headers, json=plan)).raise_for_status()
            made = await process.http.post(
                f"{base}/invitation-orders", headers=headers, json={"role": "mentor"}
            )
            path = f"{base}/invitation-orders/{made.json()['order_id']}"

            async def order():
                return (await process.http.get(path, headers=headers)).json()

            async def is_checked():
                return (await order())["state"] == "checked"

            async def has_begun():
                return (await order())["position"] > 0

            most = 0

            async def is_done():
                nonlocal most
                most = max(most, process.memory)
                return (await order())["state"] == "done"

            await until(is_checked)
            assert ((await order())["total"], (await order())["invited"]) == (people, people)
            (await process.http.post(f"{path}/confirm", headers=headers)).raise_for_status()
            await until(has_begun)
            await process.end(signal.SIGKILL)
            assert await db[INVITATIONS.name].count_documents({}) < people
            process = await Process.start(settings)
            before = process.memory
            await until(is_done)
            assert ((await order())["invited"], (await order())["skipped"]) == (people, {})
            assert await db[INVITATIONS.name].count_documents({"state": "open", "version": 1}) == people
            assert await db[INVITATIONS.name].count_documents({}) == people
            assert most - before < MOST_GROWTH
        finally:
            await process.end()
            client.close()
