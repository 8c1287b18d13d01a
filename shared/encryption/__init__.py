"""Encryption of what a service stores: secrets under one key, private text under a key for each person."""

from shared.encryption.master_keys import MasterKeys, UnknownMasterKey
from shared.encryption.private_text import DataKey, Erasure, SealedText, TextKey, key_owner, text_owner
from shared.encryption.vault import KEY_BYTES, NONCE_BYTES, SealBroken, Vault, derived_key

__all__ = [
    "KEY_BYTES",
    "NONCE_BYTES",
    "DataKey",
    "Erasure",
    "MasterKeys",
    "SealBroken",
    "SealedText",
    "TextKey",
    "UnknownMasterKey",
    "Vault",
    "derived_key",
    "key_owner",
    "text_owner",
]
