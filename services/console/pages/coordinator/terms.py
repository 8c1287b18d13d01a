"""The terms of a programme: the text in force, publishing a version, letting the programme use one."""

import asyncio
import uuid
from collections.abc import Mapping
from typing import Annotated, Final, Literal

from fastapi import Form, HTTPException, Query, Response
from fastapi.responses import HTMLResponse

from services.console.clients.services import Answer
from services.console.clients.terms import Terms, TermsVersions
from services.console.pages.coordinator.page_context import FINE, PageContext, ProgrammePage, make_router
from services.console.pages.coordinator.rounds import Key
from shared.locale import LANGUAGES

router = make_router("/terms")

_OWNER: Final = "enrollment"
_PARTS: Final = ("consent", "protection")
Version = Annotated[str, Form(max_length=64)]


@router.get("")
async def terms(
    context: ProgrammePage, said: Literal["", "terms-published", "terms-used"] = ""
) -> HTMLResponse:
    """Show the text in force, those who have not agreed, all versions, and the form to publish one."""
    return await _show(context, notice=said)


@router.post("", response_model=None)
async def publish(context: ProgrammePage, key: Key) -> Response:
    """Publish a version; nobody is asked yet."""
    async with context.request.form(max_fields=30) as form:
        typed = {name: str(value) for name, value in form.items()}
    body = {
        "version": typed.get("version", "").strip(),
        "for_all_programmes": "for_all" in typed,
        "texts": _texts(typed),
    }
    sent = await context.send("terms-versions", body, key, owner=_OWNER)
    if sent.problem:
        return await _show(context, after=sent, typed=typed)
    return context.redirect("terms?said=terms-published")


@router.get("/use")
async def check_use(context: ProgrammePage, version: Annotated[str, Query(max_length=64)]) -> HTMLResponse:
    """Show what using a version brings, before it is used."""
    return await _check(context, version)


@router.post("/use", response_model=None)
async def use(context: ProgrammePage, key: Key, version: Version = "") -> Response:
    """Let the programme use a version; people are asked to agree."""
    sent = await context.send("terms", {"version": version}, key, owner=_OWNER)
    return await _check(context, version, sent) if sent.problem else context.redirect("terms?said=terms-used")


def _texts(typed: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return the texts by language; a language without any text is left out."""
    texts = {
        language: {part: typed.get(f"{language}.{part}", "").strip() for part in _PARTS}
        for language in LANGUAGES
    }
    return {language: text for language, text in texts.items() if any(text.values())}


async def _check(context: PageContext, version: str, after: Answer = FINE) -> HTMLResponse:
    shown = await context.overview()
    versions = await _versions(context)
    chosen = next((each for each in versions.items if each.version == version), None)
    if chosen is None:
        raise HTTPException(404, "there are no such terms")
    joined = shown.tally.get("step", "mentor", "enrolled") + shown.tally.get("step", "mentee", "enrolled")
    return await context.render(
        "terms_use.html",
        after=after,
        chosen=chosen,
        versions=versions,
        joined=joined,
        key=uuid.uuid4().hex,
    )


async def _show(
    context: PageContext, *, after: Answer = FINE, notice: str = "", typed: Mapping[str, str] | None = None
) -> HTMLResponse:
    await context.overview()
    language = (await context.voice()).language
    versions = await _versions(context)
    texts = await asyncio.gather(*(_read(context, each) for each in LANGUAGES))
    by_language = dict(zip(LANGUAGES, texts, strict=True))
    return await context.render(
        "terms.html",
        after=after,
        notice=notice,
        versions=versions,
        terms=by_language[language],
        typed=_in_force(by_language) if typed is None else typed,
        may_share=context.caller.all_programmes,
        key=uuid.uuid4().hex,
    )


def _in_force(texts: Mapping[str, Terms]) -> dict[str, str]:
    """Return the texts in force, as the form begins with them."""
    return {
        f"{language}.{part}": getattr(terms, part)
        for language, terms in texts.items()
        if terms.language == language
        for part in _PARTS
    }


async def _versions(context: PageContext) -> TermsVersions:
    return await context.fetch(TermsVersions, "terms-versions", owner=_OWNER)


async def _read(context: PageContext, language: str) -> Terms:
    return await context.fetch(Terms, "terms", {"language": language}, owner=_OWNER)
