"""The matters that wait for one person: check-ins, pulse surveys, and concerns for a sponsor."""

from pydantic import BaseModel

from services.feedback.domain.check_in import CheckIn, CheckInState
from services.feedback.domain.concern import Concern
from services.feedback.domain.pulse import Pulse, PulseState
from services.feedback.queries.sponsors import waiting_alerts
from services.feedback.store import CHECK_INS, PROGRAMMES, PULSES
from shared.messaging import UnitOfWork


class Questions(BaseModel):
    """The check-ins and pulse surveys that can still be answered, those first that are due first.

    Attributes:
        alerts: concerns that wait for the person as a sponsor, whether or not they sponsor a pairing now.
    """

    check_ins: list[CheckIn]
    pulses: list[Pulse]
    alerts: list[Concern]


async def open_questions(uow: UnitOfWork, employee_id: str) -> Questions:
    """Return the questions that wait for an employee.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    mine = {"employee_id": employee_id, "due_at": {"$gt": uow.now}}
    in_order = [("due_at", 1), ("id", 1)]
    return Questions(
        check_ins=await uow.find(CHECK_INS, {**mine, "state": CheckInState.REQUESTED.value}, sort=in_order),
        alerts=await waiting_alerts(uow, employee_id),
        pulses=await uow.find(PULSES, {**mine, "state": PulseState.REQUESTED.value}, sort=in_order),
    )
