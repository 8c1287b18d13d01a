"""The people whose names a participant may see."""

from typing import Final, Self

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict
from pydantic.config import JsonDict

from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.api.readers import READER, ReaderView
from services.enrollment.domain.instruments import kind_in_each_language
from services.enrollment.domain.profile import topics_of
from services.enrollment.queries import partners as queries
from services.enrollment.queries.partners import Partner
from shared.contracts.vocabulary import Role
from shared.service import Paging, Participant, Read

router = APIRouter(tags=["participants"], prefix="/programmes/{programme_id}")

_PARTNER: Final[JsonDict] = {
    "participant_id": "0a9b8c7d6e5f40312233445566778899",
    "name": "Edda Example",
    "department": "Finance",
    "time_zone": "Europe/London",
    "email": "edda@example.com",
    "offers": ["ai-prompting"],
    "how_they_work": {"en": "Show a thing once, then let them try it."},
    "sponsor": {"name": "Sanna Sponsor", "email": "sanna@example.com"},
}


class PartnersSponsorView(BaseModel):
    """The sponsor of a pairing, and how its mentor reaches them."""

    name: str
    email: str


class PartnerView(BaseModel):
    """Somebody whom the caller may know by name: nothing but what the two need.

    ``email`` is there only once they are paired; ``offers`` are the topics of a mentor, by name;
    ``how_they_work`` is the part of the other's result that is meant for the partner, by language;
    ``sponsor`` is there for the caller as the mentor of a pairing: a mentee is shown none.
    """

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_PARTNER]})

    participant_id: str
    name: str
    department: str
    time_zone: str
    email: str | None
    offers: list[str]
    how_they_work: dict[str, str]
    sponsor: PartnersSponsorView | None

    @classmethod
    def of(cls, partner: Partner) -> Self:
        """Show a partner."""
        participant, employee = partner.participant, partner.employee
        result = participant.assessment
        sponsor = partner.sponsor
        kinds = kind_in_each_language(result.instrument, result.version, result.kind) if result else {}
        return cls(
            participant_id=participant.id,
            name=employee.name,
            department=employee.department,
            time_zone=employee.time_zone,
            email=employee.email if partner.paired else None,
            offers=_offers(partner),
            how_they_work={language: kind.for_your_partner for language, kind in kinds.items()},
            sponsor=PartnersSponsorView(name=sponsor.name, email=sponsor.email) if sponsor else None,
        )


def _offers(partner: Partner) -> list[str]:
    """Return the topics of a mentor.

    The topics a mentee wants to learn are in the reasons, as far as the two share them.
    """
    participant = partner.participant
    if participant.role is Role.MENTEE:
        return []
    topics = topics_of(partner.employee, participant.role, participant.preferences)
    return sorted(each.topic for each in topics)


class PartnersView(ReaderView):
    """A page of the people around the caller, and how the caller reads."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**READER, "items": [_PARTNER], "total": 1}]})

    items: list[PartnerView]
    total: int


@router.get("/me/partners", summary="People whose names the caller may see")
async def list_partners(
    programme_id: ProgrammeId, caller: Participant, read: Read, page: Paging
) -> PartnersView:
    """Return the people on the caller's shortlist and in the caller's open proposals and active pairings."""
    listed = await read.read(caller, programme_id, queries.list_partners, caller.require_employee(), page)
    partners, total = listed.page
    return PartnersView(
        **ReaderView.of(listed.caller).model_dump(),
        items=[PartnerView.of(each) for each in partners],
        total=total,
    )
