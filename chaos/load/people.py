"""The participants: they join, answer, meet and check in, often at the same time."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any, Final

from chaos.history import Expected, Row
from chaos.load.actors import PATH, Member, World
from chaos.load.coordinator import TERMS

_ROLES: Final = ("mentor", "mentee")
_TRAINING: Final = {
    "mentor": (("confidentiality", (2, 0, 1)), ("leading-a-session", (0, 2, 1))),
    "mentee": (("confidentiality", (2, 0, 1)), ("learning-from-a-junior", (1, 0, 2))),
}
"""The modules that a programme asks for, and the right answers to their checks."""
_LOOK_EVERY_SECONDS: Final = 0.6
_JOIN_EVERY_SECONDS: Final = 0.15
_AHEAD: Final = timedelta(days=10)

Act = Callable[[Row], Coroutine[Any, Any, None] | None]


async def join(world: World) -> None:
    """Let volunteers join one after the other; some leave and come back."""
    for member in world.members:
        world.begin(_join(world, member))
        if not await world.pause(_JOIN_EVERY_SECONDS):
            return
    for member in world.members:
        if world.chance.happens(0.12, "leaves", member.persona.id):
            world.begin(_leave_and_return(world, member))
        if not await world.pause(_JOIN_EVERY_SECONDS):
            return


async def _join(world: World, member: Member) -> None:
    if not await _enrol(world, member):
        return
    role, path = member.persona.role, f"{PATH}/participants/{member.id}"
    questionnaire = await world.web.read(member.token, "enrollment", f"{PATH}/assessments/{role}")
    if questionnaire is None:
        return
    items = [(item["id"], [option["id"] for option in item["options"]]) for item in questionnaire["items"]]
    body = {
        "version": questionnaire["version"],
        "answers": world.behaviour.answers(member.persona, items),
        "style": world.behaviour.style(member.persona),
    }
    done = Expected(("assessment-completed",), member.id)
    await world.web.command(member.token, "POST", "enrollment", f"{path}/assessment", body, lambda _: [done])
    trained, ready = Expected(("training-completed",), member.id), Expected(("participant-ready",), member.id)
    for module, answers in _TRAINING[role]:
        body = {"version": 1, "answers": answers}
        below = f"{path}/training/{module}/answers"
        await world.web.command(
            member.token,
            "POST",
            "enrollment",
            below,
            body,
            lambda answer: [trained] if answer["left"] else [trained, ready],
        )


async def _enrol(world: World, member: Member) -> bool:
    persona = member.persona
    starts, ends = persona.hours
    body = {
        "employee_id": persona.id,
        "role": persona.role,
        "consent": True,
        "terms_version": TERMS,
        "capacity": 2 if world.chance.happens(0.3, "capacity", persona.id) else 1,
        "working_hours": {"starts": starts, "ends": ends},
        "topics": [{"topic": topic, "level": level} for topic, level in persona.topics],
    }

    def enrolled(answer: Row) -> list[Expected]:
        return [Expected(("participant-enrolled",), answer["participant_id"])]

    answer = await world.web.command(
        member.token, "POST", "enrollment", f"{PATH}/participants", body, enrolled
    )
    if answer:
        world.welcome(member, answer["participant_id"])
    return bool(answer)


async def _leave_and_return(world: World, member: Member) -> None:
    path = f"{PATH}/participants/{member.id}/withdrawal"
    if not member.id:
        return
    gone = Expected(("participant-withdrawn",), member.id)
    await world.web.command(member.token, "POST", "enrollment", path, {}, lambda _: [gone])
    if await world.pause(3):
        await _enrol(world, member)


async def watch(world: World, service: str, path: str, act: Act, **params: str) -> None:
    """Poll a list, and act once on each new item."""
    seen: set[str] = set()
    while await world.pause(_LOOK_EVERY_SECONDS):
        until = {"to": (world.now() + _AHEAD).isoformat()} if service == "scheduling" else {}
        page = await world.web.read(world.coordinator, service, f"{PATH}{path}", limit=500, **params, **until)
        for item in page["items"] if page else []:
            id_ = item.get("check_in_id") or f"{item['id']}/{item.get('moves', '')}{_is_over(world, item)}"
            deed = None if id_ in seen else act(item)
            seen.add(id_)
            if deed:
                world.begin(deed)
        world.passes[service] += 1


def _is_over(world: World, item: Row) -> bool:
    return "ends_at" in item and datetime.fromisoformat(item["ends_at"]) <= world.now()


def answer_proposal(world: World, proposal: Row) -> Coroutine[Any, Any, None] | None:
    """Let both answer at the same moment, and each twice; some never answer."""
    id_ = proposal["id"]
    if world.chance.happens(0.07, "silent", id_):
        return None
    decliner = "mentee" if world.chance.happens(0.1, "declines", id_) else ""
    both = [(role, member) for role in _ROLES if (member := world.member(proposal[f"{role}_id"]))]

    async def answer(role: str, member: Member) -> None:
        accept = role != decliner
        fact = "proposal-accepted" if accept else "proposal-declined"
        expected = Expected((fact,), id_, {"by": role}, own=False)
        more = world.chance.happens(0.5, "more", id_)
        body = {"accept": True} if accept else {"accept": False, "reason": "not-a-fit", "more": more}
        path = f"{PATH}/proposals/{id_}/answer"
        await world.web.command(member.token, "POST", "matching", path, body, lambda _: [expected])

    async def all_at_once() -> None:
        await asyncio.gather(*(answer(role, member) for role, member in both * 2))

    return all_at_once()


def attend_session(world: World, session: Row) -> Coroutine[Any, Any, None] | None:
    """Report a session that is over, both at the same moment; cancel or move some future ones."""
    both = [member for role in _ROLES if (member := world.member(session[f"{role}_id"]))]
    if not both:
        return None
    if _is_over(world, session):
        return _report(world, session, both)
    dice = world.chance.share("session", session["id"], session["moves"])
    if dice < 0.05:
        return _cancel(world, session["id"], both)
    return _move(world, session, both[0]) if dice < 0.12 else None


async def _report(world: World, session: Row, both: list[Member]) -> None:
    id_ = session["id"]
    # The first session of a pairing takes place: the shortest run needs a held one for the checker to count.
    held = session["number"] == 1 or world.chance.happens(0.85, "held", id_)
    expected = Expected(("session-held" if held else "session-missed",), id_, own=False)
    body = {"held": True} if held else {"held": False, "absent": "mentee"}
    path = f"{PATH}/sessions/{id_}/outcome"
    ask = world.web.command
    await asyncio.gather(
        *(ask(who.token, "POST", "scheduling", path, body, lambda _: [expected]) for who in both)
    )


async def _cancel(world: World, id_: str, both: list[Member]) -> None:
    expected = Expected(("session-cancelled",), id_, own=False)
    path, ask = f"{PATH}/sessions/{id_}/cancellation", world.web.command
    body = {"reason": "travel"}
    await asyncio.gather(
        *(ask(who.token, "POST", "scheduling", path, body, lambda _: [expected]) for who in both)
    )


async def _move(world: World, session: Row, who: Member) -> None:
    path = f"{PATH}/sessions/{session['id']}"
    free = await world.web.read(who.token, "scheduling", f"{path}/free-slots")
    times = [slot["starts_at"] for slot in (free or {"items": []})["items"]]
    others = [time for time in times if time != session["starts_at"]]
    if others:
        body = {"starts_at": world.chance.choose(others, "slot", session["id"])}
        moved = Expected(("session-moved",), session["id"], body)
        await world.web.command(who.token, "POST", "scheduling", f"{path}/move", body, lambda _: [moved])


def check_in(world: World, asked: Row) -> Coroutine[Any, Any, None] | None:
    """Let most people answer their check-in."""
    id_, member = asked["check_in_id"], world.member(asked["participant_id"])
    if member is None or world.chance.happens(0.1, "forgets", id_):
        return None
    token = member.token
    body = {"rating": world.chance.choose(range(1, 6), "rating", id_)}
    submitted = Expected(("check-in-submitted",), id_)

    async def answer() -> None:
        path = f"{PATH}/check-ins/{id_}/answer"
        await world.web.command(token, "POST", "feedback", path, body, lambda _: [submitted])

    return answer()
