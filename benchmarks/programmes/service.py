"""The whole enrollment service in the process that measures it, and its programme."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.events.pipeline import PARTITIONS, Place
from benchmarks.pages.company import company_now
from benchmarks.pages.people import PROGRAMME, TENANT, TERMS
from devstack.tokens import LocalIssuer
from services.catalogue import find
from services.enrollment.app import SERVICE, create_app
from services.enrollment.domain.programme import Programme
from services.enrollment.domain.programme_plan import ProgrammePlan
from services.settings import PlatformSettings
from shared.contracts.enrollment import AdmissionRules
from shared.messaging.wire.kafka import create_topics
from shared.runtime.clock import FixedClock
from shared.testing.harness import ServiceHarness, run_replica


def open_programme(admission: AdmissionRules) -> Programme:
    """Return a programme that begins in a month."""
    today = company_now().date()
    plan = ProgrammePlan(
        name="Reverse mentoring",
        starts_on=today + timedelta(days=30),
        ends_on=today + timedelta(days=210),
        regions=("emea",),
        terms_version=TERMS,
        admission=admission,
    )
    return Programme.draft(TENANT, PROGRAMME, plan).open(today)[0]


async def topics_of(place: Place) -> None:
    """Create the topics that enrollment reads and writes."""
    topics = {place.prefix + topic for topic in (*find(SERVICE.name).topics_read, SERVICE.topic)}
    await create_topics(place.settings(), sorted(topics), partitions=PARTITIONS, replication=1)


@asynccontextmanager
async def whole_enrollment(place: Place, root: Path, name: str) -> AsyncIterator[ServiceHarness]:
    """Run the service until the block ends.

    Args:
        place: where.
        root: a folder for its keys.
        name: of its database, which stays.
    """
    issuer = LocalIssuer(root / "keys")
    fields: dict[str, Any] = place.settings(mongo_database=name).model_dump() | {
        "jwks": str(issuer.jwks_path),
        "privileged_token_hours": 12,
        "least_admitted": 5_000,
        "person_quota": 100_000,
        "tenant_quota": 100_000,
    }
    settings = PlatformSettings.model_validate(fields)
    clock = FixedClock(company_now())
    async with run_replica(lambda _, clock: create_app(settings, clock), settings, issuer, clock) as service:
        yield service
