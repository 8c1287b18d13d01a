"""The few pure words all domains share: scope, ids, aggregates, broken rules."""

from shared.kernel.aggregate import Aggregate
from shared.kernel.errors import (
    NOT_FOUND,
    Conflict,
    DomainError,
    NotFound,
    Param,
    RuleBroken,
    TooMany,
    check_once,
)
from shared.kernel.ids import EmployeeId, Identifier, MakeId, keyed_id, stable_id
from shared.kernel.scope import GLOBAL, ORGANISATION_WIDE, Scope, scope_of
from shared.kernel.versions import MOST_VERSIONS, Version, Versioned, check_edited, check_next_version

__all__ = [
    "GLOBAL",
    "MOST_VERSIONS",
    "NOT_FOUND",
    "ORGANISATION_WIDE",
    "Aggregate",
    "Conflict",
    "DomainError",
    "EmployeeId",
    "Identifier",
    "MakeId",
    "NotFound",
    "Param",
    "RuleBroken",
    "Scope",
    "TooMany",
    "Version",
    "Versioned",
    "check_edited",
    "check_next_version",
    "check_once",
    "keyed_id",
    "scope_of",
    "stable_id",
]
