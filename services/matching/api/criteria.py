"""The criteria of a programme, as participants may know them."""

from fastapi import APIRouter

from services.matching.api.views import View, example_of
from services.matching.domain.policy.measure import Measure
from services.matching.queries.policy import criteria_that_count
from shared.kernel import Identifier
from shared.service import Participant, Read

router = APIRouter(prefix="/programmes/{programme_id}/criteria", tags=["policy"])


class CriterionView(View):
    """One thing that counts; ``purpose`` is the coordinators' reason to compare it, if they state one."""

    measure: Measure
    features: tuple[str, ...]
    purpose: str | None = None


class CriteriaView(View):
    """All criteria that count, the strongest first; without weights."""

    model_config = example_of(
        items=[
            {"measure": "complement", "features": ["topics"], "purpose": None},
            {
                "measure": "complement",
                "features": ["generation"],
                "purpose": "The programme is to bring generations together.",
            },
        ]
    )

    items: list[CriterionView]


@router.get("", summary="List the criteria of matching")
async def list_criteria(programme_id: Identifier, caller: Participant, read: Read) -> CriteriaView:
    """Return what counts when people are matched, with the purposes of sensitive criteria."""
    criteria = await read.read(caller, programme_id, criteria_that_count)
    return CriteriaView(items=[CriterionView.model_validate(each) for each in criteria])
