"""A mentoring programme and its life, from draft to completed or cancelled."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final, Self

from services.enrollment.domain.programme_plan import ProgrammePlan
from services.enrollment.domain.programme_state import ProgrammeState, next_change, state_on
from shared.contracts.enrollment import (
    EnrollmentEvent,
    FeatureDefinition,
    ProgrammeCancelled,
    ProgrammeChanged,
    ProgrammeClosing,
    ProgrammeCompleted,
    ProgrammeOpened,
    ProgrammeStarted,
)
from shared.contracts.vocabulary import Role
from shared.kernel import ORGANISATION_WIDE, Aggregate, Conflict, Identifier, RuleBroken, check_edited

_FACTS: Final[dict[ProgrammeState, Callable[..., EnrollmentEvent]]] = {
    ProgrammeState.RUNNING: ProgrammeStarted,
    ProgrammeState.CLOSING: ProgrammeClosing,
    ProgrammeState.COMPLETED: ProgrammeCompleted,
    ProgrammeState.CANCELLED: ProgrammeCancelled,
}


class Programme(Aggregate):
    """A programme of an organisation; its id is also the programme of all that belongs to it."""

    plan: ProgrammePlan
    plan_version: int = 1
    """Each change of the plan counts one up."""
    copied_from: Identifier | None = None
    """The programme whose plan, questions and matching policy it began with."""
    template: Identifier | None = None
    """The template of the organisation that it began with."""
    features: tuple[FeatureDefinition, ...] = ()
    """The features that its own questions let matching compare."""
    asks: tuple[Role, ...] = ()
    """The roles that it asks questions of its own."""
    words: int = 0
    """The version of its own words for roles and programme; 0: the standard words."""
    state: ProgrammeState = ProgrammeState.DRAFT

    @classmethod
    def draft(
        cls,
        tenant: str,
        programme_id: Identifier,
        plan: ProgrammePlan,
        copied_from: Identifier | None = None,
        template: Identifier | None = None,
    ) -> Self:
        """Set up a new programme that nobody can enrol in yet.

        Raises:
            RuleBroken: the plan contradicts itself, or the id is reserved.
        """
        if programme_id == ORGANISATION_WIDE:
            raise RuleBroken("this id is reserved", code="id-reserved", field="programme_id")
        plan.check()
        return cls(
            id=programme_id,
            tenant=tenant,
            programme=programme_id,
            plan=plan,
            copied_from=copied_from,
            template=template,
        )

    def open(self, today: date) -> tuple[Self, list[EnrollmentEvent]]:
        """Let people enrol in a draft.

        Raises:
            RuleBroken: the plan's last day has passed.
            Conflict: it is open already.
        """
        if self.state is not ProgrammeState.DRAFT:
            raise Conflict("the programme is {state} already", code="programme-state", state=self.state)
        _check_to_come(self.plan, today)
        fact = ProgrammeOpened(**_definition(self), copied_from=self.copied_from, template=self.template)
        programme, events = self.changed(state=ProgrammeState.OPEN).advance(today)
        return programme, [fact, *events]

    def replan(self, plan: ProgrammePlan, based_on: int, today: date) -> tuple[Self, list[EnrollmentEvent]]:
        """Take over another plan; the same plan again changes nothing.

        Later dates let a closing programme run on.

        Args:
            plan: the whole plan.
            based_on: the version of the plan that it was edited from.
            today: the present day.

        Raises:
            RuleBroken: the plan contradicts itself, or moves the end into the past.
            Conflict: the programme is over, or somebody has changed the plan since that version.
        """
        if plan == self.plan:
            return self, []
        self._check_goes_on()
        check_edited(based_on, self.plan_version, code="plan-changed")
        plan.check()
        changed = self.changed(plan=plan, plan_version=self.plan_version + 1)
        if self.state is ProgrammeState.DRAFT:
            return changed, []
        moved = plan.dates != self.plan.dates
        if moved:
            _check_to_come(plan, today)
        state = state_on(plan, today) if moved else self.state
        changed = changed.changed(state=state)
        return changed, [ProgrammeChanged(**_definition(changed)), *self._entered(state)]

    def ask(
        self, asks: tuple[Role, ...], features: tuple[FeatureDefinition, ...]
    ) -> tuple[Self, list[EnrollmentEvent]]:
        """Ask these roles, and let matching compare these features; the same ones again change nothing.

        Raises:
            Conflict: the programme is over.
        """
        self._check_goes_on()
        asking = self.changed(asks=asks, features=features)
        if features == self.features or self.state is ProgrammeState.DRAFT:
            return asking, []
        return asking, [ProgrammeChanged(**_definition(asking))]

    def call(self, words: int) -> tuple[Self, list[EnrollmentEvent]]:
        """Use this version of its own words, or, with 0, the standard ones; a repetition changes nothing.

        Raises:
            Conflict: the programme is over.
        """
        self._check_goes_on()
        called = self.changed(words=words)
        if words == self.words or self.state is ProgrammeState.DRAFT:
            return called, []
        return called, [ProgrammeChanged(**_definition(called))]

    def check_can_be_discarded(self) -> None:
        """See that nobody else knows the programme.

        Raises:
            Conflict: it was opened.
        """
        if self.state is not ProgrammeState.DRAFT:
            raise Conflict(
                "the programme is {state}: only a draft can be discarded",
                code="programme-not-draft",
                state=self.state,
            )

    def advance(self, today: date) -> tuple[Self, list[EnrollmentEvent]]:
        """Enter the state that the plan's dates ask for; a programme never goes back by date."""
        if self.state is ProgrammeState.DRAFT:
            return self, []
        due = state_on(self.plan, today)
        state = due if due.follows(self.state) else self.state
        return self.changed(state=state), self._entered(state)

    def enter(self, state: ProgrammeState) -> tuple[Self, list[EnrollmentEvent]]:
        """Enter a state by command, before its date; the present state again changes nothing.

        Raises:
            Conflict: the programme is past this state, or a draft.
        """
        if self.state is ProgrammeState.DRAFT:
            raise Conflict("the programme is a draft: open it first", code="programme-draft")
        if state is not self.state and not state.follows(self.state):
            raise Conflict("the programme is {state} already", code="programme-state", state=self.state)
        return self.changed(state=state), self._entered(state)

    def next_change(self, today: date) -> date | None:
        """Return the first day of the next state, if another follows by date."""
        waits = self.state.is_over or self.state is ProgrammeState.DRAFT
        return None if waits else next_change(self.plan, today)

    def check_admits(self, today: date) -> None:
        """See that the programme takes new participants, even if the timer of its next state is late.

        Raises:
            Conflict: it is a draft, closing or over.
        """
        if self.state is ProgrammeState.DRAFT:
            raise Conflict(
                "the programme is a draft: nobody can enrol before it is opened", code="programme-draft"
            )
        programme, _ = self.advance(today)
        if not programme.admits(today):
            raise Conflict(
                "the programme is {state}: it takes no new participants",
                code="programme-admits-nobody",
                state=programme.state,
            )

    def admits(self, today: date) -> bool:
        """Return whether the programme takes new participants."""
        programme, _ = self.advance(today)
        return programme.state in {ProgrammeState.OPEN, ProgrammeState.RUNNING}

    def _check_goes_on(self) -> None:
        if self.state.is_over:
            raise Conflict(
                "the programme is {state}: set up a new one", code="programme-over", state=self.state
            )

    def _entered(self, state: ProgrammeState) -> list[EnrollmentEvent]:
        """Return the fact that another state than the present one was entered."""
        fact = _FACTS.get(state) if state is not self.state else None
        return [fact(programme_id=self.id)] if fact else []


def _check_to_come(plan: ProgrammePlan, today: date) -> None:
    if state_on(plan, today).is_over:
        raise RuleBroken("the last day has passed", code="last-day-passed", field="ends_on")


def _definition(programme: Programme) -> dict[str, Any]:
    plan = programme.plan
    fields = ("starts_on", "regions", "rules", "objectives", "admission")
    return {
        "programme_id": programme.id,
        "ends_on": plan.last_day,
        "evergreen": plan.ends_on is None,
        "features": programme.features,
        "words": programme.words,
        **{name: getattr(plan, name) for name in fields},
    }
