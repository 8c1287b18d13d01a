"""How the caller wants to get messages."""

from typing import Annotated, Any, Final, Self

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.notification.commands import preferences as commands
from services.notification.domain.kinds import Group, Kind
from services.notification.domain.local_time import QuietHours
from services.notification.domain.preferences import DIGEST_AT, MessagePreferences, Preferences
from services.notification.queries import preferences as queries
from shared.contracts.vocabulary import LocalTime
from shared.locale import LANGUAGES
from shared.service import Participant, Read, Run

router = APIRouter(prefix="/me/preferences", tags=["preferences"])

_MOST_CHANGES: Final = 1_000_000
_EXAMPLE: Final[dict[str, Any]] = {
    "language": "de",
    "quiet_hours": {"begins_at": "20:00", "ends_at": "07:30"},
    "daily": ["news"],
    "digest_at": "08:00",
    "unsubscribed": ["session-reminder"],
}
Language = Annotated[str, StringConstraints(pattern=f"^({'|'.join(LANGUAGES)})$")]


class QuietHoursInput(QuietHours):
    """Quiet hours as a person sets them."""

    model_config = ConfigDict(extra="forbid")


class PreferencesInput(BaseModel):
    """All preferences of the caller; what is left out takes its default."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE | {"based_on": 0}]})

    language: Language | None = None
    """The language of messages; without one it is the best spoken language that messages are written in."""
    quiet_hours: QuietHoursInput | None = None
    """On the person's own clock; what would be too late after them comes all the same."""
    daily: Annotated[tuple[Group, ...], Field(max_length=20)] = ()
    """The groups of which messages come in one digest a day."""
    digest_at: LocalTime = DIGEST_AT
    """When the digest comes, on the person's own clock."""
    unsubscribed: Annotated[tuple[Kind, ...], Field(max_length=100)] = ()
    """The kinds that are not sent."""
    based_on: Annotated[int, Field(ge=0, le=_MOST_CHANGES)]
    """The revision that these were edited from; 0 where nothing was ever chosen."""

    def preferences(self) -> MessagePreferences:
        """Return the preferences in the domain's own types."""
        return MessagePreferences.model_validate(self.model_dump(exclude={"based_on"}))


class PreferencesView(BaseModel):
    """The preferences of the caller."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE | {"revision": 3}]})

    language: str | None
    quiet_hours: QuietHours | None
    daily: list[Group]
    digest_at: LocalTime
    unsubscribed: list[Kind]
    revision: int
    """A change states it as ``based_on``."""

    @classmethod
    def of(cls, preferences: Preferences) -> Self:
        """Show preferences."""
        return cls.model_validate(preferences.chosen.model_dump() | {"revision": preferences.revision})


@router.get("", summary="The caller's message preferences")
async def get_preferences(caller: Participant, read: Read) -> PreferencesView:
    """Return the caller's own preferences; the defaults where nothing was ever chosen."""
    return PreferencesView.of(
        await read.read(caller, None, queries.preferences_of, caller.require_employee())
    )


@router.put("", summary="Set the caller's message preferences")
async def put_preferences(wanted: PreferencesInput, caller: Participant, run: Run) -> PreferencesView:
    """Replace the caller's own preferences.

    Repeating the request changes nothing. Preferences that are based on an older revision are refused, so
    that no change overwrites another.
    """
    chosen = await run.command(
        caller, None, commands.choose, caller.require_employee(), wanted.preferences(), wanted.based_on
    )
    return PreferencesView.of(chosen)
