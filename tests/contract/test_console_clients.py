"""The console's response classes fit the OpenAPI documents of the services that answer.

Every class under ``services/console/clients`` is compared, field by field, with the schema of the operation
that returns it. A field that is renamed, removed, of another type or newly nullable at its owner fails here.
"""

import importlib
import pkgutil
import re
from copy import deepcopy
from pathlib import Path

import pytest

from services.console import clients
from services.console.clients import (
    assessments,
    certificates,
    circles,
    delegates,
    feedback,
    feedback_concerns,
    help_channel,
    imports,
    notification,
    own_modules,
    own_questions,
    own_words,
    scheduling,
    sponsors,
    terms,
    topics,
)
from services.console.clients.completions import Activities, Completions
from services.console.clients.enrollment import (
    Application,
    Applications,
    Checked,
    Employees,
    Entry,
    OwnCapacity,
    OwnParticipations,
    OwnPartners,
    OwnTraining,
    Participants,
    ParticipantSteps,
    Places,
    ProgrammeDefinition,
    Programmes,
    ProgrammeTemplates,
    Reader,
    TrainingModule,
)
from services.console.clients.enrollment_invitations import (
    InvitationCounts,
    InvitationOrder,
    InvitationOrders,
    Invitations,
)
from services.console.clients.matching import (
    comparison,
    decisions,
    do_not_match,
    own,
    pauses,
    policy,
    recommended_weights,
    round_pairs,
    rounds,
    waiting,
)
from services.console.clients.response import Response
from services.console.clients.services import NOTIFICATION, OWNERS
from services.console.wording import applications as application_words
from services.console.wording import concerns as concern_words
from services.console.wording import decisions as decision_words
from services.console.wording import hr_files, webhooks
from services.console.wording import invitations as invitation_words
from services.console.wording import training as training_words
from services.console.wording import waiting as waiting_words
from tests.contract.response_fit import codes_of, misfits, reached_classes
from tests.contract.test_openapi import describe

