"""Encrypt private text, and destroy the key of a person."""

import secrets
from typing import Final

from services.feedback.domain.private_text import DataKey, Erasure, SealedText, TextKey, key_owner
from services.feedback.queries.private_text import find_text_key
from services.feedback.store import DATA_KEYS, ERASURES
from shared.encryption import KEY_BYTES, NONCE_BYTES, MasterKeys
from shared.messaging import UnitOfWork

_ID_BYTES: Final = 16


async def text_key(uow: UnitOfWork, master_keys: MasterKeys, employee_id: str) -> TextKey:
    """Return an employee's key; make it for the first text."""
    return await find_text_key(uow, master_keys, employee_id) or _new_key(uow, master_keys, employee_id)


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
