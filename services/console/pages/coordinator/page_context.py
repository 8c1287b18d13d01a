"""The context of a programme's page: queries, requests to matching, rendering."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Concatenate, Final, Literal, ParamSpec, TypeVar

from fastapi import APIRouter, Depends, HTTPException, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError

from services.console.clients.enrollment import ListedProgramme as KnownProgramme
from services.console.clients.enrollment import ProgrammeDefinition
from services.console.clients.response import Response
from services.console.clients.services import Answer
from services.console.pages.common.errors import FoundElsewhere
from services.console.pages.common.fetch import ask, fetch
from services.console.pages.common.known_programmes import known_programme
from services.console.pages.common.programme_words import has_learned, learn_words, own_name
from services.console.pages.common.reader import learn_reader, voice_of
from services.console.pages.common.refusals import refusal_of
from services.console.pages.common.requests import clients_of, token_of
from services.console.pages.common.view import ProgrammeId, naming, page_voice, render
from services.console.queries import programme_queries as queries
from services.console.queries.access import ReadableRows, run_query
from services.console.read_models.paginated import PAGE_SIZE
from shared.kernel import Identifier, NotFound
from shared.locale import Voice
from shared.runtime.auth import allow
from shared.runtime.caller import CallerRole
from shared.service import Coordinator, Read

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T", bound=Response)

FINE: Final = Answer(200)
"""The answer without a fault."""


async def require_all_programmes(request: Request, caller: Coordinator) -> None:
    """Refuse coordinators of some programmes, as the owner does.

    Raises:
        HTTPException: 403, the token is limited to some programmes.
    """
    if not caller.all_programmes:
        raise HTTPException(403, "This is for coordinators of all programmes")
    await learn_reader(request, caller)


def make_router(below: str = "") -> APIRouter:
    """Return a router for a coordinator's pages of a programme.

    Args:
        below: the path in the programme that all its pages have in common.
    """
    return APIRouter(
        prefix=f"/programmes/{{programme_id}}{below}",
        include_in_schema=False,
        dependencies=[allow(CallerRole.COORDINATOR)],
    )


def make_round_router(below: str = "") -> APIRouter:
    """Return a router for a coordinator's pages of one round."""
    return make_router(f"/rounds/{{round_id}}{below}")


@dataclass(frozen=True)
class PageContext:
    """One request for a page of a programme.

    Attributes:
        request: the request being answered, whose token goes to matching.
        programme_id: the programme.
        caller: the coordinator.
        runner: runs queries on the console's own data.
    """

    request: Request
    programme_id: ProgrammeId
    caller: Coordinator
    runner: Read

    async def read(
        self, query: Callable[Concatenate[ReadableRows, P], Awaitable[R]], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Query the console's own data, limited to the rows that the caller may read."""
        return await run_query(self.runner, self.caller, self.programme_id, query, *args, **kwargs)

    async def overview(self) -> queries.Overview:
        """Return the programme at a glance.

        Raises:
            FoundElsewhere: it is a draft, whose only page is the one where it is set up.
            NotFound: there is no such programme.
        """
        try:
            shown = await self.read(queries.overview)
        except NotFound as error:
            if await self._is_draft():
                raise FoundElsewhere(self.path("set-up?said=draft"), str(error)) from error
            raise
        await learn_words(self.request, self.caller, self.programme_id, shown.programme.words)
        return shown

    async def _is_draft(self) -> bool:
        """Return whether enrollment has it as a draft, and shows that to the caller."""
        programme = await self.section(KnownProgramme, "", owner="enrollment")
        return programme is not None and programme.state == "draft"

    async def known(self) -> KnownProgramme:
        """Name and state of the programme, by enrollment."""
        return await known_programme(self.request, self.caller, self.programme_id)

    async def plan(self) -> ProgrammeDefinition:
        """Return the programme as its owner knows it; a draft is known to nobody else."""
        return await self.fetch(ProgrammeDefinition, "", owner="enrollment")

    async def voice(self) -> Voice:
        """Return the voice of the reader, for what the page says besides its template."""
        await self._learn_voice()
        return voice_of(self.request)

    async def _learn_voice(self) -> None:
        await learn_reader(self.request, self.caller)
        if not has_learned(self.request):
            version = await self.read(queries.words_version)
            await learn_words(self.request, self.caller, self.programme_id, version)

    def path(self, below: str) -> str:
        """Return the address of something in this programme, or of the programme.

        The owners' paths are the same.
        """
        return f"/programmes/{self.programme_id}/{below}".rstrip("/")

    async def fetch(
        self, kind: type[T], below: str, query: Mapping[str, Any] | None = None, *, owner: str = "matching"
    ) -> T:
        """Fetch a response about this programme; ``owner`` is the service to ask."""
        return await fetch(self.request, owner, kind, self.path(below), query)

    async def section(
        self, kind: type[T], below: str, query: Mapping[str, Any] | None = None, *, owner: str
    ) -> T | None:
        """Fetch a part of the page, without which the rest still works; None if it is not given."""
        answer = await ask(self.request, owner, self.path(below), query)
        try:
            return None if answer.problem else kind.model_validate(answer.body)
        except ValidationError:
            return None

    async def send(
        self,
        below: str,
        body: Mapping[str, Any],
        key: str = "",
        *,
        method: Literal["POST", "PUT", "DELETE"] = "POST",
        owner: str = "matching",
    ) -> Answer:
        """Send a command to an owner."""
        clients, token = clients_of(self.request), token_of(self.request)
        return await clients.command(owner, self.path(below), token, body, key=key, method=method)

    def redirect(self, below: str) -> RedirectResponse:
        """Redirect to a page of this programme, so that a reload does not repeat the command."""
        return RedirectResponse(self.path(below), 303)

    async def render(
        self,
        template: str,
        *,
        named: Iterable[str] = (),
        after: Answer = FINE,
        notice: str = "",
        name: str = "",
        **context: Any,
    ) -> HTMLResponse:
        """Render a page of this programme.

        Args:
            template: a file in ``templates``.
            named: ids of the participants on the page; the template calls ``who`` for their names.
            after: the answer to the command that led here; its status and problem are the page's.
            notice: the code of a notice in ``NOTICES``.
            name: the programme's name, if the page knows it.
            context: variables of the template.
        """
        people = await self.read(queries.people_named, named)
        await self._learn_voice()
        name = name or (await self.known()).name
        voice = page_voice(self.request)
        return render(
            self.request,
            template,
            self.caller,
            status=after.status,
            programme_id=self.programme_id,
            programme_name=own_name(self.request, voice.language, name),
            problem=refusal_of(voice, after),
            notice=notice,
            who=await naming(self.request, self.programme_id, people.values(), voice),
            **context,
        )

    async def render_plan(self, template: str, plan: ProgrammeDefinition, /, **shown: Any) -> HTMLResponse:
        """Render a page that a draft has, too; it has few others yet, so no tabs."""
        return await self.render(template, name=plan.name, is_draft=plan.state == "draft", **shown)


@dataclass(frozen=True)
class RoundContext(PageContext):
    """One request for a page of a round."""

    round_id: Annotated[Identifier, Path()]

    @property
    def round(self) -> str:
        """The round's path in the programme, here and at matching."""
        return f"rounds/{self.round_id}"


ProgrammePage = Annotated[PageContext, Depends()]
RoundPage = Annotated[RoundContext, Depends()]


def window(number: int) -> dict[str, int]:
    """Return the parameters for one page of matching's lists."""
    return {"limit": PAGE_SIZE, "offset": (number - 1) * PAGE_SIZE}
