"""The tasks that mails ask for, each on one page: GET shows it, POST does it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from services.console.browser_sessions.links import Purpose
from services.console.clients.matching.own import OwnPairing
from services.console.clients.services import Answer
from services.console.pages.common.fetch import OwnerRefused
from services.console.pages.common.sign_in import LINK_HEADERS
from services.console.pages.participant import check_ins, join, proposals, pulses, shortlist
from services.console.pages.participant.own_page import FINE
from services.console.pages.participant.people import fetch_people
from services.console.pages.participant.task_link import OPEN, Secret, TaskLink, open_link, page_of_link
from shared.contracts.matching import DeclineReason
from shared.service import Read

router = APIRouter(prefix="/task/{secret}", include_in_schema=False, dependencies=OPEN)

_PURPOSES: Final = (
    Purpose.ANSWER_PROPOSAL,
    Purpose.CHOOSE_PARTNER,
    Purpose.ANSWER_CHECK_IN,
    Purpose.ANSWER_PULSE,
    Purpose.FIRST_CONTACT,
    Purpose.JOIN,
)


@dataclass(frozen=True)
class Act:
    """The act of a form.

    Attributes:
        do: sends the command, or commands, to their owners.
        done: the code of the notice afterwards.
        again: shows the form with what was refused.
    """

    do: Callable[[TaskLink], Awaitable[Answer]]
    done: str
    again: Callable[[TaskLink, Answer], Awaitable[HTMLResponse]]


def _command(
    owner: str,
    path: str,
    body: Mapping[str, Any],
    done: str,
    again: Callable[[TaskLink, Answer], Awaitable[HTMLResponse]],
) -> Act:
    """Return the act of one command; the subject's id goes into the braces of the path."""

    async def send(task: TaskLink) -> Answer:
        return await task.page.send(owner, path.format(task.subject_id), body)

    return Act(send, done, again)


@router.get("")
async def show(request: Request, read: Read, secret: Secret, step: pulses.StepNumber = 0) -> HTMLResponse:
    """Show the task, and whose it is; opening the link uses nothing up."""
    task = await open_link(request, read, secret, *_PURPOSES)
    if isinstance(task, HTMLResponse):
        return task
    if task.link.purpose is Purpose.ANSWER_PULSE:
        return await _show_pulse(task, FINE, pulses.PulseForm(step))
    return await _SHOW[task.link.purpose](task, FINE)


@router.post("/proposal")
async def answer_proposal(
    request: Request,
    read: Read,
    secret: Secret,
    accept: Annotated[Literal["yes", "no"], Form()],
    reason: Annotated[DeclineReason, Form()] = DeclineReason.PRIVATE,
) -> HTMLResponse:
    """Answer the proposal."""
    body = {"accept": True} if accept == "yes" else {"accept": False, "reason": reason, "more": False}
    act = _command("matching", "proposals/{}/answer", body, f"task-{accept}", _show_proposal)
    return await _act(request, read, secret, Purpose.ANSWER_PROPOSAL, act)


@router.post("/choice")
async def choose_partner(
    request: Request, read: Read, secret: Secret, proposal_id: shortlist.Chosen
) -> HTMLResponse:
    """Choose one of the list."""
    act = _command("matching", shortlist.choice_of(proposal_id), {}, "chosen", _show_shortlist)
    return await _act(request, read, secret, Purpose.CHOOSE_PARTNER, act)


@router.post("/check-in")
async def answer_check_in(
    request: Request,
    read: Read,
    secret: Secret,
    typed: check_ins.Filled,
) -> HTMLResponse:
    """Answer the check-in."""

    async def answer(task: TaskLink) -> Answer:
        check_in = await check_ins.fetch_check_in(task.page, task.subject_id)
        return await check_ins.send(task.page, check_in, typed)

    act = Act(answer, "check-in", partial(_show_check_in, typed=typed))
    return await _act(request, read, secret, Purpose.ANSWER_CHECK_IN, act)


@router.post("/pulse", response_model=None)
async def answer_pulse(request: Request, read: Read, secret: Secret, typed: pulses.Filled) -> Response:
    """Answer the pulse survey, or skip it; one answer after the other is kept without using the link up."""
    if typed.act == "next":
        return await _keep_answer(request, read, secret, typed)

    async def answer(task: TaskLink) -> Answer:
        pulse = await pulses.fetch_pulse(task.page, task.subject_id)
        return await pulses.send(task.page, pulse, typed)

    act = Act(answer, typed.said, partial(_show_pulse, typed=typed))
    return await _act(request, read, secret, Purpose.ANSWER_PULSE, act)


@router.post("/first-contact")
async def make_contact(request: Request, read: Read, secret: Secret) -> HTMLResponse:
    """Note that the person has written to the partner."""
    act = _command("feedback", "pairings/{}/first-contact", {}, "contacted", _show_first_contact)
    return await _act(request, read, secret, Purpose.FIRST_CONTACT, act)


