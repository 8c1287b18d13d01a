"""Circles of mentors: who learns of which date, who leaves, who reads notes, and how they conclude."""

from datetime import UTC, datetime, timedelta

import pytest

from services.enrollment.commands import circles as commands
from services.enrollment.commands import own_circles
from services.enrollment.commands.withdrawal import withdraw
from services.enrollment.queries.circles import list_notes, list_own_circles
from services.enrollment.store import CIRCLE_NOTES, CIRCLES
from shared.contracts.enrollment import (
    CircleDateCancelled,
    CircleDateMoved,
    CircleDateReminded,
    CircleDateSet,
    CircleMemberAdded,
    CircleMemberRemoved,
    CircleReminderDue,
)
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict, NotFound, RuleBroken
from tests.unit.enrollment.joining import KEYS, Joining

FIRST = datetime(2026, 2, 12, 14, tzinfo=UTC)
FACTS = (
    CircleMemberAdded,
    CircleMemberRemoved,
    CircleDateSet,
    CircleDateMoved,
    CircleDateCancelled,
    CircleDateReminded,
)
SECRET = "I could not say no."


class Meeting(Joining):
    """The programme of `Joining`, with circles."""

    async def make(self, *people, name="First"):
        made = await self.scenario.command(commands.create_circle, name, "Room 4", people)
        return made.circle

    async def circle(self, id_):
        return await self.scenario.command(lambda uow: uow.require(CIRCLES, id_))

    async def date(self, circle, starts_at=FIRST, date_id=None, minutes=60):
        """Add a date, or move one."""
        command = (commands.move_date, circle.id, date_id) if date_id else (commands.add_date, circle.id)
        read = await self.scenario.command(*command, starts_at, minutes)
        return next(each for each in read.circle.dates if each.starts_at == starts_at)

    async def facts(self):
        """The facts published about circles: the type, and the people whom each names."""
        ids = {await self.id_of(name): name for name in ("ann", "ben", "cleo", "dan")}
        mails = []
        for fact in self.scenario.published():
            if isinstance(fact, FACTS):
                whom = getattr(fact, "participant_ids", None) or (fact.participant_id,)
                mails.append((type(fact), sorted(ids[id_] for id_ in whom)))
        return mails


@pytest.fixture
async def meeting():
    meeting = Meeting()
    await meeting.admit("everybody")
    await meeting.hire("ann", "ben", "cleo", "dan", "eve")
    for name in ("ann", "ben", "cleo", "dan"):
        await meeting.join(name)
    await meeting.join("eve", Role.MENTEE)
    meeting.scenario.published()
    return meeting


async def test_members_learn_of_the_circle_and_of_each_date(meeting):
    circle = await meeting.make("ann", "BEN@example.com ", "ann")
    assert await meeting.facts() == [(CircleMemberAdded, ["ann"]), (CircleMemberAdded, ["ben"])]
    date = await meeting.date(circle)
    assert await meeting.date(circle) == date
    assert await meeting.facts() == [(CircleDateSet, ["ann", "ben"])]
    moved = await meeting.date(circle, FIRST + timedelta(hours=1), date.id)
    assert (moved.id, moved.number) == (date.id, 1)
    assert await meeting.date(circle, FIRST + timedelta(hours=1), date.id) == moved
    assert await meeting.facts() == [(CircleDateMoved, ["ann", "ben"])]


async def test_members_are_reminded_once_a_day_before(meeting):
    circle = await meeting.make("ann", "ben")
    date = await meeting.date(circle)
    await meeting.date(circle, FIRST + timedelta(days=7), date.id)
    off = await meeting.date(circle, FIRST + timedelta(days=1))
    await meeting.scenario.command(commands.cancel_date, circle.id, off.id)
    await meeting.facts()
    meeting.scenario.now = FIRST + timedelta(days=5, hours=23)
    for fact in meeting.scenario.due():
        await meeting.scenario.when(fact)
    assert await meeting.facts() == []
    meeting.scenario.now = FIRST + timedelta(days=6, hours=1)
    for fact in meeting.scenario.due():
        await meeting.scenario.when(fact)
    assert await meeting.facts() == [(CircleDateReminded, ["ann", "ben"])]


async def test_a_date_within_a_day_is_announced_and_not_reminded_of(meeting):
    circle = await meeting.make("ann", "ben")
    date = await meeting.date(circle)
    await meeting.facts()
    await meeting.date(circle, meeting.scenario.now + timedelta(hours=23), date.id)
    await meeting.date(circle, meeting.scenario.now + timedelta(hours=2))
    meeting.scenario.now = FIRST
    assert not [fact for fact in meeting.scenario.due() if isinstance(fact, CircleReminderDue)]
    assert {fact for fact, _ in await meeting.facts()} == {CircleDateMoved, CircleDateSet}


async def test_who_comes_learns_the_dates_ahead_and_who_goes_that_they_are_off(meeting):
    circle = await meeting.make("ann", "ben")
    await meeting.date(circle)
    await meeting.facts()
    changed = ("First", "Room 4", ("ben", "cleo"))
    read = await meeting.scenario.command(commands.change_circle, circle.id, *changed, 1)
    assert read.circle.number == 2
    assert await meeting.facts() == [
        (CircleMemberAdded, ["cleo"]),
        (CircleMemberRemoved, ["ann"]),
        (CircleDateSet, ["cleo"]),
        (CircleDateCancelled, ["ann"]),
    ]
    with pytest.raises(Conflict) as refused:
        await meeting.scenario.command(commands.change_circle, circle.id, "Other", "", ("ann", "ben"), 1)
    assert refused.value.code == "circle-changed"
    await meeting.scenario.command(commands.change_circle, circle.id, *changed, 1)
    assert await meeting.facts() == []


