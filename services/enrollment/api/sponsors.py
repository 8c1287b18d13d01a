"""Sponsors of pairings."""

from typing import Final, Self

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict
from pydantic.config import JsonDict

from services.enrollment.api.naming import ASKED, AnswerInput, NamedView, OwnAppointmentView, PersonInput
from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.commands import sponsors as commands
from services.enrollment.queries import sponsors as queries
from services.enrollment.queries.sponsors import Named, OwnSponsorship
from shared.kernel import Identifier
from shared.service import Coordinator, Participant, Read, Run

router = APIRouter(tags=["participants"], prefix="/programmes/{programme_id}")

_PAIRING: Final = "0a9b8c7d6e5f40312233445566778899"
_NAMED: Final[JsonDict] = {
    "pairing_id": _PAIRING,
    "employee_id": "e000042",
    "name": "Sanna Sponsor",
    "ending": None,
    **ASKED,
}
_OWN: Final[JsonDict] = {"pairing_id": _PAIRING, "mentor": "Ada Example", "mentee": "Edda Example", **ASKED}


class SponsorView(NamedView):
    """The person named last for a pairing, for coordinators; null where nobody was named."""

    model_config = ConfigDict(json_schema_extra={"examples": [_NAMED]})

    pairing_id: str

    @classmethod
    def of(cls, named: Named) -> Self:
        """Show who is named."""
        return cls.of_named(named.sponsorship, named.sponsor, pairing_id=named.pairing_id)


class OwnSponsorshipView(OwnAppointmentView):
    """A pairing that the caller is asked to sponsor, or sponsors: the names of the two, and nothing else."""

    model_config = ConfigDict(json_schema_extra={"examples": [_OWN]})

    pairing_id: str
    mentor: str
    mentee: str

    @classmethod
    def of(cls, own: OwnSponsorship) -> Self:
        """Show a sponsorship to the person named."""
        return cls.of_own(
            own.sponsorship, pairing_id=own.sponsorship.id, mentor=own.mentor.name, mentee=own.mentee.name
        )


class OwnSponsorshipsView(BaseModel):
    """The pairings that the caller is asked to sponsor, or sponsors."""

    items: list[OwnSponsorshipView]


@router.get("/pairings/{pairing_id}/sponsor", summary="The sponsor of a pairing")
async def get_sponsor(
    programme_id: ProgrammeId, pairing_id: Identifier, caller: Coordinator, read: Read
) -> SponsorView:
    """Return the person named last for an active pairing, and whether they have accepted."""
    named = await read.read(caller, programme_id, queries.find_named, pairing_id, caller.employee_id)
    return SponsorView.of(named)


@router.post("/pairings/{pairing_id}/sponsor", status_code=204, summary="Name a sponsor")
async def name_sponsor(
    programme_id: ProgrammeId, pairing_id: Identifier, sponsor: PersonInput, caller: Coordinator, run: Run
) -> Response:
    """Ask somebody outside the reporting lines of both to be the sponsor; they get a mail."""
    await run.command(caller, programme_id, commands.name, pairing_id, sponsor.person, caller.employee_id)
    return Response(status_code=204)


@router.delete("/pairings/{pairing_id}/sponsor", status_code=204, summary="Revoke a sponsor")
async def revoke_sponsor(
    programme_id: ProgrammeId, pairing_id: Identifier, caller: Coordinator, run: Run
) -> Response:
    """Remove the sponsor, so that another one can be named; the person removed is notified."""
    await run.command(caller, programme_id, commands.revoke, pairing_id, caller.employee_id)
    return Response(status_code=204)


@router.post("/pairings/{pairing_id}/sponsor/answer", status_code=204, summary="Answer as a sponsor")
async def answer(
    programme_id: ProgrammeId, pairing_id: Identifier, body: AnswerInput, caller: Participant, run: Run
) -> Response:
    """Accept or decline to be the sponsor of a pairing, or step down; the coordinators are notified."""
    await run.command(
        caller,
        programme_id,
        commands.answer,
        pairing_id,
        caller.require_employee(),
        accepts=body.accepts,
    )
    return Response(status_code=204)


@router.get("/me/sponsorships", summary="Pairings that the caller sponsors")
async def list_own(programme_id: ProgrammeId, caller: Participant, read: Read) -> OwnSponsorshipsView:
    """Return the pairings that the caller is asked to sponsor, or sponsors."""
    own = await read.read(caller, programme_id, queries.list_own, caller.require_employee())
    return OwnSponsorshipsView(items=[OwnSponsorshipView.of(each) for each in own])
