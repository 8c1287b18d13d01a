"""Name and state of programmes, by enrollment; remembered for a short time, as every page shows the name."""

from typing import Final

from fastapi import Request
from pydantic import ValidationError

from services.console.browser_sessions.recent import Recent
from services.console.clients.enrollment import ListedProgramme
from services.console.pages.common.fetch import ask
from shared.runtime.caller import Caller

_REMEMBERED: Final = 1_000
_SECONDS: Final = 30.0


class KnownProgrammes:
    """Remembers programmes by organisation and id."""

    def __init__(self) -> None:
        self._programmes: Recent[ListedProgramme] = Recent(_REMEMBERED, _SECONDS)

    async def find(self, request: Request, caller: Caller, programme_id: str) -> ListedProgramme:
        """Return a programme that the caller may read; while enrollment is unavailable, with its id only."""
        key = f"{caller.tenant}/{programme_id}"
        if remembered := self._programmes.get(key):
            return remembered[0]
        answer = await ask(request, "enrollment", f"/programmes/{programme_id}")
        try:
            programme = ListedProgramme.model_validate(answer.body)
        except ValidationError:
            return ListedProgramme(id=programme_id, name=programme_id, state="")
        self._programmes.put(key, programme)
        return programme


async def known_programme(request: Request, caller: Caller, programme_id: str) -> ListedProgramme:
    """Return name and state of the programme that a page is about."""
    programmes: KnownProgrammes = request.app.state.known_programmes
    return await programmes.find(request, caller, programme_id)
