"""Ids of parts: the same again, no two alike, and not to be computed without the key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel import keyed_id, stable_id

PARTS = st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=4)


@given(PARTS, PARTS)
def test_the_same_parts_and_only_they_make_the_same_id(some, others):
    assert (keyed_id(b"key", *some) == keyed_id(b"key", *others)) == (some == others)


def test_an_id_has_the_usual_form_and_needs_its_key():
    parts = ("participant", "acme", "rm-2026", "e000042", "mentor")
    id_ = keyed_id(b"key", *parts)
    assert len(id_) == 32
    assert set(id_) <= set("0123456789abcdef")
    assert id_ not in {keyed_id(b"other key", *parts), stable_id(*parts)}
    with pytest.raises(ValueError, match="needs a key"):
        keyed_id(b"", *parts)
