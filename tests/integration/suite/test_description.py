"""Operations answer generated requests as they are described, and refuse none without a documented rule."""

import asyncio
import importlib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from services.catalogue import SERVICES
from shared.testing import run_service
from tests.integration.suite.described_worlds import CALLER, Pool, fill

pytestmark = [
    pytest.mark.integration,
    pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisDeprecationWarning"),
]

SEED: Final = int(os.environ.get("DESCRIPTION_SEED", "7"))
EXAMPLES: Final = os.environ.get("DESCRIPTION_EXAMPLES")
"""How many examples of each operation to try instead of the default; a run by hand may set its own number."""
FEW, MANY = 2, 5
"""The usual numbers in `make test` and `make test-all`: fixed, so that a run depends on the code alone."""
CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
REFUSALS: Final = Path(__file__).parents[3] / "docs" / "refusals.md"
PREFIX: Final = "/programmes/{programme_id}"
ROW: Final = re.compile(r"^\| `([^`]+)` \| `([^`]+)` \| .+ \| .+ \|$", re.MULTILINE)
RULES: Final = ROW.findall(REFUSALS.read_text())
"""Operation and field of each rule that the documentation has."""

# The mails that notification takes are text, as any text.
schemathesis.serializer.alias("message/rfc822", "text/plain")

Call = Callable[[Any], httpx.Response]


def instants(first: int, last: int) -> st.SearchStrategy[str]:
    """Instants of some years."""
    within = datetime(first, 1, 1), datetime(last, 12, 31)  # noqa: DTZ001 (the strategy wants them so)
    return st.datetimes(*within, timezones=st.just(UTC)).map(datetime.isoformat)


# Of the instants that the format allows, nearly all are of other centuries.
schemathesis.openapi.format("date-time", instants(1900, 2200) | instants(2026, 2026))


@dataclass
class Comparison:
    """Sends an operation generated requests and notes what its description does not state."""

    operation: Any
    call: Call
    pool: Pool
    faults: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        path = self.operation.path
        return f"{self.operation.method.upper()} {path if path == PREFIX else path.removeprefix(PREFIX)}"

    def run(self, mode: GenerationMode, examples: int) -> None:
        """Send this many requests; where none of that kind can be made, send none."""

        @seed(SEED)
        @settings(
            max_examples=examples,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        )
        @given(self.operation.as_strategy(generation_mode=mode), st.integers(0, 999))
        def attempt(case: Any, pick: int) -> None:
            if mode is GenerationMode.POSITIVE:
                self.use_what_exists(case, pick)
            self.compare(case, self.call(case), mode)

        try:
            attempt()
        except (schemathesis.errors.InvalidSchema, Unsatisfiable):
            assert mode is GenerationMode.NEGATIVE, f"no request can be made for {self.name}"

    def use_what_exists(self, case: Any, pick: int) -> None:
        """Name what is there, mostly, so that requests come further than to 404."""
        for name in case.path_parameters or {}:
            if self.pool.get(name) and (name == "programme_id" or pick % 4):
                case.path_parameters[name] = self.pool[name][pick % len(self.pool[name])]
        if pick % 2:
            case.headers.pop("idempotency-key", None)
            case.body = replaced(case.body, self.pool, pick)

    def compare(self, case: Any, answer: httpx.Response, mode: GenerationMode) -> None:
        try:
            case.validate_response(answer, checks=CHECKS)
        except FailureGroup as group:
            self.faults += [self.fault(case, answer, str(failure)) for failure in group.exceptions]
        if mode is GenerationMode.POSITIVE and answer.status_code in {400, 422}:
            undocumented = [name for name in fields_of(answer) if not self.is_documented(name)]
            if undocumented or answer.json()["title"] != "A rule forbids this":
                self.faults.append(self.fault(case, answer, f"refused because of {undocumented}"))

    def is_documented(self, name: str) -> bool:
        return any(fnmatchcase(self.name, row[0]) and fnmatchcase(name, row[1]) for row in escaped(RULES))

    def fault(self, case: Any, answer: httpx.Response, what: str) -> str:
        sent = f"{case.path_parameters} {case.query} {case.body!r:.400}"
        return f"{self.name}: {what}\n  sent {sent}\n  answered {answer.status_code} {answer.text[:300]}"


def escaped(rules: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The rules as patterns, in which brackets stand for themselves."""
    return ((operation, name.replace("[]", "[[]]")) for operation, name in rules)


def fields_of(answer: httpx.Response) -> list[str]:
    """The fields that are refused, without positions in lists."""
    errors = answer.json().get("errors") or [{"field": ""}]
    return [re.sub(r"\[\d+\]", "[]", error["field"]) for error in errors]


def replaced(value: Any, pool: Pool, pick: int) -> Any:
    """A body in which fields name what is there, where its type is the field's."""
    if isinstance(value, dict):
        known = {name: pool[name][pick % len(pool[name])] for name in value if pool.get(name)}
        return {
            name: known[name]
            if name in known and type(known[name]) is type(inner)
            else replaced(inner, pool, pick)
            for name, inner in value.items()
        }
    return [replaced(inner, pool, pick) for inner in value] if isinstance(value, list) else value


@pytest.fixture(params=SERVICES)
async def service(request, environment):
    create = importlib.import_module(f"services.{request.param}.app").create_app
    async with run_service(create, environment) as harness:
        harness.pool = await fill(harness, request.param)
        yield harness


async def test_every_operation_answers_as_described(service, thorough):
    loop = asyncio.get_running_loop()
    own = service.token("coordinator", "participant", employee_id=CALLER)
    operator = service.token("ops", tenant="operator")

    def call(case: Any) -> httpx.Response:
        headers = operator if case.path.startswith("/ops") else own
        sent = case.as_transport_kwargs(base_url="http://service", headers=headers)
        body = {"json": sent["json"]} if "json" in sent else {"content": sent.get("data")}
        request = service.http.request(
            sent["method"], sent["url"], headers=sent["headers"], params=sent.get("params"), **body
        )
        return asyncio.run_coroutine_threadsafe(request, loop).result()

    examples = int(EXAMPLES or (MANY if thorough else FEW))
    faults = await asyncio.to_thread(find_faults, service.app.openapi(), call, service.pool, examples)
    assert not faults, "\n".join(faults)


def find_faults(document: dict[str, Any], call: Call, pool: Pool, examples: int) -> list[str]:
    """Compare each operation of a description with its answers."""
    numbers = {GenerationMode.POSITIVE: examples, GenerationMode.NEGATIVE: (examples + 2) // 3}
    faults: list[str] = []
    for result in schemathesis.openapi.from_dict(document).get_all_operations():
        assert isinstance(result, Ok), result
        comparison = Comparison(result.ok(), call, pool, faults)
        for mode, number in numbers.items():
            comparison.run(mode, number)
    return faults
