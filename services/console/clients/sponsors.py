"""Responses of enrollment about sponsors of pairings."""

from datetime import datetime

from services.console.clients.response import Response


class Sponsor(Response):
    """The person named last for a pairing, as coordinators see it; null where nobody was."""

    pairing_id: str
    name: str | None
    state: str | None
    ending: str | None
    asked_at: datetime | None
    expires_at: datetime | None


class OwnSponsorship(Response):
    """A pairing that the caller is asked to sponsor, or sponsors, with the names of the two."""

    pairing_id: str
    state: str
    mentor: str
    mentee: str


class OwnSponsorships(Response):
    """The pairings that the caller is asked to sponsor, or sponsors."""

    items: list[OwnSponsorship]
