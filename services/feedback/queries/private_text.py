"""The keys of persons, to read what was encrypted with them."""

from collections.abc import Iterable

from services.feedback.domain.private_text import DataKey, SealedText, TextKey, key_owner
from services.feedback.store import DATA_KEYS
from shared.encryption import MasterKeys
from shared.messaging import UnitOfWork


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
    return TextReader({key.id: unwrapped(key, master_keys) for key in keys})


async def find_text_key(uow: UnitOfWork, master_keys: MasterKeys, employee_id: str) -> TextKey | None:
    """Return an employee's key; None where there is none, or none any more."""
    key = await uow.get(DATA_KEYS, employee_id)
    return unwrapped(key, master_keys) if key else None


def unwrapped(key: DataKey, master_keys: MasterKeys) -> TextKey:
    """Return a key in the clear.

    Raises:
        UnknownMasterKey: its master key is not given to this process.
    """
    owner = key_owner(key.tenant, key.id)
    return TextKey(key.key_id, master_keys.unwrap(key.wrapped, key.master_id, owner))
