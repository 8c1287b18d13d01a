"""Circles of mentors, for coordinators: made, dated and changed; what mails people is checked first."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final, Literal

from fastapi import Form, HTTPException, Path, Response
from fastapi.responses import HTMLResponse

from services.console.clients.circles import Circle, CircleDate, Circles
from services.console.clients.services import Answer
from services.console.pages.coordinator.page_context import FINE, PageContext, ProgrammePage, make_router
from services.console.pages.coordinator.rounds import Key
from shared.kernel import Identifier
from shared.locale import translatable

router = make_router("/circles")

Id = Annotated[Identifier, Path()]
Name = Annotated[str, Form(max_length=200)]
Place = Annotated[str, Form(max_length=500)]
People = Annotated[str, Form(max_length=5000)]
Time = Annotated[str, Form(max_length=40)]
Minutes = Annotated[str, Form(max_length=6)]
Said = Literal["", "circle-made", "circle-changed", "circle-date", "circle-date-off"]
_OWNER: Final = "enrollment"
_NO_TIME: Final = translatable("Give the day and the time.")


@router.get("")
async def circles(context: ProgrammePage) -> HTMLResponse:
    """Show the circles of the programme, and the form to make one."""
    return await _list(context)


@router.post("", response_model=None)
async def make(
    context: ProgrammePage,
    key: Key,
    name: Name = "",
    place: Place = "",
    people: People = "",
    checked: Annotated[Literal["", "yes"], Form()] = "",
) -> Response:
    """Show who gets a mail, then make the circle."""
    body = {"name": name.strip(), "place": place.strip(), "people": _lines(people)}
    typed = {"name": name, "place": place, "people": people}
    if not checked and all((body["name"], body["people"])):
        return await _check(context, typed, len(_lines(people)))
    sent = await context.send("circles", body, key, owner=_OWNER)
    if sent.problem:
        return await _list(context, after=sent, typed=typed)
    made = Circle.model_validate(sent.body)
    return context.redirect(f"circles/{made.circle_id}?said=circle-made")


@router.get("/{circle_id}")
async def circle(context: ProgrammePage, circle_id: Id, said: Said = "") -> HTMLResponse:
    """Members and dates of a circle, and how many came; no notes."""
    return await _show(context, circle_id, notice=said)


@router.post("/{circle_id}", response_model=None)
async def change(
    context: ProgrammePage,
    circle_id: Id,
    name: Name = "",
    place: Place = "",
    people: People = "",
    based_on: Annotated[int, Form(ge=0, le=1_000_000)] = 0,
) -> Response:
    """Change name, place and members."""
    body = {"name": name.strip(), "place": place.strip(), "people": _lines(people), "based_on": based_on}
    sent = await context.send(f"circles/{circle_id}", body, method="PUT", owner=_OWNER)
    if sent.problem:
        typed = {"name": name, "place": place, "people": people}
        return await _show(context, circle_id, after=sent, typed=typed)
    return context.redirect(f"circles/{circle_id}?said=circle-changed")


@router.post("/{circle_id}/dates", response_model=None)
async def add_date(
    context: ProgrammePage, circle_id: Id, key: Key, starts_at: Time = "", minutes: Minutes = "60"
) -> Response:
    """Add a date; each member gets a mail."""
    sent = await _send_date(context, f"circles/{circle_id}/dates", starts_at, minutes, key)
    if sent.problem:
        return await _show(context, circle_id, after=sent, typed={"starts_at": starts_at, "minutes": minutes})
    return context.redirect(f"circles/{circle_id}?said=circle-date")


@router.get("/{circle_id}/dates/{date_id}")
async def date(context: ProgrammePage, circle_id: Id, date_id: Id) -> HTMLResponse:
    """Show a date that is ahead: move or cancel it; both mail the members."""
    return await _date(context, circle_id, date_id)


@router.post("/{circle_id}/dates/{date_id}", response_model=None)
async def move_date(
    context: ProgrammePage, circle_id: Id, date_id: Id, starts_at: Time = "", minutes: Minutes = "60"
) -> Response:
    """Move a date; each member gets a mail."""
    below = f"circles/{circle_id}/dates/{date_id}"
    sent = await _send_date(context, below, starts_at, minutes, "", method="PUT")
    if sent.problem:
        return await _date(context, circle_id, date_id, sent)
    return context.redirect(f"circles/{circle_id}?said=circle-date")


@router.post("/{circle_id}/dates/{date_id}/cancellation", response_model=None)
async def cancel_date(context: ProgrammePage, circle_id: Id, date_id: Id, key: Key) -> Response:
    """Cancel a date; each member gets a mail."""
    below = f"circles/{circle_id}/dates/{date_id}/cancellation"
    sent = await context.send(below, {}, key, owner=_OWNER)
    if sent.problem:
        return await _date(context, circle_id, date_id, sent)
    return context.redirect(f"circles/{circle_id}?said=circle-date-off")


async def _send_date(
    context: PageContext,
    below: str,
    starts_at: str,
    minutes: str,
    key: str,
    method: Literal["POST", "PUT"] = "POST",
) -> Answer:
    """Send a time that was typed on the reader's clock."""
    try:
        typed = datetime.fromisoformat(starts_at)
    except ValueError:
        return Answer(422, _NO_TIME)
    at = typed.replace(tzinfo=(await context.voice()).zone) if typed.tzinfo is None else typed
    body = {"starts_at": at.isoformat(), "minutes": int(minutes) if minutes.isdecimal() else minutes}
    return await context.send(below, body, key, method=method, owner=_OWNER)


