"""The collections of enrollment."""

from typing import Any, Final

from services.enrollment.domain.application import Application
from services.enrollment.domain.certificate import Certificate
from services.enrollment.domain.circle import Circle
from services.enrollment.domain.circle_note import CircleNote
from services.enrollment.domain.delegation import Delegation
from services.enrollment.domain.effect.study import EffectStudy
from services.enrollment.domain.employee import Employee
from services.enrollment.domain.entered_figures import EnteredFigures
from services.enrollment.domain.help_question import HelpQuestion, PublishedAnswer
from services.enrollment.domain.hr_import import KEPT_DAYS, ErrorChunk, HrImport, ImportTurn
from services.enrollment.domain.introduction import Introduction
from services.enrollment.domain.invitation import Invitation
from services.enrollment.domain.invitation_order import InvitationOrder, OrderLines
from services.enrollment.domain.own_modules import ModuleEdition, OwnModule
from services.enrollment.domain.own_questions import OwnQuestions, TemplateQuestions
from services.enrollment.domain.own_templates import OwnTemplates
from services.enrollment.domain.own_topics import OwnTopics
from services.enrollment.domain.own_words import OwnWords, TemplateWords
from services.enrollment.domain.participant import Participant
from services.enrollment.domain.programme import Programme
from services.enrollment.domain.sponsorship import Sponsorship
from services.enrollment.domain.statements import Activities, TakenStatement
from services.enrollment.domain.terms import TermsEdition
from services.enrollment.domain.waitlist import Waitlist
from shared.kernel import Aggregate, EmployeeId
from shared.messaging import Collection, expiry_index, make_index, programme_index, tenant_index

PROGRAMMES = Collection("programmes", Programme, organisation_wide=True)

ENTERED_FIGURES = Collection("entered-figures", EnteredFigures)

EMPLOYEES = Collection(
    "employees",
    Employee,
    indexes=[
        tenant_index("left", "id"),
        tenant_index("id"),
        tenant_index("left", "region", "grade"),
        tenant_index("left", "email_key"),
        tenant_index("left", "name_key"),
    ],
    organisation_wide=True,
)


OWN_QUESTIONS = Collection("own-questions", OwnQuestions)
QUESTIONS_OF_ALL_PROGRAMMES = Collection("own-questions", OwnQuestions, organisation_wide=True)
"""To copy the questions of another programme; never saved through."""
TEMPLATE_QUESTIONS = Collection("template-questions", TemplateQuestions, organisation_wide=True)

OWN_WORDS = Collection("own-words", OwnWords)
WORDS_OF_ALL_PROGRAMMES = Collection("own-words", OwnWords, organisation_wide=True)
"""To copy the words of another programme; never saved through."""
TEMPLATE_WORDS = Collection("template-words", TemplateWords, organisation_wide=True)
OWN_MODULES = Collection("own-modules", OwnModule, organisation_wide=True)
MODULE_EDITIONS = Collection("module-editions", ModuleEdition, organisation_wide=True)

OWN_TOPICS = Collection("own-topics", OwnTopics, organisation_wide=True)


OWN_TEMPLATES = Collection("own-templates", OwnTemplates, organisation_wide=True)

ORGANISATION_TERMS = Collection("organisation-terms", TermsEdition, organisation_wide=True)
PROGRAMME_TERMS = Collection("programme-terms", TermsEdition)
TERMS_OF_ALL_PROGRAMMES = Collection("programme-terms", TermsEdition, organisation_wide=True)
"""Finds the terms of a programme that is copied; save through PROGRAMME_TERMS."""


class ReportsTo(Aggregate):
    """The part of an employee that a file is checked against."""

    manager_id: EmployeeId | None
    email: str


REPORTING = Collection("employees", ReportsTo, organisation_wide=True)
"""To read the whole organisation's lines at once; never saved through."""

PARTICIPANTS = Collection(
    "participants",
    Participant,
    indexes=[
        programme_index("role", "state", "id"),
        tenant_index("employee_id"),
        tenant_index("state", "id"),
        programme_index("consent_due", "id"),
    ],
)

PARTICIPANTS_OF_ALL_PROGRAMMES = Collection("participants", Participant, organisation_wide=True)
"""To find participants by, whatever their programme; save through PARTICIPANTS."""

_STATEMENT_DAYS: Final = 400
"""A learning system sends what it has sent before again within days; it may send a year's again."""

EFFECT_STUDIES = Collection("effect-studies", EffectStudy, indexes=[make_index("outcomes")])

_EXPIRY = expiry_index("saved_at", days=KEPT_DAYS)

