"""Private text is encrypted under a key of its author, and gone with that key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.encryption import MasterKeys, SealBroken, TextKey, UnknownMasterKey, text_owner
from shared.testing.harness import TEST_SCOPE

KEY = TextKey("k1", b"k" * 32)
OWNER = text_owner(TEST_SCOPE, "concern", "c1")
NONCE = b"n" * 12


@given(text=st.text(max_size=200))
def test_a_text_is_read_with_its_key_only(text: str) -> None:
    sealed = KEY.seal(text, OWNER, NONCE)
    assert KEY.open(sealed, OWNER) == text
    assert TextKey("k2", b"k" * 32).open(sealed, OWNER) is None
    with pytest.raises(SealBroken):
        TextKey("k1", b"x" * 32).open(sealed, OWNER)


def test_a_text_is_read_in_its_own_place_only() -> None:
    sealed = KEY.seal("mine", OWNER, NONCE)
    for owner in (text_owner(TEST_SCOPE, "concern", "c2"), text_owner(TEST_SCOPE, "check-in", "c1")):
        with pytest.raises(SealBroken):
            KEY.open(sealed, owner)


def test_ids_made_of_a_text_differ_by_key() -> None:
    assert KEY.keyed_id("concern", "He shouts.") == KEY.keyed_id("concern", "He shouts.")
    assert KEY.keyed_id("concern", "He shouts.") != TextKey("k1", b"x" * 32).keyed_id("concern", "He shouts.")


def test_a_retired_master_key_unwraps_and_a_missing_one_is_named() -> None:
    before, now = MasterKeys(b"first" * 8), MasterKeys(b"second" * 8, retired=[b"first" * 8])
    wrapped = before.wrap(b"key", "acme/e1", NONCE)
    assert now.unwrap(wrapped, before.current_id, "acme/e1") == b"key"
    assert now.ids == {before.current_id, now.current_id}
    with pytest.raises(SealBroken):
        now.unwrap(wrapped, before.current_id, "acme/e2")
    with pytest.raises(UnknownMasterKey, match=now.current_id):
        before.unwrap(now.wrap(b"key", "acme/e1", NONCE), now.current_id, "acme/e1")
    assert "first" not in repr(before)
