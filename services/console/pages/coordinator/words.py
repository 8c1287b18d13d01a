"""The words of a programme: what it calls its roles and itself, with a preview, published in versions."""

from collections.abc import Mapping
from typing import Final, Literal

from fastapi import Response
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from services.console.clients.own_words import OwnWords
from services.console.clients.services import Answer
from services.console.locale import CATALOGUE
from services.console.pages.common.programme_words import calling
from services.console.pages.common.refusals import faults_of, refusal_of
from services.console.pages.coordinator.page_context import FINE, PageContext, ProgrammePage, make_router
from services.console.policy_editor.faults import Faults
from shared.contracts.enrollment import RoleNames, Words
from shared.locale import LANGUAGES, Voice, translatable

router = make_router("/words")

_ROLES: Final = tuple(RoleNames.model_fields)
_OTHERS: Final = ("programme", "name")
_PREVIEWED: Final = (
    translatable("Mentor: you teach an executive"),
    translatable("Mentee: you learn from a junior colleague"),
    translatable("Mentors ready"),
    translatable("No mentee is free"),
    translatable("Certificate as a mentor"),
    translatable("My programme"),
    translatable("You take part in this programme."),
)
"""Texts of pages that show how the words read."""


@router.get("")
async def words(context: ProgrammePage, said: Literal["", "words"] = "") -> HTMLResponse:
    """Show the words in use, in a form, and how they read."""
    return await _show(context, notice=said)


@router.post("", response_model=None)
async def change(context: ProgrammePage) -> Response:
    """Show how words would read, or publish them as the next version."""
    async with context.request.form(max_fields=60) as form:
        typed = {name: str(value).strip() for name, value in form.items()}
    if typed.get("action") == "preview":
        return await _show(context, typed)
    texts = {language: _words(typed, language) for language in LANGUAGES}
    number = typed.get("based_on", "")
    body = {
        "based_on": int(number) if number.isdecimal() and len(number) < 4 else 0,
        "texts": {language: each for language, each in texts.items() if each},
        "for_new_programmes": "for_new" in typed,
    }
    answer = await context.send("words", body, method="PUT", owner="enrollment")
    if answer.problem:
        return await _show(context, typed, after=answer)
    return context.redirect("words?said=words")


async def _show(
    context: PageContext,
    typed: Mapping[str, str] | None = None,
    *,
    after: Answer = FINE,
    notice: str = "",
) -> HTMLResponse:
    plan = await context.plan()
    voice = await context.voice()
    published = await context.fetch(OwnWords, "words", owner="enrollment")
    texts = _typed(published) if typed is None else typed
    faults = Faults.of(faults_of(voice, after), refusal_of(voice, after)) if after.problem else Faults()
    return await context.render_plan(
        "words.html",
        plan,
        after=Answer(after.status),
        notice=notice,
        published=published,
        typed=texts,
        based_on=texts.get("based_on", str(published.number)),
        faults=faults,
        may_share=context.caller.all_programmes,
        standard={language: _standard(CATALOGUE.voice(language)) for language in LANGUAGES},
        preview={language: _read(texts, language) for language in LANGUAGES},
    )


def _words(typed: Mapping[str, str], language: str) -> dict[str, object]:
    """Return the words in one language as they were typed; what is empty is left out."""
    roles = {name: word for name in _ROLES if (word := typed.get(f"texts.{language}.roles.{name}"))}
    others = {name: word for name in _OTHERS if (word := typed.get(f"texts.{language}.{name}"))}
    return {**({"roles": roles} if roles else {}), **others}


def _typed(published: OwnWords) -> dict[str, str]:
    """Return published words as fields of the form."""
    fields: dict[str, str] = {}
    for language, each in published.texts.items():
        roles = each.roles.model_dump() if each.roles else {}
        fields |= {f"texts.{language}.roles.{name}": word for name, word in roles.items()}
        others = {name: getattr(each, name) for name in _OTHERS}
        fields |= {f"texts.{language}.{name}": word for name, word in others.items() if word}
    return fields


def _standard(voice: Voice) -> dict[str, str]:
    """Return the standard words in one language, which the fields show while they are empty."""
    return {
        "mentor": voice.say("Mentor"),
        "mentors": voice.say("Mentors"),
        "mentee": voice.say("Mentee"),
        "mentees": voice.say("Mentees"),
        "programme": voice.say("Programme"),
    }


def _read(typed: Mapping[str, str], language: str) -> list[str]:
    """Return how texts of pages read with the words in one language.

    None where it has none that could be used.
    """
    try:
        words = Words.model_validate(_words(typed, language))
    except ValidationError:
        return []
    if words.is_standard:
        return []
    voice = calling(CATALOGUE.voice(language), {language: words})
    return [*([words.name] if words.name else []), *(voice.say(text) for text in _PREVIEWED)]
