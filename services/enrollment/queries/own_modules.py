"""The modules that an organisation wrote itself."""

from collections.abc import Iterable

from services.enrollment.domain.own_modules import ModuleEdition, OwnModule, edition_id
from services.enrollment.domain.training import MODULES, OWN_PREFIX, TrainingModule
from services.enrollment.queries.programmes import get_programme
from services.enrollment.store import MODULE_EDITIONS, OWN_MODULES
from shared.kernel import NotFound
from shared.messaging import UnitOfWork


async def list_own_modules(uow: UnitOfWork, programme_id: str) -> list[OwnModule]:
    """Return all modules that the organisation wrote, retired ones too.

    Raises:
        NotFound: no such programme.
    """
    await get_programme(uow, programme_id, drafts=True)
    return await uow.find(OWN_MODULES, sort=[("id", 1)])


async def read_own_module(
    uow: UnitOfWork, programme_id: str, module_id: str
) -> tuple[OwnModule, ModuleEdition]:
    """Return a module and its latest version.

    Raises:
        NotFound: no such programme or module.
    """
    await get_programme(uow, programme_id, drafts=True)
    return await require_own_module(uow, module_id)


async def require_own_module(uow: UnitOfWork, module_id: str) -> tuple[OwnModule, ModuleEdition]:
    """Return a module and its latest version.

    Raises:
        NotFound: there is no such module.
    """
    own = await uow.get(OWN_MODULES, module_id) if module_id.startswith(OWN_PREFIX) else None
    if own is None:
        raise NotFound(f"no such module: {module_id}")
    return own, await uow.require(MODULE_EDITIONS, edition_id(own.id, own.number))


async def find_own_modules(uow: UnitOfWork, ids: Iterable[str]) -> list[OwnModule]:
    """Return the organisation's own modules among these ids, by id."""
    wanted = sorted({id_ for id_ in ids if id_.startswith(OWN_PREFIX)})
    modules = await uow.find(OWN_MODULES, {"id": {"$in": wanted}}, sort=[("id", 1)]) if wanted else []
    return list(modules)


async def find_modules(uow: UnitOfWork, ids: Iterable[str]) -> dict[str, TrainingModule]:
    """Return the modules with these ids, shipped ones and the organisation's own, retired ones too."""
    wanted = set(ids)
    shipped = {id_: module for id_, module in MODULES.items() if id_ in wanted}
    return shipped | {own.id: own.module for own in await find_own_modules(uow, wanted)}
