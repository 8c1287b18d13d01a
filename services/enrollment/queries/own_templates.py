"""The templates of an organisation."""

from services.enrollment.domain.own_templates import OWN_TEMPLATES_ID, OwnTemplates
from services.enrollment.store import OWN_TEMPLATES
from shared.messaging import UnitOfWork


async def own_templates(uow: UnitOfWork) -> OwnTemplates:
    """Return the templates that the organisation saved."""
    templates = await uow.get(OWN_TEMPLATES, OWN_TEMPLATES_ID)
    return templates or OwnTemplates(id=OWN_TEMPLATES_ID, tenant=uow.scope.tenant)
