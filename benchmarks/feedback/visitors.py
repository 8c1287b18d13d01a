"""Participants who read and answer their check-ins while answers are released."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from typing import Final

import httpx

from benchmarks.feedback.answers import participant
from benchmarks.pages.people import PROGRAMME, TENANT
from devstack.services import ServiceRunner

_EVERY_SECONDS: Final = 0.1
"""A request begins this often, whether those before are answered or not."""


class Visitors:
    """Reads the check-ins of one participant, and answers the one of the next, again and again.

    Args:
        runner: runs the service.
        people: as many have a check-in to answer.
    """

    def __init__(self, runner: ServiceRunner, people: int) -> None:
        self._people = people
        self._headers = [self._header(runner, number) for number in range(people)]
        self._http = httpx.AsyncClient(base_url=runner.url("feedback"), timeout=60)
        self._next = 0
        self.seconds: list[float] = []
        self.refused: Counter[int] = Counter()

    @staticmethod
    def _header(runner: ServiceRunner, number: int) -> dict[str, str]:
        employee = participant(number).employee_id
        token = runner.issuer.mint(employee, TENANT, ["participant"], employee_id=employee)
        return {"Authorization": f"Bearer {token}"}

    async def come(self) -> None:
        """Send requests until cancelled; those that are on their way are waited for."""
        async with asyncio.TaskGroup() as sent:
            try:
                while True:
                    sent.create_task(self._visit(self._next))
                    self._next += 1
                    await asyncio.sleep(_EVERY_SECONDS)
            except asyncio.CancelledError:
                return

    async def _visit(self, visit: int) -> None:
        """Read on even visits, answer on odd ones; an answer given before is the same answer again."""
        headers, began = self._headers[visit // 2 % self._people], time.perf_counter()
        path = f"/programmes/{PROGRAMME}/me/check-ins"
        if visit % 2:
            answered = await self._http.post(self._answer_path(visit), headers=headers, json={"rating": 4})
        else:
            answered = await self._http.get(path, headers=headers)
        self.seconds.append(time.perf_counter() - began)
        if not answered.is_success:
            self.refused[answered.status_code] += 1

    def _answer_path(self, visit: int) -> str:
        return f"/programmes/{PROGRAMME}/check-ins/{self._ids[visit // 2 % self._people]}/answer"

    async def look(self) -> None:
        """Let everybody read once, which warms code and connections, and shows what there is to answer."""
        path = f"/programmes/{PROGRAMME}/me/check-ins"
        pages = [await self._http.get(path, headers=headers) for headers in self._headers]
        self._ids: Sequence[str] = [
            page.raise_for_status().json()["items"][0]["check_in_id"] for page in pages
        ]

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()
