"""The enrollment service."""

from fastapi import FastAPI

from services.catalogue import find
from services.enrollment.api import (
    applications,
    certificates,
    circles,
    completions,
    contacts,
    delegates,
    drafts,
    employees,
    entered_figures,
    help_questions,
    import_checks,
    imports,
    invitation_orders,
    invitations,
    own_circles,
    own_modules,
    own_questions,
    own_templates,
    own_words,
    participants,
    partners,
    programmes,
    readers,
    sponsors,
    statements,
    staying_in_touch,
    terms,
    topics,
    total_capacity,
    training,
    withdrawal,
)
from services.enrollment.commands.imports.row_reader import ImportReader
from services.enrollment.jobs.effects import measure_effects
from services.enrollment.reactions import reactions
from services.enrollment.store import COLLECTIONS
from services.settings import PlatformSettings
from shared.contracts.failures import FAILURES
from shared.runtime.clock import Clock
from shared.service import (
    PRIVATE_TEXT,
    Service,
    build,
    check_master_keys,
    private_text_router,
    require_master_keys,
    run_wrapping,
)

ENTRY = find("enrollment")
SERVICE = Service(
    name=ENTRY.name,
    title=ENTRY.title,
    topic=ENTRY.topic,
    summary=ENTRY.summary,
    routers=[
        programmes.router,
        drafts.router,
        own_templates.router,
        entered_figures.router,
        import_checks.router,
        imports.router,
        employees.router,
        participants.router,
        total_capacity.router,
        training.router,
        own_modules.router,
        completions.router,
        statements.router,
        withdrawal.router,
        partners.router,
        invitations.router,
        invitation_orders.router,
        applications.router,
        certificates.router,
        staying_in_touch.router,
        sponsors.router,
        help_questions.router,
        circles.router,
        own_circles.router,
        delegates.router,
        contacts.router,
        readers.router,
        topics.router,
        terms.router,
        own_questions.router,
        own_words.router,
        private_text_router,
    ],
    reactions=reactions,
    failure=FAILURES[ENTRY.name],
    collections=[*COLLECTIONS, *PRIVATE_TEXT],
    keeps_private=ENTRY.keeps_private,
    checks=(check_master_keys,),
    background=(run_wrapping, measure_effects),
    openapi_tags=[
        {"name": "programmes", "description": "Programmes and their rules"},
        {"name": "employees", "description": "The organisation's people, from its HR system"},
        {"name": "participants", "description": "Enrolment, assessment, withdrawal"},
        {"name": "training", "description": "Modules to read, their checks, and who has completed them"},
        {"name": "terms", "description": "Terms of taking part, and consent to them"},
        {"name": "questions", "description": "Questions of a programme to its participants"},
        {"name": "words", "description": "The names that a programme gives its roles and itself"},
        {"name": "topics", "description": "Topics that people teach and learn"},
        {"name": "help", "description": "Questions to the coordinators, and answers for everybody"},
        {"name": "circles", "description": "Groups of mentors, their dates, and notes for themselves"},
        {"name": "certificates", "description": "Certificates of completed pairings, and their verification"},
        {"name": "private text", "description": "Erasing what a person has written in confidence"},
    ],
)


def create_app(settings: PlatformSettings, clock: Clock | None = None) -> FastAPI:
    """Put the service together.

    Raises:
        SettingsError: there is no master key.
    """
    app = build(SERVICE, settings, clock=clock)
    app.state.reader = ImportReader()
    app.state.master_keys = require_master_keys(settings)
    return app
