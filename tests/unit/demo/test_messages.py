import pytest

from demo import messages
from demo.messages import Undelivered, check_delivery, count_messages


class Coordinator:
    def __init__(self, *answers):
        self.answers = list(answers)

    async def get(self, service, path):
        assert (service, path) == ("notification", "/deliveries/summary")
        rows = self.answers.pop(0)
        return {"counts": [{"kind": "x", "state": state, "deliveries": number} for state, number in rows]}


async def test_messages_are_counted_once_their_numbers_stay_the_same(monkeypatch):
    monkeypatch.setattr(messages, "_PAUSE_SECONDS", 0)
    early, late = [("planned", 3)], [("planned", 1), ("sent", 1), ("sent", 1)]
    coordinator = Coordinator(early, late, late, early)
    assert await count_messages(coordinator) == {"planned": 1, "sent": 2}
    assert coordinator.answers == [early]


async def test_counting_ends_though_messages_are_sent_all_the_time(monkeypatch):
    monkeypatch.setattr(messages, "_PAUSE_SECONDS", 0)
    coordinator = Coordinator(*([("sent", number)] for number in range(100)))
    assert await count_messages(coordinator) == {"sent": 20}


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
