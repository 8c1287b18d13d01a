"""The pages of the console, one module a subject."""

from services.console.pages import (
    dead_letters,
    feedback,
    live,
    login,
    matches,
    ops,
    people,
    programmes,
    sessions,
    static,
)

ROUTERS = [
    module.router
    for module in (static, login, programmes, people, matches, sessions, feedback, ops, dead_letters, live)
]

__all__ = ["ROUTERS"]
