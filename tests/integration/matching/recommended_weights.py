"""Weights that feedback recommends for a policy."""

from services.matching.domain.learning.weights import judged, meaning_of
from services.matching.domain.policy import Policy
from shared.contracts.feedback import RecommendedWeight, WeightsLearned

PAIRS = 212
CRITERIA = [
    {"name": name, "measure": "similar", "features": [name], "weight": 4000}
    for name in ("region", "department")
]


async def recommended(world, step=1000):
    """Let feedback recommend that the first criterion gets more weight and the second less."""
    policy = Policy.model_validate((await world.get("/policy"))["policy"])
    first, second = judged(policy)
    fact = WeightsLearned(
        programme_id=world.programme,
        meaning=meaning_of(policy),
        pairings=PAIRS,
        needed=200,
        probability=0.97,
        criteria=tuple(
            RecommendedWeight(
                criterion=each.name,
                weight=each.weight,
                recommended=each.weight + change,
                low=each.weight,
                high=8000,
            )
            for each, change in ((first, step), (second, -step))
        ),
    )
    await world.service.given(fact, scope=world.scope)
