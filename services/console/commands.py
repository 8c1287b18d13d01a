"""Record coordinators' notes; everything else is a command to an owner."""

from collections.abc import Sequence

from services.console.read_models.held_back import HeldBack
from services.console.store import HELD_BACK, PROGRAMMES
from shared.messaging import UnitOfWork


async def hold_back(
    uow: UnitOfWork, round_id: str, shown: Sequence[str], ticked: Sequence[str]
) -> tuple[str, ...]:
    """Note which proposals of a page are held back.

    Returns:
        all that are held back of the round.

    Raises:
        NotFound: there is no such programme.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    known = await uow.get(HELD_BACK, round_id) or HeldBack(id=round_id, **uow.scope.model_dump())
    picked = known.picked(shown, ticked)
    if picked.proposals != known.proposals:
        uow.save(HELD_BACK, picked)
    return picked.proposals
