"""A coordinator who looks at a programme: what a page reads here, asks matching, and shows."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Concatenate, Final, Literal, ParamSpec, TypeVar

from fastapi import Depends, HTTPException, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError

from services.console import queries
from services.console.domain.reports import Told
from services.console.owners import Answer
from services.console.pages.view import Coordinator, ProgrammeId, naming, owners_of, render, token_of
from services.console.paging import PAGE_SIZE
from services.console.sight import Sight, look
from shared.kernel import Identifier
from shared.runtime.auth import CallerRole, allow
from shared.service.commands import Read

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T", bound=Told)

COORDINATORS: Final = allow(CallerRole.COORDINATOR)
"""For the router of pages that take a visit: it says who may call them, the visit then knows who calls."""
FINE: Final = Answer(200)
"""Nothing has gone wrong."""


@dataclass(frozen=True)
class Visit:
    """One request for a page of a programme.

    Attributes:
        request: the request being answered, whose token goes to matching.
        programme_id: which programme.
        caller: who asks.
        runner: reads what the console has itself.
    """

    request: Request
    programme_id: ProgrammeId
    caller: Coordinator
    runner: Read

    async def read(
        self, query: Callable[Concatenate[Sight, P], Awaitable[R]], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Query the console's own data, as far as the caller may read them."""
        return await look(self.runner, self.caller, self.programme_id, query, *args, **kwargs)

    async def overview(self) -> queries.Overview:
        """The programme at a glance.

        Raises:
            NotFound: there is no such programme.
        """
        return await self.read(queries.overview)

    def path(self, below: str) -> str:
        """The address of something in this programme; matching's paths are the console's own."""
        return f"/programmes/{self.programme_id}/{below}"

    async def ask(self, kind: type[T], below: str, query: Mapping[str, Any] | None = None) -> T:
        """What matching answers.

        Args:
            kind: what is expected.
            below: the path in this programme.
            query: parameters, if any.

        Raises:
            HTTPException: what matching refuses; 503 where it is away; 502 where its answer makes no sense.
        """
        token = token_of(self.request)
        answer = await owners_of(self.request).ask("matching", self.path(below), token, query or {})
        if answer.problem:
            raise HTTPException(answer.status, answer.problem)
        try:
            return kind.model_validate(answer.body)
        except ValidationError as error:
            raise HTTPException(
                502, "The matching service answered in a way this console does not know."
            ) from error

    async def tell(
        self,
        below: str,
        body: Mapping[str, Any],
        key: str = "",
        *,
        method: Literal["POST", "PUT", "DELETE"] = "POST",
    ) -> Answer:
        """Send matching a command."""
        owners, token = owners_of(self.request), token_of(self.request)
        return await owners.command("matching", self.path(below), token, body, key=key, method=method)

    def to(self, below: str) -> RedirectResponse:
        """Go on to a page of this programme, so that a reload repeats no command."""
        return RedirectResponse(self.path(below), 303)

    async def show(
        self,
        template: str,
        *,
        named: Iterable[str] = (),
        after: Answer = FINE,
        notice: str = "",
        **context: Any,
    ) -> HTMLResponse:
        """Render a page of this programme.

        Args:
            template: a file in ``templates``.
            named: participants on the page, by id; the template calls them by ``who``.
            after: what came of the command that the page answers; its status and problem are the page's.
            notice: what else the page says.
            context: what the template shows.
        """
        people = await self.read(queries.people_named, named)
        return render(
            self.request,
            template,
            self.caller,
            status=after.status,
            programme_id=self.programme_id,
            problem=after.problem,
            notice=notice,
            who=await naming(self.request, self.programme_id, people.values()),
            **context,
        )


@dataclass(frozen=True)
class RoundVisit(Visit):
    """One request for a page of a round."""

    round_id: Annotated[Identifier, Path()]

    @property
    def round(self) -> str:
        """The round's path in the programme, here and at matching."""
        return f"rounds/{self.round_id}"


AtProgramme = Annotated[Visit, Depends()]
AtRound = Annotated[RoundVisit, Depends()]


def window(number: int) -> dict[str, int]:
    """The parameters for one page of matching's lists."""
    return {"limit": PAGE_SIZE, "offset": (number - 1) * PAGE_SIZE}
