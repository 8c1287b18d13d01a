"""Render pages, forward the caller's token, resolve names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Final, Protocol
from urllib.parse import urlsplit

from fastapi import Path, Query, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from services.console import wording
from services.console.browser_theme import theme_of
from services.console.clients.services import Names
from services.console.pages.common.navigation import SECTIONS, is_below, section_of
from services.console.pages.common.notices import NOTICES
from services.console.pages.common.programme_words import own_name
from services.console.pages.common.reader import keep_language, voice_of
from services.console.pages.common.requests import clients_of, token_of
from services.console.pages.common.speech import speech
from services.console.read_models.paginated import PAGE_SIZE
from services.console.read_models.people import Person
from shared.kernel import Identifier
from shared.locale import OWN_NAMES, Voice
from shared.runtime.caller import Caller
from shared.schema.visibility import OutsideItsClassError, is_private

ProgrammeId = Annotated[Identifier, Path()]
PageNumber = Annotated[int, Query(ge=1, le=100_000)]

_TURNING: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]"
)
"""Controls, and what changes the direction of text: never part of how a person is called."""


def _words(code: str) -> str:
    """``no-time`` becomes ``No time``."""
    return code.replace("-", " ").replace("_", " ").capitalize()


def _capitalize_first(text: str) -> str:
    """Only the first letter changes, so that names keep theirs."""
    return text[:1].upper() + text[1:]


def _plain(name: str) -> str:
    """Return a name without characters that turn or hide the text around them."""
    return _TURNING.sub("", name)


def _isolated(name: str) -> str:
    """Return a name within the text of an attribute, where no element can isolate its direction."""
    return f"\u2068{name}\u2069"


def _clip(text: str, most: int) -> str:
    """Return the beginning of a text of any length, and how long it is."""
    return text if len(text) <= most else f"{text[:most]}… ({len(text):,} characters in all)"


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("services.console"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # else each page looks at the times of all its files
    )
    environment.filters |= {
        "words": _words,
        "capitalize_first": _capitalize_first,
        "clip": _clip,
        "plain": _plain,
        "isolated": _isolated,
    }
    environment.globals |= {
        "wording": wording,
        "NOTICES": NOTICES,
        "PAGE_SIZE": PAGE_SIZE,
        "SECTIONS": SECTIONS,
        "is_below": is_below,
        "section_of": section_of,
    }
    return environment


_ENVIRONMENT: Final = _environment()
_OWN_PAGES: Final = ("participant/", "task/")
"""The folders of pages that one person sees, and nobody else."""


def render(
    request: Request,
    template: str,
    caller: Caller | None,
    *,
    status: int = 200,
    zone: str = "",
    **context: Any,
) -> HTMLResponse:
    """Render a page in the reader's language.

    Args:
        request: the request being answered.
        template: a file in ``templates``.
        caller: who is signed in, if anybody is.
        status: the HTTP status.
        zone: the time zone of the reader, if it is known better than the request knows it.
        context: what the template shows.

    Raises:
        OutsideItsClassError: it holds what is its author's alone, and the page is not an author's own.
    """
    if not template.startswith(_OWN_PAGES) and is_private(context):
        raise OutsideItsClassError(f"{template} would show what is its author's alone")
    voice = page_voice(request, zone)
    shown = {
        "programme_id": "",
        "programme_name": "",
        "is_draft": False,
        "problem": "",
        "notice": "",
        "live": "",
        **context,
    }
    page = _ENVIRONMENT.get_template(template).render(
        request=request,
        caller=caller,
        languages=OWN_NAMES,
        back=_back(request),
        theme=theme_of(request),
        called=partial(own_name, request, voice.language),
        **speech(voice),
        **shown,
    )
    answer = HTMLResponse(page, status, {"Content-Language": voice.language})
    keep_language(request, answer)
    return answer


def page_voice(request: Request, zone: str = "") -> Voice:
    """Return the voice of a page: the reader's, on the clock of another zone where that is known better."""
    reader = voice_of(request)
    return reader.on_clock(zone) if zone else reader


def _back(request: Request) -> str:
    """Return the address that shows this page again.

    Of a form that was refused, the page that has the form.
    """
    if request.method == "GET":
        return request.url.path + (f"?{request.url.query}" if request.url.query else "")
    form = urlsplit(request.headers.get("referer", ""))
    return form.path + (f"?{form.query}" if form.query else "") or "/"


class OfTwo(Protocol):
    """Whatever is about a mentor and a mentee."""

    @property
    def mentor_id(self) -> str:
        """The one."""

    @property
    def mentee_id(self) -> str:
        """The other."""


def both_of(pairs: Iterable[OfTwo]) -> list[str]:
    """Return the participants that a page with these pairs names."""
    return [id_ for pair in pairs for id_ in (pair.mentor_id, pair.mentee_id)]


@dataclass(frozen=True)
class Naming:
    """How people are called on one page: by name, or by id where there is none.

    Attributes:
        people: by participant id.
        names: by employee id.
        voice: the voice of the page.
    """

    people: Mapping[str, Person]
    names: Names
    voice: Voice

    def __call__(self, participant_id: str) -> str:
        """Return the name of a participant."""
        person = self.people.get(participant_id)
        if person is None:
            return _short(participant_id)
        name = _plain(self.names.by_employee.get(person.employee_id, ""))
        if not name and self._has_left(person.employee_id):
            return self.voice.say("Former participant")
        return name or _short(person.employee_id or participant_id)

    def _has_left(self, employee_id: str) -> bool:
        """Return whether enrollment answered and does not know the employee (any more)."""
        return bool(employee_id) and not self.missing and employee_id not in self.names.by_employee

    @property
    def missing(self) -> str:
        """Why there are no names, or nothing."""
        return self.voice.say(self.names.missing) if self.names.missing else ""


def _short(id_: str) -> str:
    return id_ if len(id_) <= 12 else id_[:10] + "…"


async def naming(request: Request, programme_id: str, people: Iterable[Person], voice: Voice) -> Naming:
    """Fetch the names for a page in one call."""
    by_id = {person.id: person for person in people}
    employees = (person.employee_id for person in by_id.values())
    names = await clients_of(request).names(programme_id, token_of(request), employees)
    return Naming(by_id, names, voice)
