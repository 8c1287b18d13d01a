"""The context of a participant's page: calls to owners with the caller's own token, rendering."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, Final, Generic, Literal, TypeVar

from fastapi import Depends, Form, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError

from services.console.clients.enrollment import OwnPartners, Reader
from services.console.clients.response import Response
from services.console.clients.services import Answer
from services.console.pages.common.fetch import ask, fetch
from services.console.pages.common.programme_words import learn_words
from services.console.pages.common.reader import readers_of, switch_language, voice_of
from services.console.pages.common.refusals import refusal_of
from services.console.pages.common.requests import clients_of, token_of
from services.console.pages.common.view import ProgrammeId, render
from services.console.queries import own
from shared.kernel import Identifier
from shared.runtime.auth import allow
from shared.runtime.caller import CallerRole
from shared.service import Participant, Read

T = TypeVar("T", bound=Response)

PARTICIPANTS: Final = allow(CallerRole.PARTICIPANT)
"""The access rule of routers whose pages take a context."""
FINE: Final = Answer(200)
"""The answer without a fault."""
PREFIX: Final = "/mine/{programme_id}"
MOST: Final = 100
"""The most rows of an owner's list on one page."""

Key = Annotated[str, Form(pattern=r"^[0-9a-f]{32}$")]
"""Makes a form that is sent twice take effect once."""
PathId = Annotated[Identifier, Path()]


@dataclass(frozen=True)
class PagePart(Generic[T]):
    """A part of a page that one owner gives.

    Attributes:
        value: what it gave; None while it is unavailable.
    """

    value: T | None


@dataclass(frozen=True)
class OwnPage:
    """One request for a participant's page of a programme.

    Attributes:
        request: the request being answered, whose token goes to the owners.
        programme_id: the programme.
        caller: the participant.
        runner: runs queries on the console's own rows.
    """

    request: Request
    programme_id: ProgrammeId
    caller: Participant
    runner: Read

    @property
    def employee_id(self) -> str:
        """The employee id of the caller."""
        return self.caller.require_employee()

    @property
    def now(self) -> datetime:
        """The time of the service."""
        now: datetime = self.request.app.state.clock.now()
        return now

    @property
    def tomorrow(self) -> str:
        """The first day that is later than today, as forms send it."""
        return (self.now + timedelta(days=1)).date().isoformat()

    async def participation(self) -> own.Participation:
        """Return the caller's participation in this programme, as the console knows it.

        Raises:
            NotFound: there is no such programme.
        """
        state = self.request.state
        if not hasattr(state, "participation"):
            state.participation = await self.runner.read(
                self.caller, self.programme_id, own.participation, self.employee_id
            )
        known: own.Participation = state.participation
        return known

    async def partners(self) -> PagePart[OwnPartners]:
        """Ask enrollment, once in a request, whom the caller may know by name, and how the caller reads."""
        state = self.request.state
        if not hasattr(state, "partners"):
            state.partners = await self.section("enrollment", OwnPartners, "me/partners")
            if partners := state.partners.value:
                reader = Reader(languages=partners.languages, time_zone=partners.time_zone)
                readers_of(self.request).note(self.caller, reader)
        asked: PagePart[OwnPartners] = state.partners
        return asked

    async def section(
        self, owner: str, kind: type[T], below: str, query: Mapping[str, Any] | None = None
    ) -> PagePart[T]:
        """Fetch a part of the page, without which the rest of the page still works."""
        answer = await ask(self.request, owner, self._path(below), query)
        try:
            return PagePart(None if answer.problem else kind.model_validate(answer.body))
        except ValidationError:
            return PagePart(None)

    async def fetch(self, owner: str, kind: type[T], below: str, query: Mapping[str, Any] | None = None) -> T:
        """Fetch the subject of the page, without which there is no page."""
        return await fetch(self.request, owner, kind, self._path(below), query)

    async def send(
        self,
        owner: str,
        below: str,
        body: Mapping[str, Any],
        key: str = "",
        method: Literal["POST", "DELETE"] = "POST",
    ) -> Answer:
        """Send a command to an owner."""
        path, token = self._path(below), token_of(self.request)
        return await clients_of(self.request).command(owner, path, token, body, key=key, method=method)

    def switches(self, language: str) -> bool:
        """Return whether a form was sent to be read in another language.

        The page is rendered in it, as typed.
        """
        return switch_language(self.request, language)

    def redirect(self, below: str = "") -> RedirectResponse:
        """Redirect to a page of the caller's, so that a reload does not repeat the command."""
        return RedirectResponse(f"/mine/{self.programme_id}{below}", 303)

    def render(
        self,
        template: str,
        *,
        zone: str = "",
        after: Answer = FINE,
        notice: str = "",
        **context: Any,
    ) -> HTMLResponse:
        """Render a page.

        Args:
            template: a file in ``templates/participant``.
            zone: the time zone of the reader, if an owner gave it.
            after: the answer to the command that led here; its status and problem are the page's.
            notice: the code of a notice in ``NOTICES``.
            context: variables of the template.
        """
        return render(
            self.request,
            f"participant/{template}",
            self.caller,
            status=after.status,
            base=f"/mine/{self.programme_id}",
            problem=refusal_of(voice_of(self.request), after),
            notice=notice,
            zone=zone,
            **context,
        )

    def _path(self, below: str) -> str:
        """Return the owners' path of something in this programme, or of the programme."""
        return f"/programmes/{self.programme_id}/{below}".rstrip("/")


async def _of_known_programme(page: Annotated[OwnPage, Depends()]) -> OwnPage:
    """Return the context, with what is known of how the caller reads.

    Raises:
        NotFound: there is no such programme in the caller's organisation, whatever the owners can say now.
    """
    programme = (await page.participation()).programme
    await learn_words(page.request, page.caller, page.programme_id, programme.words)
    if not readers_of(page.request).is_known(page.caller):
        await page.partners()  # which the page may need anyway: a call less than asking for the reader alone
    return page


Own = Annotated[OwnPage, Depends(_of_known_programme)]
