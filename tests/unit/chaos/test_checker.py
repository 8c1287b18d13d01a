"""Each rule holds for a legal history, and says so when it is violated."""

from dataclasses import replace

import pytest

from chaos.checker import RULES, judge
from chaos.history import Expected
from tests.unit.chaos import histories as h

COMMANDS, SEQUENCES, OUTBOX, INBOX, PARKED, EFFECTS, CAPACITY, LIFECYCLE, HOSTILE = RULES


@pytest.fixture
def legal():
    return h.legal()


def violations(evidence, rule):
    verdict = judge(evidence)[rule]
    assert not verdict.holds
    return "\n".join(verdict.violations)


def test_a_legal_history_holds(legal):
    assert [line for verdict in judge(legal).values() for line in verdict.violations] == []
    assert all(verdict.holds for verdict in judge(legal).values())


def test_a_rule_that_saw_nothing_does_not_hold(legal):
    nothing = replace(legal, records=[], commands=[], committed=[], rows={}, reacts={}, reads={})
    assert not any(verdict.holds for verdict in judge(nothing).values())


def test_an_accepted_command_without_event(legal):
    assert "session-held of s1" in violations(h.without(legal, "session-held", "s1"), COMMANDS)


@pytest.mark.parametrize("wrong", [{"where": {"mentor_id": "eve"}}, {"subject": "s2"}])
def test_an_event_that_says_something_else_is_not_the_commands(legal, wrong):
    (command,) = legal.commands
    (expected,) = command.expects
    other = replace(command, expects=(replace(expected, **wrong),))
    assert "was accepted" in violations(replace(legal, commands=[other]), COMMANDS)


def test_an_event_of_another_cause_is_not_the_commands_own(legal):
    (command,) = legal.commands
    evidence = replace(legal, commands=[replace(command, id="another")])
    assert "was accepted" in violations(evidence, COMMANDS)
    shared = Expected(("session-held",), "s1", own=False)
    evidence = replace(legal, commands=[replace(command, id="another", expects=(shared,))])
    assert judge(evidence)[COMMANDS].holds


def test_a_command_never_answered(legal):
    assert "PUT x was never" in violations(replace(legal, unanswered=["PUT x"]), COMMANDS)


def test_a_gap(legal):
    assert "sequence [2]" in violations(h.without(legal, "session-planned", "s1"), SEQUENCES)


def test_events_in_the_wrong_order(legal):
    swapped = [*legal.records]
    swapped[11], swapped[12] = swapped[12], swapped[11]
    assert "sequence [2, 1]" in violations(replace(legal, records=swapped), SEQUENCES)


def test_the_same_event_again_is_no_violation(legal):
    again = replace(legal, records=[*legal.records, replace(legal.records[11], offset=99)])
    assert judge(again)[SEQUENCES].holds
    assert judge(again)[INBOX].holds


def test_another_event_under_the_same_id(legal):
    forged = replace(legal.records[12], data={"pairing_id": "x"}, offset=99)
    evidence = replace(legal, records=[*legal.records, forged])
    assert "but is another event" in violations(evidence, SEQUENCES)


def test_two_events_under_one_number(legal):
    second = replace(legal.records[12], id="other", offset=99)
    assert "[1, 2, 2]" in violations(replace(legal, records=[*legal.records, second]), SEQUENCES)


def test_a_key_on_two_partitions(legal):
    moved = [*legal.records]
    moved[12] = replace(moved[12], partition=1)
    assert "partitions [0, 1]" in violations(replace(legal, records=moved), SEQUENCES)


def test_timers_have_no_order(legal):
    timer = replace(legal.records[5], id="t", type=h.TIMER, sequence=7, key="timer", offset=99)
    assert judge(replace(legal, records=[*legal.records, timer]))[SEQUENCES].holds


def test_an_outbox_row_that_was_not_published(legal):
    legal.rows["scheduling"]["outbox"][0]["published_at"] = None
    assert "is not published" in violations(legal, OUTBOX)


def test_a_row_marked_that_is_on_no_topic(legal):
    assert "on no topic" in violations(h.without(legal, "session-held", "s1"), OUTBOX)


def test_an_event_that_was_never_committed(legal):
    legal.rows["scheduling"]["outbox"].pop()
    assert "was never committed" in violations(legal, OUTBOX)


def test_a_timer_may_wait_but_not_vanish(legal):
    timer = {"_id": "row", "event_id": "t", "type": h.TIMER, "published_at": None}
    legal.rows["matching"]["outbox"].append(timer)
    assert judge(legal)[OUTBOX].holds
    timer["published_at"] = "now"
    assert "timer t" in violations(legal, OUTBOX)


def test_an_event_that_a_consumer_never_noted(legal):
    legal.rows["matching"]["inbox"].pop()
    assert "noted participant-ready of bob 0 times" in violations(legal, INBOX)


