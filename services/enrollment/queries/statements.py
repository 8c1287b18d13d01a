"""The activities of a learning system that a programme takes for modules of its training."""

from services.enrollment.domain.statements import ACTIVITIES_ID, Activities
from services.enrollment.queries.programmes import get_programme
from services.enrollment.store import ACTIVITIES
from shared.messaging import UnitOfWork


async def activities_of(uow: UnitOfWork) -> Activities:
    """Return the programme's list; an empty one before there is any."""
    known = await uow.get(ACTIVITIES, ACTIVITIES_ID)
    return known or Activities(id=ACTIVITIES_ID, tenant=uow.scope.tenant, programme=uow.scope.programme)


async def get_activities(uow: UnitOfWork, programme_id: str) -> Activities:
    """Return the list of a programme.

    Raises:
        NotFound: there is no such programme.
    """
    await get_programme(uow, programme_id, drafts=True)
    return await activities_of(uow)
