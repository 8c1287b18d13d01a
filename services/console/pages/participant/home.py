"""The tasks and sessions of a participant in one programme."""

import asyncio
from typing import Literal

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from services.console.clients.certificates import Farewells
from services.console.clients.enrollment import Entry
from services.console.clients.feedback import OpenQuestions
from services.console.clients.scheduling import OwnSessions
from services.console.pages.participant.own_page import (
    MOST,
    PARTICIPANTS,
    PREFIX,
    Own,
    OwnPage,
    PagePart,
)
from services.console.pages.participant.tasks import ahead, tasks_of
from services.console.queries import own
from services.console.read_models.proposals import Proposal

router = APIRouter(include_in_schema=False)


@router.get(PREFIX, dependencies=[PARTICIPANTS])
async def home(page: Own, said: Literal["", "left"] = "") -> HTMLResponse:
    """Show the tasks of the caller and the sessions ahead."""
    participation = await page.participation()
    proposals, shown, sessions, questions, entry, (named, farewells) = await asyncio.gather(
        _proposals(page, participation),
        _shown(page, participation),
        _sessions(page, participation),
        page.section("feedback", OpenQuestions, "me/questions"),
        _entry(page, participation),
        asyncio.gather(
            page.runner.read(page.caller, page.programme_id, own.named, page.employee_id), _farewells(page)
        ),
    )
    coming = ahead(page.now, sessions.value)
    return page.render(
        "home.html",
        zone=_zone(sessions.value),
        notice=said,
        person=participation.person,
        programme=participation.programme,
        tasks=tasks_of(
            page.now,
            participation,
            proposals,
            questions.value,
            entry.value,
            shown,
            named,
            farewells,
            coordinates=page.caller.may_coordinate(page.programme_id),
        ),
        questions_available=questions.value is not None,
        sessions_available=sessions.value is not None,
        coming=coming,
        resting=not coming and await _is_resting(page, participation),
        named=named,
    )


async def _farewells(page: OwnPage) -> Farewells | None:
    """Return the completed pairings that the caller is asked about; nobody is asked who has none."""
    if not await page.runner.read(page.caller, page.programme_id, own.has_completed, page.employee_id):
        return None
    return (await page.section("enrollment", Farewells, "me/farewells")).value


def _zone(sessions: OwnSessions | None) -> str:
    """Return the caller's own time zone, as far as sessions tell."""
    return sessions.items[0].time_zone if sessions and sessions.items else ""


async def _proposals(page: OwnPage, participation: own.Participation) -> list[Proposal]:
    """Return the proposals to be answered, from the console's own rows: a call to an owner less."""
    person = participation.current
    if person is None:
        return []
    return await page.runner.read(page.caller, page.programme_id, own.proposals_to_answer, person)


async def _shown(page: OwnPage, participation: own.Participation) -> list[Proposal]:
    """Return the proposals on the list to choose from."""
    person = participation.current
    if person is None:
        return []
    return await page.runner.read(page.caller, page.programme_id, own.shown_on_list, person)


async def _sessions(page: OwnPage, participation: own.Participation) -> PagePart[OwnSessions]:
    """Return the planned sessions; nobody has any who does not take part."""
    if participation.current is None:
        return PagePart(OwnSessions(items=[], total=0))
    return await page.section("scheduling", OwnSessions, "me/sessions", {"state": "planned", "limit": MOST})


async def _is_resting(page: OwnPage, participation: own.Participation) -> bool:
    """Return whether a pairing of the caller is paused."""
    person = participation.current
    if person is None:
        return False
    return await page.runner.read(page.caller, page.programme_id, own.is_resting, person)


async def _entry(page: OwnPage, participation: own.Participation) -> PagePart[Entry]:
    """Return the way into the programme; nobody needs it who takes part already."""
    if participation.current is not None:
        return PagePart(None)
    return await page.section("enrollment", Entry, "me/entry")
