"""The present instant, for endpoints whose answer depends on it."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request

from shared.runtime.clock import Clock


def _now(request: Request) -> datetime:
    clock: Clock = request.app.state.clock
    return clock.now()


Now = Annotated[datetime, Depends(_now)]
"""The present instant by the service's clock, as a dependency of an endpoint."""
