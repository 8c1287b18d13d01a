"""Capacity over all programmes of an organisation: the rule, and that no sequence of steps breaks it."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.matching.domain.people.commitments import Commitments, elsewhere_of
from services.matching.domain.people.elsewhere import Elsewhere
from services.matching.domain.people.person import PersonState
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict
from tests.unit.matching.matching_people import READY_AT, mentee, mentor, profile

PROGRAMMES = ("a", "b", "c")


def paired(person, times=1):
    for n in range(times):
        made = f"{person.id}-{n}"
        person = person.proposed(made, f"partner-{made}").paired(made, f"pairing-{made}")
    return person


def test_an_employee_in_one_programme_shares_places_with_nobody() -> None:
    assert elsewhere_of(mentor(), [], None) is None
    assert elsewhere_of(mentor(), [mentee()], None) is None
    assert mentor(capacity=3).free_places == 3


def test_without_a_total_the_largest_number_of_one_role_counts() -> None:
    here, there = mentor(capacity=1), paired(mentor("2", capacity=3))
    elsewhere = elsewhere_of(here, [there, paired(mentee())], None)
    assert elsewhere == Elsewhere(total=3, held=1, paired=1)
    assert here.changed(elsewhere=elsewhere).free_places == 1
    full = elsewhere_of(here, [paired(there.changed(active_pairings=()), 3)], None)
    assert here.changed(elsewhere=full).free_places == 0


def test_the_number_given_in_a_programme_that_was_left_counts_no_longer() -> None:
    left = paired(mentor("2", capacity=3)).withdrawn()
    assert elsewhere_of(mentor(capacity=1), [left], None) == Elsewhere(total=1, held=1, paired=1)


def test_with_a_total_both_roles_count() -> None:
    as_mentee = paired(mentee(capacity=2))
    elsewhere = elsewhere_of(mentor(capacity=2), [as_mentee], 2)
    here = mentor(capacity=2).changed(elsewhere=elsewhere)
    assert (here.most_places, here.free_places, here.is_taken_elsewhere) == (1, 1, False)
    full = here.proposed("p", "x")
    assert (full.free_places, full.is_taken_elsewhere) == (0, True)
    with pytest.raises(Conflict) as refused:
        full.proposed("q", "y")
    assert refused.value.code == "no-capacity"


def test_an_own_total_alone_is_not_another_programme() -> None:
    alone = mentor(capacity=3).changed(elsewhere=elsewhere_of(mentor(capacity=3), [], 1))
    assert alone.free_places == 1
    assert not alone.proposed("p", "x").is_taken_elsewhere


def test_who_is_not_ready_is_not_taken_elsewhere() -> None:
    busy = mentor().changed(elsewhere=Elsewhere(total=1, held=1))
    assert busy.is_taken_elsewhere
    assert not busy.changed(state=PersonState.WITHDRAWN).is_taken_elsewhere


def test_pairings_of_all_programmes_make_full() -> None:
    one = mentor(capacity=2).proposed("p", "x").changed(elsewhere=Elsewhere(total=1, held=1, paired=1))
    assert one.is_full
    with pytest.raises(Conflict):
        one.paired("p", "pairing")
    asked_elsewhere = one.changed(elsewhere=Elsewhere(total=1, held=1))
    assert not asked_elsewhere.is_full


def test_a_participation_is_kept_once() -> None:
    twice = Commitments(id="e", tenant="acme").joined("a", "p").joined("a", "p").joined("b", "q")
    assert [each.programme for each in twice.participations] == ["a", "b"]


class Places(RuleBasedStateMachine):
    """One employee in three programmes, in both roles, takes and frees places in any order."""

    @initialize(
        roles=st.lists(st.sampled_from(Role), min_size=3, max_size=3),
        capacities=st.lists(st.integers(1, 3), min_size=3, max_size=3),
        total=st.none() | st.integers(1, 5),
    )
    def begin(self, roles, capacities, total):
        self.total, self.made = total, 0
        self.people = {
            programme: (mentor if role is Role.MENTOR else mentee)(programme, capacity=capacity)
            for programme, role, capacity in zip(PROGRAMMES, roles, capacities, strict=True)
        }
        self.count()

    def count(self):
        for programme, person in self.people.items():
            others = [other for other in self.people.values() if other is not person]
            self.people[programme] = person.changed(elsewhere=elsewhere_of(person, others, self.total))

    def put(self, programme, person):
        self.people[programme] = person
        self.count()

    @rule(programme=st.sampled_from(PROGRAMMES))
    def take(self, programme):
        person = self.people[programme]
        if not person.free_places:
            with pytest.raises(Conflict):
                person.proposed("too-many", "x")
            return
        self.made += 1
        self.put(programme, person.proposed(f"p{self.made}", f"x{self.made}"))
        self.check_nobody_above()

    @rule(programme=st.sampled_from(PROGRAMMES))
    def accept(self, programme):
        person = self.people[programme]
        if person.open_proposals and not person.is_full and person.state is PersonState.READY:
            self.put(programme, person.paired(person.open_proposals[0], f"y{person.open_proposals[0]}"))

    @rule(programme=st.sampled_from(PROGRAMMES))
    def free(self, programme):
        person = self.people[programme]
        if person.active_pairings:
            self.put(programme, person.parted(person.active_pairings[0], "x"))
        elif person.open_proposals:
            self.put(programme, person.released(person.open_proposals[0], "x"))

    @rule(programme=st.sampled_from(PROGRAMMES), capacity=st.integers(1, 3))
    def give_another_number(self, programme, capacity):
        person = self.people[programme]
        changed = profile(person.role, programme, capacity=capacity)
        self.put(programme, person.ready(changed, "emea", READY_AT))

    @rule(programme=st.sampled_from(PROGRAMMES))
    def leave(self, programme):
        self.put(programme, self.people[programme].withdrawn())

    @rule(total=st.none() | st.integers(1, 5))
    def state_a_total(self, total):
        self.total = total
        self.count()

    def most(self, role):
        """The number for a role, straight from the words of the rule."""
        if self.total is not None:
            return self.total
        gave = [p.profile.capacity for p in self.people.values() if p.role is role and self.is_ready(p)]
        return max(gave, default=0)

    def is_ready(self, person):
        return person.state is PersonState.READY

    def held(self, role):
        counted = [p for p in self.people.values() if self.total is not None or p.role is role]
        return sum(p.places_held for p in counted)

    def check_nobody_above(self):
        """Check that a free place is within the number; lowering that later takes nothing away."""
        for person in self.people.values():
            assert person.free_places == 0 or self.held(person.role) < self.most(person.role)

    @precondition(lambda self: hasattr(self, "people"))
    @invariant()
    def free_places_are_what_is_left(self):
        for person in self.people.values():
            left = self.most(person.role) - self.held(person.role)
            here = person.profile.capacity - person.places_held
            assert person.free_places == (max(0, min(left, here)) if self.is_ready(person) else 0)


TestPlaces = Places.TestCase
TestPlaces.settings = settings(max_examples=200, stateful_step_count=20, deadline=None)
