"""The pages of the console, one module a subject."""

from services.console.pages.common import login, programmes, sign_ins, static
from services.console.pages.coordinator import (
    comparison,
    decisions,
    do_not_match,
    feedback,
    impact,
    live,
    matches,
    overview,
    people,
    policy,
    policy_pairs,
    policy_versions,
    round,  # noqa: A004 (a matching round)
    rounds,
    sessions,
)
from services.console.pages.ops import dead_letters, streams

ROUTERS = [
    module.router
    for module in (
        static,
        login,
        sign_ins,
        programmes,
        overview,
        people,
        matches,
        rounds,
        comparison,
        round,
        impact,
        decisions,
        policy,
        policy_versions,
        policy_pairs,
        do_not_match,
        sessions,
        feedback,
        streams,
        dead_letters,
        live,
    )
]

__all__ = ["ROUTERS"]
