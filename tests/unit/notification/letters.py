"""Deliveries of every kind, and people to send them to."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from services.notification.clients.enrollment import Contact
from services.notification.domain.delivery import Delivery, FailedEvents, Reader, SessionTime
from services.notification.domain.kinds import Kind
from services.notification.mails.message import Composer
from services.settings import PlatformSettings
from shared.contracts.enrollment import Words
from shared.testing.harness import TEST_NOW

ANA = Contact(
    participant_id="mentor-0", name="Ana Ruiz", email="ana@example.com", languages=["es", "en"],
    time_zone="Pacific/Auckland",
)  # fmt: skip
WEBER = Contact(
    participant_id="mentee-0", name="Martin Weber", email="weber@example.com", languages=["de", "en"],
    time_zone="Europe/London",
)  # fmt: skip
SESSION = SessionTime(
    session_id="s1",
    number=1,
    starts_at=TEST_NOW + timedelta(days=2),
    ends_at=TEST_NOW + timedelta(days=2, hours=1),
    sequence=1,
)


TO_COORDINATORS = {Kind.DIGEST, Kind.WEBHOOK_DISABLED, Kind.COORDINATORS_WANTED}
TO_MAILBOXES = TO_COORDINATORS | {Kind.EVENTS_FAILED}


def delivery(kind: Kind, reader: Reader = Reader.MENTEE, **fields: object) -> Delivery:
    ids = {"participant_id": "mentee-0", "partner_id": "mentor-0"}
    if reader is Reader.MENTOR:
        ids = {"participant_id": "mentor-0", "partner_id": "mentee-0"}
    if kind in TO_COORDINATORS:
        reader, ids = Reader.COORDINATORS, {}
    sessions = (SESSION,) if "session" in kind or "circle" in kind else ()
    return Delivery.model_validate(
        {
            "id": f"d-{kind}", "tenant": "acme", "programme": "rm-2026", "kind": kind, "reader": reader,
            "subject_id": "x1", "due_at": TEST_NOW, "deadline": TEST_NOW + timedelta(days=3),
            "sessions": sessions, "counts": {"people-waiting": 3}, **ids, **_failed(kind), **fields,
        }
    )  # fmt: skip


def _failed(kind: Kind) -> dict[str, object]:
    if kind is not Kind.EVENTS_FAILED:
        return {}
    failed = FailedEvents(
        service="matching", event_type="mentoring.enrollment.participant-ready.v1", cause="ValueError"
    )
    return {"reader": Reader.OPERATORS, "participant_id": None, "partner_id": None, "failed": failed}


def composer(**settings: object) -> Composer:
    return Composer(
        PlatformSettings.model_validate(
            {
                "environment": "development",
                "mongo_uri": "mongodb://none",
                "mongo_database": "none",
                "kafka_bootstrap": "none:1",
                "jwt_issuer": "https://none",
                "jwks": "none",
                "mail_from": '"Reverse mentoring, Acme" <rm@acme.example>',
                "console_url": "https://pages.example",
                "notification_url": "https://mails.example",
                **settings,
            }
        )
    )


def compose(
    it: Delivery,
    reader: Contact = WEBER,
    partner: Contact | None = ANA,
    programme: str = "RM 2026",
    delegate: Contact | None = None,
    words: Mapping[str, Words] = MappingProxyType({}),
):
    return composer().compose(
        it,
        programme=programme,
        reader=reader,
        partner=partner,
        delegate=delegate,
        now=TEST_NOW,
        words=words,
    )
