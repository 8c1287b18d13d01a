"""The collections of feedback, with the indexes of its queries."""

from typing import Any, Final

from services.feedback.domain.action import Action
from services.feedback.domain.check_in import CheckIn
from services.feedback.domain.concern import Concern
from services.feedback.domain.final_report import FinalReport
from services.feedback.domain.handler import Handler, Notice, Opening
from services.feedback.domain.health_record import HealthRecord
from services.feedback.domain.learning.pairing_answers import Learning, PairingAnswers
from services.feedback.domain.own_questionnaire import OwnQuestionnaire, TemplateQuestionnaires
from services.feedback.domain.pulse import Pulse
from services.feedback.domain.release.group import Group
from services.feedback.domain.release.membership import Membership
from services.feedback.domain.release.pending import Pending
from services.feedback.domain.release.response import Respondent
from services.feedback.domain.release.schedule import Schedule
from services.feedback.domain.sponsor import Sponsor
from services.feedback.domain.upstream import Participant, Programme
from shared.messaging import Collection, programme_index, tenant_index

PROGRAMMES: Final = Collection("programmes", Programme)
PARTICIPANTS: Final = Collection(
    "participants",
    Participant,
    indexes=[programme_index("employee_id"), programme_index("id"), tenant_index("employee_id")],
)
TENANT_PARTICIPANTS: Final = Collection(PARTICIPANTS.name, Participant, organisation_wide=True)
"""The same over all programmes of a tenant, to be read only."""
CHECK_INS: Final = Collection(
    "check_ins",
    CheckIn,
    indexes=[
        programme_index("requested_at", "id"),
        programme_index("due_at", "requested_at", "id"),
        programme_index("state", "answered_at"),
        programme_index("employee_id"),
    ],
)
PULSES: Final = Collection(
    "pulses",
    Pulse,
    indexes=[programme_index("employee_id", "requested_at")],
)
OWN_QUESTIONNAIRES: Final = Collection("own_questionnaires", OwnQuestionnaire)
TENANT_OWN_QUESTIONNAIRES: Final = Collection(
    OWN_QUESTIONNAIRES.name, OwnQuestionnaire, organisation_wide=True
)
"""The same over all programmes of a tenant, to be read only."""
TEMPLATE_QUESTIONNAIRES: Final = Collection(
    "template_questionnaires", TemplateQuestionnaires, organisation_wide=True
)
HEALTH_RECORDS: Final = Collection(
    "health_records",
    HealthRecord,
    indexes=[
        programme_index("mentor_id"),
        programme_index("mentee_id"),
        programme_index("mentor_employee_id"),
        programme_index("mentee_employee_id"),
        programme_index("ended_at", "health", "id"),
        programme_index("id"),
        *map(tenant_index, ("mentor_employee_id", "mentee_employee_id", "mentor_id", "mentee_id")),
    ],
)
TENANT_HEALTH_RECORDS: Final = Collection(HEALTH_RECORDS.name, HealthRecord, organisation_wide=True)
"""The same over all programmes of a tenant, to be read only."""
CONCERNS: Final = Collection(
    "concerns",
    Concern,
    indexes=[
        programme_index("employee_id"),
        programme_index("reported_at"),
        programme_index("handler_id", "concern_state"),
    ],
)
HANDLERS: Final = Collection("handlers", Handler, indexes=[programme_index("since", "id")])
SPONSORS: Final = Collection(
    "sponsors",
    Sponsor,
    indexes=[programme_index("pairing_ids", "id"), programme_index("id"), tenant_index("employee_id")],
)
TENANT_SPONSORS: Final = Collection(SPONSORS.name, Sponsor, organisation_wide=True)
"""The same over all programmes of a tenant, to be read only."""
OPENINGS: Final = Collection("openings", Opening, indexes=[programme_index("concern_id", "opened_at")])
"""The record of who opened which concern, and when."""
NOTICES: Final = Collection("notices", Notice)
SCHEDULES: Final = Collection("schedules", Schedule)
FINAL_REPORTS: Final = Collection("final_reports", FinalReport)
PENDING: Final = Collection(
    "pending", Pending, indexes=[programme_index("asked", "batch", "since"), programme_index("employee_id")]
)
"""The answers that wait for a closing; read by closings alone."""
ACTIONS: Final = Collection(
    "actions",
    Action,
    indexes=[programme_index("employee_id", "recorded_at"), programme_index("in_figures", "id")],
)
"""The ledgers of executives."""
RESPONDENTS: Final = Collection("respondents", Respondent, indexes=[programme_index("employee_id")])
"""The people who wait to be counted in the response rate; read by closings alone."""
GROUPS: Final = Collection("groups", Group, indexes=[programme_index("closed_at", "id")])
MEMBERSHIPS: Final = Collection("memberships", Membership, indexes=[programme_index("closed_at", "id")])
"""The people in the groups of the response rate and of the action ledger; read by closings alone."""
PAIRING_ANSWERS: Final = Collection(
    "pairing_answers",
    PairingAnswers,
    indexes=[
        programme_index("waiting", "id"),
        programme_index("-activated_at", "id"),
        programme_index("meaning", "-activated_at", "id"),
    ],
)
LEARNING: Final = Collection("learning", Learning)
COLLECTIONS: Final[list[Collection[Any]]] = [
    PROGRAMMES,
    PARTICIPANTS,
    CHECK_INS,
    PULSES,
    OWN_QUESTIONNAIRES,
    TEMPLATE_QUESTIONNAIRES,
    HEALTH_RECORDS,
    CONCERNS,
    HANDLERS,
    SPONSORS,
    OPENINGS,
    NOTICES,
    SCHEDULES,
    FINAL_REPORTS,
    PENDING,
    ACTIONS,
    RESPONDENTS,
    GROUPS,
    MEMBERSHIPS,
    PAIRING_ANSWERS,
    LEARNING,
]
