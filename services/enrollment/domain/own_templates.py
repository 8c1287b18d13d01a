"""The templates that an organisation saved from its programmes."""

from datetime import datetime
from typing import Final, Self

from pydantic import BaseModel, ConfigDict

from services.enrollment.domain.programme import Programme
from services.enrollment.domain.programme_plan import ProgrammePlan, Title
from services.enrollment.domain.programme_templates import TEMPLATES
from shared.contracts.enrollment import ProgrammeTemplateSaved
from shared.kernel import Aggregate, Conflict, Identifier, NotFound, stable_id

OWN_TEMPLATES_ID: Final = "templates"
"""The id of an organisation's only list."""
MOST_TEMPLATES: Final = 50
"""The most templates that an organisation may save."""


class OwnTemplate(BaseModel):
    """A programme's plan as it was saved; matching keeps the policy under the same id."""

    model_config = ConfigDict(frozen=True)

    id: Identifier
    name: Title
    plan: ProgrammePlan
    saved_by: str
    saved_at: datetime


class OwnTemplates(Aggregate):
    """All templates that an organisation saved, in the order of saving."""

    saved: int = 0
    """How many were ever saved; each has an id of its own."""
    templates: tuple[OwnTemplate, ...] = ()

    def save(
        self, programme: Programme, name: str, by: str, at: datetime
    ) -> tuple[Self, OwnTemplate, ProgrammeTemplateSaved]:
        """Save a programme as a template: its plan, and not its people.

        Raises:
            Conflict: there is one of that name, or as many as there may be.
        """
        if len(self.templates) >= MOST_TEMPLATES:
            raise Conflict(
                "there are {most} own templates already", code="too-many-templates", most=MOST_TEMPLATES
            )
        self._check_name(name)
        number = self.saved + 1
        template = OwnTemplate(
            id=stable_id("programme-template", self.tenant, str(number)),
            name=name,
            plan=programme.plan,
            saved_by=by,
            saved_at=at,
        )
        fact = ProgrammeTemplateSaved(template_id=template.id, programme_id=programme.id)
        return self.changed(saved=number, templates=(*self.templates, template)), template, fact

    def rename(self, template_id: str, name: str) -> tuple[Self, OwnTemplate]:
        """Give a template another name.

        Raises:
            NotFound: there is no such template.
            Conflict: another one has that name.
        """
        template = self.require(template_id)
        self._check_name(name, apart_from=template_id)
        renamed = template.model_copy(update={"name": name})
        kept = tuple(renamed if each is template else each for each in self.templates)
        return self.changed(templates=kept), renamed

    def delete(self, template_id: str) -> Self:
        """Delete a template; programmes that began with it stay as they are.

        Raises:
            NotFound: there is no such template.
        """
        template = self.require(template_id)
        return self.changed(templates=tuple(each for each in self.templates if each is not template))

    def find(self, template_id: str) -> OwnTemplate | None:
        """Return the template with this id."""
        return next((each for each in self.templates if each.id == template_id), None)

    def require(self, template_id: str) -> OwnTemplate:
        """Return the template with this id.

        Raises:
            NotFound: there is none.
        """
        template = self.find(template_id)
        if template is None:
            raise NotFound(f"no such template: {template_id}")
        return template

    def _check_name(self, name: str, apart_from: str = "") -> None:
        taken = {_key(each.name) for each in self.templates if each.id != apart_from}
        if _key(name) in taken | set(TEMPLATES):
            raise Conflict(
                "there is a template of that name already", code="template-name-taken", field="name"
            )


def _key(name: str) -> str:
    """Return the name without case and repeated spaces."""
    return " ".join(name.split()).casefold()
