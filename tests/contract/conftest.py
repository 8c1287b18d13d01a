"""Each service's app, connected to nothing, and the OpenAPI documents."""

import importlib
from typing import Any

import pytest
from fastapi import FastAPI

from services.catalogue import SERVICES
from tests.helpers.offline import describe, offline_settings


@pytest.fixture(params=SERVICES)
def app(request, issuer) -> FastAPI:
    settings = offline_settings(
        str(issuer.jwks_path), console_url="http://service", person_quota=100_000, tenant_quota=100_000
    )
    service_app: FastAPI = importlib.import_module(f"services.{request.param}.app").create_app(settings)
    return service_app


@pytest.fixture(scope="session")
def apis(issuer) -> dict[str, dict[str, Any]]:
    """The OpenAPI document of each service that other services ask."""
    return {name: describe(name, str(issuer.jwks_path)) for name in SERVICES if name != "console"}