PROGRAMME = "/programmes/{programme_id}"
ROUND = f"{PROGRAMME}/rounds/{{round_id}}"
TIMES = f"{PROGRAMME}/delegations/{{participant_id}}/sessions"
LOG = "/webhooks/{webhook_id}/deliveries"
OWN_CONCERNS = f"{PROGRAMME}/me/concerns"
DO_NOT_MATCH = f"{PROGRAMME}/do-not-match"
FETCHED = [
    ("enrollment", "/programmes", Programmes),
    ("enrollment", "/me", Reader),
    ("enrollment", "/programme-templates", ProgrammeTemplates),
    ("enrollment", f"{PROGRAMME}/employees", Employees),
    ("enrollment", PROGRAMME, ProgrammeDefinition),
    ("enrollment", f"{PROGRAMME}/me", OwnParticipations),
    ("enrollment", f"{PROGRAMME}/me/partners", OwnPartners),
    ("enrollment", f"{PROGRAMME}/me/entry", Entry),
    ("enrollment", f"{PROGRAMME}/certificates", certificates.Certificates),
    ("enrollment", f"{PROGRAMME}/me/certificates", certificates.OwnCertificates),
    ("enrollment", f"{PROGRAMME}/me/farewells", certificates.Farewells),
    ("enrollment", f"{PROGRAMME}/pairings/{{pairing_id}}/sponsor", sponsors.Sponsor),
    ("enrollment", f"{PROGRAMME}/me/sponsorships", sponsors.OwnSponsorships),
    ("enrollment", f"{PROGRAMME}/me/help-questions", help_channel.OwnHelpQuestions),
    ("enrollment", f"{PROGRAMME}/help-questions", help_channel.HelpQuestions),
    ("enrollment", f"{PROGRAMME}/help-questions/{{question_id}}", help_channel.HelpQuestion),
    ("enrollment", f"{PROGRAMME}/published-answers", help_channel.PublishedAnswers),
    ("enrollment", f"{PROGRAMME}/me/delegate", delegates.OwnDelegate),
    ("enrollment", f"{PROGRAMME}/me/delegations", delegates.OwnDelegations),
    ("enrollment", f"{PROGRAMME}/me/known-delegates", delegates.KnownDelegates),
    ("enrollment", "/certificate-checks", certificates.VerifiedCertificate),
    ("enrollment", f"{PROGRAMME}/applications", Applications),
    ("enrollment", f"{PROGRAMME}/applications/{{application_id}}", Application),
    ("enrollment", f"{PROGRAMME}/invitations", Invitations),
    ("enrollment", f"{PROGRAMME}/invitation-counts", InvitationCounts),
    ("enrollment", f"{PROGRAMME}/invitation-orders", InvitationOrders),
    ("enrollment", f"{PROGRAMME}/invitation-orders/{{order_id}}", InvitationOrder),
    ("enrollment", f"{PROGRAMME}/places", Places),
    ("enrollment", f"{PROGRAMME}/assessments/{{role}}", assessments.Questionnaire),
    ("enrollment", f"{PROGRAMME}/terms", terms.Terms),
    ("enrollment", f"{PROGRAMME}/terms-versions", terms.TermsVersions),
    ("enrollment", f"{PROGRAMME}/topics", topics.Topics),
    ("enrollment", f"{PROGRAMME}/questions/{{role}}", own_questions.OwnQuestions),
    ("enrollment", f"{PROGRAMME}/participants/{{participant_id}}/answers", own_questions.OwnAnswers),
    ("enrollment", f"{PROGRAMME}/words", own_words.OwnWords),
    ("enrollment", f"{PROGRAMME}/topic-suggestions", topics.Topics),
    ("enrollment", f"{PROGRAMME}/participants", Participants),
    ("enrollment", f"{PROGRAMME}/participants/{{participant_id}}", ParticipantSteps),
    ("enrollment", f"{PROGRAMME}/me/training", OwnTraining),
    ("enrollment", f"{PROGRAMME}/participants/{{participant_id}}/training/{{module_id}}/answers", Checked),
    ("enrollment", f"{PROGRAMME}/training/{{module_id}}", TrainingModule),
    ("enrollment", f"{PROGRAMME}/training-completions", Completions),
    ("enrollment", f"{PROGRAMME}/import-checks", imports.Findings),
    ("enrollment", f"{PROGRAMME}/import-checks", imports.ImportCheck),
    ("enrollment", f"{PROGRAMME}/imports/{{import_id}}", imports.Import),
    ("enrollment", f"{PROGRAMME}/training-activities", Activities),
    ("enrollment", f"{PROGRAMME}/circles", circles.Circles),
    ("enrollment", f"{PROGRAMME}/circles/{{circle_id}}", circles.Circle),
    ("enrollment", f"{PROGRAMME}/me/circles", circles.OwnCircles),
    ("enrollment", f"{PROGRAMME}/me/circles/{{circle_id}}/notes", circles.CircleNotes),
    ("enrollment", f"{PROGRAMME}/training-modules", own_modules.OwnModules),
    ("enrollment", f"{PROGRAMME}/training-modules/{{module_id}}", own_modules.WrittenModule),
    ("scheduling", f"{PROGRAMME}/me/sessions", scheduling.OwnSessions),
    ("scheduling", f"{PROGRAMME}/sessions/{{session_id}}", scheduling.OwnSession),
    ("scheduling", f"{PROGRAMME}/sessions/{{session_id}}/free-slots", scheduling.FreeTimes),
    ("scheduling", TIMES, scheduling.ExecutiveSessions),
    ("scheduling", f"{TIMES}/{{session_id}}/free-slots", scheduling.FreeTimes),
    ("feedback", f"{PROGRAMME}/me/check-ins", feedback.OwnCheckIns),
    ("feedback", f"{PROGRAMME}/me/pulses", feedback.OwnPulses),
    ("feedback", f"{PROGRAMME}/me/questions", feedback.OpenQuestions),
    ("feedback", f"{PROGRAMME}/own-questionnaires", own_questions.AllSurveyQuestions),
    (
        "feedback",
        f"{PROGRAMME}/own-questionnaires/{{occasion}}/{{role}}",
        own_questions.SurveyQuestions,
    ),
    ("feedback", f"{PROGRAMME}/me/actions", feedback.OwnActions),
    ("feedback", f"{PROGRAMME}/me/concern-readers", feedback_concerns.ConcernReaders),
    ("feedback", OWN_CONCERNS, feedback_concerns.OwnConcerns),
    ("feedback", f"{PROGRAMME}/me/concerns/{{concern_id}}", feedback_concerns.OwnConcern),
    ("feedback", f"{PROGRAMME}/concerns", feedback_concerns.ConcernRows),
    ("feedback", f"{PROGRAMME}/concerns/{{concern_id}}/opening", feedback_concerns.OpenedConcern),
    ("feedback", f"{PROGRAMME}/me/concern-handling", feedback_concerns.Handling),
    ("enrollment", "/me/total-capacity", OwnCapacity),
    (NOTIFICATION, "/me/preferences", notification.OwnPreferences),
    (NOTIFICATION, "/webhooks", notification.Webhooks),
    (NOTIFICATION, "/webhooks/{webhook_id}", notification.Webhook),
    (NOTIFICATION, "/webhooks/{webhook_id}/deliveries", notification.WebhookDeliveries),
    ("matching", f"{PROGRAMME}/criteria", own.Criteria),
    ("matching", f"{PROGRAMME}/me/shortlist", own.OwnShortlist),
    ("matching", f"{PROGRAMME}/proposals/{{proposal_id}}", own.OwnProposal),
    ("matching", f"{PROGRAMME}/proposals/{{proposal_id}}", round_pairs.ProposedPair),
    ("matching", f"{PROGRAMME}/me/pairings", own.OwnPairings),
    ("matching", f"{PROGRAMME}/pairings/{{pairing_id}}", own.OwnPairing),
    ("matching", f"{PROGRAMME}/pairings/{{pairing_id}}", own.OwnPair),
    ("matching", f"{PROGRAMME}/pairings/{{pairing_id}}", pauses.PausedPairing),
    ("matching", ROUND, rounds.RoundReport),
    ("matching", f"{ROUND}/proposals", round_pairs.ProposedPairs),
    ("matching", f"{ROUND}/pairs", round_pairs.Pairs),
    ("matching", f"{ROUND}/unmatched", round_pairs.UnmatchedPeople),
    ("matching", f"{ROUND}/comparison/{{other_id}}", comparison.Comparison),
    ("matching", f"{ROUND}/decisions", decisions.RoundDecisions),
    ("matching", f"{ROUND}/impact", decisions.Impact),
    ("matching", f"{PROGRAMME}/policy", policy.PolicyVersion),
    ("matching", f"{PROGRAMME}/policy/versions", policy.PolicyVersions),
    ("matching", f"{PROGRAMME}/policy/versions/{{number}}", policy.PolicyVersion),
    ("matching", f"{PROGRAMME}/policy/catalogue", policy.Catalogue),
    ("matching", f"{PROGRAMME}/policy/recommended-weights", recommended_weights.RecommendedWeights),
    ("matching", DO_NOT_MATCH, do_not_match.DoNotMatchPairs),
    ("matching", f"{PROGRAMME}/summary", do_not_match.Summary),
    ("matching", f"{PROGRAMME}/summary", waiting.Level),
    ("matching", f"{PROGRAMME}/summary", waiting.FreePeople),
    ("matching", f"{PROGRAMME}/overdue", waiting.OverduePage),
    ("matching", f"{PROGRAMME}/waiting", waiting.WaitingPage),
]
ACTS_ON_CONCERNS = ("opening", "taking", "acknowledgement", "messages", "closing", "passing-on")
ACTS_ON_WEBHOOKS = ("pause", "resumption", "test", "rotation", "replay")
SENT = [
    ("enrollment", "put", PROGRAMME),
    ("enrollment", "delete", PROGRAMME),
    ("enrollment", "post", f"{PROGRAMME}/draft"),
    ("enrollment", "post", f"{PROGRAMME}/open"),
    ("enrollment", "post", f"{PROGRAMME}/template"),
    ("enrollment", "put", "/programme-templates/{template_id}"),
    ("enrollment", "delete", "/programme-templates/{template_id}"),
    ("enrollment", "post", f"{PROGRAMME}/key-results/{{name}}/figures"),
    ("enrollment", "post", f"{PROGRAMME}/close"),
    ("enrollment", "post", f"{PROGRAMME}/complete"),
    ("enrollment", "post", f"{PROGRAMME}/cancel"),
    ("enrollment", "post", f"{PROGRAMME}/participants"),
    ("enrollment", "post", f"{PROGRAMME}/participants/{{participant_id}}/assessment"),
    ("enrollment", "post", f"{PROGRAMME}/participants/{{participant_id}}/topics"),
    ("enrollment", "post", f"{PROGRAMME}/topics"),
    ("enrollment", "post", f"{PROGRAMME}/terms"),
    ("enrollment", "post", f"{PROGRAMME}/terms-versions"),
    ("enrollment", "post", f"{PROGRAMME}/participants/{{participant_id}}/consent"),
    ("enrollment", "put", f"{PROGRAMME}/questions/{{role}}"),
    ("enrollment", "put", f"{PROGRAMME}/words"),
    ("feedback", "put", f"{PROGRAMME}/own-questionnaires/{{occasion}}/{{role}}"),
    ("enrollment", "post", f"{PROGRAMME}/participants/{{participant_id}}/answers"),
    ("enrollment", "post", f"{PROGRAMME}/applications"),
    ("enrollment", "post", f"{PROGRAMME}/applications/{{application_id}}/withdraw"),
    ("enrollment", "post", f"{PROGRAMME}/applications/{{application_id}}/admit"),
    ("enrollment", "post", f"{PROGRAMME}/applications/{{application_id}}/decline"),
    ("enrollment", "post", f"{PROGRAMME}/invitations/{{invitation_id}}/decline"),
    ("enrollment", "post", f"{PROGRAMME}/pairings/{{pairing_id}}/contact"),
    ("enrollment", "post", f"{PROGRAMME}/pairings/{{pairing_id}}/sponsor"),
    ("enrollment", "delete", f"{PROGRAMME}/pairings/{{pairing_id}}/sponsor"),
    ("enrollment", "post", f"{PROGRAMME}/pairings/{{pairing_id}}/sponsor/answer"),
    ("enrollment", "post", f"{PROGRAMME}/help-questions"),
    ("enrollment", "delete", f"{PROGRAMME}/me/help-questions/{{question_id}}"),
    ("enrollment", "post", f"{PROGRAMME}/help-questions/{{question_id}}/answer"),
    ("enrollment", "delete", f"{PROGRAMME}/published-answers/{{answer_id}}"),
    ("enrollment", "post", f"{PROGRAMME}/me/delegate"),
    ("enrollment", "delete", f"{PROGRAMME}/me/delegate"),
    ("enrollment", "post", f"{PROGRAMME}/delegations/{{participant_id}}/answer"),
    ("enrollment", "post", f"{PROGRAMME}/invitation-lists"),
    ("enrollment", "post", f"{PROGRAMME}/training-completions"),
    ("enrollment", "post", f"{PROGRAMME}/import-checks"),
    ("enrollment", "post", f"{PROGRAMME}/imports"),
    ("enrollment", "put", f"{PROGRAMME}/training-activities"),
    ("enrollment", "post", f"{PROGRAMME}/circles"),
    ("enrollment", "put", f"{PROGRAMME}/circles/{{circle_id}}"),
    ("enrollment", "post", f"{PROGRAMME}/circles/{{circle_id}}/dates"),
    ("enrollment", "put", f"{PROGRAMME}/circles/{{circle_id}}/dates/{{date_id}}"),
    ("enrollment", "post", f"{PROGRAMME}/circles/{{circle_id}}/dates/{{date_id}}/cancellation"),
    ("enrollment", "post", f"{PROGRAMME}/me/circles/{{circle_id}}/departure"),
    ("enrollment", "post", f"{PROGRAMME}/me/circles/{{circle_id}}/dates/{{date_id}}/attendance"),
    ("enrollment", "post", f"{PROGRAMME}/me/circles/{{circle_id}}/notes"),
    ("enrollment", "delete", f"{PROGRAMME}/me/circles/{{circle_id}}/notes/{{note_id}}"),
    ("enrollment", "put", f"{PROGRAMME}/training-modules/{{module_id}}"),
    ("enrollment", "post", f"{PROGRAMME}/training-modules/{{module_id}}/retirement"),
    ("enrollment", "post", f"{PROGRAMME}/invitation-orders"),
    ("enrollment", "post", f"{PROGRAMME}/invitation-orders/{{order_id}}/confirm"),
    ("enrollment", "post", f"{PROGRAMME}/invitation-orders/{{order_id}}/discard"),
    ("matching", "post", f"{PROGRAMME}/rounds"),
    ("matching", "post", f"{ROUND}/cancellation"),
    ("matching", "post", f"{ROUND}/approval"),
    ("matching", "post", f"{ROUND}/locks"),
    ("matching", "post", f"{ROUND}/replay"),
    ("matching", "post", f"{ROUND}/decisions"),
    ("matching", "post", f"{ROUND}/recomputation"),
    ("matching", "post", f"{ROUND}/discard"),
    ("matching", "post", f"{PROGRAMME}/proposals/{{proposal_id}}/rejection"),
    ("matching", "put", f"{PROGRAMME}/policy"),
    ("matching", "post", DO_NOT_MATCH),
    ("matching", "delete", f"{DO_NOT_MATCH}/{{do_not_match_id}}"),
    ("matching", "post", f"{PROGRAMME}/proposals/{{proposal_id}}/answer"),
    ("matching", "post", f"{PROGRAMME}/me/shortlist"),
    ("matching", "post", f"{PROGRAMME}/me/shortlist/more"),
    ("matching", "post", f"{PROGRAMME}/me/shortlist/decline"),
    ("matching", "post", f"{PROGRAMME}/me/shortlist/{{proposal_id}}/choice"),
    ("matching", "post", f"{PROGRAMME}/pairings/{{pairing_id}}/end"),
    ("matching", "post", f"{PROGRAMME}/pairings/{{pairing_id}}/pause"),
    ("matching", "post", f"{PROGRAMME}/pairings/{{pairing_id}}/resumption"),
    ("scheduling", "post", f"{PROGRAMME}/sessions/{{session_id}}/move"),
    ("scheduling", "post", f"{PROGRAMME}/sessions/{{session_id}}/cancellation"),
    ("scheduling", "post", f"{PROGRAMME}/sessions/{{session_id}}/outcome"),
    ("feedback", "post", f"{PROGRAMME}/check-ins/{{check_in_id}}/answer"),
    ("feedback", "post", f"{PROGRAMME}/pulses/{{pulse_id}}/answer"),
    ("feedback", "post", f"{PROGRAMME}/pulses/{{pulse_id}}/answers-so-far"),
    ("feedback", "post", f"{PROGRAMME}/pairings/{{pairing_id}}/first-contact"),
    ("feedback", "post", f"{PROGRAMME}/me/actions"),
    ("feedback", "delete", f"{PROGRAMME}/me/actions/{{action_id}}"),
    ("feedback", "post", f"{PROGRAMME}/concerns"),
    ("feedback", "post", f"{PROGRAMME}/me/concerns/{{concern_id}}/messages"),
    ("feedback", "post", f"{PROGRAMME}/me/concerns/{{concern_id}}/withdrawal"),
    ("feedback", "put", f"{PROGRAMME}/me/concern-handling"),
    ("feedback", "delete", f"{PROGRAMME}/me/concern-handling"),
    *(("feedback", "post", f"{PROGRAMME}/concerns/{{concern_id}}/{act}") for act in ACTS_ON_CONCERNS),
    ("feedback", "delete", "/me/private-text"),
    ("enrollment", "delete", "/me/private-text"),
    ("matching", "delete", "/me/private-text"),
    ("matching", "delete", f"{PROGRAMME}/pairings/{{pairing_id}}/private-reason"),
    ("enrollment", "post", f"{PROGRAMME}/participants/{{participant_id}}/withdrawal"),
    ("enrollment", "post", f"{PROGRAMME}/participants/{{participant_id}}/training"),
    ("enrollment", "post", f"{PROGRAMME}/participants/{{participant_id}}/training/{{module_id}}/answers"),
    ("enrollment", "delete", f"{PROGRAMME}/participants/{{participant_id}}/withdrawal/private-reason"),
    ("enrollment", "put", "/me/total-capacity"),
    (NOTIFICATION, "put", "/me/preferences"),
    (NOTIFICATION, "post", "/webhooks"),
    (NOTIFICATION, "put", "/webhooks/{webhook_id}"),
    (NOTIFICATION, "delete", "/webhooks/{webhook_id}"),
    *((NOTIFICATION, "post", f"/webhooks/{{webhook_id}}/{act}") for act in ACTS_ON_WEBHOOKS),
    (NOTIFICATION, "post", "/webhooks/{webhook_id}/deliveries/{delivery_id}/retry"),
]
WORDED = [
    (
        "enrollment",
        f"{PROGRAMME}/me/entry",
        Entry,
        "application.decline_reason",
        set(application_words.DECLINE_REASONS),
    ),
    (
        "enrollment",
        f"{PROGRAMME}/invitation-orders",
        InvitationOrders,
        "items.state",
        set(invitation_words.STATES),
    ),
    (
        "enrollment",
        f"{PROGRAMME}/invitation-orders",
        InvitationOrders,
        "items.faults.reason",
        set(invitation_words.SKIPS),
    ),
    (
        "enrollment",
        f"{PROGRAMME}/training-completions",
        Completions,
        "faults.code",
        set(training_words.ROW_FAULTS),
    ),
    (
        "enrollment",
        f"{PROGRAMME}/import-checks",
        imports.ImportCheck,
        "errors.code",
        set(hr_files.HR_FAULTS),
    ),
    ("matching", f"{PROGRAMME}/waiting", waiting.WaitingPage, "items.why", set(waiting_words.REASONS)),
    (
        "matching",
        DO_NOT_MATCH,
        do_not_match.DoNotMatchPairs,
        "items.cause",
        set(decision_words.CAUSES),
    ),
    ("matching", f"{ROUND}/decisions", decisions.RoundDecisions, "items.what", set(decision_words.DECISIONS)),
    ("feedback", OWN_CONCERNS, feedback_concerns.OwnConcerns, "items.state", set(concern_words.STATES)),
    ("feedback", OWN_CONCERNS, feedback_concerns.OwnConcerns, "items.outcome", set(concern_words.OUTCOMES)),
    (NOTIFICATION, "/webhooks", notification.Webhooks, "items.state", set(webhooks.STATES)),
    (NOTIFICATION, "/webhooks", notification.Webhooks, "items.disabled_reason", set(webhooks.DISABLED)),
    (NOTIFICATION, LOG, notification.WebhookDeliveries, "items.state", set(webhooks.DELIVERY_STATES)),
    (NOTIFICATION, LOG, notification.WebhookDeliveries, "items.failure", set(webhooks.FAILURES)),
]
"""Codes for which the console has words."""


