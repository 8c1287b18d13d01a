"""Facts about one pair, and the deliveries that notification plans for them."""

from datetime import datetime, timedelta

from services.notification.domain.delivery import DeliveryState
from services.notification.store import DELIVERIES
from shared.contracts.feedback import (
    CheckInRequested,
)
from shared.contracts.matching import (
    PairingEnded,
    PairingEndReason,
    ProposalApproved,
    ShortlistShown,
)
from shared.contracts.vocabulary import Role
from shared.testing.harness import TEST_NOW
from tests.helpers.people import paired

IDS = {"mentor_id": "mentor-0", "mentee_id": "mentee-0"}
EXPIRES = TEST_NOW + timedelta(days=3)
APPROVED = ProposalApproved(proposal_id="p1", **IDS, expires_at=EXPIRES)
SHOWN = ShortlistShown(
    shortlist_id="l1", participant_id="mentor-0", role=Role.MENTOR, count=3, expires_at=EXPIRES
)
APPLICATION = {"application_id": "mentor-0", "employee_id": "e-mentor-0", "role": Role.MENTOR}
PAIRING = paired()
ENDED = PairingEnded(pairing_id="pair-1", **IDS, reason=PairingEndReason.COMPLETED)
CHECK_IN = {
    "check_in_id": "c1", "session_id": "s1", "pairing_id": "pair-1",
    "participant_id": "mentee-0", "role": Role.MENTEE,
}  # fmt: skip
ASKED = CheckInRequested(**CHECK_IN, due_at=TEST_NOW + timedelta(days=7))


def session(number: int, starts_at: datetime) -> dict[str, object]:
    return {
        "session_id": f"s{number}", "pairing_id": "pair-1", **IDS, "number": number,
        "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1),
    }  # fmt: skip


async def planned(scenario, **query):
    async def deliveries(uow):
        return await uow.find(DELIVERIES, query, sort=[("due_at", 1), ("id", 1)])

    return await scenario.command(deliveries)


async def to_be_sent(scenario):
    return await planned(scenario, state=DeliveryState.PLANNED.value)


async def outline(scenario, *states):
    planned_deliveries = await planned(scenario)
    return sorted(
        (str(each.kind), str(each.reader))
        for each in planned_deliveries
        if not states or each.state in states
    )


def bare(deliveries):
    return [each.model_dump(exclude={"version", "saved_at"}) for each in deliveries]
