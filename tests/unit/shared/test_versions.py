"""Old versions are brought up to date, unknown versions wait for a release that knows them."""

from datetime import UTC, datetime

import pytest

from shared.kernel import Scope
from shared.messaging import Reactions
from shared.messaging.incoming.records import Ignored, Message, Record, decode
from shared.messaging.wire.envelope import Envelope
from shared.schema import EventData
from shared.schema.upcasting import upcaster


class TestEvent(EventData, product="mentoring", owner="test"):
    __test__ = False


class SizedV1(TestEvent, fact="sized", version=1, aggregate="thing", key="id"):
    id: str
    size: int


class SizedV2(TestEvent, fact="sized", version=2, aggregate="thing", key="id"):
    id: str
    width: int
    height: int


class SizedV3(TestEvent, fact="sized", version=3, aggregate="thing", key="id"):
    id: str
    area: int


@upcaster(SizedV1, SizedV2)
def square(old: SizedV1) -> SizedV2:
    return SizedV2(id=old.id, width=old.size, height=old.size)


@upcaster(SizedV2, SizedV3)
def area(old: SizedV2) -> SizedV3:
    return SizedV3(id=old.id, area=old.width * old.height)


reactions = Reactions()


@reactions.on(SizedV3)
async def note(event, uow):
    """Never called here."""


def record(type_: str, value: bytes) -> Record:
    envelope = Envelope(
        id="e1",
        type=type_,
        source="/mentoring/test",
        time=datetime(2026, 1, 5, tzinfo=UTC),
        scope=Scope(tenant="acme"),
        subject="t1",
        key="acme/_/thing/t1",
        sequence=1,
        correlation_id="c",
        causation_id="c",
    )
    headers = tuple((name, text.encode()) for name, text in envelope.headers().items())
    return Record("mentoring.test", 0, 7, b"k", value, headers)


@pytest.mark.parametrize(
    ("version", "value", "expected"),
    [
        (1, b'{"id": "t1", "size": 3}', 9),
        (2, b'{"id": "t1", "width": 2, "height": 5}', 10),
        (3, b'{"id": "t1", "area": 4, "colour": "new fields are ignored"}', 4),
    ],
)
def test_every_past_version_is_read_as_todays(version, value, expected):
    message = decode(record(f"mentoring.test.sized.v{version}", value), reactions)
    assert isinstance(message, Message)
    assert message.event is not None
    assert message.event.data == SizedV3(id="t1", area=expected)


def test_a_version_of_the_future_waits_for_a_release_that_knows_it():
    message = decode(record("mentoring.test.sized.v4", b"{}"), reactions)
    assert isinstance(message, Message)
    assert message.event is None
    assert message.fault == "this release can't read mentoring.test.sized.v4"


def test_a_fact_nobody_reacts_to_is_passed_by():
    assert isinstance(decode(record("mentoring.test.painted.v1", b"{}"), reactions), Ignored)


def test_steps_go_from_one_version_to_the_next_only():
    with pytest.raises(TypeError, match="does not follow"):
        upcaster(SizedV1, SizedV3)
    with pytest.raises(TypeError, match="two steps"):
        upcaster(SizedV1, SizedV2)(square)
