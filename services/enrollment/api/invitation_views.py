"""Inputs and views of orders to invite many people."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from services.enrollment.domain.invitation import DAYS, MOST_DAYS
from services.enrollment.domain.invitation_order import Group, InvitationOrder, OrderState
from services.enrollment.domain.skipping import Skip
from shared.contracts.vocabulary import Role
from shared.kernel import Identifier

_GROUP: Final[JsonDict] = {
    "role": "mentor",
    "days": 14,
    "regions": ["emea"],
    "grade_min": 1,
    "grade_max": 4,
    "department": None,
    "completed_in": None,
}
_ORDER: Final[JsonDict] = {
    "order_id": "5d1f6a3c9b2e4f708a1c2d3e4f506172",
    "by": "list",
    "role": "mentor",
    "state": "checked",
    "days": 14,
    "total": 120,
    "position": 120,
    "invited": 114,
    "skipped": {"takes-part": 5, "unknown": 1},
    "faults": [{"line": 7, "reason": "unknown"}],
    "ordered_at": "2026-01-05T09:00:00Z",
    "expires_at": None,
    "finished_at": None,
}


class GroupInput(BaseModel):
    """The employees to invite: those who fit all of it and can take part."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_GROUP]})

    role: Role
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = DAYS
    regions: Annotated[tuple[Identifier, ...], Field(max_length=50)] = ()
    """Empty for all regions of the programme."""
    grade_min: Annotated[int, Field(ge=1, le=12)] = 1
    grade_max: Annotated[int, Field(ge=1, le=12)] = 12
    department: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    completed_in: Identifier | None = None
    """An earlier programme: only those who have a certificate of it in this role."""

    def group(self) -> Group:
        """Return the group in the domain's own type."""
        return Group.model_validate(self.model_dump(exclude={"role", "days"}))


class LineFaultView(BaseModel):
    """A line that names nobody who can be invited."""

    line: int
    reason: Skip


class OrderView(BaseModel):
    """An order to invite many people."""

    model_config = ConfigDict(json_schema_extra={"examples": [_ORDER]})

    order_id: str
    by: Literal["list", "group"]
    role: Role
    state: OrderState
    days: int
    """The time to answer."""
    total: int
    """The number of people of the group, or of lines of the list."""
    position: int
    """The number of them that were checked, or once it is confirmed, dealt with."""
    invited: int
    """The number of people who will be invited; once it is confirmed, of those who are."""
    skipped: dict[Skip, int]
    faults: Sequence[LineFaultView]
    """The first 200 lines that name nobody who can be invited."""
    ordered_at: datetime
    expires_at: datetime | None
    """The end of the time to answer, once it is confirmed."""
    finished_at: datetime | None

    @classmethod
    def of(cls, order: InvitationOrder) -> Self:
        """Return the view of an order."""
        fields = set(cls.model_fields) - {"order_id", "by"}
        by: Literal["list", "group"] = "list" if order.group is None else "group"
        return cls(order_id=order.id, by=by, **order.model_dump(include=fields))
