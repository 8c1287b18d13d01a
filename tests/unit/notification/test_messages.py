"""The texts and attachments of messages, with any input."""

import email
from email.policy import default
from html.parser import HTMLParser
from itertools import product
from urllib.parse import urlsplit

import icalendar
import pytest

from services.notification.domain.delivery import Reader
from services.notification.domain.kinds import CIRCLES, Kind
from services.notification.domain.message_table import MESSAGES
from services.notification.mails.calendar_file import METHODS
from services.notification.mails.content import Item
from services.notification.mails.message import is_address
from services.notification.mails.typed import harmless
from shared.locale import LANGUAGES, choose_language
from shared.testing.harness import TEST_NOW
from tests.unit.notification.letters import (
    ANA,
    SESSION,
    TO_MAILBOXES,
    WEBER,
    compose,
    composer,
    delivery,
)

HOSTILE = [
    "Eve\r\nBcc: everybody@example.com",
    "Eve\n\n<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\u202eevil\u202c\u2066name\u2069",
    "Visit https://evil.example/now",
    "www.evil.example",
    "evil@evil.example",
    'Eve" <evil@evil.example>, "Bob',
    "=?utf-8?q?=0d=0aBcc:_x@evil.example?=",
    "Eve\u2028\u2029\x00\x1b[31m",
    "x" * 5000,
    "{programme} {0.__class__} %(x)s",
    "",
]


class Links(HTMLParser):
    """Collects the tags and links of a page."""

    def __init__(self):
        super().__init__()
        self.tags, self.links = set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in {"href", "src", "action"}]


def sent(message):
    """The message as its receiver reads it."""
    return email.message_from_bytes(message.as_bytes(), policy=default)


def bodies(message):
    return (
        message.get_body(["plain"]).get_content(),
        message.get_body(["html"]).get_content(),
    )


@pytest.mark.parametrize(
    ("kind", "reader", "language"), list(product(Kind, (Reader.MENTOR, Reader.MENTEE), LANGUAGES))
)
def test_every_kind_is_a_whole_message_in_every_language(kind, reader, language):
    message = sent(compose(delivery(kind, reader), WEBER.model_copy(update={"languages": [language]})))
    text, html = bodies(message)
    assert message["Message-ID"] == f"<d-{kind}.acme@acme.example>"
    assert message["X-Mentoring-Kind"] == kind
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["From"] == '"Reverse mentoring, Acme" <rm@acme.example>'
    assert 0 < len(message["Subject"]) <= 60
    assert "Ana" not in message["Subject"]
    assert f'lang="{language}"' in html
    assert "{" not in text + message["Subject"]
    assert ("RM 2026" in text) == ("RM 2026" in html) == (kind not in TO_MAILBOXES)
    links = Links()
    links.feed(html)
    assert {urlsplit(link).netloc for link in links.links} <= {
        "pages.example",
        "mails.example",
    }


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("kind", [Kind.PAIRED, Kind.FIRST_CONTACT_REMINDER, Kind.SESSION_REMINDER])
def test_nothing_that_was_typed_becomes_header_link_or_markup(kind, typed):
    ordinary = sent(compose(delivery(kind)))
    reader, partner = (each.model_copy(update={"name": typed}) for each in (WEBER, ANA))
    message = sent(compose(delivery(kind), reader, partner, programme=typed))
    assert message.keys() == ordinary.keys()
    assert [each.addr_spec for each in message["To"].addresses] == ["weber@example.com"]
    text, html = bodies(message)
    actual, expected = Links(), Links()
    actual.feed(html)
    expected.feed(bodies(ordinary)[1])
    assert actual.tags == expected.tags
    assert actual.links == expected.links
    for part in ("evil.example", "://evil", "@evil", "\u202e", "\u2066", "\x00", "\x1b"):
        assert part not in text + html + message["To"] + message["Subject"]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("J. R. O'Neill-Müller", "J. R. O'Neill-Müller"),
        ("李小龍", "李小龍"),
        ("a\r\nb", "a b"),
        ("www.evil.org", "www evil org"),
        ("", ""),
    ],
)
def test_ordinary_names_stay_as_they_are(typed, shown):
    assert harmless(typed) == shown


@pytest.mark.parametrize(
    "text",
    ["a@b", "a@b.example\nBcc: x@y.example", "a b@c.example", "a@b.example,c@d.example", "<a@b.example>", ""],
)
def test_what_is_no_single_address_gets_no_mail(text):
    assert not is_address(text)
    assert is_address("first.last+tag@mail.example.org")


