"""The console's calls and response classes fit the OpenAPI documents of the services that answer.

``console_calls.txt`` lists each call. A class under ``services/console/clients`` is compared, field by field,
with the schema of the operations that fill it. A field that is renamed, removed, of another type or newly
nullable at its owner fails here.
"""

import importlib
import pkgutil
import re
from copy import deepcopy
from pathlib import Path

import pytest

from services.console import clients
from services.console.clients.matching.rounds import RoundReport
from services.console.clients.response import Response
from tests.contract.literal_sends import ANYTHING, literal_sends
from tests.contract.response_fit import misfits, reached_classes, response_schema

for module in pkgutil.walk_packages(clients.__path__, f"{clients.__name__}."):
    importlib.import_module(module.name)
PAGES = Path(clients.__file__).parents[1] / "pages"
LINES = Path(__file__).with_name("console_calls.txt").read_text().splitlines()
CALLS = [tuple(line.split()) for line in LINES if not line.startswith("#")]


def subclasses(kind):
    below = set(kind.__subclasses__())
    return below.union(*(subclasses(each) for each in below))


def is_generic(kind):
    """Whether a class is a shape for others, or such a shape filled in."""
    parts = kind.__pydantic_generic_metadata__
    return bool(parts["origin"] or parts["parameters"])


CLASSES = sorted(
    (kind for kind in subclasses(Response) if not is_generic(kind)), key=lambda kind: kind.__name__
)
NAMED = {kind.__name__: kind for kind in CLASSES}
FILLED = [(*call, kind) for *call, kinds in ((*call[:3], call[3:]) for call in CALLS) for kind in kinds]


@pytest.mark.parametrize(("service", "method", "path"), [call[:3] for call in CALLS])
def test_a_call_has_an_operation(apis, service, method, path):
    assert method.lower() in apis[service]["paths"].get(path, {})


@pytest.mark.parametrize(("service", "method", "path", "kind"), FILLED)
def test_a_response_class_fits_its_owner(apis, service, method, path, kind):
    api = apis[service]
    assert misfits(NAMED[kind], response_schema(api, method, path), api) == []


def test_a_call_is_listed_once_and_a_class_has_a_name_of_its_own():
    assert len({call[:3] for call in CALLS}) == len(CALLS)
    assert len(NAMED) == len(CLASSES)


def test_every_response_class_is_compared():
    compared = {reached for *_, kind in FILLED for reached in reached_classes(NAMED[kind])}
    assert set(CLASSES) == compared


def test_every_fetched_class_is_listed():
    sources = [source.read_text() for source in PAGES.rglob("*.py")]
    fetched = {
        name for source in sources for name in re.findall(r"\.fetch\(\s*(?:\"\w+\",\s*)?([A-Z]\w+)", source)
    }
    assert fetched & NAMED.keys() <= {kind for *_, kind in FILLED}


def test_every_command_with_a_literal_path_is_listed():
    sends = list(literal_sends(PAGES))
    assert len(sends) > 70
    listed = [(method, path) for _, method, path, *_ in CALLS]
    missing = [
        (place, pattern.pattern)
        for place, method, pattern in sends
        if not any(method in {known, ANYTHING} and pattern.fullmatch(path) for known, path in listed)
    ]
    assert missing == []


def removed(schema):
    del schema["properties"]["number"]


def retyped(schema):
    schema["properties"]["number"] = {"type": "string"}


def nullable(schema):
    schema["properties"]["number"] = {"anyOf": [{"type": "integer"}, {"type": "null"}]}


def optional(schema):
    schema["required"].remove("number")


@pytest.mark.parametrize("change", [removed, retyped, nullable, optional])
def test_a_change_at_the_owner_is_found(apis, change):
    api = deepcopy(apis["matching"])
    schema = response_schema(api, "GET", "/programmes/{programme_id}/rounds/{round_id}")
    change(api["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    assert [line.split(":")[0] for line in misfits(RoundReport, schema, api)] == ["RoundReport.number"]
