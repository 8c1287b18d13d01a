"""A pair that has met, in a programme that ends: steps for tests of its closing."""

from datetime import datetime, timedelta

END = "/programmes/rm-2026/end"


async def meet(world):
    """Let the two of the proposed pair say yes, and hold their first session."""
    await world.accept(world.proposal_id)
    junior = world.token("junior")
    sessions = (await world.ask("scheduling", "GET", "/me/sessions", junior))["items"]
    world.set_clocks(datetime.fromisoformat(sessions[0]["ends_at"]) + timedelta(hours=1))
    await world.settled()
    outcome = f"/sessions/{sessions[0]['id']}/outcome"
    await world.ask("scheduling", "POST", outcome, junior, json={"held": True})
    await world.settled()
