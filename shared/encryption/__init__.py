"""Encryption of what a service stores: secrets under one key, private text under a key for each person."""

from shared.encryption.master_keys import MasterKeys, UnknownMasterKey
from shared.encryption.vault import KEY_BYTES, NONCE_BYTES, SealBroken, Vault, derived_key

__all__ = ["KEY_BYTES", "NONCE_BYTES", "MasterKeys", "SealBroken", "UnknownMasterKey", "Vault", "derived_key"]
