"""A batch reads the aggregates that its reactions load at once."""

from types import SimpleNamespace

import pytest

from shared.contracts.scheduling import SessionHeld
from shared.kernel import Aggregate, Scope
from shared.messaging import Collection, Reactions
from shared.messaging.incoming.reactions import OF_PROGRAMME

PROGRAMMES = Collection("programmes", Aggregate)
PAIRINGS = Collection("pairings", Aggregate)
PEOPLE = Collection("people", Aggregate)


async def react(event, uow): ...


def test_the_ids_an_event_names():
    reactions = Reactions(loads={PROGRAMMES: OF_PROGRAMME})
    loads = {PAIRINGS: "pairing_id", PEOPLE: ("mentor_id", "mentee_id")}
    reactions.on(SessionHeld, loads=loads)(react)
    data = SimpleNamespace(pairing_id="p1", mentor_id="m1", mentee_id="e1")
    event = SimpleNamespace(data=data, scope=Scope(tenant="acme", programme="rm-2026"))
    assert list(reactions.find(SessionHeld.contract.type).wanted(event)) == [
        (PROGRAMMES, "rm-2026"),
        (PAIRINGS, "p1"),
        (PEOPLE, "m1"),
        (PEOPLE, "e1"),
    ]


def test_ids_that_are_made_of_an_event():
    reactions = Reactions()
    reactions.on(SessionHeld, loads={PEOPLE: lambda event: [f"{event.data.mentor_id}/{n}" for n in (1, 2)]})(
        react
    )
    event = SimpleNamespace(data=SimpleNamespace(mentor_id="m1"))
    wanted = reactions.find(SessionHeld.contract.type).wanted(event)
    assert list(wanted) == [(PEOPLE, "m1/1"), (PEOPLE, "m1/2")]


@pytest.mark.parametrize("named", ["pairing", ("pairing_id", "pairing")])
def test_a_field_that_is_not_there_is_refused_at_once(named):
    with pytest.raises(TypeError, match="SessionHeld has no field 'pairing'"):
        Reactions().on(SessionHeld, loads={PAIRINGS: named})(react)