def test_an_event_that_a_consumer_noted_twice(legal):
    legal.rows["matching"]["inbox"] *= 2
    assert "of ann 2 times" in violations(legal, INBOX)


def test_a_note_of_no_event(legal):
    legal.rows["matching"]["inbox"].append({"_id": {"consumer": "matching", "event": "ghost"}})
    assert "noted ghost" in violations(legal, INBOX)


def test_a_note_of_a_hostile_record_is_no_surprise(legal):
    legal.rows["matching"]["inbox"].append({"_id": {"consumer": "matching", "event": "noted"}})
    assert judge(legal)[INBOX].holds


def test_a_dead_letter(legal):
    letter = {
        "_id": "x",
        "type": h.READY,
        "key": "ann",
        "status": "dead",
        "error": "ValueError",
        "record": {},
    }
    legal.rows["matching"]["parked"].append(letter)
    assert "is dead: ValueError" in violations(legal, PARKED)


@pytest.mark.parametrize(
    ("service", "collection", "field", "value", "said"),
    [
        ("console", "pairings", "held", 2, "console: sessions held of pairing pair"),
        ("feedback", "pairing_answers", "answers", 2, "feedback: ratings of pairing pair"),
        ("console", "people", "state", "enrolled", "console: person ann"),
        ("console", "proposals", "state", "approved", "console: proposal prop"),
        ("console", "pairings", "state", "unknown", "console: pairing pair"),
        ("console", "sessions", "state", "planned", "console: session s1"),
        ("console", "released", "figures", [{"votes": 10}], "console: figures of programme prog"),
        ("console", "tallies", "counts", {"sessions:held": 2}, "console: tally sessions:held"),
        ("console", "programmes", "rules", {"idle_warn_days": 7}, "console: idle_warn_days"),
        ("feedback", "check_ins", "state", "requested", "feedback: check-in c1"),
        ("feedback", "participants", "standing", "enrolled", "feedback: standing of ann"),
        ("feedback", "health_records", "sessions", [], "feedback: session s1"),
        ("scheduling", "sessions", "state", "planned", "scheduling: session s1"),
        ("scheduling", "series", "ended", True, "scheduling: series ended pair"),
        ("scheduling", "participants", "withdrawn", True, "scheduling: withdrawn ann"),
        ("matching", "people", "active_pairings", [], "matching: pairings of ann"),
        ("matching", "people", "open_proposals", ["prop"], "matching: open proposals of ann"),
        ("matching", "people", "profile", {"capacity": 2}, "matching: capacity of ann"),
    ],
)
def test_an_effect_that_is_missing_or_double(legal, service, collection, field, value, said):
    legal.rows[service][collection][0][field] = value
    assert said in violations(legal, EFFECTS)


def test_a_third_check_in_for_a_session(legal):
    extra = ("check-in-requested", "c3", {**h.ASKED, "participant_id": "ann"})
    assert "check-ins for session s1" in violations(h.more(legal, extra), EFFECTS)


def test_capacity_exceeded_by_a_proposal_at_some_moment(legal):
    made = ("proposal-made", "p2", {"proposal_id": "p2", "mentor_id": "ann", "mentee_id": "eve"})
    gone = ("proposal-withdrawn", "p2", {"mentor_id": "ann", "mentee_id": "eve"})
    said = violations(h.more(legal, made, gone), CAPACITY)
    assert "ann holds 2 places of 1 at proposal-made p2" in said


def test_a_place_given_back_can_be_given_again(legal):
    ended = ("pairing-ended", "pair", h.PAIR)
    made = ("proposal-made", "p2", {"proposal_id": "p2", **h.PAIR})
    assert judge(h.more(legal, ended, made))[CAPACITY].holds


LISTED = {"mentor_id": "ann", "chooser": "mentee", "shortlist_id": "list"}


def test_a_place_is_held_by_being_shown_and_a_list_holds_one_of_its_chooser(legal):
    ended = ("pairing-ended", "pair", h.PAIR)
    eve = ("participant-ready", "eve", {"profile": {"capacity": 1}})
    both = [
        ("proposal-shown", f"p-{who}", {**LISTED, "mentor_id": who, "mentee_id": "bob"})
        for who in ("ann", "eve")
    ]
    held = h.more(legal, ended, eve, *both)
    assert judge(held)[CAPACITY].holds
    twice = ("proposal-shown", "p3", {**LISTED, "mentee_id": "joe", "shortlist_id": "other"})
    joe = ("participant-ready", "joe", {"profile": {"capacity": 1}})
    said = violations(h.more(legal, ended, eve, joe, *both, twice), CAPACITY)
    assert said == "ann holds 2 places of 1 at proposal-shown p3"


