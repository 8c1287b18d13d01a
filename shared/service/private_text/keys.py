"""The keys of persons: made for the first text, read to show a text, destroyed to erase all of them.

Each service that keeps private text has keys of its own in its own database.
"""

import secrets
from collections.abc import Iterable
from typing import Any, Final

from shared.encryption import (
    KEY_BYTES,
    NONCE_BYTES,
    DataKey,
    Erasure,
    MasterKeys,
    SealedText,
    TextKey,
    key_owner,
)
from shared.messaging.unit_of_work import UnitOfWork
from shared.persistence.collection import Collection
from shared.persistence.indexes import make_index

DATA_KEYS: Final = Collection("data_keys", DataKey, organisation_wide=True, indexes=[make_index("master_id")])
"""The keys of persons, apart from what they encrypt."""
ERASURES: Final = Collection("erasures", Erasure, organisation_wide=True)
PRIVATE_TEXT: Final[list[Collection[Any]]] = [DATA_KEYS, ERASURES]
_ID_BYTES: Final = 16


class TextReader:
    """Reads private text of some people.

    Args:
        keys: their keys by employee; a destroyed one is missing.
    """

    def __init__(self, keys: dict[str, TextKey]) -> None:
        self._keys = keys

    def read(self, sealed: SealedText | None, author: str, owner: str) -> str | None:
        """Return a text of an author; None where there is none, or where it is erased."""
        key = self._keys.get(author)
        return key.open(sealed, owner) if sealed and key else None


async def text_reader(uow: UnitOfWork, master_keys: MasterKeys, authors: Iterable[str]) -> TextReader:
    """Return a reader of what these employees have written."""
    keys = await uow.find(DATA_KEYS, {"id": {"$in": sorted(set(authors))}})
    return TextReader({key.id: _unwrapped(key, master_keys) for key in keys})


async def text_key(uow: UnitOfWork, master_keys: MasterKeys, employee_id: str) -> TextKey:
    """Return an employee's key; make it for the first text."""
    key = await uow.get(DATA_KEYS, employee_id)
    return _unwrapped(key, master_keys) if key else _new_key(uow, master_keys, employee_id)


def seal(key: TextKey, text: str, owner: str) -> SealedText:
    """Encrypt a text for its owner."""
    return key.seal(text, owner, secrets.token_bytes(NONCE_BYTES))


async def erase_text(uow: UnitOfWork, employee_id: str, erased_by: str) -> None:
    """Destroy an employee's key, so that nobody can read their private text any more, nor a copy of it."""
    key = await uow.get(DATA_KEYS, employee_id)
    if key is None:
        return
    uow.delete(DATA_KEYS, key)
    erasure = Erasure(
        id=key.key_id, tenant=key.tenant, employee_id=employee_id, erased_by=erased_by, erased_at=uow.now
    )
    uow.save(ERASURES, erasure)


def _new_key(uow: UnitOfWork, master_keys: MasterKeys, employee_id: str) -> TextKey:
    tenant, key = uow.scope.tenant, secrets.token_bytes(KEY_BYTES)
    wrapped = master_keys.wrap(key, key_owner(tenant, employee_id), secrets.token_bytes(NONCE_BYTES))
    stored = DataKey(
        id=employee_id,
        tenant=tenant,
        key_id=secrets.token_hex(_ID_BYTES),
        master_id=master_keys.current_id,
        wrapped=wrapped,
        key_made_at=uow.now,
    )
    uow.save(DATA_KEYS, stored)
    return TextKey(stored.key_id, key)


def _unwrapped(key: DataKey, master_keys: MasterKeys) -> TextKey:
    """Return a key in the clear.

    Raises:
        UnknownMasterKey: its master key is not given to this process.
    """
    owner = key_owner(key.tenant, key.id)
    return TextKey(key.key_id, master_keys.unwrap(key.wrapped, key.master_id, owner))
