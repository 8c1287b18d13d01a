"""The pages of the console, one module a subject."""

from services.console.pages import (
    comparison,
    dead_letters,
    feedback,
    live,
    login,
    matches,
    one_round,
    ops,
    people,
    programmes,
    rounds,
    sessions,
    static,
)

ROUTERS = [
    module.router
    for module in (
        static,
        login,
        programmes,
        people,
        matches,
        rounds,
        comparison,
        one_round,
        sessions,
        feedback,
        ops,
        dead_letters,
        live,
    )
]

__all__ = ["ROUTERS"]