INVITATIONS = Collection(
    "invitations",
    Invitation,
    indexes=[
        programme_index("state", "employee_id"),
        programme_index("state", "role"),
        tenant_index("employee_id"),
    ],
)
INVITATIONS_OF_ALL_PROGRAMMES = Collection("invitations", Invitation, organisation_wide=True)
"""Finds invitations across programmes; save through INVITATIONS."""

INVITATION_ORDERS = Collection(
    "invitation-orders", InvitationOrder, indexes=[programme_index("-ordered_at", "id")]
)
INVITATION_LINES = Collection("invitation-lines", OrderLines, indexes=[_EXPIRY])

APPLICATIONS = Collection(
    "applications",
    Application,
    indexes=[
        programme_index("state", "role", "-left_out_before", "ticket"),
        programme_index("state", "applied_at"),
        tenant_index("employee_id"),
    ],
)
APPLICATIONS_OF_ALL_PROGRAMMES = Collection("applications", Application, organisation_wide=True)
"""Finds applications across programmes; save through APPLICATIONS."""

WAITLISTS = Collection("waitlists", Waitlist)

INTRODUCTIONS = Collection(
    "introductions",
    Introduction,
    indexes=[
        programme_index("mentor_id"),
        programme_index("mentee_id"),
        tenant_index("mentor_id"),
        tenant_index("mentee_id"),
    ],
)
INTRODUCTIONS_OF_ALL_PROGRAMMES = Collection("introductions", Introduction, organisation_wide=True)
"""Finds introductions across programmes; save through INTRODUCTIONS."""

SPONSORSHIPS = Collection(
    "sponsorships",
    Sponsorship,
    indexes=[programme_index("mentor_id"), tenant_index("employee_id"), tenant_index("state", "id")],
)
SPONSORSHIPS_OF_ALL_PROGRAMMES = Collection("sponsorships", Sponsorship, organisation_wide=True)
"""Finds sponsorships across programmes; save through SPONSORSHIPS."""

DELEGATIONS = Collection(
    "delegations", Delegation, indexes=[programme_index("state", "id"), tenant_index("employee_id")]
)
DELEGATIONS_OF_ALL_PROGRAMMES = Collection("delegations", Delegation, organisation_wide=True)
"""Finds delegations across programmes; save through DELEGATIONS."""

CERTIFICATES = Collection(
    "certificates",
    Certificate,
    indexes=[programme_index("employee_id"), programme_index("-issued_at", "id"), tenant_index("code")],
)
CERTIFICATES_OF_ALL_PROGRAMMES = Collection("certificates", Certificate, organisation_wide=True)
"""Finds a certificate by its code; save through CERTIFICATES."""

HELP_QUESTIONS = Collection(
    "help-questions",
    HelpQuestion,
    indexes=[programme_index("state", "asked_at", "id"), programme_index("employee_id", "asked_at")],
)
PUBLISHED_ANSWERS = Collection(
    "published-answers", PublishedAnswer, indexes=[programme_index("-published_at", "id")]
)

CIRCLES = Collection(
    "circles",
    Circle,
    indexes=[programme_index("members.participant_id"), programme_index("members.employee_id")],
)
CIRCLE_NOTES = Collection(
    "circle-notes", CircleNote, indexes=[programme_index("circle_id", "-written_at", "id")]
)

ACTIVITIES = Collection("training-activities", Activities)
TAKEN_STATEMENTS = Collection(
    "taken-statements",
    TakenStatement,
    indexes=[expiry_index("saved_at", days=_STATEMENT_DAYS)],
)

IMPORTS = Collection("imports", HrImport, indexes=[programme_index("file"), _EXPIRY])
IMPORT_ERRORS = Collection("import-errors", ErrorChunk, indexes=[_EXPIRY])
TURNS = Collection("import-turns", ImportTurn, organisation_wide=True)

COLLECTIONS: list[Collection[Any]] = [
    ENTERED_FIGURES,
    PROGRAMMES,
    EMPLOYEES,
    OWN_QUESTIONS,
    TEMPLATE_QUESTIONS,
    OWN_WORDS,
    TEMPLATE_WORDS,
    OWN_MODULES,
    MODULE_EDITIONS,
    OWN_TOPICS,
    OWN_TEMPLATES,
    ORGANISATION_TERMS,
    PROGRAMME_TERMS,
    PARTICIPANTS,
    INVITATIONS,
    INVITATION_ORDERS,
    INVITATION_LINES,
    APPLICATIONS,
    WAITLISTS,
    INTRODUCTIONS,
    SPONSORSHIPS,
    DELEGATIONS,
    CERTIFICATES,
    HELP_QUESTIONS,
    PUBLISHED_ANSWERS,
    EFFECT_STUDIES,
    CIRCLES,
    CIRCLE_NOTES,
    ACTIVITIES,
    TAKEN_STATEMENTS,
    IMPORTS,
    IMPORT_ERRORS,
    TURNS,
]
