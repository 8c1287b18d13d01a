"""The action ledger of an executive."""

from datetime import datetime
from typing import Annotated, ClassVar, Final, Self

from fastapi import APIRouter
from pydantic import ConfigDict, Field, JsonValue

from services.feedback.commands import actions as commands
from services.feedback.domain.action import Action, Change, ChangeText
from services.feedback.queries import actions as queries
from services.feedback.queries.actions import ReadAction
from shared.kernel import Identifier
from shared.schema.visibility import Visibility
from shared.service import Keys, Page, Paging, Participant, Read, Run

router = APIRouter(prefix="/programmes/{programme_id}/me/actions", tags=["feedback"])

_CHANGE: Final[dict[str, JsonValue]] = {
    "change_kind": "way-of-working",
    "changed_on": "2026-03-02",
    "text": "The weekly report is a chat channel now.",
}
_ACTION: Final[dict[str, JsonValue]] = {
    **_CHANGE,
    "action_id": "0f4c3b2a1d5e46f798a7b6c5d4e3f201",
    "recorded_at": "2026-03-09T08:30:00Z",
}


class NewAction(Change):
    """A change for the ledger."""

    model_config = ConfigDict(json_schema_extra={"examples": [_CHANGE]})

    text: Annotated[ChangeText, Field(description="In your own words; only you can read it")]

    @property
    def change(self) -> Change:
        """The change without its text."""
        return Change(change_kind=self.change_kind, changed_on=self.changed_on)


class ActionView(Change):
    """An entry as its author sees it; its text is null once erased."""

    shown_to: ClassVar = Visibility.SELF

    model_config = ConfigDict(json_schema_extra={"examples": [_ACTION]})

    action_id: Identifier
    text: str | None
    recorded_at: datetime

    @classmethod
    def of(cls, action: Action, text: str | None) -> Self:
        """Return the view of an entry."""
        change = action.model_dump(include={"change_kind", "changed_on", "recorded_at"})
        return cls(action_id=action.id, text=text, **change)

    @classmethod
    def of_read(cls, read: ReadAction) -> Self:
        """Return the view of an entry that was read with its text."""
        return cls.of(read.action, read.text)


@router.post("", status_code=201, summary="Record a change that a session led to")
async def record_action(
    programme_id: Identifier, body: NewAction, caller: Participant, run: Run, keys: Keys
) -> ActionView:
    """Enter a change into the caller's own ledger; it is counted by kind in groups, and never named."""
    action = await run.command(
        caller, programme_id, commands.record_action, keys, caller.require_employee(), body.change, body.text
    )
    return ActionView.of(action, body.text)


@router.get("", summary="List the caller's own changes")
async def list_own_actions(
    programme_id: Identifier, caller: Participant, read: Read, keys: Keys, page: Paging
) -> Page[ActionView]:
    """List the caller's entries, the latest first."""
    own = await read.read(
        caller, programme_id, queries.list_own_actions, keys, caller.require_employee(), page
    )
    return Page.of(own, ActionView.of_read)


@router.delete("/{action_id}", status_code=204, summary="Remove a change")
async def remove_action(
    programme_id: Identifier, action_id: Identifier, caller: Participant, run: Run
) -> None:
    """Remove one of the caller's entries; figures that count it already stay as they are."""
    await run.command(caller, programme_id, commands.remove_action, action_id, caller.require_employee())
