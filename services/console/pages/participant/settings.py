"""The participant's settings: how they get messages, over all programmes."""

from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, Self

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import StringConstraints

from services.console.clients.notification import OwnPreferences
from services.console.clients.services import NOTIFICATION, Answer
from services.console.pages.common.fetch import fetch
from services.console.pages.common.reader import (
    LanguageChoice,
    keep_language,
    learn_reader,
    switch_language,
    voice_of,
)
from services.console.pages.common.refusals import refusal_of
from services.console.pages.common.requests import clients_of, token_of
from services.console.pages.common.view import render
from services.console.pages.participant.own_page import FINE
from shared.locale import translatable
from shared.service import Participant

router = APIRouter(prefix="/settings", include_in_schema=False)

KINDS: Final = {
    "invitation-reminder": translatable("Reminders of invitations"),
    "get-ready-reminder": translatable("Reminders to get ready for matching"),
    "training-due-reminder": translatable("Reminders of a training that has expired"),
    "terms-changed-reminder": translatable("Reminders of changed terms"),
    "session-reminder": translatable("Reminders of your sessions"),
    "circle-reminder": translatable("Reminders of the dates of your circle"),
    "check-in-reminder": translatable("Reminders of questions after a session"),
    "pulse": translatable("Pulse surveys: how it is going"),
    "pulse-reminder": translatable("Reminders of pulse surveys"),
    "nudge": translatable("A hint when you two have not met for a while"),
}
"""The kinds of messages that can be turned off."""
GROUPS: Final = {
    "answers": translatable("Messages that wait for your answer"),
    "sessions": translatable("Times of your sessions"),
    "news": translatable("News about proposals and pairings"),
}
"""The groups of messages that can come in one mail a day."""
_PATH: Final = "/me/preferences"
_CHANGED_MEANWHILE: Final = translatable(
    "Your settings were changed meanwhile, on another page or by a link in a mail. "
    "Check them, then save again."
)
_HOURS: Final = translatable("Quiet hours need a beginning and an end that differ.")

TimeOfDay = Annotated[str, Form(max_length=5)]
Codes = Annotated[
    tuple[Annotated[str, StringConstraints(pattern=r"^[a-z-]{1,40}$")], ...], Form(max_length=10)
]


@dataclass(frozen=True)
class SettingsForm:
    """The form as it was filled in."""

    messages_in: str
    quiet_from: str
    quiet_to: str
    daily: tuple[str, ...]
    digest_at: str
    kinds: tuple[str, ...]

    @classmethod
    def of(cls, saved: OwnPreferences) -> Self:
        """Return the form of what is saved."""
        return cls(
            messages_in=saved.language or "",
            quiet_from=saved.quiet_hours.begins_at if saved.quiet_hours else "",
            quiet_to=saved.quiet_hours.ends_at if saved.quiet_hours else "",
            daily=tuple(saved.daily),
            digest_at=saved.digest_at,
            kinds=tuple(kind for kind in KINDS if kind not in saved.unsubscribed),
        )

    def body(self, based_on: int) -> dict[str, Any]:
        """Return the preferences in the form that notification expects."""
        quiet = {"begins_at": self.quiet_from, "ends_at": self.quiet_to}
        return {
            "language": self.messages_in or None,
            "quiet_hours": quiet if any(quiet.values()) else None,
            "daily": list(self.daily),
            "digest_at": self.digest_at,
            "unsubscribed": [kind for kind in KINDS if kind not in self.kinds],
            "based_on": based_on,
        }


@router.get("")
async def settings(request: Request, caller: Participant, said: Literal["", "settings"] = "") -> HTMLResponse:
    """Show the caller's settings, in one form."""
    return await _show(request, caller, notice=said)


@router.post("", response_model=None)
async def save(
    request: Request,
    caller: Participant,
    based_on: Annotated[int, Form(ge=0, le=1_000_000)],
    messages_in: LanguageChoice = "",
    quiet_from: TimeOfDay = "",
    quiet_to: TimeOfDay = "",
    daily: Codes = (),
    digest_at: TimeOfDay = "",
    kinds: Codes = (),
    language: LanguageChoice = "",
) -> Response:
    """Save them; the pages in this browser follow the language."""
    typed = SettingsForm(messages_in, quiet_from, quiet_to, daily, digest_at, kinds)
    if switch_language(request, language):
        return await _show(request, caller, typed=typed)
    saved = await clients_of(request).command(
        NOTIFICATION, _PATH, token_of(request), typed.body(based_on), method="PUT"
    )
    if saved.problem:
        return await _show(request, caller, typed=typed, after=saved)
    switch_language(request, messages_in)
    answer = RedirectResponse("/settings?said=settings", 303)
    keep_language(request, answer)
    return answer


async def _show(
    request: Request,
    caller: Participant,
    *,
    typed: SettingsForm | None = None,
    after: Answer = FINE,
    notice: str = "",
) -> HTMLResponse:
    await learn_reader(request, caller)
    saved = await fetch(request, NOTIFICATION, OwnPreferences, _PATH)
    return render(
        request,
        "participant/settings.html",
        caller,
        status=after.status,
        problem=_problem(request, after),
        notice=notice,
        typed=typed or SettingsForm.of(saved),
        revision=saved.revision,
        hours_refused=_are_hours_refused(after),
        kinds=KINDS,
        groups=GROUPS,
        zone_name=voice_of(request).place,
    )


def _problem(request: Request, answer: Answer) -> str:
    voice = voice_of(request)
    if answer.status == 409:
        return voice.say(_CHANGED_MEANWHILE)
    if _are_hours_refused(answer):
        return voice.say(_HOURS)
    return refusal_of(voice, answer)


def _are_hours_refused(answer: Answer) -> bool:
    return any(name.startswith("quiet_hours") for name in answer.errors)
