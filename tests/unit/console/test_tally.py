from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.console.read_models.pairings import Pairing, PairingState
from services.console.read_models.people import Person, PersonState
from services.console.read_models.proposals import Proposal, ProposalState
from services.console.read_models.released import Released
from services.console.read_models.rounds import Round
from services.console.read_models.row import Row
from services.console.read_models.sessions import Session, SessionState
from services.console.read_models.tally import Tally
from shared.contracts.feedback import Dimension, Health, IdleStep, Question, ReleasedFigure
from shared.contracts.matching import RoundProgressed, Unmatched, UnmatchedReason
from shared.contracts.vocabulary import Role

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
OF = {"tenant": "acme", "programme": "rm-2026"}
EMPTY = Tally(id="rm-2026", **OF)
ids = st.integers(0, 4).map(str)

released_figures = st.builds(
    ReleasedFigure,
    question=st.sampled_from(Question),
    dimension=st.sampled_from(Dimension),
    category=st.just("all"),
    votes=st.just(10),
    mean=st.sampled_from([1.5, 4.0]),
    mean_margin=st.just(0.5),
    favourable=st.sampled_from([0, 75]),
    neutral=st.sampled_from([0, 25]),
    unfavourable=st.just(0),
    share_margin=st.just(10),
)
rows = st.one_of(
    st.builds(
        Person,
        id=ids.map("person-{}".format),
        tenant=st.just("acme"),
        region=st.sampled_from(["emea", "apac"]),
        role=st.sampled_from([None, *Role]),
        state=st.sampled_from(PersonState),
        assessment=st.sampled_from(["", "coach"]),
        trained=st.booleans(),
        pairings=st.sampled_from([(), ("a",), ("a", "b")]),
    ),
    st.builds(
        Session,
        id=ids.map("session-{}".format),
        tenant=st.just("acme"),
        starts_at=st.integers(0, 60).map(lambda days: START + timedelta(days=days)),
        state=st.sampled_from(SessionState),
    ),
    st.builds(
        Pairing,
        id=ids.map("pairing-{}".format),
        tenant=st.just("acme"),
        state=st.sampled_from(PairingState),
        health=st.sampled_from(Health),
        matched_in_days=st.sampled_from([None, 0, 3, 12]),
        alarm_at=st.sampled_from([None, START]),
        last_held_at=st.sampled_from([None, START - timedelta(1), START + timedelta(1)]),
        met_until=st.sampled_from([None, START, START + timedelta(1)]),
        idle_step=st.sampled_from(IdleStep),
        idle_since=st.sampled_from([None, START]),
        contacted=st.booleans(),
    ),
    st.builds(
        Released,
        id=ids.map("released-{}".format),
        tenant=st.just("acme"),
        figures=st.lists(released_figures, max_size=1).map(tuple),
    ),
    st.builds(
        Proposal,
        id=ids.map("proposal-{}".format),
        tenant=st.just("acme"),
        round_id=st.sampled_from(["", "r1"]),
        state=st.sampled_from(ProposalState),
    ),
)


@given(st.lists(rows, max_size=40))
def test_the_tally_is_always_the_sum_of_the_rows(changes: list[Row]):
    kept: dict[str, Row] = {}
    tally = EMPTY
    for row in changes:
        before = kept[row.id].facets() if row.id in kept else {}
        tally = tally.moved(before, row.facets())
        kept[row.id] = row
    expected: dict[str, int] = {}
    for row in kept.values():
        for name, n in row.facets().items():
            expected[name] = expected.get(name, 0) + n
    assert tally.counts == {name: n for name, n in expected.items() if n}


@given(rows)
def test_a_change_that_counts_nothing_leaves_the_revision(row: Row):
    tally = EMPTY.moved({}, row.facets())
    assert tally.moved(row.facets(), row.facets()) is tally


def test_the_revision_grows_with_each_change():
    once = EMPTY.moved({}, {"sessions:held": 1})
    assert (once.revision, once.moved({"sessions:held": 1}, {"sessions:missed": 1}).revision) == (1, 2)


def test_groups_are_by_whole_words():
    tally = Tally(id="p", **OF, counts={"step:mentor:ready": 2, "steps:mentor": 9, "step:mentee:ready": 3})
    assert tally.group("step") == {"mentor:ready": 2, "mentee:ready": 3}
    assert tally.total("step", "mentor") == 2