@pytest.mark.parametrize(
    ("people", "field", "code"),
    [
        (("ann", "eve"), "people[1]", "no-mentor-of-programme"),
        (("nobody", "ben"), "people[0]", "no-mentor-of-programme"),
        (("ann", "ann@example.com"), "people", "circle-size"),
    ],
)
async def test_members_are_mentors_of_the_programme(meeting, people, field, code):
    with pytest.raises(RuleBroken) as refused:
        await meeting.make(*people)
    assert (refused.value.field, refused.value.code) == (field, code)


async def test_a_date_is_ahead_and_stays_as_it_was_once_it_is_past(meeting):
    circle = await meeting.make("ann", "ben")
    for at in (meeting.scenario.now, meeting.scenario.now + timedelta(days=2000)):
        with pytest.raises(RuleBroken) as refused:
            await meeting.date(circle, at)
        assert refused.value.field == "starts_at"
    date = await meeting.date(circle)
    with pytest.raises(Conflict) as refused:
        await attend(meeting, circle, date)
    assert refused.value.code == "date-not-over"
    meeting.scenario.now = FIRST + timedelta(hours=2)
    for act in (
        meeting.date(circle, FIRST + timedelta(days=9), date.id),
        meeting.scenario.command(commands.cancel_date, circle.id, date.id),
    ):
        with pytest.raises(Conflict) as refused:
            await act
        assert refused.value.code == "date-over"
    await attend(meeting, circle, date)
    (known,) = (await meeting.circle(circle.id)).dates
    assert known.attended == (await meeting.id_of("ann"),)
    await attend(meeting, circle, date, attended=False)
    assert (await meeting.circle(circle.id)).dates[0].attended == ()


async def attend(meeting, circle, date, *, attended=True):
    await meeting.scenario.command(own_circles.state_attendance, circle.id, date.id, "ann", attended=attended)


async def write(meeting, circle, author="ann", text=SECRET):
    await meeting.scenario.command(own_circles.write_note, KEYS, circle.id, author, text)


async def notes(meeting, circle, reader):
    read = await meeting.scenario.command(list_notes, KEYS, circle.id, reader)
    return [(each.author, each.note) for each in read]


async def test_notes_are_for_members_and_encrypted(meeting):
    circle = await meeting.make("ann", "ben")
    for _ in range(2):
        await write(meeting, circle)
    (note,) = await notes(meeting, circle, "ben")
    assert note[1] == SECRET
    (kept,) = await meeting.scenario.command(lambda uow: uow.find(CIRCLE_NOTES))
    assert SECRET not in kept.model_dump_json()
    for act in (notes(meeting, circle, "cleo"), write(meeting, circle, "cleo")):
        with pytest.raises(NotFound):
            await act
    with pytest.raises(NotFound):
        await meeting.scenario.command(own_circles.delete_note, circle.id, kept.id, "ben")
    await meeting.scenario.command(own_circles.delete_note, circle.id, kept.id, "ann")
    assert await notes(meeting, circle, "ben") == []


async def test_who_leaves_takes_their_notes_and_reads_no_others(meeting):
    circle = await meeting.make("ann", "ben", "cleo")
    await meeting.date(circle)
    await write(meeting, circle)
    await write(meeting, circle, "ben", "Mine.")
    await meeting.facts()
    await meeting.scenario.command(own_circles.leave_circle, circle.id, "ann")
    assert await meeting.facts() == [(CircleDateCancelled, ["ann"])]
    assert [text for _, text in await notes(meeting, circle, "ben")] == ["Mine."]
    with pytest.raises(NotFound):
        await notes(meeting, circle, "ann")
    programme = meeting.scenario.scope.programme
    assert await meeting.scenario.command(list_own_circles, programme, "ann") == []


async def test_who_leaves_the_programme_leaves_the_circle(meeting):
    circle = await meeting.make("ann", "ben")
    await meeting.scenario.command(withdraw, KEYS, await meeting.id_of("ann"), "ann", "account", None)
    await meeting.settle()
    assert [each.employee_id for each in (await meeting.circle(circle.id)).members] == ["ben"]


async def test_circles_conclude_with_the_programme_and_stay_to_be_read(meeting):
    circle = await meeting.make("ann", "ben")
    await meeting.date(circle)
    await write(meeting, circle)
    await meeting.facts()
    await meeting.scenario.command(commands.conclude_all)
    await meeting.scenario.command(commands.conclude_all)
    assert await meeting.facts() == [(CircleDateCancelled, ["ann", "ben"])]
    assert [text for _, text in await notes(meeting, circle, "ben")] == [SECRET]
    for act in (
        write(meeting, circle, text="More."),
        meeting.date(circle, FIRST + timedelta(days=1)),
        meeting.scenario.command(commands.change_circle, circle.id, "Other", "", ("ann", "ben"), 1),
    ):
        with pytest.raises(Conflict) as refused:
            await act
        assert refused.value.code == "circle-concluded"
