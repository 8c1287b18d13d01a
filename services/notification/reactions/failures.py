"""Facts of all services about dead letters, for the operators."""

from services.notification.commands.planning import plan
from services.notification.domain.delivery import FailedEvents, Reader
from services.notification.domain.kinds import Kind
from services.notification.reactions.base import reactions
from shared.contracts.failures import FAILURES, Failure
from shared.messaging import Event, UnitOfWork


@reactions.on(*FAILURES.values())
async def report_failure(event: Event[Failure], uow: UnitOfWork) -> None:
    """Tell the operators; the services publish a cause once an hour."""
    data = event.data
    failed = FailedEvents(service=data.owner, event_type=data.event_type, cause=data.cause)
    fields = {"subject_id": data.failure_id, "failed": failed}
    await plan(uow, Kind.EVENTS_FAILED, data.failure_id, Reader.OPERATORS, **fields)
