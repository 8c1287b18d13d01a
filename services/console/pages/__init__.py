"""The pages of the console, one module a subject."""

from services.console.pages.common import (
    languages,
    login,
    mail_links,
    programmes,
    sign_in,
    sign_ins,
    static,
)
from services.console.pages.coordinator import (
    comparison,
    decisions,
    do_not_match,
    feedback,
    impact,
    live,
    matches,
    new_programme,
    overview,
    people,
    policy,
    policy_pairs,
    policy_versions,
    programme_end,
    round,  # noqa: A004 (a matching round)
    round_approval,
    rounds,
    sessions,
    set_up,
    waiting,
    webhook_acts,
    webhook_forms,
    webhooks,
)
from services.console.pages.ops import dead_letters, streams
from services.console.pages.participant import (
    changes,
    check_ins,
    concerns,
    home,
    partner,
    programme,
    proposals,
    settings,
    tasks_by_mail,
)
from services.console.pages.participant import sessions as own_sessions

ROUTERS = [
    module.router
    for module in (
        static,
        languages,
        login,
        sign_in,
        mail_links,
        sign_ins,
        programmes,
        new_programme,
        overview,
        people,
        matches,
        rounds,
        comparison,
        round,
        round_approval,
        impact,
        decisions,
        policy,
        policy_versions,
        policy_pairs,
        do_not_match,
        waiting,
        set_up,
        programme_end,
        sessions,
        feedback,
        webhook_forms,
        webhooks,
        webhook_acts,
        streams,
        dead_letters,
        live,
        home,
        proposals,
        partner,
        own_sessions,
        check_ins,
        changes,
        programme,
        concerns,
        settings,
        tasks_by_mail,
    )
]

__all__ = ["ROUTERS"]
