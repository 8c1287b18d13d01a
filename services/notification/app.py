"""Notification, put together."""

from fastapi import FastAPI

from services.catalogue import find
from services.notification.api import ROUTERS
from services.notification.domain.webhooks.signing import VAULT_PURPOSE
from services.notification.jobs.sign_in_mails import run_sign_in_worker
from services.notification.jobs.webhooks.worker import run_webhook_worker
from services.notification.jobs.worker import run_worker
from services.notification.reactions import reactions
from services.notification.store import COLLECTIONS
from services.settings import PlatformSettings
from shared.contracts.failures import FAILURES
from shared.encryption import Vault
from shared.runtime.clock import Clock
from shared.runtime.sign_in import mail_keys
from shared.service import Service, build

ENTRY = find("notification")
SERVICE = Service(
    name=ENTRY.name,
    title=ENTRY.title,
    topic=ENTRY.topic,
    summary=ENTRY.summary,
    routers=ROUTERS,
    reactions=reactions,
    failure=FAILURES[ENTRY.name],
    collections=COLLECTIONS,
    background=(run_worker, run_sign_in_worker, run_webhook_worker),
)


def create_app(settings: PlatformSettings, clock: Clock | None = None) -> FastAPI:
    """Return the app, ready to be served."""
    app = build(SERVICE, settings, clock=clock)
    app.state.mail_keys = mail_keys(settings)
    key = settings.key_of_webhooks
    app.state.vault = Vault(key, VAULT_PURPOSE) if key else None
    return app
