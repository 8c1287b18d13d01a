"""The ledger of an executive: enter a change, and remove it."""

from services.feedback.commands.presence import require_present
from services.feedback.domain.action import Action, Change, change_owner, record
from services.feedback.queries.participants import participants_of
from services.feedback.store import ACTIONS, PROGRAMMES
from shared.contracts.vocabulary import Role
from shared.encryption import MasterKeys
from shared.kernel import NotFound
from shared.messaging import UnitOfWork
from shared.service import seal, text_key


async def record_action(
    uow: UnitOfWork, master_keys: MasterKeys, employee_id: str, change: Change, text: str
) -> Action:
    """Enter a change; nothing of it is published. The same text again is the same entry.

    Raises:
        NotFound: the employee is no executive of this programme.
        RuleBroken: the change is still to come.
        Conflict: the employee has left the programme.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    people = await participants_of(uow, employee_id)
    executives = [person for person in people if person.role is Role.MENTEE]
    if not executives:
        raise NotFound("you do not take part as an executive")
    person = require_present(executives)[0]
    key = await text_key(uow, master_keys, employee_id)
    action_id = key.keyed_id("action", uow.scope.programme, person.id, text)
    recorded = await uow.get(ACTIONS, action_id)
    if recorded:
        return recorded
    sealed = seal(key, text, change_owner(uow.scope, action_id))
    return uow.save(ACTIONS, record(person, action_id, change, sealed, now=uow.now))


async def remove_action(uow: UnitOfWork, action_id: str, employee_id: str) -> None:
    """Remove an entry; figures that count it already stay as they are.

    Raises:
        NotFound: the employee has no such entry.
    """
    action = await uow.get(ACTIONS, action_id)
    if action is None or action.employee_id != employee_id:
        raise NotFound(f"no such action: {action_id}")
    uow.delete(ACTIONS, action)
