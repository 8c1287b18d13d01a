"""Read the evidence: all topics from their beginning, all databases, with the plain clients."""

import asyncio
import importlib
import json
import time
from collections.abc import Sequence
from typing import Any, Final

from aiokafka import AIOKafkaConsumer
from bson import Timestamp
from bson.codec_options import CodecOptions
from pymongo import MongoClient
from pymongo.database import Database

from chaos.history import Command, Evidence, HostileArrival, Record, Row
from chaos.load.actors import TENANT
from chaos.load.hostile_clients import TENANT as MALLORY
from chaos.load.hostile_records import Sent, digest
from services.catalogue import SERVICES
from shared.contracts import contracts
from shared.messaging.outgoing.outbox import AT_ONCE
from shared.runtime.kafka_access import KafkaAccess

_FENCE: Final = "chaos_fence"
_PATIENCE_SECONDS: Final = 600.0
_MARKS_SECONDS: Final = 10.0
_TENANTS: Final = (TENANT.encode(), MALLORY.encode(), b"_")
"""The tenants of the events that services publish; ``_`` has those about failures, of no organisation."""


def start_of_history(mongo_uri: str) -> Timestamp:
    """Return the current position in the database's history; the checker reads from there."""
    with MongoClient[Row](mongo_uri) as client:
        now: Timestamp = client.admin.command("ping")["operationTime"]
        return now


async def gather(
    bootstrap: str,
    mongo_uri: str,
    *,
    topic_prefix: str,
    database_prefix: str,
    since: Timestamp,
    commands: Sequence[Command],
    unanswered: Sequence[str],
    sent: Sent,
) -> Evidence:
    """Read everything.

    Args:
        bootstrap: of the broker.
        mongo_uri: of the databases.
        topic_prefix: of the run's topics.
        database_prefix: of the run's databases.
        since: where the run's history begins.
        commands: accepted ones.
        unanswered: commands without an answer.
        sent: hostile records.
    """
    raw = await _read_topics(bootstrap, [f"{topic_prefix}mentoring.{name}" for name in SERVICES])
    genuine = [record for record in raw if not _is_hostile(record)]
    rows, committed = await asyncio.to_thread(_read_databases, mongo_uri, database_prefix, since)
    return Evidence(
        records=[_record(record) for record in genuine],
        committed=committed,
        commands=commands,
        unanswered=unanswered,
        rows=rows,
        reacts={name: _reacts(name) for name in SERVICES},
        timers=frozenset(contract.type for contract in contracts() if contract.timer),
        hostile=[_arrival(record, topic_prefix, sent) for record in raw if _is_hostile(record)],
        reads={name: _reads(name) for name in SERVICES},
    )


def _reacts(service: str) -> frozenset[str]:
    """Return the event types to which a service declares reactions."""
    return frozenset(importlib.import_module(f"services.{service}.app").SERVICE.reactions.types)


def _reads(service: str) -> frozenset[str]:
    """Return the topics that a service declares to read."""
    return frozenset(importlib.import_module(f"services.{service}.app").SERVICE.reactions.topics)


def _is_hostile(raw: Any) -> bool:
    """Return whether a record is not the platform's own; those name their tenant exactly once."""
    tenants = [value for name, value in raw.headers if name == "ce_tenant"]
    ids = [value or b"" for name, value in raw.headers if name == "ce_id"]
    own = len(tenants) == 1 and tenants[0] in _TENANTS and len(ids) == 1
    return not own


def _arrival(raw: Any, prefix: str, sent: Sent) -> HostileArrival:
    fingerprint = digest(raw.key, raw.value, raw.headers)
    record, type_ = sent.get(fingerprint, (None, ""))
    return HostileArrival(
        topic=raw.topic.removeprefix(prefix),
        place=f"{raw.topic}/{raw.partition}/{raw.offset}",
        digest=fingerprint,
        name=record.name if record else "",
        type=type_,
        dead_for=(record.concerns(reacts=True), record.concerns(reacts=False)) if record else (False, False),
        event=b"".join(value or b"" for name, value in raw.headers if name == "ce_id").decode(
            errors="replace"
        ),
    )


async def _read_topics(bootstrap: str, topics: Sequence[str]) -> list[Any]:
    # Without a group all partitions of all topics are its own, from their beginning.
    consumer = AIOKafkaConsumer(
        *topics,
        **KafkaAccess(kafka_bootstrap=bootstrap).kafka_client_options(),
        group_id=None,
        auto_offset_reset="earliest",
    )
    await consumer.start()
    try:
        places = sorted(consumer.assignment())
        ends = await consumer.end_offsets(places)
        records: list[Any] = []
        # The last offsets may hold no record (the end of a transaction): compare positions.
        deadline = asyncio.get_running_loop().time() + _PATIENCE_SECONDS
        while [place for place in places if await consumer.position(place) < ends[place]]:
            if asyncio.get_running_loop().time() > deadline:
                raise TimeoutError(f"the topics could not be read to their ends {ends}")
            for batch in (await consumer.getmany(timeout_ms=500)).values():
                records += batch
    finally:
        await consumer.stop()
    return sorted(records, key=lambda record: (record.topic, record.partition, record.offset))


def _record(raw: Any) -> Record:
    headers = {name: value.decode() for name, value in raw.headers}
    return Record(
        topic=raw.topic,
        partition=raw.partition,
        offset=raw.offset,
        id=headers["ce_id"],
        type=headers["ce_type"],
        key=headers["ce_partitionkey"],
        subject=headers["ce_subject"],
        sequence=int(headers["ce_sequence"]),
        time=headers["ce_time"],
        trace=headers.get("traceparent", "")[3:35],
        data=json.loads(raw.value),
    )


def _read_databases(
    mongo_uri: str, prefix: str, since: Timestamp
) -> tuple[dict[str, dict[str, list[Row]]], list[str]]:
    rows: dict[str, dict[str, list[Row]]] = {}
    with MongoClient[Row](mongo_uri, serverSelectionTimeoutMS=30_000) as client:
        for service in SERVICES:
            database = client.get_database(f"{prefix}_{service}", CodecOptions(tz_aware=True))
            _wait_for_marks(database)
            names = sorted(set(database.list_collection_names()) - {_FENCE})
            rows[service] = {name: list(database[name].find()) for name in names}
            for row in rows[service].get("parked", []):
                row["record"]["digest"] = _digest_of(row["record"])
        return rows, _commits(client, f"{prefix}_matching", since)


def _wait_for_marks(database: Database[Row]) -> None:
    """Wait until a relay has marked what it published last; a row that never is fails the check."""
    deadline = time.monotonic() + _MARKS_SECONDS
    unmarked = {"published_at": None, "due_at": AT_ONCE}
    while time.monotonic() < deadline and database["outbox"].find_one(unmarked):
        time.sleep(0.1)


def _digest_of(stored: Row) -> str:
    """Return the digest of a record that a service keeps."""
    return digest(stored["key"], stored["value"], [(name, value) for name, value in stored["headers"]])


def _commits(client: MongoClient[Row], database: str, since: Timestamp) -> list[str]:
    """Return the ids of a service's events in commit order, from the change stream of its outbox."""
    own = client[database]
    fence = own[_FENCE].insert_one({}).inserted_id
    inserts = [{"$match": {"operationType": "insert", "ns.coll": {"$in": ["outbox", _FENCE]}}}]
    committed: list[str] = []
    with own.watch(inserts, start_at_operation_time=since) as stream:
        for change in stream:
            document = change["fullDocument"]
            if document["_id"] == fence:
                break
            if change["ns"]["coll"] == "outbox":
                committed.append(document["_id"])
    return committed
