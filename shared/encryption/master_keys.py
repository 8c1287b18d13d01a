"""Master keys, which encrypt the keys of persons: the current one wraps, retired ones unwrap only."""

from collections.abc import Sequence
from typing import Final

from shared.encryption.vault import Vault, derived_key

_ID_BYTES: Final = 8


class UnknownMasterKey(LookupError):  # noqa: N818
    """A key was wrapped by a master key that is not given here."""


class MasterKeys:
    """The current master key and the retired ones.

    Args:
        current: wraps.
        retired: earlier ones, which unwrap what has not been wrapped again yet.
    """

    def __init__(self, current: bytes, retired: Sequence[bytes] = ()) -> None:
        self._vaults = {_id_of(key): Vault(key, "data keys") for key in (*retired, current)}
        self.current_id = _id_of(current)

    def __repr__(self) -> str:
        """Show no key; the same for each, as fingerprints of commands need it."""
        return "MasterKeys()"

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all of them; an id does not reveal its key."""
        return frozenset(self._vaults)

    def wrap(self, key: bytes, owner: str, nonce: bytes) -> str:
        """Return a person's key as it is stored, encrypted under the current master key."""
        return self._vaults[self.current_id].seal(key, owner, nonce)

    def unwrap(self, wrapped: str, master_id: str, owner: str) -> bytes:
        """Return a person's key.

        Raises:
            UnknownMasterKey: it was wrapped by a master key that is not among these.
            SealBroken: it belongs to another owner.
        """
        vault = self._vaults.get(master_id)
        if vault is None:
            raise UnknownMasterKey(f"no master key has the id {master_id}")
        return vault.unseal(wrapped, owner)


def _id_of(key: bytes) -> str:
    return derived_key(key, "id of a master key", _ID_BYTES).hex()
