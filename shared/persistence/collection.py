"""Collections of aggregates, their indexes, and how an aggregate becomes a document."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar, get_origin

from pymongo import IndexModel

from shared.kernel import ORGANISATION_WIDE, Aggregate, Scope
from shared.runtime.mongo import Database, Document, ensure_indexes
from shared.schema.visibility import note_stored

A = TypeVar("A", bound=Aggregate)

_ALWAYS: Final = "saved_at"
"""Every save writes this field, so that two savers of one document meet."""
_CHANGEABLE: Final = (dict, list, set)
"""Fields of these types may have been changed in place, so they are always written."""


@dataclass(frozen=True, eq=False)
class Collection(Generic[A]):
    """A collection of one kind of aggregate.

    Attributes:
        name: the collection's name in the service's database.
        model: the aggregate's class.
        indexes: beyond the one on ``_id``; begin each with tenant and programme.
        organisation_wide: its documents belong to no programme (employees, say).
    """

    name: str
    model: type[A]
    indexes: Sequence[IndexModel] = ()
    organisation_wide: bool = False
    _always: frozenset[str] = field(init=False)
    _stored: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Let the logs know which fields are private."""
        note_stored(self.model, apart_from=Aggregate.model_fields)
        fields, computed = self.model.model_fields, frozenset(self.model.model_computed_fields)
        changeable = {name for name, each in fields.items() if get_origin(each.annotation) in _CHANGEABLE}
        object.__setattr__(self, "_always", computed | changeable | {_ALWAYS})
        object.__setattr__(self, "_stored", computed | {"_id", *fields})

    def document_id(self, scope: Scope, id_: str) -> str:
        """Return the ``_id`` of a document; it begins with the tenant, so tenants never meet."""
        programme = ORGANISATION_WIDE if self.organisation_wide else scope.programme
        return f"{scope.tenant}/{programme}/{id_}"

    def to_document(self, aggregate: A) -> Document:
        """Return the stored form: the fields, and the scoped key as ``_id``."""
        return {"_id": self.document_id(aggregate.scope, aggregate.id), **aggregate.model_dump()}

    def changes(self, before: A, after: A) -> Document:
        """Return the fields, as stored, in which two states of a document differ or might."""
        old = vars(before)
        new = vars(after).items()
        names = {name for name, value in new if value is not (was := old.get(name)) and value != was}
        return after.model_dump(include=names | self._always)

    def has_all_fields(self, document: Document) -> bool:
        """Return whether a document has the fields that are stored today, and no others."""
        return document.keys() == self._stored

    def from_document(self, document: Document) -> A:
        """Return the aggregate a document stands for."""
        return self.model.model_validate(document)


async def create_indexes(database: Database, collections: Sequence[Collection[Aggregate]]) -> None:
    """Create what indexes are missing; safe to repeat."""
    for collection in collections:
        if collection.indexes:
            await ensure_indexes(database[collection.name], list(collection.indexes))
