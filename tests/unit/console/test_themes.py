from types import SimpleNamespace

import pytest
from fastapi import Request, Response

from services.console.browser_sessions.cookies import CookieSessions
from services.console.browser_theme import Theme, keep_theme, theme_of


def request_with(cookie, *, secure):
    app = SimpleNamespace(state=SimpleNamespace(sessions=CookieSessions(SimpleNamespace(), secure=secure)))
    return Request({"type": "http", "app": app, "headers": [(b"cookie", cookie.encode())]})


def test_over_https_no_other_host_sets_the_theme():
    request = request_with("__Host-theme=dark; theme=light", secure=True)
    assert theme_of(request) is Theme.DARK
    answer = Response()
    keep_theme(request, answer, Theme.LIGHT)
    kept = answer.headers["set-cookie"]
    assert kept.startswith("__Host-theme=light; ")
    assert all(part in kept for part in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"))
    assert "Domain" not in kept


@pytest.mark.parametrize("cookie", ["", "theme=pink", "theme=", "other=dark"])
def test_anything_else_follows_the_device(cookie):
    assert theme_of(request_with(cookie, secure=False)) is Theme.SYSTEM
