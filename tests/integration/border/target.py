"""A real service behind its real server, without database and broker: what comes before them is tested."""

import sys
from types import SimpleNamespace

from services.enrollment.app import create_app
from services.settings import PlatformSettings
from shared.runtime.logging import configure_logging
from shared.service.middleware import body
from shared.service.protocol import BoundedServer, Deadlines


async def nothing() -> None:
    """Measure nothing: there is no stream."""


def main(port: int, jwks: str) -> None:
    settings = PlatformSettings(
        environment="development",
        mongo_uri="mongodb://127.0.0.1:1/?replicaSet=none",
        mongo_database="none",
        kafka_bootstrap="127.0.0.1:1",
        jwt_issuer="https://auth.mentoring.local",
        jwks=jwks,
        max_connections=300,
        privileged_token_hours=12,
    )
    configure_logging("enrollment", "INFO")
    body.BODY_SECONDS = 1.5  # type: ignore[misc]
    app = create_app(settings)
    app.state.streams = SimpleNamespace(measure=nothing)
    app.openapi()
    BoundedServer(
        app,
        max_connections=settings.max_connections,
        deadlines=Deadlines(head=4.0, unread=0.5, blocked=2.0),
        host="127.0.0.1",
        port=port,
        lifespan="off",
    ).run()


main(int(sys.argv[1]), sys.argv[2])
