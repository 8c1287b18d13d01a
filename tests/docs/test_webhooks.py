"""docs/webhooks.md: its code verifies what is sent, and its table of tries is that of the code."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.notification.domain.webhooks.delivery import PAUSES
from services.notification.domain.webhooks.signing import secret_text, signed_headers

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "webhooks.md").read_text()
SECRETS = [b"n" * 32, b"o" * 32]
BODY = '{"type":"x","data":{"name":"Zoë"}}'.encode()


@pytest.fixture
def verify():
    names: dict = {}
    exec(re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1], names)
    return names["verify"]


@pytest.mark.parametrize("secret", SECRETS)
def test_the_code_takes_what_either_secret_signs(verify, secret):
    headers = signed_headers(SECRETS, "d1", datetime.now(UTC), BODY)
    assert verify(secret_text(secret), headers, BODY)


def test_the_code_refuses_other_secrets_bodies_and_times(verify):
    now = datetime.now(UTC)
    headers = signed_headers(SECRETS[:1], "d1", now, BODY)
    assert not verify(secret_text(SECRETS[1]), headers, BODY)
    assert not verify(secret_text(SECRETS[0]), headers, BODY + b" ")
    assert not verify(secret_text(SECRETS[0]), headers | {"webhook-id": "d2"}, BODY)
    old = signed_headers(SECRETS[:1], "d1", now - timedelta(minutes=6), BODY)
    assert not verify(secret_text(SECRETS[0]), old, BODY)


def test_the_table_of_tries_is_that_of_the_code():
    rows = re.findall(r"^\| (\d+) \| (\d+) (second|minute|hour)s \|$", PAGE, re.MULTILINE)
    assert [int(number) for number, _, _ in rows] == list(range(2, len(PAUSES) + 2))
    assert [timedelta(**{f"{unit}s": int(amount)}) for _, amount, unit in rows] == list(PAUSES)