def test_times_are_on_the_readers_clock_with_the_zone_named_and_on_the_partners():
    text, _ = bodies(sent(compose(delivery(Kind.SESSION_MOVED))))
    assert "Mi., 7. Jan., 09:00 (London) · Mi., 7. Jan., 22:00 (Auckland)" in text
    text, _ = bodies(sent(compose(delivery(Kind.SESSION_MOVED, Reader.MENTOR), ANA, WEBER)))
    assert "22:00 (Auckland)" in text
    assert "9:00 (Londres)" in text


def test_the_partner_is_named_with_the_address_where_a_pair_begins():
    text, html = bodies(sent(compose(delivery(Kind.PAIRED))))
    for part in ("Ana Ruiz", "ana@example.com"):
        assert part in text
        assert part in html


@pytest.mark.parametrize("kind", Kind)
def test_only_what_waits_for_no_answer_can_be_unsubscribed_from_in_one_click(kind):
    message = compose(delivery(kind))
    if MESSAGES[kind].optional:
        assert message["List-Unsubscribe"].startswith("<https://mails.example/unsubscribe/")
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    else:
        assert message["List-Unsubscribe"] is None


@pytest.mark.parametrize("kind", Kind)
def test_calendar_files_are_private_and_neutral_and_replace_one_another(kind):
    message = sent(compose(delivery(kind)))
    files = [part for part in message.iter_attachments() if part.get_content_type() == "text/calendar"]
    assert bool(files) == MESSAGES[kind].calendar == (kind in METHODS)
    for file in files:
        calendar = icalendar.Calendar.from_ical(file.get_content())
        (event,) = calendar.walk("VEVENT")
        assert calendar["METHOD"] == METHODS[kind] == file.get_param("method")
        assert event["UID"] == ("circle-s1@mentoring" if kind in CIRCLES else "session-s1@mentoring")
        assert event["SEQUENCE"] == SESSION.sequence
        assert event["CLASS"] == "PRIVATE"
        assert event["SUMMARY"] == "Besprechung"
        assert (event["DTSTART"].dt, event["DTEND"].dt) == (SESSION.starts_at, SESSION.ends_at)
        assert event["STATUS"] == ("CANCELLED" if METHODS[kind] == "CANCEL" else "CONFIRMED")
        assert "Ana" not in file.get_content()


def test_a_series_has_a_file_for_each_session():
    second = SESSION.model_copy(update={"session_id": "s2", "number": 2})
    message = sent(compose(delivery(Kind.SESSIONS_PLANNED, sessions=(SESSION, second))))
    names = [part.get_filename() for part in message.iter_attachments()]
    assert names == ["session-1.ics", "session-2.ics"]


def test_a_digest_has_each_message_with_its_own_link_and_files():
    check_in, moved = delivery(Kind.CHECK_IN), delivery(Kind.SESSION_MOVED)
    digest = delivery(Kind.OWN_DIGEST, items=(check_in.id, moved.id))
    items = [Item(check_in, ANA, "https://pages.example/task/1"), Item(moved, ANA)]
    message = sent(
        composer().compose(digest, programme="RM", reader=WEBER, partner=None, now=TEST_NOW, items=items)
    )
    assert message["Subject"] == "2 Nachrichten für Sie"
    text, html = bodies(message)
    for body in (text, html):
        assert body.index("Wie war Ihr Treffen?") < body.index("https://pages.example/task/1")
        assert body.index("https://pages.example/task/1") < body.index("22:00 (Auckland)")
        assert "https://pages.example/mine/rm-2026/sessions" in body
    assert [part.get_filename() for part in message.iter_attachments()] == ["session-1.ics"]


@pytest.mark.parametrize("kind", Kind)
def test_every_message_to_a_person_leads_to_their_settings(kind):
    for body in bodies(sent(compose(delivery(kind)))):
        assert ("https://pages.example/settings" in body) == (kind not in TO_MAILBOXES)


@pytest.mark.parametrize(
    ("spoken", "language"), [(["fr", "en"], "fr"), (["ja", "es"], "es"), (["ja"], "en"), ([], "en")]
)
def test_the_language_is_the_best_spoken_one_there_are_words_in(spoken, language):
    assert choose_language(spoken) == language


def test_an_unknown_zone_is_taken_for_utc():
    text, _ = bodies(
        sent(compose(delivery(Kind.SESSION_MOVED), WEBER.model_copy(update={"time_zone": "Mars/Base"})))
    )
    assert "(UTC)" in text
