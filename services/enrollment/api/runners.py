"""The runner of requests that take many transactions."""

from typing import Annotated

from fastapi import Depends, Header, Request

from shared.service import Runner


async def _runner(
    request: Request, traceparent: Annotated[str, Header(include_in_schema=False, max_length=55)] = ""
) -> Runner:
    """Return a runner without an idempotency key, which stands for one command."""
    return Runner(
        request.app.state.group_commit,
        request.app.state.clock,
        correlation_id=request.headers["x-correlation-id"],
        idempotency_key=None,
        traceparent=traceparent,
        admission=request.app.state.admission,
    )


RunMany = Annotated[Runner, Depends(_runner)]
"""For endpoints whose file is saved in many transactions."""
