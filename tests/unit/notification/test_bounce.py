"""Delivery status notifications, of mail servers and of anybody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notification.mails.bounce import Bounce, read_bounce
from tests.helpers.mails import status_notification

ID = "0123456789abcdef0123456789abcdef"
OURS = f"<{ID}.acme@rm.example>"


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_a_message_that_failed_for_good_is_found_by_its_id(returned):
    assert read_bounce(status_notification(OURS, returned=returned)) == Bounce(ID, "acme")


@pytest.mark.parametrize(
    "report",
    [
        status_notification(OURS, action="delayed", status="4.4.1"),
        status_notification(OURS, action="failed", status="4.2.2"),
        status_notification(OURS, action="delivered", status="2.0.0"),
        status_notification(OURS, action="relayed", status="5.0.0"),
        status_notification(OURS, status="5"),
        status_notification("<someone@elsewhere.example>"),
        status_notification(f"<{ID}.../etc@rm.example>"),
        status_notification(f"{OURS} {OURS}"),
        status_notification(f"<{ID.upper()}.acme@rm.example>"),
        status_notification(OURS).replace(b"report-type=delivery-status", b"report-type=feedback-report"),
        status_notification(OURS).replace(b"multipart/report", b"multipart/mixed"),
        b"Message-ID: " + OURS.encode() + b"\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n",
        b"",
    ],
)
def test_anything_else_says_nothing(report):
    assert read_bounce(report) is None


def test_a_report_within_the_returned_message_is_not_believed():
    inner = status_notification(OURS).replace(b'boundary="b"', b'boundary="c"').replace(b"--b", b"--c")
    outer = status_notification("<x@elsewhere.example>", content=inner)
    assert read_bounce(outer) is None


@given(st.binary(max_size=2000))
def test_any_bytes_are_read(content):
    assert read_bounce(content) is None


@given(st.integers(0, 3000), st.binary(min_size=1, max_size=20))
def test_a_damaged_report_is_read(place, damage):
    report = status_notification(OURS)
    bounce = read_bounce(report[:place] + damage + report[place + len(damage) :])
    assert bounce is None or len(bounce.delivery_id) == 32


@pytest.mark.parametrize("depth", [10, 3000])
def test_a_deep_report_is_read(depth):
    layers = (
        f'Content-Type: multipart/report; report-type=delivery-status; boundary="b{n}"\r\n\r\n--b{n}\r\n'
        for n in range(depth)
    )
    assert read_bounce("".join(layers).encode()[:200_000]) is None
