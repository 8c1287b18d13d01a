"""The progress of each partition."""

from shared.messaging.wire.kafka import PartitionLag
from shared.service.progress import PartitionWatch


def stuck(watch, now, *lags, waits=""):
    looked = watch.look(lags, now, waits)
    return [(each.stuck_seconds, each.reason) for each in looked]


def test_a_partition_stands_still_from_when_it_last_moved():
    watch = PartitionWatch("feedback")
    still, moving = PartitionLag("t", 0, 5, 10), PartitionLag("t", 1, 5, 10)
    assert stuck(watch, 100, still, moving) == [(0, ""), (0, "")]
    assert stuck(watch, 130, still, PartitionLag("t", 1, 5, 11), waits="why") == [(30, "why"), (0, "why")]
    assert stuck(watch, 150, PartitionLag("t", 0, 6, 10, reason="own")) == [(50, "own")]
    assert stuck(watch, 200, PartitionLag("t", 0, 0, 16)) == [(0, "")]


def test_what_has_nothing_to_do_does_not_stand_still():
    watch = PartitionWatch("feedback")
    idle = PartitionLag("t", 0, 0, 10)
    assert stuck(watch, 0, idle) == stuck(watch, 1000, idle) == [(0, "")]
    assert stuck(watch, 1001, PartitionLag("t", 0, 1, 10)) == [(1, "")]
    assert stuck(watch, 1011, PartitionLag("t", 0, 1, 10)) == [(11, "")]


def test_a_partition_that_comes_back_begins_anew():
    watch = PartitionWatch("feedback")
    lag = PartitionLag("t", 0, 5, 10)
    stuck(watch, 0, lag)
    stuck(watch, 50)
    assert stuck(watch, 100, lag) == [(0, "")]