def _lines(people: str) -> list[str]:
    return [line.strip() for line in people.splitlines() if line.strip()]


async def _list(
    context: PageContext, *, after: Answer = FINE, typed: Mapping[str, str] | None = None
) -> HTMLResponse:
    is_over = (await context.overview()).programme.is_over
    circles = (await context.fetch(Circles, "circles", owner=_OWNER)).items
    return await _render(
        context, "circles.html", after=after, circles=circles, is_over=is_over, typed=typed or {}
    )


async def _check(context: PageContext, typed: Mapping[str, str], people: int) -> HTMLResponse:
    await context.overview()
    return await _render(context, "circle_check.html", typed=typed, people=people)


async def _show(
    context: PageContext,
    circle_id: str,
    *,
    after: Answer = FINE,
    notice: str = "",
    typed: Mapping[str, str] | None = None,
) -> HTMLResponse:
    await context.overview()
    known = await _fetch(context, circle_id)
    typed = {
        "name": known.name,
        "place": known.place,
        "people": "\n".join(each.employee_id for each in known.members),
        "starts_at": "",
        "minutes": "60",
        **(typed or {}),
    }
    now = context.request.app.state.clock.now()
    return await _render(
        context, "circle.html", after=after, notice=notice, circle=known, typed=typed, now=now
    )


async def _date(context: PageContext, circle_id: str, date_id: str, after: Answer = FINE) -> HTMLResponse:
    await context.overview()
    known = await _fetch(context, circle_id)
    chosen: CircleDate | None = next((each for each in known.dates if each.date_id == date_id), None)
    now = context.request.app.state.clock.now()
    if chosen is None or chosen.cancelled or chosen.starts_at <= now:
        raise HTTPException(404, "there is no such future date")
    zone = (await context.voice()).zone
    typed = chosen.starts_at.astimezone(zone).strftime("%Y-%m-%dT%H:%M")
    return await _render(context, "circle_date.html", after=after, circle=known, each=chosen, starts_at=typed)


async def _fetch(context: PageContext, circle_id: str) -> Circle:
    return await context.fetch(Circle, f"circles/{circle_id}", owner=_OWNER)


async def _render(context: PageContext, template: str, **shown: Any) -> HTMLResponse:
    return await context.render(template, key=uuid.uuid4().hex, **shown)
