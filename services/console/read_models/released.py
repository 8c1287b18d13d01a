"""The figures that feedback has released; the console never holds a single answer."""

from typing import Final

from services.console.read_models.row import Facets, Row
from services.console.read_models.tally import Tally
from shared.contracts.feedback import Figures

_TENTHS: Final = 10
"""The tally has whole numbers, and ratings have one decimal."""


class Released(Row):
    """A programme's figures of the last release; the id is the programme's."""

    figures: Figures | None = None

    def facets(self) -> Facets:
        """The figures themselves, so that pages, charts and live numbers find them in the tally."""
        if self.figures is None:
            return {}
        counts: Facets = {f"released:{name}": int(value) for name, value in self.figures}
        return counts | {"released:satisfaction": round(_TENTHS * self.figures.satisfaction)}


def released(tally: Tally) -> Figures | None:
    """The figures as the tally has them; None while nothing is released."""
    if not tally.get("released", "people"):
        return None
    fields: dict[str, float] = {name: tally.get("released", name) for name in Figures.model_fields}
    return Figures.model_validate(fields | {"satisfaction": fields["satisfaction"] / _TENTHS})
