"""Records of any kind on the services' topics: none may stop the records after it."""

from __future__ import annotations

import asyncio
import random
import time
from typing import Any, Final

import httpx
from aiokafka import AIOKafkaProducer

from devstack.services import ServiceRunner
from fuzz.http import TENANT
from services.catalogue import SERVICES
from shared.contracts import contracts
from shared.runtime.kafka_access import KafkaAccess

_BATCH: Final = 200
_PATIENCE_SECONDS: Final = 120.0
_LOOK_SECONDS: Final = 0.2
_VALUES: Final = (
    b"",
    b"{}",
    b"[]",
    b"null",
    b"\xff\xfe",
    b"NaN",
    b"[" * 20_000,
    b'{"a":' * 500,
    b"\x00" * 100,
)
_TEXTS: Final = ("", "\u00b2", "-1", "9" * 400, "\u202e", "x" * 5000, "null", "../..", "2026-13-45", "\x00")


async def send_records(services: ServiceRunner, seed: int, seconds: float) -> tuple[int, list[str]]:
    """Send batches of records until the time is over; return their number, and the services they stopped.

    Args:
        services: the platform's.
        seed: decides the records.
        seconds: the time during which new batches begin.
    """
    dice = random.Random(seed)  # noqa: S311 (no secret)
    access = KafkaAccess(kafka_bootstrap=services.addresses.kafka)
    prefix = services.environment(SERVICES[0])["MENTORING_TOPIC_PREFIX"]
    deadline = time.monotonic() + seconds
    sent = 0
    faults: list[str] = []
    async with (
        AIOKafkaProducer(**access.kafka_client_options()) as producer,
        httpx.AsyncClient(timeout=30, trust_env=False) as http,
    ):
        while not faults and time.monotonic() < deadline:
            for _ in range(_BATCH):
                await producer.send(**_record(dice, prefix))
            await producer.flush()
            sent += _BATCH
            faults = await _not_passed(services, http)
    return sent, faults


def _record(dice: random.Random, prefix: str) -> dict[str, Any]:
    """Return a record of its owner with some parts replaced."""
    contract = dice.choice(list(contracts()))
    headers = {
        "ce_id": f"{dice.getrandbits(64):x}",
        "ce_source": contract.source,
        "ce_type": contract.type,
        "ce_specversion": "1.0",
        "ce_time": "2026-01-05T09:00:00+00:00",
        "ce_subject": "s",
        "ce_partitionkey": f"{TENANT}/p/{contract.aggregate}/{dice.randrange(5)}",
        "ce_correlationid": "fuzz",
        "ce_causationid": "fuzz",
        "ce_sequence": str(dice.randrange(100)),
        "ce_tenant": TENANT,
        "ce_programme": "p",
        "ce_region": "global",
    }
    raw = [(name, value.encode()) for name, value in headers.items()]
    for _ in range(dice.randrange(3)):
        place = dice.randrange(len(raw))
        change = dice.choice((_without, _twice, _other_text, _other_bytes, _other_name))
        raw = change(dice, raw, place)
        if not raw:
            break
    value = dice.choice((None, dice.randbytes(50), *_VALUES))
    keys = (b"", b"k", dice.randbytes(20), b"k" * 3000, *([] if value is None else [None]))
    return {
        "topic": f"{prefix}{contract.topic}",
        "key": dice.choice(keys),  # the client requires one of them
        "value": value,
        "headers": raw,
    }


Headers = list[tuple[str, bytes]]


def _without(_: random.Random, raw: Headers, place: int) -> Headers:
    return raw[:place] + raw[place + 1 :]


def _twice(_: random.Random, raw: Headers, place: int) -> Headers:
    return [*raw, raw[place]]


def _other_text(dice: random.Random, raw: Headers, place: int) -> Headers:
    return [*raw[:place], (raw[place][0], dice.choice(_TEXTS).encode()), *raw[place + 1 :]]


def _other_bytes(dice: random.Random, raw: Headers, place: int) -> Headers:
    return [*raw[:place], (raw[place][0], dice.randbytes(30)), *raw[place + 1 :]]


def _other_name(dice: random.Random, raw: Headers, place: int) -> Headers:
    return [*raw[:place], (dice.choice(_TEXTS), raw[place][1]), *raw[place + 1 :]]


async def _not_passed(services: ServiceRunner, http: httpx.AsyncClient) -> list[str]:
    """Return the services that still have a lag after a long wait."""
    token = services.issuer.mint("operator", TENANT, ["ops"])
    headers = {"Authorization": f"Bearer {token}"}
    deadline = time.monotonic() + _PATIENCE_SECONDS
    waiting = dict.fromkeys(SERVICES, "not asked")
    while waiting and time.monotonic() < deadline:
        for name in list(waiting):
            try:
                state = (await http.get(f"{services.url(name)}/ops/stream", headers=headers)).json()
            except (httpx.HTTPError, ValueError) as error:
                waiting[name] = type(error).__name__
                continue
            if state.get("lag") == 0:
                del waiting[name]
            else:
                waiting[name] = f"lag {state.get('lag')}, faults {state.get('faults')}"
        await asyncio.sleep(_LOOK_SECONDS)
    return [f"{name} does not pass the records: {why}" for name, why in waiting.items()]
