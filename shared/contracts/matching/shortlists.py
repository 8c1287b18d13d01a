"""Events of shortlists: shown, ended, expired."""

from enum import StrEnum
from typing import Annotated

from shared.contracts.matching.event import MatchingEvent
from shared.contracts.vocabulary import Count, Identifier, Moment, Open, Role
from shared.schema import Personal


class ShortlistShown(MatchingEvent, fact="shortlist-shown", aggregate="shortlist", key="shortlist_id"):
    """A participant may choose from a list of this many, until it expires."""

    shortlist_id: Identifier
    participant_id: Identifier
    role: Role
    count: Count
    expires_at: Moment


class ShortlistEnding(StrEnum):
    """Why a list that was shown is over."""

    CHOSEN = "chosen"
    DECLINED = "declined"
    EXPIRED = "expired"
    REPLACED = "replaced"
    FELL_AWAY = "fell-away"


class ShortlistEnded(MatchingEvent, fact="shortlist-ended", aggregate="shortlist", key="shortlist_id"):
    """A list that was shown is over, and its places are free again; what was chosen goes on as a proposal."""

    shortlist_id: Identifier
    participant_id: Identifier
    ending: Annotated[Open[ShortlistEnding], Personal()]


class ShortlistExpiryDue(
    MatchingEvent,
    fact="shortlist-expiry-due",
    aggregate="shortlist-expiry",
    key="shortlist_id",
    timer=True,
):
    """Timer: the time to choose is over."""

    shortlist_id: Identifier
