"""The client of the services' dead letters: listing, redrive, discard."""

import asyncio
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from services.console.clients.services import Answer, Clients
from services.console.read_models.paginated import TablePage
from shared.messaging import Action, DeadLetter, Decision
from shared.service import Page

LETTERS_A_PAGE: Final = 25
DECISIONS_SHOWN: Final = 20
LONGEST_FILTER: Final = 2000
"""The most characters of a type or key; the keys of foreign records can be long."""

_PATHS: Final = {False: "/ops/dead-letters", True: "/ops/outgoing-dead-letters"}
_LETTERS: Final = TypeAdapter(Page[DeadLetter])
_DECISIONS: Final = TypeAdapter(list[Decision])
_DECISION: Final = TypeAdapter(Decision)


class Filter(BaseModel):
    """A filter by type and key; empty means any. ``outgoing`` selects the events that the broker refused."""

    type: Annotated[str, Field(max_length=LONGEST_FILTER)] = ""
    key: Annotated[str, Field(max_length=LONGEST_FILTER)] = ""
    outgoing: bool = False


@dataclass(frozen=True)
class DeadLettersClient:
    """One service's dead letters, as one user may see them.

    Attributes:
        clients: of the services.
        service: one of the catalogue's.
        token: the user's own.
    """

    clients: Clients
    service: str
    token: str

    async def look(self, only: Filter, number: int) -> "Listing":
        """Return one page of letters, and the latest decisions."""
        where = {"limit": LETTERS_A_PAGE, "offset": (number - 1) * LETTERS_A_PAGE}
        letters, audit = await asyncio.gather(
            self._ask(only, "", only.model_dump(include={"type", "key"}) | where),
            self._ask(only, "/audit", {"limit": DECISIONS_SHOWN}),
        )
        page, fault = _read(_LETTERS, letters, Page[DeadLetter](items=[], total=0))
        decisions, audit_fault = _read(_DECISIONS, audit, [])
        return Listing(
            TablePage(page.items, number, page.total, LETTERS_A_PAGE),
            decisions,
            letters.status if letters.problem else audit.status,
            fault or audit_fault,
        )

    async def decide(
        self, action: Action, only: Filter, order: dict[str, Any]
    ) -> tuple[Decision | None, Answer]:
        """Redrive or discard; None with the owner's answer where it refused."""
        answer = await self.clients.command(
            self.service, f"{_PATHS[only.outgoing]}/{action}", self.token, order
        )
        decision, fault = _read(_DECISION, answer, None)
        return decision, replace(answer, problem=fault)

    async def _ask(self, only: Filter, path: str, query: dict[str, Any]) -> Answer:
        return await self.clients.ask(self.service, _PATHS[only.outgoing] + path, self.token, query)


@dataclass(frozen=True)
class Listing:
    """The rows of a page.

    Attributes:
        page: letters, oldest first.
        decisions: the latest, newest first.
        status: the HTTP status of the owner's answer.
        problem: why something is missing; empty where nothing is.
    """

    page: TablePage[DeadLetter]
    decisions: list[Decision]
    status: int
    problem: str


def _read(shape: TypeAdapter[Any], answer: Answer, otherwise: Any) -> tuple[Any, str]:
    """Return the body in its shape, or a stand-in and what is wrong."""
    if answer.problem:
        return otherwise, answer.problem
    try:
        return shape.validate_python(answer.body), ""
    except ValidationError:
        return otherwise, "The service answered in a way this console does not understand."