def test_a_proposal_is_accepted_by_both_not_by_one_twice():
    approved = Proposal(id="p", **OF, state=ProposalState.APPROVED)
    once = approved.accepted(Role.MENTOR)
    assert once.accepted(Role.MENTOR).state is ProposalState.APPROVED
    assert once.accepted(Role.MENTEE).state is ProposalState.ACCEPTED


@pytest.mark.parametrize(("held_after_days", "alarming"), [(None, True), (-1, True), (1, False)])
def test_a_session_held_after_an_alarm_settles_it(held_after_days, alarming):
    pairing = Pairing(id="p", **OF, state=PairingState.ACTIVE, alarm_at=START)
    if held_after_days is not None:
        at = START + timedelta(days=held_after_days)
        pairing = pairing.met(at, at=at)
    assert pairing.alarming is alarming


def test_an_ended_pairing_raises_no_alarm():
    assert not Pairing(id="p", **OF, state=PairingState.ENDED, alarm_at=START).alarming


def idle(step=IdleStep.WARN, **facts):
    facts = {"state": PairingState.ACTIVE, "idle_since": START, **facts}
    return Pairing(id="p", **OF, idle_step=step, **facts)


def test_a_step_stands_until_the_two_meet_however_late_that_is_known():
    assert idle().idle == "warn"
    late = START + timedelta(days=50)
    assert idle().met(START, at=late).idle == "warn", "this is the session since which they have not met"
    assert idle().met(START + timedelta(days=1), at=late).idle == ""
    assert idle(state=PairingState.ENDED).idle == ""


def test_first_contact_settles_its_own_step_only():
    assert idle(IdleStep.FIRST_CONTACT).idle == "first-contact"
    assert idle(IdleStep.FIRST_CONTACT, contacted=True).idle == ""
    assert idle(IdleStep.COORDINATOR, contacted=True).idle == "coordinator"


def test_a_step_that_is_new_to_the_console_is_kept_as_it_is():
    assert idle("phone-both").facets()["idle:phone-both"] == 1


def test_reasons_of_a_round_are_counted_most_first():
    language, taken = UnmatchedReason(code="rule", rule="language"), UnmatchedReason(code="all-taken")
    left = [("mentor", language), ("mentee", taken), ("mentor", language)]
    unmatched = tuple(
        Unmatched(participant_id=f"x{n}", role=Role(role), reason=why) for n, (role, why) in enumerate(left)
    )
    assert Round(id="r", **OF, unmatched=unmatched).reasons() == [
        ("mentor", 2, language),
        ("mentee", 1, taken),
    ]


def test_a_session_counts_in_the_week_of_its_monday():
    sunday = datetime(2026, 1, 11, 23, tzinfo=UTC)
    assert "week:2026-01-05:held" in Session(id="s", **OF, starts_at=sunday, state=SessionState.HELD).facets()


def progressed(seconds, matched):
    return RoundProgressed(
        round_id="r",
        step="core",
        passes=1.0,
        matched=matched,
        at_most=10,
        value=5,
        bound=9,
        gap=4,
        seconds=seconds,
    )


def test_a_running_round_counts_its_progress_and_a_finished_one_nothing():
    running = Round(id="r", **OF).progressed(progressed(2.0, 7))
    assert running.facets() == {
        "in-progress:rounds": 1,
        "in-progress:percent": 70,
        "in-progress:matched": 7,
        "in-progress:at-most": 10,
        "in-progress:missing-pairs": 0,
        "in-progress:missing-points": 4,
    }
    assert running.progressed(progressed(1.0, 3)) is running  # late news
    done = running.noted(done="proposed", gap=0)
    assert done.facets() == {}
    assert done.progressed(progressed(3.0, 8)) is done


def test_an_event_that_names_the_first_ones_only_says_how_many_there_are():
    assert Round(id="r", **OF, unmatched_people=5000).unmatched_count == 5000


def test_a_round_that_tells_the_way_to_its_end_is_believed():
    data = progressed(2.0, 10).model_copy(update={"percent": 41})
    assert Round(id="r", **OF).progressed(data).facets()["in-progress:percent"] == 41
