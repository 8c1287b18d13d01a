"""The action ledger: what an executive has changed because of a session."""

from datetime import date, datetime, timedelta
from typing import Annotated, ClassVar, Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints

from services.feedback.domain.upstream import Participant
from shared.contracts.feedback import ChangeKind
from shared.encryption import SealedText, text_owner
from shared.kernel import Aggregate, EmployeeId, Identifier, RuleBroken, Scope
from shared.schema.visibility import ShownTo, Visibility

_ALREADY_TOMORROW: Final = timedelta(days=1)
"""Somewhere it is tomorrow already."""
ChangeText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000, pattern=r"\S")
]


class Change(BaseModel):
    """A change as the executive describes it.

    Attributes:
        change_kind: counted in the figures.
        changed_on: since when.
    """

    model_config = ConfigDict(frozen=True)

    change_kind: ChangeKind
    changed_on: date


class Action(Aggregate):
    """One entry of an executive's own ledger.

    Attributes:
        text: the change in the executive's own words, encrypted; nobody else can read it.
        recorded_at: when it was entered.
        in_figures: whether it is among the figures, which keep no name.
    """

    shown_to: ClassVar = Visibility.SELF

    participant_id: Annotated[Identifier, ShownTo(Visibility.ORGANISATION)]
    employee_id: Annotated[EmployeeId, ShownTo(Visibility.ORGANISATION)]
    change_kind: ChangeKind
    changed_on: date
    change_text: SealedText
    recorded_at: AwareDatetime
    in_figures: bool = False


def record(person: Participant, action_id: str, change: Change, text: SealedText, *, now: datetime) -> Action:
    """Enter a change into an executive's ledger.

    Raises:
        RuleBroken: it is still to come.
    """
    if change.changed_on > (now + _ALREADY_TOMORROW).date():
        raise RuleBroken("must not be in the future", code="day-in-future", field="changed_on")
    return Action(
        id=action_id,
        tenant=person.tenant,
        programme=person.programme,
        region=person.region,
        participant_id=person.id,
        employee_id=person.employee_id,
        change_text=text,
        recorded_at=now,
        **change.model_dump(),
    )


def change_owner(scope: Scope, action_id: str) -> str:
    """Return the owner to which the text of an entry is bound."""
    return text_owner(scope, "action", action_id)
