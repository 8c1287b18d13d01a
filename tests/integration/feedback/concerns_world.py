"""Concerns of a test: their handlers, and who reads them."""

from datetime import timedelta
from typing import Any

from shared.contracts.feedback import NoticePosted
from shared.contracts.vocabulary import Role
from shared.testing.harness import TEST_NOW
from tests.integration.feedback.feedback_programme import Pair, Programme, ready

WORDS = "Our sessions turn into reviews of my work, says the quokka."
REPLY = "Shall we talk on Thursday, asks the wombat."


def coordinator(programme: Programme, employee_id: str, **claims: Any) -> dict[str, str]:
    return programme.service.token("coordinator", employee_id=employee_id, subject=employee_id, **claims)


async def handles(programme: Programme, *employees: str) -> list[dict[str, str]]:
    """These employees handle concerns of this programme alone; returns their tokens."""
    tokens = []
    for number, employee in enumerate(employees):
        programme.service.clock.set(TEST_NOW + timedelta(seconds=number))
        headers = coordinator(programme, employee, programmes=["rm-2026"])
        path = "/programmes/rm-2026/me/concern-handling"
        answer = await programme.service.http.put(path, headers=headers, json={"name": employee.title()})
        assert answer.status_code == 200, answer.text
        tokens.append(headers)
    return tokens


async def reported(programme: Programme, pair: Pair, **body: Any) -> str:
    """The mentor reports a concern, and the executive's managers are known; returns its path for handlers."""
    await programme.service.given(ready(pair.mentee, Role.MENTEE, "e-boss"))
    answer = await programme.post("/concerns", programme.person(pair.mentor), {"about": WORDS, **body})
    assert answer.status_code == 201, answer.text
    return f"/concerns/{answer.json()['concern_id']}"


async def sees(programme: Programme, path: str, caller: dict[str, str]) -> bool:
    """Whether a coordinator reads the concern: in the list, and by opening it."""
    listed = await programme.get("/concerns", caller)
    opened_it = await programme.post(f"{path}/opening", caller)
    assert len(listed["items"]) == listed["total"]
    assert opened_it.status_code == (200 if listed["total"] else 404)
    return bool(listed["total"])


async def notices(programme: Programme) -> list[NoticePosted]:
    """The notices so far, in any order: each has a key of its own."""
    await programme.service.settled()
    return [event.data for event in await programme.service.published(NoticePosted)]
