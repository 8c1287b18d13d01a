import pytest

from demo import messages
from demo.mails import Mail
from demo.messages import Post, Undelivered, check_delivery, count_messages
from shared.testing.harness import TEST_NOW


class Coordinator:
    """Answers with the number of deliveries that are due, one after the other, then with the summary."""

    def __init__(self, *due, counts=()):
        self.due, self.counts = list(due), counts

    async def get(self, service, path):
        assert service == "notification"
        if path == "/deliveries/due":
            return {"deliveries": self.due.pop(0)}
        assert path == "/deliveries/summary"
        return {"counts": [{"kind": "x", "state": state, "deliveries": n} for state, n in self.counts]}


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(messages, "_PAUSE_SECONDS", 0)


async def test_messages_are_counted_once_none_is_due():
    coordinator = Coordinator(3, 1, 0, counts=[("planned", 1), ("sent", 1), ("sent", 1)])
    assert await count_messages(coordinator) == {"planned": 1, "sent": 2}
    assert coordinator.due == []


async def test_messages_that_stay_due_end_the_run(monkeypatch):
    monkeypatch.setattr(messages, "PATIENCE_SECONDS", -1)
    with pytest.raises(Undelivered, match="3 are not sent"):
        await count_messages(Coordinator(3))


async def test_mails_are_handed_to_their_readers_once_all_are_sent():
    mails = [Mail("ana@example.com", TEST_NOW, ("paired",)), Mail("coordinators@x.example", TEST_NOW, ())]

    class Inbox:
        def read_new(self):
            assert coordinator.due == []
            return mails

    class Reader:
        def __init__(self):
            self.mails = []

        def receive(self, mail):
            self.mails.append(mail)

    class Readers:
        def __init__(self):
            self.coordinator, self.ana = coordinator, Reader()

        def with_address(self, address):
            return self.ana if address == "ana@example.com" else None

    coordinator = Coordinator(1, 0)
    readers = Readers()
    await Post(Inbox(), readers).deliver()
    assert readers.ana.mails == mails[:1]


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({}, "none sent"),
        ({"planned": 4, "suppressed": 1}, "none sent"),
        ({"sent": 4, "failed": 1}, "1 failed"),
        ({"sent": 4, "failed": 1, "given-up": 2}, "1 failed, 2 given-up"),
    ],
)
def test_messages_that_were_not_sent_are_an_error(counts, words):
    with pytest.raises(Undelivered, match=words):
        check_delivery(counts)


def test_messages_that_are_due_later_are_none():
    check_delivery({"sent": 4, "planned": 2, "suppressed": 1})
