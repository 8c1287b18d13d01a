"""Own modules: publish a version, let the programme ask for one, retire one."""

from services.enrollment.commands.programmes import replan
from services.enrollment.domain.own_modules import (
    MOST_MODULES,
    ModuleContent,
    ModuleEdition,
    OwnModule,
    edition_id,
    first_version,
)
from services.enrollment.domain.programme import Programme
from services.enrollment.queries.own_modules import require_own_module
from services.enrollment.store import MODULE_EDITIONS, OWN_MODULES, PROGRAMMES
from shared.contracts.enrollment import MOST_MODULES_ASKED
from shared.kernel import Conflict, check_edited
from shared.messaging import UnitOfWork


async def publish_module(
    uow: UnitOfWork,
    programme_id: str,
    module_id: str,
    content: ModuleContent,
    based_on: int,
    account: str,
    *,
    asked: bool,
) -> tuple[OwnModule, ModuleEdition]:
    """Publish the next version of a module; the same version again changes nothing.

    Args:
        uow: of the programme.
        programme_id: the programme.
        module_id: the module; a new one belongs to this programme.
        content: what it says from now on.
        based_on: the number of the version that it was edited from; 0 for a new module.
        account: who publishes.
        asked: whether people who join this programme from now on complete it before they are matched.

    Raises:
        NotFound: no such programme.
        Conflict: another programme has it, somebody was faster, the programme is over, or there are as many
            modules or versions as there may be.
        RuleBroken: the content contradicts itself.
    """
    programme = await uow.require(PROGRAMMES, programme_id)
    known = await uow.get(OWN_MODULES, module_id)
    if known and known.retired_at is None:
        latest = await uow.require(MODULE_EDITIONS, edition_id(module_id, known.number))
        if latest.content == content:
            _ask(uow, programme, module_id, asked=asked)
            return known, latest
    if known is None:
        await _check_number(uow, based_on)
        published = first_version(module_id, uow.scope.tenant, programme_id, content, uow.now)
    else:
        _check_owner(known, programme)
        published = known.publish(content, based_on, uow.now)
    edition = ModuleEdition(
        id=edition_id(module_id, published.number),
        tenant=uow.scope.tenant,
        content=content,
        published_at=uow.now,
        published_by=account,
    )
    uow.save(OWN_MODULES, published)
    uow.save(MODULE_EDITIONS, edition)
    _ask(uow, programme, module_id, asked=asked)
    return published, edition


async def retire_module(
    uow: UnitOfWork, programme_id: str, module_id: str
) -> tuple[OwnModule, ModuleEdition]:
    """Ask nobody for a module any more who has not been asked yet.

    Raises:
        NotFound: no such programme or module.
        Conflict: another programme has it.
    """
    programme = await uow.require(PROGRAMMES, programme_id)
    known, latest = await require_own_module(uow, module_id)
    _check_owner(known, programme)
    retired = known.retire(uow.now)
    if retired != known:
        uow.save(OWN_MODULES, retired)
    if not programme.state.is_over:
        _ask(uow, programme, module_id, asked=False)
    return retired, latest


def _ask(uow: UnitOfWork, programme: Programme, module_id: str, *, asked: bool) -> None:
    rules = programme.plan.rules
    if asked == (module_id in rules.training):
        return
    kept = tuple(name for name in rules.training if name != module_id)
    if asked and len(kept) >= MOST_MODULES_ASKED:
        raise Conflict(
            "a programme asks for {most} modules at most",
            code="too-many-modules-asked",
            most=MOST_MODULES_ASKED,
            field="asked",
        )
    training = (*kept, module_id) if asked else kept
    plan = programme.plan.model_copy(update={"rules": rules.model_copy(update={"training": training})})
    replan(uow, programme, plan, programme.plan_version)


def _check_owner(own: OwnModule, programme: Programme) -> None:
    if own.written_in != programme.id:
        raise Conflict(
            "the coordinators of another programme write this module", code="module-of-another-programme"
        )


async def _check_number(uow: UnitOfWork, based_on: int) -> None:
    check_edited(based_on, 0, code="module-changed")
    if await uow.count(OWN_MODULES) >= MOST_MODULES:
        raise Conflict(
            "an organisation has {most} modules of its own at most",
            code="too-many-modules",
            most=MOST_MODULES,
        )