@pytest.fixture(scope="module")
def apis(issuer):
    return {name: describe(name, issuer) for name in (*OWNERS, NOTIFICATION)}


def plain(path):
    """A path without the names of its parameters, which a caller does not see."""
    return re.sub(r"{\w+}", "{}", path)


def response_schema(api, path):
    operations = next((item for name, item in api["paths"].items() if plain(name) == plain(path)), None)
    assert operations, f"no such path: {path}"
    operation = operations.get("get") or operations["post"]
    return operation["responses"]["200"]["content"]["application/json"]["schema"]


@pytest.mark.parametrize(
    ("service", "path", "kind"), FETCHED, ids=[f"{kind.__name__} {path}" for _, path, kind in FETCHED]
)
def test_a_response_class_fits_its_owner(apis, service, path, kind):
    api = apis[service]
    assert misfits(kind, response_schema(api, path), api) == []


@pytest.mark.parametrize(("service", "method", "path"), SENT)
def test_a_command_has_an_operation(apis, service, method, path):
    paths = {plain(name): item for name, item in apis[service]["paths"].items()}
    assert method in paths.get(plain(path), {})


@pytest.mark.parametrize(("service", "path", "kind", "field", "codes"), WORDED)
def test_every_code_has_words(apis, service, path, kind, field, codes):
    api = apis[service]
    assert codes_of(response_schema(api, path), field, api) <= codes, kind


