"""The theme of a browser, which a cookie keeps."""

from enum import StrEnum
from typing import Final

from fastapi import Request, Response

from services.console.browser_sessions.cookies import cookies_of

_YEAR: Final = 365 * 86_400


class Theme(StrEnum):
    """The colours of pages and charts."""

    SYSTEM = "system"
    """As the device is set; no cookie is kept."""
    LIGHT = "light"
    DARK = "dark"


def theme_of(request: Request) -> Theme:
    """Return the theme that the request's browser keeps."""
    kept = request.cookies.get(_cookie(request), "")
    return Theme(kept) if kept in set(Theme) else Theme.SYSTEM


def keep_theme(request: Request, answer: Response, theme: Theme) -> None:
    """Let the browser keep a theme, or forget the one it keeps."""
    answer.set_cookie(
        _cookie(request),
        theme,
        max_age=0 if theme is Theme.SYSTEM else _YEAR,
        path="/",
        httponly=True,
        samesite="lax",
        secure=cookies_of(request).secure,
    )


def _cookie(request: Request) -> str:
    """Return the cookie's name; with the prefix no other host can set it."""
    return "__Host-theme" if cookies_of(request).secure else "theme"