@router.post("/join")
async def join_programme(request: Request, read: Read, secret: Secret, typed: join.Filled) -> HTMLResponse:
    """Join the programme that the person is invited to."""

    async def send(task: TaskLink) -> Answer:
        return await join.send_enrolment(task.page, typed)

    act = Act(send, "joined", partial(_show_join, typed=typed))
    return await _act(request, read, secret, Purpose.JOIN, act)


@router.post("/join/refusal")
async def decline_invitation(request: Request, read: Read, secret: Secret) -> HTMLResponse:
    """Decline the invitation."""
    act = _command("enrollment", "invitations/{}/decline", {}, "invitation-declined", _show_join)
    return await _act(request, read, secret, Purpose.JOIN, act)


async def _act(request: Request, read: Read, secret: str, purpose: Purpose, act: Act) -> HTMLResponse:
    """Use the link up and send the command; a command that is refused leaves the link as it was."""
    task = await open_link(request, read, secret, purpose)
    if isinstance(task, HTMLResponse):
        return task
    if not await task.use():
        return page_of_link(request, "used.html", status=410)
    answer = await act.do(task)
    if answer.problem:
        await task.release()
        return await act.again(task, answer)
    return task.render("done.html", done=act.done)


async def _show_proposal(task: TaskLink, after: Answer) -> HTMLResponse:
    shown = await proposals.describe(task.page, task.subject_id)
    if not shown["waits"]:
        return task.closed()
    return task.render("proposal.html", zone=shown["people"].zone, after=after, **shown)


async def _show_shortlist(task: TaskLink, after: Answer) -> HTMLResponse:
    shown = await shortlist.describe(task.page)
    answer, own = shown["answer"], shown["shortlist"]
    if own is None and answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise OwnerRefused(answer)
    if own is None or own.id != task.subject_id:
        return task.closed()
    return task.render("shortlist.html", zone=shown["people"].zone, after=after, **shown)


async def _show_check_in(
    task: TaskLink, after: Answer, typed: check_ins.CheckInForm = check_ins.EMPTY
) -> HTMLResponse:
    check_in, people = await asyncio.gather(
        check_ins.fetch_check_in(task.page, task.subject_id), fetch_people(task.page)
    )
    if not (check_in.state == "requested" and check_in.due_at > task.page.now):
        return task.closed()
    return task.render("check_in.html", zone=people.zone, after=after, check_in=check_in, typed=typed)


async def _keep_answer(request: Request, read: Read, secret: str, typed: pulses.PulseForm) -> Response:
    task = await open_link(request, read, secret, Purpose.ANSWER_PULSE)
    if isinstance(task, HTMLResponse):
        return task
    pulse = await pulses.fetch_pulse(task.page, task.subject_id)
    kept = await pulses.keep(task.page, pulse, typed)
    if kept.problem:
        return await _show_pulse(task, kept, typed)
    return RedirectResponse(f"{task.action}?step={pulses.following(pulse, typed)}", 303, LINK_HEADERS)


async def _show_pulse(task: TaskLink, after: Answer, typed: pulses.PulseForm) -> HTMLResponse:
    pulse, people = await asyncio.gather(
        pulses.fetch_pulse(task.page, task.subject_id), fetch_people(task.page)
    )
    if not pulses.is_open(task.page, pulse):
        return task.closed()
    step = pulses.step_of(pulse, typed)
    return task.render("pulse.html", zone=people.zone, after=after, pulse=pulse, step=step)


async def _show_first_contact(task: TaskLink, after: Answer) -> HTMLResponse:
    pairing, participation, people = await asyncio.gather(
        task.page.fetch("matching", OwnPairing, f"pairings/{task.subject_id}"),
        task.page.participation(),
        fetch_people(task.page),
    )
    waits = {each.id for each in participation.to_contact}
    if pairing.state != "active" or pairing.id not in waits:
        return task.closed()
    partner = people.partner(pairing.partner_of(task.page.employee_id))
    return task.render("first_contact.html", zone=people.zone, after=after, partner=partner)


async def _show_join(task: TaskLink, after: Answer, typed: join.JoinForm = join.EMPTY) -> HTMLResponse:
    shown = await join.describe(task.page)
    invitation = shown["entry"].invitation
    if invitation is None or invitation.invitation_id != task.subject_id or not shown["asked"]:
        return task.closed()
    return task.render("join.html", after=after, typed=typed, base=task.action, **shown)


_SHOW: Final[Mapping[Purpose, Callable[[TaskLink, Answer], Awaitable[HTMLResponse]]]] = {
    Purpose.ANSWER_PROPOSAL: _show_proposal,
    Purpose.CHOOSE_PARTNER: _show_shortlist,
    Purpose.ANSWER_CHECK_IN: _show_check_in,
    Purpose.FIRST_CONTACT: _show_first_contact,
    Purpose.JOIN: _show_join,
}
