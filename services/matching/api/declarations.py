"""Conflicts of interest that participants declare in confidence."""

from typing import Final

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, ConfigDict

from services.matching.commands.pairings import declarations
from services.matching.domain.people.declaration import Declaration
from services.matching.queries.declarations import list_own_declarations
from shared.kernel import Identifier, RuleBroken
from shared.service import Page, Paging, Participant, Read, Run

router = APIRouter(prefix="/programmes/{programme_id}/me/conflicts", tags=["conflicts of interest"])

_ABOUT: Final = {
    "participant_id": declarations.declare_about_participant,
    "proposal_id": declarations.declare_about_proposal,
    "pairing_id": declarations.declare_about_pairing,
}


class NewDeclaration(BaseModel):
    """The other person: a participant, or the other one of the caller's proposal or pairing."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"pairing_id": "7b6a594837261504f3e2d1c0b9a89786"},
                {"participant_id": "0a9b8c7d6e5f40312233445566778899"},
            ]
        },
    )

    participant_id: Identifier | None = None
    proposal_id: Identifier | None = None
    pairing_id: Identifier | None = None

    def about(self) -> tuple[str, Identifier]:
        """Return the one that is named, and its id.

        Raises:
            RuleBroken: none is, or several are.
        """
        named = [(name, getattr(self, name)) for name in _ABOUT if getattr(self, name) is not None]
        if len(named) != 1:
            raise RuleBroken(
                "name one participant, proposal or pairing", code="conflict-names-one", field="participant_id"
            )
        return named[0]


class DeclarationView(BaseModel):
    """One of the caller's declarations: the other participant, and since when."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "f0e1d2c3b4a5968778695a4b3c2d1e0f",
                    "participant_id": "0a9b8c7d6e5f40312233445566778899",
                    "declared_at": "2026-01-05T09:00:00Z",
                }
            ]
        }
    )

    id: Identifier
    participant_id: Identifier
    declared_at: AwareDatetime


@router.post("", status_code=201, summary="Declare a conflict of interest")
async def declare_conflict(
    programme_id: Identifier, new: NewDeclaration, caller: Participant, run: Run
) -> DeclarationView:
    """Declare a conflict of interest: the two are never matched.

    An open proposal or active pairing of the two ends with neutral words.

    Nobody learns who declared it; coordinators see only that the two can't be paired because of it.
    With a participant's id the answer is the same whether or not somebody with this id takes part.
    """
    name, id_ = new.about()
    return _view(await run.command(caller, programme_id, _ABOUT[name], caller.employee_id, id_))


@router.get("", summary="List the caller's conflicts of interest")
async def list_conflicts(
    programme_id: Identifier, caller: Participant, read: Read, page: Paging
) -> Page[DeclarationView]:
    """Return the caller's own declarations."""
    own_declarations = await read.read(caller, programme_id, list_own_declarations, caller, page)
    return Page.of(own_declarations, _view)


@router.delete("/{conflict_id}", status_code=204, summary="Withdraw a conflict of interest")
async def withdraw_conflict(
    programme_id: Identifier, conflict_id: Identifier, caller: Participant, run: Run
) -> None:
    """Withdraw one of the caller's declarations; what ended because of it stays ended."""
    await run.command(
        caller, programme_id, declarations.withdraw_declaration, caller.employee_id, conflict_id
    )


def _view(declaration: Declaration) -> DeclarationView:
    return DeclarationView(
        id=declaration.id, participant_id=declaration.with_id, declared_at=declaration.declared_at
    )
