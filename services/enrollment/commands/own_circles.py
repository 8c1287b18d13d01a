"""Acts of members in their circles: write and delete notes, say whether they came, leave."""

from services.enrollment.commands.participants import require_consenting
from services.enrollment.domain.circle import Circle
from services.enrollment.domain.circle_note import MOST_NOTES, CircleNote, note_owner
from services.enrollment.queries.circles import require_own_circle
from services.enrollment.store import CIRCLE_NOTES, CIRCLES
from shared.encryption import MasterKeys
from shared.kernel import Conflict, NotFound
from shared.messaging import UnitOfWork
from shared.service import seal, text_key


async def leave_circle(uow: UnitOfWork, circle_id: str, employee_id: str) -> None:
    """Leave a circle; own notes are deleted.

    Raises:
        NotFound: there is no such circle, or the employee is no member.
    """
    circle = await require_own_circle(uow, circle_id, employee_id)
    await _leave(uow, circle, circle.member(employee_id).participant_id)


async def leave_all(uow: UnitOfWork, participant_id: str) -> None:
    """Let somebody who takes part no more leave their circles."""
    for circle in await uow.find(CIRCLES, {"members.participant_id": participant_id}):
        await _leave(uow, circle, participant_id)


async def state_attendance(
    uow: UnitOfWork, circle_id: str, date_id: str, employee_id: str, *, attended: bool
) -> None:
    """Note whether a member was there.

    Raises:
        NotFound: there is no such circle or date, or the employee is no member.
        Conflict: the date has not taken place.
    """
    circle = await require_own_circle(uow, circle_id, employee_id)
    participant_id = circle.member(employee_id).participant_id
    noted = circle.attend(date_id, participant_id, uow.now, attended=attended)
    if noted != circle:
        uow.save(CIRCLES, noted)


async def write_note(
    uow: UnitOfWork, master_keys: MasterKeys, circle_id: str, employee_id: str, text: str
) -> None:
    """Write a note for the members; the same text again is the same note.

    Raises:
        NotFound: there is no such circle, or the employee is no member.
        Conflict: the circle is concluded, it has as many notes as it may have, or the terms have changed.
    """
    circle = await require_own_circle(uow, circle_id, employee_id)
    circle.check_open()
    author = await require_consenting(uow, circle.member(employee_id).participant_id, employee_id)
    key = await text_key(uow, master_keys, employee_id)
    note_id = key.keyed_id("circle-note", circle.id, author.id, text)
    if await uow.get(CIRCLE_NOTES, note_id):
        return
    if await uow.count(CIRCLE_NOTES, {"circle_id": circle.id}) >= MOST_NOTES:
        raise Conflict("a circle has {most} notes at most", code="too-many-notes", most=MOST_NOTES)
    note = CircleNote(
        id=note_id,
        **circle.scope.model_dump(),
        circle_id=circle.id,
        participant_id=author.id,
        employee_id=employee_id,
        note=seal(key, text, note_owner(circle.scope, note_id)),
        written_at=uow.now,
    )
    uow.save(CIRCLE_NOTES, note)


async def delete_note(uow: UnitOfWork, circle_id: str, note_id: str, employee_id: str) -> None:
    """Delete an own note.

    Raises:
        NotFound: the employee is no member, or has no such note there.
    """
    circle = await require_own_circle(uow, circle_id, employee_id)
    note = await uow.get(CIRCLE_NOTES, note_id)
    if note is None or (note.circle_id, note.employee_id) != (circle.id, employee_id):
        raise NotFound(f"no such note: {note_id}")
    uow.delete(CIRCLE_NOTES, note)


async def delete_notes(uow: UnitOfWork, circle_id: str, participant_id: str) -> None:
    """Delete the notes of somebody who is no longer in a circle."""
    own = {"circle_id": circle_id, "participant_id": participant_id}
    for note in await uow.find(CIRCLE_NOTES, own):
        uow.delete(CIRCLE_NOTES, note)


async def _leave(uow: UnitOfWork, circle: Circle, participant_id: str) -> None:
    left, events = circle.without(participant_id, uow.now)
    uow.save(CIRCLES, left, *events)
    await delete_notes(uow, circle.id, participant_id)
