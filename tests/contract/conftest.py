"""Each service's app, connected to nothing."""

import importlib
import sys
from pathlib import Path

import pytest
from fastapi import FastAPI

from services.catalogue import SERVICES
from services.settings import PlatformSettings

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(params=SERVICES)
def app(request, issuer) -> FastAPI:
    settings = PlatformSettings(
        environment="development",
        mongo_uri="mongodb://127.0.0.1:1/?replicaSet=none",
        mongo_database="none",
        kafka_bootstrap="127.0.0.1:1",
        jwt_issuer="https://auth.mentoring.local",
        jwks=str(issuer.jwks_path),
        console_url="http://service",
        person_quota=100_000,
        tenant_quota=100_000,
    )
    found: FastAPI = importlib.import_module(f"services.{request.param}.app").create_app(settings)
    return found
