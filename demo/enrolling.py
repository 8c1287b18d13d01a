"""Joining the programme (enrol, answer the questionnaire, take the training) and leaving it."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from demo.calendar import day_number
from demo.client import Json
from demo.participants import Deed, Participant, Participants, perform
from demo.programme import TERMS_VERSION
from simulation.behaviour import Behaviour

_LAST_ENROLMENT_SHARE = 0.7
"""People who would join later wait for the next programme."""

_Step = Callable[[Participant, int], Awaitable[None]]


class Enrolling:
    """Lets people join and leave.

    Args:
        participants: all participants.
        behaviour: decides what they do.
        days: the length of the programme.
    """

    def __init__(self, participants: Participants, behaviour: Behaviour, days: int) -> None:
        self._participants = participants
        self._behaviour = behaviour
        self._days = days
        self._questionnaires: dict[str, Json] = {}

    async def live(self, now: datetime) -> None:
        """Let everybody take the next step that is due."""
        today = day_number(now)
        await perform({who.persona.id: self._deed(who, step, today) for who, step in self._due(today)})

    def _due(self, today: int) -> list[tuple[Participant, _Step]]:
        steps = [(who, self._next_step(who, today)) for who in self._participants.people]
        return [(who, step) for who, step in steps if step is not None]

    def _next_step(self, who: Participant, today: int) -> _Step | None:
        """Return a person's next step today, if there is one."""
        if "left" in who.done or today < who.persona.joins_after:
            return None
        if not who.id:
            return self._enrol if today <= self._days * _LAST_ENROLMENT_SHARE else None
        days_in = today - who.joined_on
        persona, behaviour = who.persona, self._behaviour
        leaves = behaviour.leaves_programme_after(persona, self._days - persona.joins_after)
        if leaves is not None and days_in >= leaves:
            return self._leave
        if "assessed" not in who.done and days_in >= behaviour.assesses_after(persona):
            return self._assess
        if "trained" not in who.done and days_in >= behaviour.trains_after(persona):
            return self._train
        return None

    @staticmethod
    def _deed(who: Participant, step: _Step, today: int) -> Deed:
        async def do() -> None:
            await step(who, today)

        return Deed(frozenset({who.persona.id}), do)

    async def _enrol(self, who: Participant, today: int) -> None:
        persona = who.persona
        starts, ends = persona.hours
        body = {
            "employee_id": persona.id,
            "role": persona.role,
            "consent": True,
            "terms_version": TERMS_VERSION,
            "capacity": persona.capacity,
            "working_hours": {"starts": starts, "ends": ends},
            "topics": [{"topic": topic, "level": level} for topic, level in persona.topics],
        }
        participant = await who.me.post("enrollment", "/participants", body)
        self._participants.welcome(who, participant["participant_id"], today)

    async def _assess(self, who: Participant, _: int) -> None:
        questionnaire = await self._questionnaire(who)
        items = [
            (item["id"], [option["id"] for option in item["options"]]) for item in questionnaire["items"]
        ]
        body = {
            "version": questionnaire["version"],
            "answers": self._behaviour.answers(who.persona, items),
            "style": self._behaviour.style(who.persona),
        }
        await who.me.post("enrollment", f"/participants/{who.id}/assessment", body)
        who.done.add("assessed")

    async def _questionnaire(self, who: Participant) -> Json:
        role = who.persona.role
        if role not in self._questionnaires:
            self._questionnaires[role] = await who.me.get("enrollment", f"/assessments/{role}")
        return self._questionnaires[role]

    async def _train(self, who: Participant, _: int) -> None:
        body = {"module": f"induction-{who.persona.role}"}
        await who.me.post("enrollment", f"/participants/{who.id}/training", body)
        who.done.add("trained")

    async def _leave(self, who: Participant, _: int) -> None:
        body = {"private_reason": "Too much on my plate just now."}
        await who.me.post("enrollment", f"/participants/{who.id}/withdrawal", body)
        who.done.add("left")
