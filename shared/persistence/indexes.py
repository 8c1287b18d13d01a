"""Indexes, one way for every collection: ``-field`` is descending."""

from collections.abc import Mapping
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel

_DAY_SECONDS = 86_400


def programme_index(*fields: str, where: Mapping[str, Any] | None = None) -> IndexModel:
    """Return an index for queries within a programme."""
    return tenant_index("programme", *fields, where=where)


def tenant_index(*fields: str, where: Mapping[str, Any] | None = None) -> IndexModel:
    """Return an index for queries over all programmes of a tenant."""
    return make_index("tenant", *fields, where=where)


def make_index(*fields: str, name: str | None = None, where: Mapping[str, Any] | None = None) -> IndexModel:
    """Return an index for queries over all tenants: those of workers.

    Args:
        fields: in order.
        name: of the index; without one, the database makes it of the fields.
        where: the documents that it has; all of them, without it.
    """
    keys = [(field.removeprefix("-"), DESCENDING if field[0] == "-" else ASCENDING) for field in fields]
    options: dict[str, Any] = {"name": name} if name else {}
    return IndexModel(keys, **options | ({"partialFilterExpression": dict(where)} if where else {}))


def expiry_index(field: str, *, days: int = 0, where: Mapping[str, Any] | None = None) -> IndexModel:
    """Return an index by which the database removes documents some days after the instant in a field."""
    options: dict[str, Any] = {"partialFilterExpression": dict(where)} if where else {}
    return IndexModel([(field, ASCENDING)], name="expiry", expireAfterSeconds=days * _DAY_SECONDS, **options)
