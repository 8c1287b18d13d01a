"""A function beside the reactions of a service: after a type's own, alone where there is none."""

from shared.contracts.scheduling import SessionHeld, SessionMissed
from shared.messaging import Reactions
from shared.testing.harness import TEST_NOW
from shared.testing.scenario import Scenario


def fact(kind, **fields):
    ids = {"session_id": "s1", "pairing_id": "p1", "mentor_id": "m1", "mentee_id": "e1"}
    return kind(**ids, number=1, starts_at=TEST_NOW, ends_at=TEST_NOW, **fields)


async def test_it_follows_a_types_own_reaction_and_is_the_only_one_of_others():
    calls, reactions = [], Reactions()

    @reactions.on(SessionHeld)
    async def own(event, _):
        calls.append(("own", type(event.data)))

    @reactions.beside(SessionHeld, SessionMissed)
    async def beside(event, _):
        calls.append(("beside", type(event.data)))

    scenario = Scenario("notification", reactions)
    await scenario.when(fact(SessionHeld), fact(SessionMissed, absent="mentor"))
    assert calls == [("own", SessionHeld), ("beside", SessionHeld), ("beside", SessionMissed)]
    assert reactions.types == sorted([SessionHeld.contract.type, SessionMissed.contract.type])