def subclasses(kind):
    below = set(kind.__subclasses__())
    return below.union(*(subclasses(each) for each in below))


def is_generic(kind):
    """Whether a class is a shape for others, or such a shape filled in."""
    parts = kind.__pydantic_generic_metadata__
    return bool(parts["origin"] or parts["parameters"])


def test_every_response_class_is_compared():
    for module in pkgutil.walk_packages(clients.__path__, f"{clients.__name__}."):
        importlib.import_module(module.name)
    compared = {reached for _, _, kind in FETCHED for reached in reached_classes(kind)}
    assert {kind for kind in subclasses(Response) if not is_generic(kind)} == compared


def test_every_fetched_class_is_listed():
    pages = Path(clients.__file__).parents[1] / "pages"
    sources = [source.read_text() for source in pages.rglob("*.py")]
    fetched = {name for source in sources for name in re.findall(r"\.fetch\(\s*(\w+)", source)}
    assert fetched <= {kind.__name__ for _, _, kind in FETCHED}


def removed(schema):
    del schema["properties"]["number"]


def retyped(schema):
    schema["properties"]["number"] = {"type": "string"}


def nullable(schema):
    schema["properties"]["number"] = {"anyOf": [{"type": "integer"}, {"type": "null"}]}


def optional(schema):
    schema["required"].remove("number")


@pytest.mark.parametrize("change", [removed, retyped, nullable, optional])
def test_a_change_at_the_owner_is_found(apis, change):
    api = deepcopy(apis["matching"])
    schema = response_schema(api, ROUND)
    change(api["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    assert [line.split(":")[0] for line in misfits(rounds.RoundReport, schema, api)] == ["RoundReport.number"]
