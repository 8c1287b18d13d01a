"""One participant: their step, what is missing, their partners, and what a coordinator can do."""

import uuid
from collections.abc import Mapping
from typing import Annotated, Final, Literal

from fastapi import Form, HTTPException, Path, Response
from fastapi.responses import HTMLResponse

from services.console.clients.enrollment import ParticipantSteps
from services.console.clients.own_modules import OwnModules
from services.console.clients.services import Answer
from services.console.pages.common.view import both_of
from services.console.pages.coordinator.page_context import FINE, PageContext, ProgrammePage, make_router
from services.console.pages.coordinator.rounds import Key
from services.console.queries import person_queries as queries
from shared.contracts.vocabulary import Topic
from shared.kernel import Identifier
from shared.locale import translatable

router = make_router("/people/{participant_id}")

Id = Annotated[Identifier, Path()]
_OWN: Final = translatable("Your own participation is on your own pages.")


@router.get("")
async def person(
    context: ProgrammePage, participant_id: Id, said: Literal["", "trained", "taken-out"] = ""
) -> HTMLResponse:
    """Show the facts of a participant; no answers, reasons or concerns."""
    return await _show(context, participant_id, notice=said)


@router.post("/training", response_model=None)
async def record_training(
    context: ProgrammePage, participant_id: Id, key: Key, module: Annotated[Topic, Form()]
) -> Response:
    """Record that the participant has completed a module of the training."""
    await _of_others(context, participant_id)
    return await _send(context, participant_id, "training", {"module": module}, key, said="trained")


@router.get("/removal")
async def check_removal(context: ProgrammePage, participant_id: Id) -> HTMLResponse:
    """Show the removal of the participant from the programme, to be checked first."""
    await _of_others(context, participant_id)
    return await _show(context, participant_id, template="person_removal.html")


@router.post("/removal", response_model=None)
async def remove(context: ProgrammePage, participant_id: Id, key: Key) -> Response:
    """Take the participant out of the programme."""
    await _of_others(context, participant_id)
    return await _send(context, participant_id, "withdrawal", {}, key, said="taken-out")


async def _send(
    context: PageContext, participant_id: str, act: str, body: dict[str, str], key: str, *, said: str
) -> Response:
    below = f"participants/{participant_id}/{act}"
    answer = await context.send(below, body, key, owner="enrollment")
    if answer.problem:
        return await _show(context, participant_id, after=answer)
    return context.redirect(f"people/{participant_id}?said={said}")


async def _of_others(context: PageContext, participant_id: str) -> None:
    """Refuse to act on the caller's own participation, or on what the caller may not read."""
    shown = await context.read(queries.participant, participant_id)
    if _is_own(context, shown):
        raise HTTPException(409, _OWN)


def _is_own(context: PageContext, shown: queries.ParticipantWithPairings) -> bool:
    own = context.caller.employee_id
    return own is not None and shown.person.employee_id == own


async def _show(
    context: PageContext,
    participant_id: str,
    *,
    template: str = "person.html",
    after: Answer = FINE,
    notice: str = "",
) -> HTMLResponse:
    shown = await context.read(queries.participant, participant_id)
    steps = await context.section(ParticipantSteps, f"participants/{participant_id}", owner="enrollment")
    return await context.render(
        template,
        named=[participant_id, *both_of(shown.pairings)],
        after=after,
        notice=notice,
        person=shown.person,
        pairings=shown.pairings,
        is_own=_is_own(context, shown),
        steps=steps,
        titles=await _own_titles(context) if steps and steps.training_left else {},
        key=uuid.uuid4().hex,
    )


async def _own_titles(context: PageContext) -> Mapping[str, str]:
    """Return the titles of the organisation's own modules; none while enrollment does not answer."""
    known = await context.section(OwnModules, "training-modules", owner="enrollment")
    return known.titles((await context.voice()).language, retired=True) if known else {}
