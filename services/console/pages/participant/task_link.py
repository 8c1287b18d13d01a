"""The task that a link in a mail leads to, with a token that is limited to its person and programme."""

from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Path, Request
from fastapi.responses import HTMLResponse

from services.console.browser_sessions.links import MailLink, Purpose
from services.console.clients.services import Answer
from services.console.pages.common.mail_links import links_of, require_issuer
from services.console.pages.common.programme_words import learn_words
from services.console.pages.common.reader import voice_of
from services.console.pages.common.refusals import refusal_of
from services.console.pages.common.sign_in import LINK_HEADERS
from services.console.pages.common.view import render
from services.console.pages.participant.own_page import FINE, OwnPage
from services.console.queries import own
from services.console.read_models.people import PersonState
from shared.runtime.auth import open_to_all
from shared.runtime.caller import Caller, CallerRole
from shared.runtime.sign_in import account_of
from shared.service import Runner

OPEN: Final = [open_to_all("the link is for one task of one person, and used up by the act")]
GONE: Final = 410

Secret = Annotated[str, Path(max_length=200)]


@dataclass(frozen=True)
class TaskLink:
    """A link that can be used.

    Attributes:
        link: as it was made.
        page: calls owners as the person whose task it is.
    """

    link: MailLink
    page: OwnPage

    @property
    def subject_id(self) -> str:
        """The proposal, check-in, pulse survey, pairing or invitation."""
        return self.link.subject_id

    @property
    def action(self) -> str:
        """The address of the link's own page, below which its acts are."""
        return f"/task/{self.page.request.path_params['secret']}"

    def render(
        self, template: str, *, zone: str = "", after: Answer = FINE, status: int = 0, **context: Any
    ) -> HTMLResponse:
        """Render a page without a menu, which names the person.

        Args:
            template: a file in ``templates/task``.
            zone: the time zone of the reader, if an owner gave it.
            after: the answer to the act.
            status: the HTTP status; 0 for that of the answer.
            context: variables of the template.
        """
        problem = refusal_of(voice_of(self.page.request), after)
        shown = {"name": self.link.name, "action": self.action}
        return page_of_link(
            self.page.request,
            template,
            status=status or after.status,
            zone=zone,
            problem=problem,
            **shown,
            **context,
        )

    def closed(self) -> HTMLResponse:
        """Say that the task has ended or was done elsewhere."""
        return self.render("closed.html", status=GONE)

    async def use(self) -> bool:
        """Use the link up; False if it was used already."""
        return await links_of(self.page.request).use(self.link.key)

    async def release(self) -> None:
        """Let the link be used after all: the act did not happen."""
        await links_of(self.page.request).release(self.link.key)


async def open_link(
    request: Request, runner: Runner, secret: str, *purposes: Purpose
) -> TaskLink | HTMLResponse:
    """Return a link that can be used for one of these purposes, else the page that says what has happened."""
    issuer = require_issuer(request)
    link = await links_of(request).find(secret)
    if link is None or link.purpose not in purposes:
        return page_of_link(request, "unknown.html", status=GONE)
    if link.used_at:
        return page_of_link(request, "used.html", status=GONE)
    if link.expires_at <= request.app.state.clock.now():
        return page_of_link(request, "expired.html", status=GONE, purpose=link.purpose)
    employee_id = await _employee(runner, link)
    if not employee_id:
        return page_of_link(request, "closed.html", status=GONE)
    request.state.token = issuer.mint(link.tenant, employee_id, programmes=(link.programme,))
    page = OwnPage(request, link.programme, _caller(link, employee_id), runner)
    version = await runner.read(page.caller, link.programme, own.words_version)
    await learn_words(request, page.caller, link.programme, version)
    return TaskLink(link, page)


def page_of_link(request: Request, template: str, **shown: Any) -> HTMLResponse:
    """Render a page whose address is a secret."""
    answer = render(request, f"task/{template}", None, **shown)
    answer.headers.update(LINK_HEADERS)
    return answer


async def _employee(runner: Runner, link: MailLink) -> str:
    """Return the employee whose task it is: a participant while they take part, or the one who is invited."""
    if link.purpose is Purpose.JOIN:
        return link.employee_id
    reader = Caller(sub="mail-link", tenant=link.tenant, roles=frozenset())
    person = await runner.read(reader, link.programme, own.participant, link.participant_id)
    return "" if person is None or person.state is PersonState.WITHDRAWN else person.employee_id


def _caller(link: MailLink, employee_id: str) -> Caller:
    return Caller(
        sub=account_of(employee_id),
        tenant=link.tenant,
        roles=frozenset({CallerRole.PARTICIPANT}),
        programmes=frozenset({link.programme}),
        employee_id=employee_id,
    )
