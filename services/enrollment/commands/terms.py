"""Publishing terms, and letting a programme use them."""

from collections.abc import Mapping

from services.enrollment.commands.programmes import replan
from services.enrollment.domain.programme import Programme
from services.enrollment.domain.terms import TermsEdition, TermsText, check_new
from services.enrollment.domain.training_texts import TextLanguage
from services.enrollment.queries.terms import list_editions
from services.enrollment.store import ORGANISATION_TERMS, PARTICIPANTS, PROGRAMME_TERMS, PROGRAMMES
from shared.kernel import RuleBroken, Scope
from shared.messaging import UnitOfWork


async def publish(
    uow: UnitOfWork,
    programme_id: str,
    version: str,
    texts: Mapping[TextLanguage, TermsText],
    account: str,
    *,
    for_all: bool,
) -> TermsEdition:
    """Publish a version of the terms; a programme uses it once a coordinator says so.

    Args:
        uow: of the programme.
        programme_id: the programme.
        version: the name of the version.
        texts: by language; at least one.
        account: who publishes.
        for_all: whether it is for all programmes of the organisation, or for this one alone.

    Raises:
        NotFound: no such programme.
        Conflict: there are terms of this version, or as many as there may be.
    """
    programme = await uow.require(PROGRAMMES, programme_id)
    taken = {edition.id for _, edition in await list_editions(uow)}
    in_use = version == programme.plan.terms_version
    check_new(version, taken, used=in_use or await _was_agreed_to(uow, version))
    scope = Scope(tenant=uow.scope.tenant) if for_all else uow.scope
    edition = TermsEdition.publish(scope, version, texts, account, uow.now)
    return uow.save(ORGANISATION_TERMS if for_all else PROGRAMME_TERMS, edition)


async def use(uow: UnitOfWork, programme_id: str, version: str) -> Programme:
    """Let a programme use published terms; everybody who agreed to others is asked again.

    Raises:
        NotFound: no such programme.
        RuleBroken: there are no such terms.
        Conflict: the programme is over.
    """
    programme = await uow.require(PROGRAMMES, programme_id)
    if version not in {edition.id for _, edition in await list_editions(uow)}:
        raise RuleBroken("there are no such terms", code="unknown-terms", field="version")
    plan = programme.plan.model_copy(update={"terms_version": version})
    return replan(uow, programme, plan, programme.plan_version)


async def _was_agreed_to(uow: UnitOfWork, version: str) -> bool:
    return bool(await uow.find(PARTICIPANTS, {"consent.terms_version": version}, limit=1))
