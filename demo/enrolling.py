"""Joining the programme (enrol or wait for a place, get ready), leaving it, and coming back."""

from datetime import datetime
from functools import partial

from demo.calendar import day_number
from demo.deeds import Deed, bind, perform
from demo.participants import Participant, Participants
from demo.preparing import Preparing, Step
from demo.task_pages import TaskPages
from demo.terms import in_force
from simulation.behaviour import Behaviour

_LAST_ENROLMENT_SHARE = 0.7
"""People who would join later wait for the next programme."""

_PAST = ("accepted", "declined", "withdrawn", "lapsed")
"""The states of applications after which somebody can apply again."""
_GET_READY = ("get-ready", "get-ready-reminder")
_OFFER = ("place-offer", "place-offer-reminder")


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
        self._preparing = Preparing(behaviour)

    async def live(self, now: datetime) -> None:
        """Let everybody take the next step that is due.

        People join one after the other: when the places run out, the order decides.
        """
        today = day_number(now)
        for who in self._participants.people:
            if who.read(_GET_READY):
                who.done.add("asked")
        for who in self._participants.people:
            if self._returns_today(who, today):
                _come_back(who)
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
        """Return whether a person joins: by the mail of an invitation or an offer, or by the page to join."""
        if who.id or "left" in who.done or not who.persona.willing:
            return False
        if "applied" in who.done:
            return bool(who.read(_OFFER))
        return today <= self._days * _LAST_ENROLMENT_SHARE and self._has_made_up_their_mind(who, today)

    def _returns_today(self, who: Participant, today: int) -> bool:
        after = self._behaviour.returns_after(who.persona)
        return who.left_on is not None and after is not None and today >= who.left_on + after

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
        elif application is None or application["state"] in _PAST:
            await who.me.post("enrollment", "/applications", {"role": role})
            who.done.add("applied")

    def _next_step(self, who: Participant, today: int) -> Step | None:
        """Return a person's next step today, if there is one: a mail asks to get ready.

        People who have not agreed to the terms in force take none, except to leave.
        """
        if not who.here or who.joined_on == today:
            return None
        days_in = today - who.joined_on
        persona = who.persona
        leaves = self._behaviour.leaves_programme_after(persona, self._days - persona.joins_after)
        if leaves is not None and days_in >= leaves and "returned" not in who.done:
            return partial(self._leave, today)
        if "asked" not in who.done or who.terms != in_force(today, self._days):
            return None
        return self._preparing.next_step(who, days_in)

    async def _enrol(self, who: Participant, today: int) -> None:
        terms = in_force(today, self._days)
        participant_id = await self._enrol_by_mail(who, terms) or await self._enrol_by_api(who, terms)
        self._participants.welcome(who, participant_id, today)
        who.terms = terms
        if "returned" in who.done:
            return
        preferences = self._behaviour.mail_preferences(who.persona)
        if preferences:
            await who.me.put_own("notification", "/me/preferences", {**preferences, "based_on": 0})

    async def _enrol_by_mail(self, who: Participant, terms: str) -> str:
        """Join on the page of the invitation, which does not ask for topics: mentors offer their skills."""
        persona = who.persona
        starts, ends = persona.hours
        form = {
            "role": persona.role,
            "starts": starts,
            "ends": ends,
            "capacity": str(persona.capacity),
            "agree": "true",
            "terms_version": terms,
        }
        if (
            persona.role != "mentor"
            or "returned" in who.done
            or not await self._pages.act(who.invitation, "join", form, persona.id)
        ):
            return ""
        (own,) = (await who.me.get("enrollment", "/me"))["items"]
        return str(own["participant_id"])

    async def _enrol_by_api(self, who: Participant, terms: str) -> str:
        persona = who.persona
        starts, ends = persona.hours
        body = {
            "employee_id": persona.id,
            "role": persona.role,
            "consent": True,
            "terms_version": terms,
            "capacity": persona.capacity,
            "working_hours": {"starts": starts, "ends": ends},
            "topics": [{"topic": topic, "level": level} for topic, level in persona.topics],
        }
        return str((await who.me.post("enrollment", "/participants", body))["participant_id"])

    async def _leave(self, today: int, who: Participant) -> None:
        body = {"private_reason": "Too much on my plate just now."}
        await who.me.post("enrollment", f"/participants/{who.id}/withdrawal", body)
        who.done.add("left")
        who.left_on = today


def _come_back(who: Participant) -> None:
    """Let somebody join anew, who has left; what was answered and read still counts."""
    who.id, who.left_on = "", None
    who.done -= {"left", "applied"}
    who.done.add("returned")
