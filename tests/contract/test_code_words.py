"""The console has words for each code that a page shows, by the OpenAPI documents of the services."""

import pytest

from services.console.wording import (
    applications,
    concerns,
    decisions,
    hr_files,
    invitations,
    training,
    waiting,
    webhooks,
)
from tests.contract.response_fit import codes_of, response_schema

PROGRAMME = "/programmes/{programme_id}"
LOG = "/webhooks/{webhook_id}/deliveries"
WORDED = [
    (
        "enrollment",
        "GET",
        f"{PROGRAMME}/me/entry",
        "application.decline_reason",
        applications.DECLINE_REASONS,
    ),
    ("enrollment", "GET", f"{PROGRAMME}/invitation-orders", "items.state", invitations.STATES),
    ("enrollment", "GET", f"{PROGRAMME}/invitation-orders", "items.faults.reason", invitations.SKIPS),
    ("enrollment", "POST", f"{PROGRAMME}/training-completions", "faults.code", training.ROW_FAULTS),
    ("enrollment", "POST", f"{PROGRAMME}/import-checks", "errors.code", hr_files.HR_FAULTS),
    ("matching", "GET", f"{PROGRAMME}/waiting", "items.why", waiting.REASONS),
    ("matching", "GET", f"{PROGRAMME}/do-not-match", "items.cause", decisions.CAUSES),
    ("matching", "GET", f"{PROGRAMME}/rounds/{{round_id}}/decisions", "items.what", decisions.DECISIONS),
    ("feedback", "GET", f"{PROGRAMME}/me/concerns", "items.state", concerns.STATES),
    ("feedback", "GET", f"{PROGRAMME}/me/concerns", "items.outcome", concerns.OUTCOMES),
    ("notification", "GET", "/webhooks", "items.state", webhooks.STATES),
    ("notification", "GET", "/webhooks", "items.disabled_reason", webhooks.DISABLED),
    ("notification", "GET", LOG, "items.state", webhooks.DELIVERY_STATES),
    ("notification", "GET", LOG, "items.failure", webhooks.FAILURES),
]


@pytest.mark.parametrize(("service", "method", "path", "field", "words"), WORDED)
def test_every_code_has_words(apis, service, method, path, field, words):
    api = apis[service]
    assert codes_of(response_schema(api, method, path), field, api) <= set(words)
