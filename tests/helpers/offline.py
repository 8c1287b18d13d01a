"""A service that connects to nothing: its settings, and the description of its API."""

import importlib
from typing import Any

from services.settings import PlatformSettings


def offline_settings(jwks: str = "none", **changes: object) -> PlatformSettings:
    """Settings of which nothing answers: neither a broker nor a database."""
    return PlatformSettings.model_validate(
        {
            "environment": "development",
            "mongo_uri": "mongodb://127.0.0.1:1/?replicaSet=none",
            "mongo_database": "none",
            "kafka_bootstrap": "127.0.0.1:1",
            "jwt_issuer": "https://auth.mentoring.local",
            "jwks": jwks,
            **changes,
        }
    )


def describe(service: str, jwks: str = "none") -> dict[str, Any]:
    """The OpenAPI document of a service."""
    description: dict[str, Any] = (
        importlib.import_module(f"services.{service}.app").create_app(offline_settings(jwks)).openapi()
    )
    return description
