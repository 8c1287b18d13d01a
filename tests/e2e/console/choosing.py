"""A programme in which mentees choose, for worlds of participants."""


async def let_mentees_choose(world):
    """Let mentees ask for a list at any time."""
    coordinator = world.services["matching"].token("coordinator")
    policy = (await world.ask("matching", "GET", "/policy", coordinator))["policy"]
    based_on = policy.pop("number")
    policy["choice"]["mode"] = "self"
    await world.ask("matching", "PUT", "/policy", coordinator, json=policy | {"based_on": based_on})
    await world.settled()
