"""State the callers of each operation in the OpenAPI document."""

from collections.abc import Iterator
from typing import Any, Final

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from shared.runtime.auth import Allow, Open

EXTENSION: Final = "x-callers"
"""The roles that may call an operation; ``["*"]`` for everybody, without a token."""


def routes_of(holder: FastAPI | APIRouter) -> Iterator[APIRoute]:
    """Yield all endpoints, also those of routers inside routers."""
    for route in holder.routes:
        if isinstance(route, APIRoute):
            yield route
        elif inner := getattr(route, "original_router", None):
            yield from routes_of(inner)


def guard_of(route: APIRoute) -> Allow | Open | None:
    """Return the dependency that states who may call an endpoint."""
    guards = [needed.call for needed in route.dependant.dependencies]
    return next((guard for guard in guards if isinstance(guard, Allow | Open)), None)


def state_callers(operation: dict[str, Any], guard: Allow | Open | None) -> None:
    """Let an operation of the description name its callers, for people and for programs."""
    if isinstance(guard, Allow):
        operation[EXTENSION] = sorted(guard.roles)
        callers = f"May call: {', '.join(sorted(guard.roles))}."
    elif isinstance(guard, Open):
        operation[EXTENSION] = ["*"]
        callers = f"May call: everybody ({guard.why})."
    else:
        return
    operation["description"] = "\n\n".join(filter(None, [operation.get("description", ""), callers]))
