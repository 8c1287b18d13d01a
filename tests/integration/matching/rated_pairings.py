"""Pairings with ratings from which there is something to learn."""

from shared.contracts.feedback import CheckInSubmitted
from shared.contracts.vocabulary import Role

PAIRS = 32
CRITERIA = [
    {"name": name, "measure": "similar", "features": [name], "weight": 4000}
    for name in ("region", "department")
]


async def paired(world):
    """Pairings of whom every other shares the region, and every other two the department."""
    for n in range(PAIRS):
        region, department = ("emea", "apac")[n % 2], ("sales", "engineering")[n // 2 % 2]
        await world.ready("mentor", n, region=region, department=department)
        await world.ready("mentee", n)
    p = world.programme
    must = [{"mentor_id": f"{p}-mentor-{n}", "mentee_id": f"{p}-mentee-{n}"} for n in range(PAIRS)]
    await world.policy(criteria=CRITERIA, must_pair=must)
    _, proposals = await world.round()
    for proposal in proposals:
        name = proposal["mentor_id"].rpartition("-")[2]
        for role in Role:
            await world.answer(proposal, role, name)
    return (await world.get("/pairings?limit=100"))["items"]


async def rated(world, pairings):
    """Let both of each pairing rate it: better where they share the region; else it depends on nothing."""
    # Ratings count in batches of different pairings: with one answer of each pairing at a time, all batches
    # are full whatever the order in which the answers arrive.
    for role in Role:
        answers = [checked_in(each, role, _rating(each, role)) for each in pairings]
        await world.service.given(*answers, scope=world.scope)


def stranger(world, number):
    return {"id": f"{world.programme}-x{number}", "mentor_id": "a", "mentee_id": "b"}


def checked_in(pairing, role, rating):
    return CheckInSubmitted(
        check_in_id=f"{pairing['id']}-{role}",
        session_id=f"{pairing['id']}-1",
        pairing_id=pairing["id"],
        participant_id=pairing[f"{role}_id"],
        role=role,
        rating=rating,
        goal_progress=50,
    )


def _rating(pairing, role):
    number = int(pairing["mentor_id"].rpartition("-")[2])
    return (2 if number % 2 else 4) + (role is Role.MENTOR and number % 3 == 0)
