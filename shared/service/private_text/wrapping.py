"""The master keys at work: none is missing at the start, and all keys come under the current one."""

import asyncio
import secrets
from typing import Any, Final, Protocol

from pydantic_settings import SettingsError

from shared.encryption import NONCE_BYTES, DataKey, MasterKeys, key_owner
from shared.runtime.logging import get_logger
from shared.runtime.mongo import Database
from shared.service.background import WorkContext
from shared.service.private_text.keys import DATA_KEYS

log = get_logger(__name__)

_PAUSE_SECONDS: Final = 600
"""Another replica may have made keys under a retired master key meanwhile."""


class HasMasterKeys(Protocol):
    """Settings of a product that encrypts private text."""

    @property
    def master_keys(self) -> MasterKeys | None:
        """The master keys, or None."""


def require_master_keys(settings: HasMasterKeys) -> MasterKeys:
    """Return the master keys of the settings.

    Raises:
        SettingsError: there are none.
    """
    keys = settings.master_keys
    if keys is None:
        raise SettingsError("MENTORING_MASTER_KEY: this service needs it, to encrypt private text")
    return keys


async def check_master_keys(settings: HasMasterKeys, database: Database) -> None:
    """Check that each stored key can be opened with one of the master keys.

    Raises:
        SettingsError: some need a master key that is not given.
    """
    given = require_master_keys(settings).ids
    rows = database[DATA_KEYS.name]
    missing = await rows.count_documents({"master_id": {"$nin": sorted(given)}})
    if missing:
        raise SettingsError(
            f"MENTORING_MASTER_KEY, MENTORING_RETIRED_MASTER_KEYS: {missing} keys of persons were encrypted "
            "with another master key; add it to the retired ones"
        )


async def run_wrapping(context: WorkContext[Any]) -> None:
    """Wrap the keys again that a retired master key has wrapped, until cancelled."""
    keys = require_master_keys(context.settings)
    while True:
        wrapped = await wrap_again(context.transactions.database, keys)
        if wrapped:
            log.info("all keys of persons are encrypted with the current master key", keys=wrapped)
        await asyncio.sleep(_PAUSE_SECONDS)


async def wrap_again(database: Database, keys: MasterKeys) -> int:
    """Wrap all keys under the current master key; return how many were under another one.

    A key that is destroyed meanwhile stays destroyed.
    """
    rows, wrapped = database[DATA_KEYS.name], 0
    async for document in rows.find({"master_id": {"$ne": keys.current_id}}):
        key = DATA_KEYS.from_document(document)
        changes = {"master_id": keys.current_id, "wrapped": _wrapped_again(key, keys)}
        done = await rows.update_one({"_id": document["_id"], "wrapped": key.wrapped}, {"$set": changes})
        wrapped += done.modified_count
    return wrapped


def _wrapped_again(key: DataKey, keys: MasterKeys) -> str:
    owner = key_owner(key.tenant, key.id)
    plain = keys.unwrap(key.wrapped, key.master_id, owner)
    return keys.wrap(plain, owner, secrets.token_bytes(NONCE_BYTES))
