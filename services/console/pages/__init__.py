"""The pages of the console, one module a subject."""

from services.console.pages import (
    comparison,
    dead_letters,
    feedback,
    impact,
    live,
    login,
    matches,
    one_round,
    ops,
    overview,
    partings,
    people,
    policy,
    policy_pairs,
    policy_versions,
    programmes,
    rounds,
    rulings,
    sessions,
    sign_ins,
    static,
)

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
        one_round,
        impact,
        rulings,
        policy,
        policy_versions,
        policy_pairs,
        partings,
        sessions,
        feedback,
        ops,
        dead_letters,
        live,
    )
]

__all__ = ["ROUTERS"]
