"""Being shown holds a place: whatever happens in whatever order, nobody ever holds more than they have."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.matching.domain.pairs.proposal import ProposalState
from services.matching.domain.pairs.shortlist import ShortlistState, requested_shortlist, shortlist_of_round
from services.matching.domain.pairs.shortlist_entry import add_to_shortlist
from services.matching.domain.pairs.working_days import add_working_days
from shared.contracts.matching import (
    ProposalAccepted,
    ProposalApproved,
    ProposalChosen,
    ProposalMade,
    ProposalShown,
    ShortlistEnded,
    ShortlistEnding,
    ShortlistShown,
)
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict
from tests.unit.matching.matching_people import mentee, mentor, profile

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
END = add_working_days(NOW, 3)


def asked_for(chooser=None):
    return requested_shortlist((chooser or mentee()).asked(), 3)


def one_on(shortlist, chooser=None, shown=None):
    return add_to_shortlist(
        shortlist, chooser or mentee(), shown or mentor(), score=1, explanation=(), at=NOW
    )


def test_a_list_asked_for_is_seen_at_once_and_the_other_knows_nothing():
    one = one_on(asked_for())
    assert one.proposal.state is ProposalState.SHOWN
    assert (one.proposal.approved_at, one.proposal.round_id) == (None, None)
    (fact,) = one.events
    assert isinstance(fact, ProposalShown)
    assert (fact.chooser, fact.shortlist_id, fact.expires_at) == (Role.MENTEE, one.shortlist.id, END)
    with pytest.raises(Conflict):
        one.proposal.accept(Role.MENTOR, NOW)


def test_a_list_of_a_round_waits_for_the_coordinator():
    one = one_on(shortlist_of_round("r", mentee(), 3))
    assert one.proposal.state is ProposalState.MADE
    (fact,) = one.events
    assert isinstance(fact, ProposalMade)
    assert (fact.round_id, fact.chooser) == ("r", Role.MENTEE)
    shown, (fact,) = one.proposal.show(one.shortlist, NOW)
    assert fact.expires_at == END
    assert shown.state is ProposalState.SHOWN
    with pytest.raises(Conflict):
        shown.show(one.shortlist, NOW)


def test_both_hold_one_place_however_long_the_list_is():
    chooser, shortlist = mentee(), asked_for()
    for n in range(3):
        one = one_on(shortlist, chooser, mentor(str(n)))
        shortlist, chooser = one.shortlist, one.chooser
        assert one.shown.free_places == 0
    assert (chooser.places_held, chooser.free_places) == (1, 0)
    with pytest.raises(Conflict):
        one_on(asked_for(mentee().asked()), chooser)  # another list
    with pytest.raises(Conflict):
        one_on(shortlist, chooser, one.shown)  # no room
    assert chooser.chose("p").open_proposals == ("p",)
    assert chooser.done_choosing().free_places == 1


def test_choosing_is_the_choosers_yes_and_publishes():
    one = one_on(asked_for())
    chosen, events = one.proposal.choose(NOW, END)
    assert (chosen.state, chosen.accepted_by, chosen.expires_at) == (
        ProposalState.APPROVED,
        (Role.MENTEE,),
        END,
    )
    assert [type(event) for event in events] == [ProposalChosen, ProposalApproved, ProposalAccepted]
    assert chosen.accept(Role.MENTOR, NOW)[0].state is ProposalState.ACCEPTED
    with pytest.raises(Conflict):
        chosen.choose(NOW, END)


def test_a_list_is_shown_once_and_chosen_from_once():
    one = one_on(asked_for())
    shown, (fact,) = one.shortlist.show(NOW)
    assert isinstance(fact, ShortlistShown)
    assert (fact.count, fact.expires_at) == (1, END)
    assert shown.show(END) == (shown, [])
    chosen, (over,) = shown.choose(one.proposal.id, END - timedelta(milliseconds=1))
    assert (chosen.state, over.ending) == (ShortlistState.CHOSEN, ShortlistEnding.CHOSEN)
    assert chosen.choose(one.proposal.id, END + timedelta(days=9)) == (chosen, [])
    assert chosen.end(ShortlistEnding.EXPIRED) == (chosen, [])
    for late_or_wrong in (
        lambda: chosen.choose("other", NOW),
        lambda: shown.choose("other", NOW),
        lambda: shown.choose(one.proposal.id, END),
        lambda: one.shortlist.choose(one.proposal.id, NOW),  # nobody has seen it
    ):
        with pytest.raises(Conflict):
            late_or_wrong()


def test_a_list_nobody_has_seen_ends_silently():
    one = one_on(shortlist_of_round("r", mentee(), 3))
    ended, events = one.shortlist.end(ShortlistEnding.FELL_AWAY)
    assert (ended.is_over, events) == (True, [])
    shown, _ = one.shortlist.show(NOW)
    assert isinstance(shown.end(ShortlistEnding.EXPIRED)[1][0], ShortlistEnded)


def test_what_the_coordinator_holds_back_is_not_counted_nor_shown_alone():
    shortlist, chooser = shortlist_of_round("r", mentee(), 3), mentee()
    one = one_on(shortlist, chooser, mentor("1"))
    two = one_on(one.shortlist, one.chooser, mentor("2"))
    held_back = {one.proposal.id}
    assert two.shortlist.show(NOW, held_back)[1][0].count == 1
    assert one.shortlist.show(NOW, held_back) == (one.shortlist, [])


def test_lists_have_ids_of_their_own():
    first = mentee().asked()
    ids = {
        requested_shortlist(first, 3).id,
        requested_shortlist(first.asked(), 3).id,
        shortlist_of_round("r", first, 3).id,
        shortlist_of_round("r", first, 3, attempt=1).id,
        requested_shortlist(mentee("2").asked(), 3).id,
    }
    assert len(ids) == 5


class Places(RuleBasedStateMachine):
    """Two choosers and three who are shown; everything that takes or gives back a place, in any order."""

    @initialize(capacities=st.lists(st.integers(1, 3), min_size=5, max_size=5))
    def begin(self, capacities):
        roles = [Role.MENTEE] * 2 + [Role.MENTOR] * 3
        people = [
            (mentee if role is Role.MENTEE else mentor)(str(n), capacity=capacity)
            for n, (role, capacity) in enumerate(zip(roles, capacities, strict=True))
        ]
        self.people = {person.id: person for person in people}
        self.lists = {}
        self.proposals = {}
        self.pairings = {}

    def of(self, role):
        return sorted(id_ for id_, person in self.people.items() if person.role is role)

    @rule(data=st.data(), longest=st.integers(1, 3))
    def show(self, data, longest):
        chooser = self.people[data.draw(st.sampled_from(self.of(Role.MENTEE)))]
        if not chooser.free_places or chooser.shortlist:
            with pytest.raises(Conflict):
                one_on(asked_for(chooser.asked()), chooser)
            return
        chooser = chooser.asked()
        shortlist = requested_shortlist(chooser, 3)
        for id_ in self.of(Role.MENTOR):
            shown = self.people[id_]
            if len(shortlist.proposals) == longest or not shown.free_places or chooser.knows(id_):
                continue
            one = one_on(shortlist, chooser, shown)
            shortlist, chooser = one.shortlist, one.chooser
            self.people[id_] = one.shown
            self.proposals[one.proposal.id] = one.proposal
        if shortlist.proposals:
            self.people[chooser.id] = chooser
            self.lists[shortlist.id] = shortlist.show(NOW)[0]

    @precondition(lambda self: self.lists)
    @rule(data=st.data(), choice=st.integers(-1, 2))
    def choose_or_let_end(self, data, choice):
        shortlist = self.lists.pop(data.draw(st.sampled_from(sorted(self.lists))))
        chooser = self.people[shortlist.chooser_id]
        chosen = shortlist.proposals[choice % len(shortlist.proposals)] if choice >= 0 else None
        self.people[chooser.id] = chooser.chose(chosen) if chosen else chooser.done_choosing()
        for id_ in shortlist.proposals:
            if id_ == chosen:
                self.proposals[id_] = self.proposals[id_].choose(NOW, END)[0]
            else:
                self.let_go(self.proposals.pop(id_))

    @precondition(lambda self: self.asked())
    @rule(data=st.data(), yes=st.booleans())
    def answer(self, data, yes):
        proposal = self.proposals.pop(data.draw(st.sampled_from(self.asked())))
        if not yes:
            self.let_go(proposal)
            return
        accepted, _ = proposal.accept(Role.MENTOR, NOW)
        assert accepted.state is ProposalState.ACCEPTED
        both = proposal.mentor_id, proposal.mentee_id
        for id_ in both:
            self.people[id_] = self.people[id_].paired(proposal.id, f"x-{proposal.id}")  # there is room
        self.pairings[f"x-{proposal.id}"] = both

    @precondition(lambda self: self.pairings)
    @rule(data=st.data())
    def part(self, data):
        pairing = data.draw(st.sampled_from(sorted(self.pairings)))
        both = self.pairings.pop(pairing)
        for own, partner in (both, both[::-1]):
            self.people[own] = self.people[own].parted(pairing, partner).may_meet_again(partner)

    @rule(data=st.data())
    def readied_again(self, data):
        person = self.people[data.draw(st.sampled_from(sorted(self.people)))]
        same = profile(person.role, person.id[-1], capacity=person.profile.capacity)
        self.people[person.id] = person.ready(same, "emea", NOW)

    def asked(self):
        return sorted(id_ for id_, one in self.proposals.items() if one.state is ProposalState.APPROVED)

    def let_go(self, proposal):
        for own, partner in (
            (proposal.mentor_id, proposal.mentee_id),
            (proposal.mentee_id, proposal.mentor_id),
        ):
            self.people[own] = self.people[own].released(proposal.id, partner)

    @invariant()
    def nobody_holds_more_than_they_have(self):
        for person in getattr(self, "people", {}).values():
            assert person.places_held <= person.profile.capacity

    @invariant()
    def places_are_held_for_what_is_open_and_nothing_else(self):
        for person in getattr(self, "people", {}).values():
            lists = [one for one in self.lists.values() if one.chooser_id == person.id]
            open_ = [
                one
                for one in self.proposals.values()
                if person.id in (one.mentor_id, one.mentee_id)
                and not (one.is_listed and person.id == one.mentee_id)
            ]
            pairs = [both for both in self.pairings.values() if person.id in both]
            assert person.places_held == len(lists) + len(open_) + len(pairs)


Places.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestPlaces = Places.TestCase
