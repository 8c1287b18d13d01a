"""Messages about circles of mentors: who gets which, together or alone, and where it leads."""

from datetime import timedelta

import pytest

from services.notification.domain.delivery import Reader
from services.notification.domain.kinds import Kind
from services.notification.domain.tasks import page_of
from services.notification.reactions import reactions
from shared.contracts.enrollment import (
    CircleDateCancelled,
    CircleDateMoved,
    CircleDateReminded,
    CircleDateSet,
    CircleMemberAdded,
    CircleMemberRemoved,
)
from shared.testing.harness import TEST_NOW
from shared.testing.scenario import Scenario
from tests.unit.notification.planning import to_be_sent

BOTH = ("mentor-0", "mentor-1")


def date(contract, number=1, people=BOTH):
    starts_at = TEST_NOW + timedelta(days=number)
    return contract(
        circle_id="c1",
        date_id=f"d{number}",
        number=number,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        participant_ids=people,
    )


async def planned(scenario):
    """The messages to be sent: the kind, the reader, and the numbers of the dates."""

    deliveries = await to_be_sent(scenario)
    assert {(each.reader, page_of(each)) for each in deliveries} == {(Reader.MENTOR, "/mine/rm-2026/circles")}
    return sorted(
        (each.kind, each.participant_id, [session.number for session in each.sessions]) for each in deliveries
    )


@pytest.mark.parametrize(
    ("contract", "kind"),
    [(CircleMemberAdded, Kind.CIRCLE_JOINED), (CircleMemberRemoved, Kind.CIRCLE_REMOVED)],
)
async def test_who_comes_or_is_taken_out_hears_of_it(contract, kind):
    notification = Scenario("notification", reactions)
    await notification.when(contract(circle_id="c1", participant_id="mentor-0"))
    assert await planned(notification) == [(kind, "mentor-0", [])]


@pytest.mark.parametrize(
    ("contract", "kind"),
    [(CircleDateSet, Kind.CIRCLE_DATES), (CircleDateCancelled, Kind.CIRCLE_DATES_OFF)],
)
async def test_dates_of_one_act_come_in_one_message_to_each_member(contract, kind):
    notification = Scenario("notification", reactions)
    await notification.when(date(contract), date(contract, 2), date(contract, 3, ("mentor-1",)))
    assert await planned(notification) == [(kind, "mentor-0", [1, 2]), (kind, "mentor-1", [1, 2, 3])]
    notification.now += timedelta(hours=1)
    await notification.when(date(contract, 4, ("mentor-0",)))
    assert (kind, "mentor-0", [4]) in await planned(notification)


@pytest.mark.parametrize(
    ("contract", "kind"),
    [(CircleDateMoved, Kind.CIRCLE_DATE_MOVED), (CircleDateReminded, Kind.CIRCLE_REMINDER)],
)
async def test_a_new_time_and_a_reminder_come_alone(contract, kind):
    notification = Scenario("notification", reactions)
    await notification.when(date(contract), date(contract, 2, ("mentor-0",)))
    assert await planned(notification) == [
        (kind, "mentor-0", [1]),
        (kind, "mentor-0", [2]),
        (kind, "mentor-1", [1]),
    ]
