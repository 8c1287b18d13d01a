"""The names of programmes, by enrollment; remembered for a short time, as every page shows one."""

from typing import Final

from fastapi import Request
from pydantic import ValidationError

from services.console.clients.enrollment import Programme
from services.console.pages.common.fetch import ask
from services.console.sessions.recent import Recent
from shared.runtime.caller import Caller

_REMEMBERED: Final = 1_000
_SECONDS: Final = 60.0


class ProgrammeNames:
    """Remembers the names of programmes, by organisation and id."""

    def __init__(self) -> None:
        self._names: Recent[str] = Recent(_REMEMBERED, _SECONDS)

    async def find(self, request: Request, caller: Caller, programme_id: str) -> str:
        """Return the name of a programme that the caller may read; its id while enrollment is unavailable."""
        key = f"{caller.tenant}/{programme_id}"
        if remembered := self._names.get(key):
            return remembered[0]
        answer = await ask(request, "enrollment", f"/programmes/{programme_id}")
        try:
            name = Programme.model_validate(answer.body).name
        except ValidationError:
            return programme_id
        self._names.put(key, name)
        return name


async def programme_name(request: Request, caller: Caller, programme_id: str) -> str:
    """Return the name of the programme that a page is about."""
    names: ProgrammeNames = request.app.state.programme_names
    return await names.find(request, caller, programme_id)
