"""Coordinators see figures by release: no answer changes anything they can read before the next one."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.feedback import FiguresDue, FiguresReleased
from shared.contracts.scheduling import SessionMissed

pytestmark = pytest.mark.integration

FIRST_CLOSING = datetime(2026, 2, 2, tzinfo=UTC)
"""Four weeks after the week of the first session, as the programme is small."""


async def everything(programme) -> dict[str, object]:
    """All answers of all endpoints that a coordinator may read without naming anything but the programme."""
    paths = [
        path
        for path, operations in programme.service.app.openapi()["paths"].items()
        if "get" in operations and "/me/" not in path
    ]
    answers = {}
    for path in paths:
        shown = path.replace("{programme_id}", "rm-2026")
        answer = await programme.service.http.get(shown, headers=programme.coordinator)
        if answer.status_code == 200 and shown.startswith("/programmes/"):
            answers[path] = answer.json()
    return answers


async def closing(programme, number: int = 0) -> None:
    programme.service.clock.set(FIRST_CLOSING + number * timedelta(weeks=4))
    await programme.service.settled()


async def test_an_answer_changes_nothing_that_a_coordinator_sees_before_the_closing(programme) -> None:
    pairs = [await programme.met(name) for name in "abcde"]
    asked = await programme.open_check_in(pairs[4].mentor)
    before = await everything(programme)
    assert len(before) >= 4
    assert before["/programmes/{programme_id}/summary"]["released"] == {
        "closed_at": None,
        "next_at": "2026-02-02T00:00:00Z",
        "figures": [],
        "recommendations": [],
        "own": [],
        "response": None,
        "changes": None,
    }
    answer = {"rating": 2}
    sent = await programme.post(f"/check-ins/{asked}/answer", programme.person(pairs[4].mentor), answer)
    assert sent.status_code == 200
    await programme.service.settled()
    assert await everything(programme) == before


async def test_figures_of_eight_people_are_released_once_and_stay(programme) -> None:
    pairs = [await programme.met(name) for name in "abcde"]
    for pair in pairs[:4]:
        await programme.answers(pair.mentor, rating=5)
        await programme.answers(pair.mentee, rating=4)
    await closing(programme)
    released = (await programme.get("/summary", programme.coordinator))["released"]
    assert [(each["question"], each["category"], each["votes"]) for each in released["figures"]] == [
        ("usefulness", "all", 8),
    ]
    assert released["next_at"] == "2026-03-02T00:00:00Z"
    [event] = await programme.service.published(FiguresReleased)
    assert [each.model_dump(mode="json") for each in event.data.figures] == released["figures"]
    assert await programme.stored("pending").to_list(None) == []
    [group] = await programme.stored("groups").to_list(None)
    assert len(group["people"]) == 8

    # The same closing again: nothing is drawn anew.
    await programme.service.given(FiguresDue(programme_id="rm-2026"))
    assert (await programme.get("/summary", programme.coordinator))["released"] == released
    assert await programme.stored("groups").to_list(None) == [group]
    assert len(await programme.service.published(FiguresReleased)) == 1


async def test_seven_people_have_no_figure_and_count_with_the_next_closing(programme) -> None:
    pairs = [await programme.met(name) for name in "abcd"]
    people = [who for pair in pairs for who in (pair.mentor, pair.mentee)]
    for who in people[:7]:
        await programme.answers(who, rating=1)
    await closing(programme)
    first = (await programme.get("/summary", programme.coordinator))["released"]
    assert (first["closed_at"], first["figures"]) == ("2026-02-02T00:00:00Z", [])
    await programme.service.given(pairs[3].held(2, FIRST_CLOSING))
    await programme.answers(people[7], rating=1)
    await closing(programme, 1)
    second = (await programme.get("/summary", programme.coordinator))["released"]
    assert {each["votes"] for each in second["figures"]} == {8}
    assert len(await programme.service.published(FiguresReleased)) == 2


async def test_objectives_are_of_the_released_figures(programme) -> None:
    pairs = [await programme.met(name) for name in "abcd"]
    await programme.service.given(SessionMissed(**pairs[0].session(2)))
    for pair in pairs:
        await programme.answers(pair.mentor, rating=5)
        await programme.answers(pair.mentee, rating=3)
    before = await programme.get("/summary", programme.coordinator)
    assert {each["actual"] for each in before["objectives"]} == {None, 80.0}
    await closing(programme)
    summary = await programme.get("/summary", programme.coordinator)
    mean = {each["question"]: each["mean"] for each in summary["released"]["figures"]}
    actual = {objective["measure"]: objective["actual"] for objective in summary["objectives"]}
    assert actual == {
        "satisfaction": mean["usefulness"],
        "sessions-held": 80.0,
        "participation": None,
    }
