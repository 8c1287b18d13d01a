"""Aggregates put into the databases of their services, in bulk."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, TypeAlias

from pymongo import MongoClient

from shared.messaging import Collection
from shared.runtime.mongo import CODEC, Document

Stored: TypeAlias = tuple[str, Collection[Any], Any]
"""A service, one of its collections, and an aggregate to be stored there."""
_AT_ONCE: Final = 2_000


class Store:
    """Inserts aggregates as their services would save them, many at a time.

    Args:
        mongo_uri: the database's address.
        prefix: of the services' databases.
        now: when they were saved.
    """

    def __init__(self, mongo_uri: str, prefix: str, now: datetime) -> None:
        self._client: MongoClient[Document] = MongoClient(mongo_uri)
        self._prefix = prefix
        self._saved = {"version": 1, "saved_at": now}

    def put(self, everything: Iterable[Stored]) -> int:
        """Insert all of these, and return how many they are."""
        waiting: defaultdict[tuple[str, str], list[Document]] = defaultdict(list)
        number = 0
        for service, collection, aggregate in everything:
            rows = waiting[(service, collection.name)]
            rows.append(collection.to_document(aggregate.model_copy(update=self._saved)))
            number += 1
            if len(rows) >= _AT_ONCE:
                self._insert(service, collection.name, rows)
        for (service, name), rows in waiting.items():
            self._insert(service, name, rows)
        return number

    def drop(self, services: Iterable[str]) -> None:
        """Remove the databases."""
        for service in services:
            self._client.drop_database(f"{self._prefix}_{service}")
        self._client.close()

    def _insert(self, service: str, name: str, rows: list[Document]) -> None:
        if rows:
            database = self._client.get_database(f"{self._prefix}_{service}", codec_options=CODEC)
            database[name].insert_many(rows, ordered=False)
            rows.clear()
