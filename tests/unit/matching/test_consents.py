"""Nobody is matched before they agree to changed terms."""

import pytest

from services.matching.commands.people.consents import set_consent
from services.matching.reactions import reactions
from services.matching.store import PEOPLE
from shared.contracts.enrollment import ConsentAsked, ConsentGiven, ParticipantWithdrawn, WithdrawalReason
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict
from shared.testing.scenario import Scenario
from tests.helpers.people import opened, ready

WHO = {"participant_id": "mentor-0"}
ASKED, GIVEN = ConsentAsked(**WHO, role=Role.MENTOR), ConsentGiven(**WHO)


@pytest.fixture
async def matching():
    scenario = Scenario("matching", reactions)
    await scenario.given(opened(), ready(Role.MENTOR))
    return scenario


async def mentor(matching):
    async def load(uow):
        return await uow.require(PEOPLE, "mentor-0")

    return await matching.command(load)


async def test_who_has_to_agree_has_no_free_place_and_says_yes_to_nobody(matching):
    assert (await mentor(matching)).free_places == 1
    await matching.when(ASKED)
    asked = await mentor(matching)
    assert asked.free_places == 0
    with pytest.raises(Conflict) as refused:
        asked.check_consent()
    assert refused.value.code == "consent-due"
    await matching.when(ready(Role.MENTOR))
    assert (await mentor(matching)).free_places == 0
    await matching.when(GIVEN)
    agreed = await mentor(matching)
    assert agreed.free_places == 1
    agreed.check_consent()


async def test_who_comes_back_has_agreed_by_joining(matching):
    await matching.when(ASKED)
    left = {"employee_id": "e-mentor-0", "role": Role.MENTOR, "reason": WithdrawalReason.OWN_CHOICE}
    await matching.when(ParticipantWithdrawn(**WHO, **left), ready(Role.MENTOR))
    assert (await mentor(matching)).free_places == 1


async def test_nobody_unknown_is_kept(matching):
    await matching.command(set_consent, "mentor-9", due=True)

    async def load(uow):
        return await uow.get(PEOPLE, "mentor-9")

    assert await matching.command(load) is None
