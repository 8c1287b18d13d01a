"""Circles as coordinators and as their members read them."""

from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel

from services.enrollment.domain.circle import Circle
from services.enrollment.domain.circle_member import CircleMember
from services.enrollment.domain.circle_note import CircleNote, note_owner
from services.enrollment.domain.employee import search_key
from services.enrollment.domain.participant import ParticipantState
from services.enrollment.store import CIRCLE_NOTES, CIRCLES, EMPLOYEES, PARTICIPANTS, PROGRAMMES
from shared.contracts.vocabulary import Role
from shared.encryption import MasterKeys
from shared.kernel import RuleBroken
from shared.messaging import UnitOfWork
from shared.service import text_reader


class ReadCircle(BaseModel):
    """A circle, with the names of its members by participant."""

    circle: Circle
    names: dict[str, str]


class ReadNote(BaseModel):
    """A note as it is kept, and its text; None where its author has erased all private text."""

    kept: CircleNote
    author: str
    note: str | None


async def list_circles(uow: UnitOfWork, programme_id: str) -> list[ReadCircle]:
    """Return the circles of a programme, by name.

    Raises:
        NotFound: there is no such programme.
    """
    await uow.require(PROGRAMMES, programme_id)
    return await _named(uow, await uow.find(CIRCLES, {}, sort=[("name", 1), ("id", 1)]))


async def get_circle(uow: UnitOfWork, circle_id: str) -> ReadCircle:
    """Return a circle.

    Raises:
        NotFound: there is none.
    """
    (read,) = await _named(uow, [await uow.require(CIRCLES, circle_id)])
    return read


async def list_own_circles(uow: UnitOfWork, programme_id: str, employee_id: str) -> list[ReadCircle]:
    """Return the circles whose member an employee is.

    Raises:
        NotFound: there is no such programme.
    """
    await uow.require(PROGRAMMES, programme_id)
    own = {"members.employee_id": employee_id}
    return await _named(uow, await uow.find(CIRCLES, own, sort=[("name", 1), ("id", 1)]))


async def list_notes(
    uow: UnitOfWork, master_keys: MasterKeys, circle_id: str, employee_id: str
) -> list[ReadNote]:
    """Return the notes of a circle to a member, the latest first.

    Raises:
        NotFound: there is no such circle, or the employee is no member.
    """
    circle = await require_own_circle(uow, circle_id, employee_id)
    of_members = {
        "circle_id": circle.id,
        "participant_id": {"$in": [each.participant_id for each in circle.members]},
    }
    notes = await uow.find(CIRCLE_NOTES, of_members, sort=[("written_at", -1), ("id", 1)])
    reader = await text_reader(uow, master_keys, (each.employee_id for each in notes))
    (named,) = await _named(uow, [circle])
    return [
        ReadNote(
            kept=each,
            author=named.names[each.participant_id],
            note=reader.read(each.note, each.employee_id, note_owner(each.scope, each.id)),
        )
        for each in notes
    ]


async def require_own_circle(uow: UnitOfWork, circle_id: str, employee_id: str) -> Circle:
    """Return a circle to one of its members.

    Raises:
        NotFound: there is no such circle, or the employee is no member.
    """
    circle = await uow.require(CIRCLES, circle_id)
    circle.member(employee_id)
    return circle


async def find_members(uow: UnitOfWork, people: Sequence[str]) -> list[CircleMember]:
    """Return the mentors of the programme whom employee ids or mail addresses name, each once.

    Raises:
        RuleBroken: one names no mentor who takes part, or several people.
    """
    keys = [search_key(each) for each in people]
    wanted = {"$in": sorted(set(keys))}
    employees = await uow.find(EMPLOYEES, {"left": False, "$or": [{"id": wanted}, {"email_key": wanted}]})
    mentors = {
        "employee_id": {"$in": sorted(each.id for each in employees)},
        "role": Role.MENTOR.value,
        "state": {"$ne": ParticipantState.WITHDRAWN.value},
    }
    members = {each.employee_id: each.id for each in await uow.find(PARTICIPANTS, mentors)}
    added: dict[str, CircleMember] = {}
    for number, key in enumerate(keys):
        named = [each.id for each in employees if key in {each.id, each.email_key} and each.id in members]
        if len(named) != 1:
            raise RuleBroken(
                "no mentor of the programme, or several: {person}",
                code="no-mentor-of-programme",
                person=people[number],
                field=f"people[{number}]",
            )
        added[named[0]] = CircleMember(participant_id=members[named[0]], employee_id=named[0])
    return list(added.values())


async def _named(uow: UnitOfWork, circles: Iterable[Circle]) -> list[ReadCircle]:
    circles = list(circles)
    ids = sorted({member.employee_id for circle in circles for member in circle.members})
    employees = await uow.find(EMPLOYEES, {"id": {"$in": ids}}) if ids else []
    names: Mapping[str, str] = {each.id: each.name for each in employees}
    return [
        ReadCircle(
            circle=circle,
            names={
                each.participant_id: names.get(each.employee_id, each.employee_id) for each in circle.members
            },
        )
        for circle in circles
    ]