def test_a_list_gives_its_places_back_and_a_choice_keeps_two(legal):
    ended = ("pairing-ended", "pair", h.PAIR)
    shown = ("proposal-shown", "p2", {**LISTED, "mentee_id": "bob"})
    again = ("proposal-shown", "p3", {**LISTED, "mentee_id": "bob", "shortlist_id": "other"})
    gone = ("proposal-withdrawn", "p2", h.PAIR)
    assert judge(h.more(legal, ended, shown, gone, again))[CAPACITY].holds
    chosen = ("proposal-chosen", "p2", {**h.PAIR, "chooser": "mentee"})
    said = violations(h.more(legal, ended, shown, chosen, again), CAPACITY)
    assert "ann holds 2 places" in said
    assert "bob holds 2 places" in said


def test_a_list_that_matching_does_not_know_of(legal):
    shown = ("proposal-shown", "p2", {**LISTED, "mentee_id": "bob"})
    said = violations(h.more(legal, shown), EFFECTS)
    assert "matching: list of bob" in said
    assert "matching: open proposals of ann" in said


def test_capacity_exceeded_in_the_database(legal):
    legal.rows["matching"]["people"][0]["open_proposals"] = ["p2"]
    assert "ann holds 2 places of 1 in the database" in violations(legal, CAPACITY)


ANOTHER = {"proposal_id": "prop", "mentor_id": "ann", "mentee_id": "eve"}


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([("proposal-approved", "p2", {})], "p2: proposal-approved first"),
        (
            [("proposal-shown", "p2", {}), ("proposal-approved", "p2", {})],
            "proposal-approved after proposal-shown",
        ),
        ([("proposal-chosen", "p2", {})], "p2: proposal-chosen first"),
        ([("proposal-withdrawn", "prop", {})], "proposal-withdrawn after both accepted"),
        ([("proposal-accepted", "prop", {"by": "mentee"})], "prop: accepted"),
        ([("pairing-activated", "pair", {"proposal_id": "prop", **h.PAIR})], "pairing-activated after"),
        ([("pairing-activated", "p3", ANOTHER)], "p3: other people than its proposal"),
        ([("pairing-activated", "p3", {**ANOTHER, "proposal_id": "none"})], "none: led to 1 pairings"),
        ([("pairing-ended", "pair", {}), ("pairing-ended", "pair", {})], "pairing-ended after pairing-ended"),
        ([("series-planned", "pair", {"sessions": 1})], "series of pairing pair"),
        ([("session-planned", "s9", {"pairing_id": "none"})], "sessions of pairing none"),
        ([("session-cancelled", "s1", h.ABOUT)], "s1: session-cancelled after session-held"),
        ([("session-held", "s1", h.ABOUT)], "s1: session-held after session-held"),
        ([("check-in-lapsed", "c1", h.ASKED)], "c1: check-in-lapsed after check-in-submitted"),
        ([("check-in-requested", "c9", {"session_id": "s9"})], "about s9, which was not planned"),
    ],
)
def test_an_illegal_step(legal, steps, said):
    known = [(one.fact, one.subject, one.data) for one in legal.records]
    evidence = replace(legal, records=h.records([*known, *steps]))
    assert said in violations(evidence, LIFECYCLE)


def test_both_accepted_and_no_pairing(legal):
    assert "prop: led to 0 pairings" in violations(h.without(legal, "pairing-activated", "pair"), LIFECYCLE)


def hostile(evidence, which, **changes):
    """The same with one hostile record changed."""
    changed = [replace(one, **changes) if one.digest == which else one for one in evidence.hostile]
    return replace(evidence, hostile=changed)


def test_a_hostile_record_without_its_dead_letter_is_named(legal):
    legal.rows["matching"]["parked"].clear()
    assert "matching has no dead letter of tombstone at t/0/7" in violations(legal, HOSTILE)


def test_a_hostile_record_that_concerns_a_reader_must_be_its_dead_letter(legal):
    assert "no dead letter of no-field" in violations(hostile(legal, "d2", type=h.READY), HOSTILE)
    assert "no dead letter of no-field" in violations(hostile(legal, "d2", dead_for=(True, True)), HOSTILE)


def test_a_dead_letter_of_what_should_be_passed_by_is_named(legal):
    legal.rows["matching"]["parked"].append({"_id": "more", "record": {"digest": "d3"}})
    assert "matching has a dead letter of unknown-type" in violations(legal, HOSTILE)


def test_a_record_that_nobody_sent_is_named(legal):
    assert "nobody sent it" in violations(hostile(legal, "d1", name=""), HOSTILE)


def test_dead_letters_of_hostile_records_are_not_the_platforms_own(legal):
    assert judge(legal)[PARKED].holds
    assert "is dead" in violations(hostile(_dead(legal), "d1", digest="another"), PARKED)


def _dead(evidence):
    letter = {"type": "", "key": "k", "status": "dead", "error": "missing headers"}
    evidence.rows["matching"]["parked"][0].update(letter)
    return evidence
