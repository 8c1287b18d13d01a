"""Coordinators see figures by release: no answer changes anything they can read before the next one."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.feedback import FiguresReleased
from shared.contracts.scheduling import SessionMissed

pytestmark = pytest.mark.integration

FIRST_MONDAY = datetime(2026, 1, 12, tzinfo=UTC)


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


async def monday(programme, week: int = 0) -> None:
    programme.service.clock.set(FIRST_MONDAY + timedelta(weeks=week))
    await programme.service.settled()


async def test_a_sixth_answer_cannot_be_told_from_no_answer(programme) -> None:
    pairs = [await programme.met(name) for name in "abc"]
    for pair in pairs[:2]:
        await programme.answers(pair.mentor, rating=5, goal_progress=40)
        await programme.answers(pair.mentee, rating=4, goal_progress=60)
    await programme.answers(pairs[2].mentee, rating=5, goal_progress=30)
    asked_of_mentor = await programme.open_check_in(pairs[2].mentor)
    before_release = await everything(programme)
    assert len(before_release) >= 4
    assert before_release["/programmes/{programme_id}/summary"]["released"] is None

    programme.service.clock.set(FIRST_MONDAY - timedelta(hours=15))
    last_day = await everything(programme)
    answer = {"rating": 2, "goal_progress": 70}
    sixth = await programme.post(
        f"/check-ins/{asked_of_mentor}/answer", programme.person(pairs[2].mentor), answer
    )
    assert sixth.status_code == 200
    await programme.service.settled()
    assert await everything(programme) == last_day

    await monday(programme)
    released = (await programme.get("/summary", programme.coordinator))["released"]
    assert released == {
        "closed_at": "2026-01-12T00:00:00Z",
        "people": 5,
        "satisfaction": 4.0,
        "goal_progress": 50,
        "satisfied": 75,
        "neutral": 0,
        "dissatisfied": 0,
    }
    [event] = await programme.service.published(FiguresReleased)
    assert event.data.figures.model_dump() == {k: v for k, v in released.items() if k != "closed_at"}


async def test_figures_stay_until_five_more_people_have_answered(programme) -> None:
    pairs = [await programme.met(name) for name in "abc"]
    for pair in pairs:
        await programme.answers(pair.mentor, rating=5)
        await programme.answers(pair.mentee, rating=5)
    await monday(programme)
    first = await programme.get("/summary", programme.coordinator)
    for pair in pairs:
        await programme.service.given(pair.held(2, FIRST_MONDAY))
    people = [who for pair in pairs for who in (pair.mentor, pair.mentee)]
    for who in people[:4]:
        await programme.answers(who, rating=1)

    await monday(programme, 1)
    assert (await programme.get("/summary", programme.coordinator))["released"] == first["released"]
    await programme.service.given(pairs[2].held(3, FIRST_MONDAY + timedelta(weeks=1)))
    await programme.answers(people[4], rating=1)
    await monday(programme, 2)

    second = (await programme.get("/summary", programme.coordinator))["released"]
    assert (first["released"]["satisfaction"], second["satisfaction"]) == (4.5, 3.5)
    assert len(await programme.service.published(FiguresReleased)) == 2


async def test_objectives_are_of_the_released_figures(programme) -> None:
    pairs = [await programme.met(name) for name in "abc"]
    await programme.service.given(SessionMissed(**pairs[0].session(2)))
    for pair in pairs:
        await programme.answers(pair.mentor, rating=5, goal_progress=60)
        await programme.answers(pair.mentee, rating=3, goal_progress=40)
    await monday(programme)
    summary = await programme.get("/summary", programme.coordinator)
    actual = {objective["measure"]: objective["actual"] for objective in summary["objectives"]}
    assert actual == {
        "satisfaction": 4.0,
        "goal-progress": 50.0,
        "sessions-held": 75.0,
        "participation": None,
    }
