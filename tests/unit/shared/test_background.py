"""Work in hand: counted from its beginning to its end, however it ends."""

import pytest

from shared.service.background import InHand


def test_what_ends_or_fails_is_no_longer_in_hand():
    in_hand = InHand()
    with in_hand.one():
        with in_hand.one():
            assert in_hand.count == 2
        assert in_hand.count == 1
    with pytest.raises(ValueError, match="fails"), in_hand.one():
        raise ValueError("fails")
    assert in_hand.count == 0
