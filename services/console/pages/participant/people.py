"""The other people on a participant's pages, by enrollment: names are shown and never kept."""

from dataclasses import dataclass
from typing import Final

from services.console.clients.enrollment import OwnPartner, OwnPartners
from services.console.pages.participant.own_page import OwnPage

_NOBODY: Final = OwnPartners(languages=[], time_zone="", items=[])


@dataclass(frozen=True)
class People:
    """Those whom enrollment names to this caller: their partners, and whom they are proposed.

    Attributes:
        partners: what enrollment answered.
        available: whether it answered.
    """

    partners: OwnPartners
    available: bool

    @property
    def zone(self) -> str:
        """The caller's own time zone; empty where enrollment did not answer."""
        return self.partners.time_zone

    def partner(self, participant_id: str) -> OwnPartner | None:
        """Return one of them; None where enrollment does not name them (any more)."""
        return next((one for one in self.partners.items if one.participant_id == participant_id), None)


async def fetch_people(page: OwnPage) -> People:
    """Ask enrollment, in one call."""
    section = await page.partners()
    return People(section.value or _NOBODY, available=section.value is not None)
