"""The caller of a request: the claims of a token, and what they cover."""

from enum import StrEnum
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, StringConstraints, field_validator, model_validator
from starlette.exceptions import HTTPException

from shared.kernel import EmployeeId, Identifier


class CallerRole(StrEnum):
    """The roles that a token may carry; a caller may have several."""

    COORDINATOR = "coordinator"
    PARTICIPANT = "participant"
    OPS = "ops"
    SERVICE = "service"
    MAIL_RELAY = "mail-relay"
    """Hands over mails that came back, and may do nothing else."""
    LEARNING_SYSTEM = "learning-system"
    """States what people completed in a learning system, and may do nothing else."""


PRIVILEGED: Final = frozenset({CallerRole.COORDINATOR, CallerRole.OPS})
"""The roles that see or change what concerns others; their tokens are valid for a shorter time."""
ALL_PROGRAMMES: Final = "*"
"""The entry of the claim ``programmes`` that means every programme of the tenant."""


class Caller(BaseModel):
    """The verified claims of a token; unknown roles are left out.

    Attributes:
        sub: the account at the issuer.
        tenant: the organisation.
        roles: what the token entitles to.
        programmes: the programmes a coordinator coordinates, or ``*`` for all of the tenant; empty for none.
            Other roles are limited to them, too, unless it is empty.
        employee_id: the employee the person is, in normal form.
        no_employee: the issuer states that the person is no employee, so has no relation to any.
        iat: when the token was issued, in seconds since 1970.
        exp: when it expires, in seconds since 1970.
    """

    sub: Annotated[str, StringConstraints(min_length=1, max_length=255)]
    tenant: Identifier
    roles: frozenset[CallerRole]
    programmes: frozenset[Identifier | Literal["*"]] = frozenset()
    employee_id: EmployeeId | None = None
    no_employee: bool = False
    iat: float = 0
    exp: float = 0

    @field_validator("roles", mode="before")
    @classmethod
    def _only_known(cls, roles: Any) -> Any:
        return [role for role in roles if role in set(CallerRole)] if isinstance(roles, list) else roles

    @model_validator(mode="after")
    def _one_statement(self) -> Self:
        if self.no_employee and self.employee_id is not None:
            raise ValueError("employee_id and no_employee exclude each other")
        return self

    def has(self, *roles: CallerRole) -> bool:
        """Return whether the caller has any of these roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def all_programmes(self) -> bool:
        """Whether the token covers every programme of the tenant."""
        return ALL_PROGRAMMES in self.programmes

    def covers(self, programme_id: str) -> bool:
        """Return whether the token names this programme, or all."""
        return self.all_programmes or programme_id in self.programmes

    def may_coordinate(self, programme_id: str) -> bool:
        """Return whether the caller coordinates this programme."""
        return self.has(CallerRole.COORDINATOR) and self.covers(programme_id)

    def require_employee(self) -> str:
        """Return the employee the person is: what is a participant's own belongs to an employee.

        Raises:
            HTTPException: the token states none (403).
        """
        if self.employee_id is None:
            raise HTTPException(403, "The token must state employee_id")
        return self.employee_id

    @property
    def states_who(self) -> bool:
        """Whether the token states which employee the person is, or that they are none.

        Only then is it known which relations to other people the caller has.
        """
        return self.no_employee or self.employee_id is not None
