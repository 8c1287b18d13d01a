"""Properties of every waitlist: no place is offered twice, nobody is lost, the order is kept."""

import asyncio
import contextlib
from unittest.mock import patch

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.enrollment.queries.places import find_waiting
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict
from tests.unit.enrollment.joining import Joining

PEOPLE = [f"e{number:02d}" for number in range(12)]
people = st.sampled_from(PEOPLE)


class WaitlistMachine(RuleBasedStateMachine):
    """People apply, are admitted, join, withdraw, leave and let offers lapse; places come and go."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.joining = Joining()
        self.places = 3
        self.most = 3
        """The most places that there were since somebody was last without one."""
        self.queue: list[str] = []
        # Nobody joins at the same moment here, so the count of places is right to the last one.
        self.plenty = patch("services.enrollment.domain.waitlist.PLENTY", 1)
        self.plenty.start()

    def run(self, work):
        return self.loop.run_until_complete(work)

    def attempt(self, work) -> None:
        """Do what may not be allowed at present; then nothing changes."""
        with contextlib.suppress(Conflict):
            self.run(work)

    @initialize()
    def a_programme_opens(self) -> None:
        self.run(self.joining.admit(mentor_places=self.places, offer_days=2))
        self.run(self.joining.hire(*PEOPLE))

    @rule(who=people, admits=st.booleans())
    def somebody_applies(self, who, admits) -> None:
        self.attempt(self.joining.apply(who))
        if admits:
            self.attempt(self.joining.decide(who))

    @rule(who=people)
    def a_coordinator_admits(self, who) -> None:
        if self.run(self.joining.state(who)):
            self.attempt(self.joining.decide(who))

    @rule(who=people)
    def somebody_joins(self, who) -> None:
        self.attempt(self.joining.join(who))

    @rule(who=people)
    def somebody_takes_an_application_back(self, who) -> None:
        if self.run(self.joining.state(who)):
            self.run(self.joining.take_back(who))

    @rule(who=st.sets(people, min_size=1, max_size=6))
    def some_leave_at_once(self, who) -> None:
        taking_part = self.run(self.joining.taking_part())
        self.run(self.joining.leave(*sorted(who & taking_part)))

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours) -> None:
        self.run(self.joining.wait(hours=hours))

    @rule(places=st.integers(1, 6))
    def the_number_of_places_changes(self, places) -> None:
        self.places = places
        self.run(self.joining.admit(mentor_places=places, offer_days=2))

    @invariant()
    def no_place_is_given_twice(self) -> None:
        given = self.given()
        self.most = max(self.places, min(self.most, len(given)))
        assert len(given) <= self.most

    @invariant()
    def no_free_place_is_kept_from_those_who_wait(self) -> None:
        waiting = self.run(self.joining.in_state("waitlisted"))
        assert not waiting or len(self.given()) >= self.places

    @invariant()
    def the_order_is_kept(self) -> None:
        waiting = [each.employee_id for each in self.run(self.waiting())]
        stayed = [who for who in self.queue if who in waiting]
        assert waiting[: len(stayed)] == stayed
        ahead = [who for who in self.queue if who in self.joining.offers]
        assert ahead == [who for who in self.joining.offers if who in ahead]
        self.queue, self.joining.offers = waiting, []

    @invariant()
    def nobody_is_in_two_states(self) -> None:
        offered = self.run(self.joining.in_state("offered"))
        assert not offered & self.run(self.joining.taking_part())

    def given(self) -> list[str]:
        """Those who have a place, or are offered one."""
        return [*self.run(self.joining.taking_part()), *self.run(self.joining.in_state("offered"))]

    def waiting(self):
        return self.joining.scenario.command(find_waiting, Role.MENTOR, 100)

    def teardown(self) -> None:
        self.plenty.stop()
        self.loop.close()


TestWaitlist = WaitlistMachine.TestCase
TestWaitlist.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
