"""Messages as their bytes go to the mail server."""

from email.policy import SMTP

import pytest

from services.notification.domain.kinds import Kind
from shared.locale import LANGUAGES
from tests.unit.notification.letters import ANA, WEBER, compose, delivery

SEVEN_BITS = SMTP.clone(cte_type="7bit")


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_headers_written_once_are_as_python_writes_them(kind, language):
    message = compose(delivery(kind), WEBER.model_copy(update={"languages": [language], "name": "Zoë Weiß"}))
    written = message.as_bytes()
    assert written.isascii()
    assert written == message.as_bytes(policy=SEVEN_BITS)


def test_no_message_has_the_headers_of_another_reader():
    first = compose(delivery(Kind.PROPOSAL), WEBER).as_bytes()
    second = compose(delivery(Kind.PROPOSAL), ANA, partner=WEBER, programme="Ñandú").as_bytes()
    assert b"weber@example.com" in first
    assert b"weber@example.com" not in second
    assert b"ana@example.com" in second


def test_a_long_line_and_one_that_looks_like_a_boundary_stay_whole():
    programme = "--=_alternative " + "Fürsorge " * 6
    message = compose(delivery(Kind.PAIRED), programme=programme)
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert max(len(line) for line in message.as_bytes().split(b"\r\n")) <= 78
    text = message.get_body(["plain"]).get_content()
    assert programme.strip() in " ".join(text.split())
