"""Private text as it is stored: encrypted under a key of the person whose text it is.

Where the key has been destroyed, the text is erased, wherever a copy of it may lie.
"""

from typing import Annotated, ClassVar, Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints

from shared.encryption.vault import KEY_BYTES, Vault, derived_key
from shared.kernel import Aggregate, EmployeeId, Identifier, Scope, keyed_id
from shared.schema.visibility import ShownTo, Visibility

_SEALED_LENGTH: Final = 24_000
"""The longest encrypted text in Base64: 4000 characters of four bytes each fit."""
_WRAPPED_LENGTH: Final = 200
Account = Annotated[str, StringConstraints(max_length=255)]


class SealedText(BaseModel):
    """A text that can be read with its author's key only.

    Attributes:
        key_id: the key it was encrypted with.
        sealed: the encrypted text.
    """

    shown_to: ClassVar = Visibility.SELF

    model_config = ConfigDict(frozen=True, extra="forbid")

    key_id: Identifier
    sealed: Annotated[str, StringConstraints(max_length=_SEALED_LENGTH)]


class DataKey(Aggregate):
    """The key of one person, the same in all programmes of the tenant; its id is the employee's.

    Attributes:
        key_id: names this key; a person whose key was destroyed gets another one.
        master_id: names the master key that encrypts it.
        wrapped: the key, encrypted.
    """

    shown_to: ClassVar = Visibility.SELF

    key_id: Identifier
    master_id: Identifier
    wrapped: Annotated[str, StringConstraints(max_length=_WRAPPED_LENGTH)]
    key_made_at: AwareDatetime


class Erasure(Aggregate):
    """The record that a key was destroyed; its id is the key's.

    Attributes:
        employee_id: the author of the text.
        erased_by: the account that asked for it.
    """

    shown_to: ClassVar = Visibility.SELF

    employee_id: Annotated[EmployeeId, ShownTo(Visibility.ORGANISATION)]
    erased_by: Account
    erased_at: AwareDatetime


class TextKey:
    """A person's key, ready to encrypt and to decrypt.

    Args:
        key_id: names it.
        key: the key itself.
    """

    def __init__(self, key_id: str, key: bytes) -> None:
        self.key_id = key_id
        self._vault = Vault(key, "private text")
        self._id_key = derived_key(key, "ids", KEY_BYTES)

    def seal(self, text: str, owner: str, nonce: bytes) -> SealedText:
        """Encrypt a text.

        Args:
            text: the text.
            owner: names the aggregate and the field it belongs to; needed to read it.
            nonce: random bytes that are used once.
        """
        return SealedText(key_id=self.key_id, sealed=self._vault.seal(text.encode(), owner, nonce))

    def keyed_id(self, *parts: str) -> str:
        """Return an id made of a text; it reveals nothing of the text once the key is destroyed."""
        return keyed_id(self._id_key, *parts)

    def open(self, sealed: SealedText, owner: str) -> str | None:
        """Return the text; None where it was encrypted with an earlier key, which is destroyed."""
        if sealed.key_id != self.key_id:
            return None
        return self._vault.unseal(sealed.sealed, owner).decode()


def key_owner(tenant: str, employee_id: str) -> str:
    """Return the owner to which a person's key is bound when it is encrypted."""
    return f"{tenant}/{employee_id}"


def text_owner(scope: Scope, kind: str, id_: str) -> str:
    """Return the owner to which a text is bound: one text of one aggregate."""
    return f"{scope.tenant}/{scope.programme}/{kind}/{id_}"
