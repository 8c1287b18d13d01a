"""Delegates of executives."""

from typing import Final, Self

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict
from pydantic.config import JsonDict

from services.enrollment.api.naming import ASKED, AnswerInput, NamedView, OwnAppointmentView, PersonInput
from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.commands import delegates as commands
from services.enrollment.queries import delegates as queries
from services.enrollment.queries.delegates import KnownDelegate, NamedDelegate, OwnDelegation
from shared.kernel import Identifier
from shared.service import Participant, Read, Run

router = APIRouter(tags=["participants"], prefix="/programmes/{programme_id}")

_NAMED: Final[JsonDict] = {"employee_id": "e000077", "name": "Lina Example", "ending": None, **ASKED}
_OWN: Final[JsonDict] = {
    "participant_id": "0a9b8c7d6e5f40312233445566778899",
    "name": "Edda Example",
    **ASKED,
}


class DelegateView(NamedView):
    """The person whom the caller named last; null where nobody was named."""

    model_config = ConfigDict(json_schema_extra={"examples": [_NAMED]})

    @classmethod
    def of(cls, named: NamedDelegate) -> Self:
        """Show who is named."""
        return cls.of_named(named.delegation, named.delegate)


class OwnDelegationView(OwnAppointmentView):
    """An executive who asks the caller, or whose delegate the caller is."""

    model_config = ConfigDict(json_schema_extra={"examples": [_OWN]})

    participant_id: str
    """The executive."""
    name: str

    @classmethod
    def of(cls, own: OwnDelegation) -> Self:
        """Show a delegation to the person named."""
        return cls.of_own(own.delegation, participant_id=own.delegation.id, name=own.executive.name)


class OwnDelegationsView(BaseModel):
    """The executives who ask the caller, or whose delegate the caller is."""

    items: list[OwnDelegationView]


class KnownDelegateView(BaseModel):
    """Somebody who is or was the delegate of an executive, by name."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "participant_id": "0a9b8c7d6e5f40312233445566778899",
                    "employee_id": "e000077",
                    "name": "Lina Example",
                }
            ]
        }
    )

    participant_id: str
    """The executive."""
    employee_id: str
    name: str

    @classmethod
    def of(cls, known: KnownDelegate) -> Self:
        """Show a delegate."""
        delegate = known.delegate
        return cls(participant_id=known.participant_id, employee_id=delegate.id, name=delegate.name)


class KnownDelegatesView(BaseModel):
    """Those whom a session of the caller may name as who moved it."""

    items: list[KnownDelegateView]


@router.get("/me/known-delegates", summary="Delegates whom the caller's sessions may name")
async def list_known(programme_id: ProgrammeId, caller: Participant, read: Read) -> KnownDelegatesView:
    """Return those who are or were delegates of the caller, or of an executive whom the caller mentors."""
    known = await read.read(caller, programme_id, queries.list_known, caller.require_employee())
    return KnownDelegatesView(items=[KnownDelegateView.of(each) for each in known])


@router.get("/me/delegate", summary="The caller's delegate")
async def get_delegate(programme_id: ProgrammeId, caller: Participant, read: Read) -> DelegateView:
    """Return the person whom the caller, a mentee, named last, and whether they have accepted."""
    named = await read.read(caller, programme_id, queries.find_named, caller.require_employee())
    return DelegateView.of(named)


@router.post("/me/delegate", status_code=204, summary="Name a delegate")
async def name_delegate(
    programme_id: ProgrammeId, delegate: PersonInput, caller: Participant, run: Run
) -> Response:
    """Ask an employee to look after the times of the caller's sessions, and nothing else; they get a mail."""
    await run.command(caller, programme_id, commands.name, caller.require_employee(), delegate.person)
    return Response(status_code=204)


@router.delete("/me/delegate", status_code=204, summary="Remove the delegate")
async def revoke_delegate(programme_id: ProgrammeId, caller: Participant, run: Run) -> Response:
    """Remove the delegate, so that another one can be named; the person removed is notified."""
    await run.command(caller, programme_id, commands.revoke, caller.require_employee())
    return Response(status_code=204)


@router.get("/me/delegations", summary="Executives whose delegate the caller is")
async def list_own(programme_id: ProgrammeId, caller: Participant, read: Read) -> OwnDelegationsView:
    """Return the executives who ask the caller, or whose delegate the caller is."""
    own = await read.read(caller, programme_id, queries.list_own, caller.require_employee())
    return OwnDelegationsView(items=[OwnDelegationView.of(each) for each in own])


@router.post("/delegations/{participant_id}/answer", status_code=204, summary="Answer as a delegate")
async def answer(
    programme_id: ProgrammeId, participant_id: Identifier, body: AnswerInput, caller: Participant, run: Run
) -> Response:
    """Accept or decline to be the delegate of an executive, or step down; the executive is notified."""
    await run.command(
        caller,
        programme_id,
        commands.answer,
        participant_id,
        caller.require_employee(),
        accepts=body.accepts,
    )
    return Response(status_code=204)
