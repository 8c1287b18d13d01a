"""Each service's app, connected to nothing."""

import importlib

import pytest
from fastapi import FastAPI

from services.catalogue import SERVICES
from tests.helpers.offline import offline_settings


@pytest.fixture(params=SERVICES)
def app(request, issuer) -> FastAPI:
    settings = offline_settings(
        str(issuer.jwks_path), console_url="http://service", person_quota=100_000, tenant_quota=100_000
    )
    service_app: FastAPI = importlib.import_module(f"services.{request.param}.app").create_app(settings)
    return service_app
