"""Invitations: the coordinator invites executives as a group and juniors by a list; some decline."""

import asyncio
import time
from datetime import datetime
from typing import Final

from demo.calendar import day_number
from demo.client import PATIENCE_SECONDS, Json, Refused
from demo.deeds import Deed, bind, perform
from demo.participants import Participant, Participants
from demo.task_pages import TaskPages
from simulation.behaviour import Behaviour
from simulation.personas import EXECUTIVE_GRADE

_DAYS: Final = 18
"""The time to answer ends on a Friday, since people read on working days; later ones join by the page."""
_LOOK_SECONDS: Final = 0.05


class Invitations:
    """Invites people on the first day, and lets those decline who do not want to take part.

    Args:
        participants: everybody.
        behaviour: decides what they do.
        pages: for answers on the page of the mail.
    """

    def __init__(self, participants: Participants, behaviour: Behaviour, pages: TaskPages) -> None:
        self._participants = participants
        self._behaviour = behaviour
        self._pages = pages

    async def live(self, now: datetime) -> None:
        """Invite, let people read their invitations, and decline."""
        today = day_number(now)
        if today == 0:
            await self._invite()
        for who in self._participants.people:
            _read(who, today)
        await perform(
            {
                who.persona.id: Deed(frozenset({who.persona.id}), bind(self._decline, who))
                for who in self._participants.people
                if self._declines_today(who, today)
            }
        )

    async def _invite(self) -> None:
        coordinator = self._participants.coordinator
        group = {"role": "mentee", "days": _DAYS, "grade_min": EXECUTIVE_GRADE}
        orders = [await coordinator.post("enrollment", "/invitation-orders", group)]
        listed = "\n".join(
            who.persona.id
            for who in self._participants.people
            if who.persona.role == "mentor" and not self._behaviour.joins_by_link(who.persona)
        )
        path = f"/invitation-lists?role=mentor&days={_DAYS}"
        orders.append(await coordinator.upload("enrollment", path, listed.encode(), "text/plain"))
        for order in orders:
            await self._until(order, "checked")
            await coordinator.post("enrollment", f"/invitation-orders/{order['order_id']}/confirm")
            await self._until(order, "done")

    async def _until(self, order: Json, state: str) -> None:
        """Wait for an order, whose people are dealt with in the background.

        Raises:
            Refused: it takes too long.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        path = f"/invitation-orders/{order['order_id']}"
        while (await self._participants.coordinator.get("enrollment", path))["state"] != state:
            if time.monotonic() > deadline:
                raise Refused(f"an order of invitations is not {state}")
            await asyncio.sleep(_LOOK_SECONDS)

    def _declines_today(self, who: Participant, today: int) -> bool:
        if who.persona.willing or who.invited_on is None or "declined" in who.done:
            return False
        days = self._behaviour.declines_invitation_after(who.persona)
        return days is not None and today >= who.invited_on + days

    async def _decline(self, who: Participant) -> None:
        who.done.add("declined")
        if await self._pages.act(who.invitation, "join/refusal", {}, who.persona.id):
            return
        invitation = (await who.me.get("enrollment", "/me/entry"))["invitation"]
        if invitation:
            await who.me.attempt("enrollment", f"/invitations/{invitation['invitation_id']}/decline", {})


def _read(who: Participant, today: int) -> None:
    """Read the mails that invite somebody, and that remind of it."""
    for mail in who.read(("invitation",)):
        who.invited_on, who.invitation = today, mail.task
    for mail in who.read(("invitation-reminder",)):
        who.invitation = mail.task
        who.done.add("reminded")
