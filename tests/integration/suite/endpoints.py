"""The endpoints of a service as tests call them: a well-formed request to each, from its own description."""

import json
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from shared.runtime.auth import Allow
from shared.service.documented_callers import routes_of


@dataclass(frozen=True)
class Endpoint:
    """One method of one route, and a request to it that is well formed."""

    route: APIRoute
    method: str
    body: Any = None
    form: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.method} {self.route.path}"

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that may call it; empty if it is open to all."""
        guards = [d.call for d in self.route.dependant.dependencies if isinstance(d.call, Allow)]
        return tuple(guards[0].roles) if guards else ()

    @property
    def path_names(self) -> list[str]:
        return parameters(self.route.dependant, "path_params")

    @property
    def query_names(self) -> list[str]:
        return parameters(self.route.dependant, "query_params")

    @property
    def query(self) -> dict[str, str]:
        """The parameters it can't do without."""
        needed = parameters(self.route.dependant, "query_params", only_required=True)
        return dict.fromkeys(needed, "x-1")

    def path(self, **raw: str) -> str:
        known = {
            "programme_id": "rm-2026",
            "role": "mentor",
            "occasion": "pulse",
            "number": "1",
            "service": "matching",
        }
        return self.route.path.format(
            **{name: raw.get(name, known.get(name, "x-1")) for name in self.path_names}
        )

    def content(self, body: Any = None) -> dict[str, Any]:
        """The body as the HTTP client wants it."""
        if self.form:
            return {"data": self.form if body is None else body}
        if self.body is None and body is None:
            return {}
        text = json.dumps(self.body if body is None else body)
        return {"content": text, "headers": {"Content-Type": "application/json"}}


def endpoints_of(app: FastAPI) -> list[Endpoint]:
    api = app.openapi()
    return [
        Endpoint(route, method, *body_of(api, route, method))
        for route in routes_of(app)
        for method in sorted(route.methods - {"HEAD", "OPTIONS"})
    ]


def body_of(api: dict[str, Any], route: APIRoute, method: str) -> tuple[Any, dict[str, str]]:
    """A JSON body out of the description's examples, or a form's fields."""
    described = api["paths"].get(route.path, {}).get(method.lower(), {}).get("requestBody", {})
    schema = described.get("content", {}).get("application/json", {}).get("schema")
    if schema is None:
        return None, dict.fromkeys(parameters(route.dependant, "body_params"), "x-1")
    if "anyOf" in schema:
        schema = schema["anyOf"][0]
    schema = schema.get("items", schema)  # of a list, its only item may be sent as it is
    model = api["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    shown = model.get("example") or next(iter(model.get("examples", [])), None)
    return shown or {name: part.get("examples", ["x"])[0] for name, part in model["properties"].items()}, {}


def parameters(dependant: Dependant, kind: str, *, only_required: bool = False) -> list[str]:
    """Names of a route's parameters of one kind, also of those its dependencies have."""
    names: list[str] = []
    for parameter in getattr(dependant, kind):
        if only_required and not parameter.field_info.is_required():
            continue
        fields = getattr(parameter.field_info.annotation, "model_fields", None)
        names += list(fields) if fields else [parameter.alias]
    for inner in dependant.dependencies:
        names += parameters(inner, kind, only_required=only_required)
    return names
