"""Joining the programme (enrol or wait for a place, answer the questionnaire, train) and leaving it."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from demo.calendar import day_number
from demo.client import Json
from demo.deeds import Deed, bind, perform
from demo.participants import Participant, Participants
from demo.programme import TERMS_VERSION
from demo.task_pages import TaskPages
from simulation.behaviour import Behaviour

_LAST_ENROLMENT_SHARE = 0.7
"""People who would join later wait for the next programme."""

_GET_READY = ("get-ready", "get-ready-reminder")
_OFFER = ("place-offer", "place-offer-reminder")
_Step = Callable[[Participant], Awaitable[None]]


class Enrolling:
    """Lets people join and leave.

    Args:
        participants: all participants.
        behaviour: decides what they do.
        days: the length of the programme.
        pages: for joining on the page of the mail.
    """

    def __init__(self, participants: Participants, behaviour: Behaviour, days: int, pages: TaskPages) -> None:
        self._participants = participants
        self._pages = pages
        self._behaviour = behaviour
        self._days = days
        self._questionnaires: dict[str, Json] = {}
        self._right_answers: dict[str, Json] = {}

    async def live(self, now: datetime) -> None:
        """Let everybody take the next step that is due.

        People join one after the other: when the places run out, the order decides.
        """
        today = day_number(now)
        for who in self._participants.people:
            if who.read(_GET_READY):
                who.done.add("asked")
        for who in [each for each in self._participants.people if self._joins_today(each, today)]:
            await self._join(who, today)
        await perform(
            {
                who.persona.id: Deed(frozenset({who.persona.id}), bind(step, who))
                for who in self._participants.people
                if (step := self._next_step(who, today))
            }
        )

    def _joins_today(self, who: Participant, today: int) -> bool:
        """Whether a person joins: by the mail of an invitation or an offer, or by the page to join."""
        if who.id or "left" in who.done or not who.persona.willing:
            return False
        if "applied" in who.done:
            return bool(who.read(_OFFER))
        return today <= self._days * _LAST_ENROLMENT_SHARE and self._has_made_up_their_mind(who, today)

    def _has_made_up_their_mind(self, who: Participant, today: int) -> bool:
        persona, heard_on = who.persona, who.invited_on
        if self._behaviour.joins_by_link(persona):
            heard_on = 0
        elif self._behaviour.waits_for_reminder(persona):
            return "reminded" in who.done
        return heard_on is not None and today >= heard_on + persona.joins_after

    async def _join(self, who: Participant, today: int) -> None:
        """Enrol, or apply for a place where none is free; the page to join shows which."""
        entry, role = await who.me.get("enrollment", "/me/entry"), who.persona.role
        application = entry["application"]
        if not entry["admits"]:
            return
        if role in entry["roles_with_place"] or (application and application["state"] == "offered"):
            await self._enrol(who, today)
        elif application is None:
            await who.me.post("enrollment", "/applications", {"role": role})
            who.done.add("applied")

    def _next_step(self, who: Participant, today: int) -> _Step | None:
        """Return a person's next step today, if there is one; a mail asks to get ready."""
        if not who.here or who.joined_on == today:
            return None
        days_in = today - who.joined_on
        persona, behaviour = who.persona, self._behaviour
        leaves = behaviour.leaves_programme_after(persona, self._days - persona.joins_after)
        if leaves is not None and days_in >= leaves:
            return self._leave
        if "asked" not in who.done:
            return None
        if "assessed" not in who.done and days_in >= behaviour.assesses_after(persona):
            return self._assess
        if "trained" not in who.done and days_in >= behaviour.trains_after(persona):
            return self._train
        return None

    async def _enrol(self, who: Participant, today: int) -> None:
        participant_id = await self._enrol_by_mail(who) or await self._enrol_by_api(who)
        self._participants.welcome(who, participant_id, today)
        wishes = self._behaviour.mail_wishes(who.persona)
        if wishes:
            await who.me.put_own("notification", "/me/preferences", {**wishes, "based_on": 0})

    async def _enrol_by_mail(self, who: Participant) -> str:
        """Join on the page of the invitation, which does not ask for topics: mentors offer their skills."""
        persona = who.persona
        starts, ends = persona.hours
        form = {
            "role": persona.role,
            "starts": starts,
            "ends": ends,
            "capacity": str(persona.capacity),
            "agree": "true",
            "terms_version": TERMS_VERSION,
        }
        if persona.role != "mentor" or not await self._pages.act(who.invitation, "join", form, persona.id):
            return ""
        (own,) = (await who.me.get("enrollment", "/me"))["items"]
        return str(own["participant_id"])

    async def _enrol_by_api(self, who: Participant) -> str:
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
        return str((await who.me.post("enrollment", "/participants", body))["participant_id"])

    async def _assess(self, who: Participant) -> None:
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

    async def _train(self, who: Participant) -> None:
        """Read the modules that the programme asks for, and answer their checks until all is right."""
        training = await who.me.get("enrollment", "/me/training")
        for own in training["items"]:
            if own["required"]:
                await self._complete(who, own["module"])
        who.done.add("trained")

    async def _complete(self, who: Participant, module: str) -> None:
        known = self._right_answers.get(module)
        if known is None:
            shown = await who.me.get("enrollment", f"/training/{module}")
            known = {"version": shown["version"], "answers": [0] * len(shown["questions"])}
        checked: Json = {"completed": False}
        while not checked["completed"]:
            path = f"/participants/{who.id}/training/{module}/answers"
            checked = await who.me.post("enrollment", path, known)
            marks = zip(known["answers"], checked["questions"], strict=True)
            known = known | {"answers": [given + (not mark["right"]) for given, mark in marks]}
        self._right_answers[module] = known

    async def _leave(self, who: Participant) -> None:
        body = {"private_reason": "Too much on my plate just now."}
        await who.me.post("enrollment", f"/participants/{who.id}/withdrawal", body)
        who.done.add("left")
