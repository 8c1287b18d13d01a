"""A mentoring programme and its life, from open to completed or cancelled."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final, Self

from services.enrollment.domain.programme_plan import ProgrammePlan
from services.enrollment.domain.programme_state import ProgrammeState, next_change, state_on
from shared.contracts.enrollment import (
    EnrollmentEvent,
    ProgrammeCancelled,
    ProgrammeChanged,
    ProgrammeClosing,
    ProgrammeCompleted,
    ProgrammeOpened,
    ProgrammeStarted,
)
from shared.kernel import ORGANISATION_WIDE, Aggregate, Conflict, Identifier, RuleBroken

_FACTS: Final[dict[ProgrammeState, Callable[..., EnrollmentEvent]]] = {
    ProgrammeState.RUNNING: ProgrammeStarted,
    ProgrammeState.CLOSING: ProgrammeClosing,
    ProgrammeState.COMPLETED: ProgrammeCompleted,
    ProgrammeState.CANCELLED: ProgrammeCancelled,
}


class Programme(Aggregate):
    """A programme of an organisation; its id is also the programme of all that belongs to it."""

    plan: ProgrammePlan
    state: ProgrammeState = ProgrammeState.OPEN

    @classmethod
    def open(
        cls, tenant: str, programme_id: Identifier, plan: ProgrammePlan, today: date
    ) -> tuple[Self, list[EnrollmentEvent]]:
        """Set up a new programme.

        Raises:
            RuleBroken: the plan contradicts itself or has ended, or the id is reserved.
        """
        if programme_id == ORGANISATION_WIDE:
            raise RuleBroken("this id is reserved", field="programme_id")
        plan.check()
        _check_to_come(plan, today)
        programme = cls(id=programme_id, tenant=tenant, programme=programme_id, plan=plan)
        opened = ProgrammeOpened(**_definition(programme))
        programme, events = programme.advance(today)
        return programme, [opened, *events]

    def replan(self, plan: ProgrammePlan, today: date) -> tuple[Self, list[EnrollmentEvent]]:
        """Take over another plan; the same plan again changes nothing.

        Later dates let a closing programme run on.

        Raises:
            RuleBroken: the plan contradicts itself, or moves the end into the past.
            Conflict: the programme is over.
        """
        if plan == self.plan:
            return self, []
        if self.state.is_over:
            raise Conflict(f"the programme is {self.state}: set up a new one")
        plan.check()
        moved = plan.dates != self.plan.dates
        if moved:
            _check_to_come(plan, today)
        state = state_on(plan, today) if moved else self.state
        changed = self.changed(plan=plan, state=state)
        return changed, [ProgrammeChanged(**_definition(changed)), *self._entered(state)]

    def advance(self, today: date) -> tuple[Self, list[EnrollmentEvent]]:
        """Enter the state that the plan's dates ask for; a programme never goes back by date."""
        due = state_on(self.plan, today)
        state = due if due.follows(self.state) else self.state
        return self.changed(state=state), self._entered(state)

    def enter(self, state: ProgrammeState) -> tuple[Self, list[EnrollmentEvent]]:
        """Enter a state by command, before its date; the present state again changes nothing.

        Raises:
            Conflict: the programme is past this state.
        """
        if state is not self.state and not state.follows(self.state):
            raise Conflict(f"the programme is {self.state} already")
        return self.changed(state=state), self._entered(state)

    def next_change(self, today: date) -> date | None:
        """The first day of the next state, if another follows by date."""
        return None if self.state.is_over else next_change(self.plan, today)

    def check_admits(self, today: date) -> None:
        """See that the programme takes new participants, even if the timer of its next state is late.

        Raises:
            Conflict: it is closing or over.
        """
        programme, _ = self.advance(today)
        if programme.state.follows(ProgrammeState.RUNNING):
            raise Conflict(f"the programme is {programme.state}: it takes no new participants")

    def _entered(self, state: ProgrammeState) -> list[EnrollmentEvent]:
        """The fact that another state than the present one was entered."""
        fact = _FACTS.get(state) if state is not self.state else None
        return [fact(programme_id=self.id)] if fact else []


def _check_to_come(plan: ProgrammePlan, today: date) -> None:
    if state_on(plan, today).is_over:
        raise RuleBroken("the last day has passed", field="ends_on")


def _definition(programme: Programme) -> dict[str, Any]:
    fields = ("starts_on", "ends_on", "regions", "rules", "objectives")
    return {"programme_id": programme.id, **{name: getattr(programme.plan, name) for name in fields}}
