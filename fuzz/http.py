"""Requests that a service's OpenAPI document allows or forbids: none may break the service."""

from __future__ import annotations

import importlib
import time
from typing import Any, Final

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from devstack.services import ServiceRunner
from services.settings import PlatformSettings

schemathesis.serializer.alias("message/rfc822", "text/plain")

TENANT: Final = "fuzz"
PROGRAMME: Final = "rm-fuzz"
_ROLES: Final = ["coordinator", "participant", "ops"]
_AT_ONCE: Final = 10
_ANSWER_SECONDS: Final = 60.0
_QUIETLY: Final = {
    "deadline": None,
    "database": None,
    "suppress_health_check": list(HealthCheck),
    "phases": [Phase.generate, Phase.shrink],
}


class Broken(AssertionError):  # noqa: N818 (what it says)
    """A service gave a forbidden answer."""


class Api:
    """The API of one running service.

    Args:
        name: the service.
        services: runs it.
    """

    def __init__(self, name: str, services: ServiceRunner) -> None:
        self.name = name
        self.sent = 0
        self._url = services.url(name)
        self._session = requests.Session()
        self._tokens = [
            services.issuer.mint("fuzz", TENANT, _ROLES, employee_id="e-1"),
            services.issuer.mint("fuzz", TENANT, _ROLES),
            services.issuer.mint("stranger", "elsewhere", _ROLES, employee_id="e-1"),
            "",
        ]
        description = schemathesis.openapi.from_dict(_description(name, services))
        self.operations = [entry.ok() for entry in description.get_all_operations() if isinstance(entry, Ok)]

    def fuzz(self, seconds: float, seed_: int, deadline: float) -> list[str]:
        """Send each operation requests for some seconds; return the findings, one line each."""
        findings: list[str] = []
        for operation in self.operations:
            until = min(time.monotonic() + seconds, deadline)
            number = 0
            while time.monotonic() < until:
                mode = GenerationMode.NEGATIVE if number % 3 == 2 else GenerationMode.POSITIVE
                try:
                    self._try(operation, mode, seed_ * 1000 + number)
                except Broken as error:
                    findings.append(str(error))
                    break
                number += 1
        return findings

    def _try(self, operation: Any, mode: GenerationMode, seed_: int) -> None:
        """Send an operation some requests.

        Raises:
            Broken: the service gave a forbidden answer; it names the smallest such request.
        """

        @seed(seed_)
        @settings(max_examples=_AT_ONCE, **_QUIETLY)  # type: ignore[arg-type]  # the types of a shared mapping
        @given(operation.as_strategy(generation_mode=mode), st.sampled_from(self._tokens), st.booleans())
        def attempt(case: Any, token: str, known: bool) -> None:  # noqa: FBT001 (Hypothesis fills it in)
            if known and "programme_id" in (case.path_parameters or {}):
                case.path_parameters["programme_id"] = PROGRAMME
            self._send(case, token)

        try:
            attempt()
        except (schemathesis.errors.InvalidSchema, Unsatisfiable):
            return  # no such request exists for this operation

    def _send(self, case: Any, token: str) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            answer = case.call(
                base_url=self._url, session=self._session, headers=headers, timeout=_ANSWER_SECONDS
            )
        except requests.exceptions.ConnectionError:
            return  # the request could not be sent; a separate check finds services that have ended
        except requests.exceptions.Timeout:
            raise Broken(f"{self.name} {case.method} {case.path}: no answer") from None
        except (requests.exceptions.RequestException, UnicodeError, ValueError):
            return
        self.sent += 1
        overloaded = answer.status_code == 503 and "retry-after" in answer.headers
        if answer.status_code >= 500 and not overloaded:
            raise Broken(f"{self.name} {case.method} {case.path}: {answer.status_code} {answer.text[:200]}")


def _description(name: str, services: ServiceRunner) -> dict[str, Any]:
    """Return the OpenAPI document of a service; production does not serve it."""
    environment = services.environment(name)
    given_: dict[str, Any] = {
        field: environment[f"MENTORING_{field.upper()}"]
        for field in PlatformSettings.model_fields
        if f"MENTORING_{field.upper()}" in environment
    }
    app = importlib.import_module(f"services.{name}.app").create_app(PlatformSettings(**given_))
    document: dict[str, Any] = app.openapi()
    return document
