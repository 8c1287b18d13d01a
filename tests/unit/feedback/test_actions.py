"""The action ledger: its author's own, counted over many executives, and never named."""

from datetime import timedelta
from random import Random

import pytest

from services.feedback.commands.actions import record_action, remove_action
from services.feedback.domain.action import Action, Change
from services.feedback.domain.release.audit import Audit
from services.feedback.domain.release.changes import KINDS, ChangeCounts, count_changes, released_changes
from services.feedback.domain.release.parameters import Parameters
from services.feedback.queries.actions import list_own_actions
from services.feedback.reactions import reactions
from services.feedback.store import ACTIONS
from shared.contracts.enrollment import ParticipantWithdrawn, WithdrawalReason
from shared.contracts.feedback import ChangeKind
from shared.contracts.vocabulary import Role
from shared.encryption import MasterKeys, SealedText
from shared.kernel import Conflict, NotFound, RuleBroken
from shared.service import PageRequest
from shared.testing.harness import TEST_NOW
from shared.testing.scenario import Scenario
from tests.helpers.people import opened, ready

KEYS = MasterKeys(b"k" * 32)
CHANGE = Change(change_kind=ChangeKind.TOOLS, changed_on=TEST_NOW.date())
WORDS = "The weekly report is a chat channel now."
ME = "e-mentee-0"
PARAMETERS = Parameters()
NO_GROUP_BEFORE = Audit([], PARAMETERS.audit_noise)


@pytest.fixture
async def feedback():
    scenario = Scenario("feedback", reactions)
    await scenario.given(opened(), ready(Role.MENTOR), ready(Role.MENTEE), ready(Role.MENTEE, 1))
    return scenario


async def own(feedback, employee_id):
    entries, _ = await feedback.command(list_own_actions, KEYS, employee_id, PageRequest(10, 0))
    return [(entry.action.change_kind, entry.text) for entry in entries]


async def stored(feedback):
    async def find(uow):
        return await uow.find(ACTIONS)

    return await feedback.command(find)


async def test_a_change_is_its_authors_own_encrypted_and_published_to_nobody(feedback):
    for _ in range(2):
        await feedback.command(record_action, KEYS, ME, CHANGE, WORDS)
    assert feedback.published() == []
    assert await own(feedback, ME) == [(ChangeKind.TOOLS, WORDS)]
    assert await own(feedback, "e-mentee-1") == []
    (action,) = await stored(feedback)
    assert WORDS not in action.model_dump_json()


async def test_an_entry_is_removed_by_its_author_alone(feedback):
    action = await feedback.command(record_action, KEYS, ME, CHANGE, WORDS)
    with pytest.raises(NotFound):
        await feedback.command(remove_action, action.id, "e-mentee-1")
    await feedback.command(remove_action, action.id, ME)
    assert await stored(feedback) == []
    with pytest.raises(NotFound):
        await feedback.command(remove_action, action.id, ME)


async def test_only_executives_who_take_part_keep_a_ledger_and_plans_are_no_changes(feedback):
    for stranger in ("e-mentor-0", "e-nobody"):
        with pytest.raises(NotFound):
            await feedback.command(record_action, KEYS, stranger, CHANGE, WORDS)
    planned = CHANGE.model_copy(update={"changed_on": TEST_NOW.date() + timedelta(days=2)})
    with pytest.raises(RuleBroken) as refused:
        await feedback.command(record_action, KEYS, ME, planned, WORDS)
    assert refused.value.field == "changed_on"
    left = {"participant_id": "mentee-0", "employee_id": ME, "role": Role.MENTEE}
    await feedback.given(ParticipantWithdrawn(**left, reason=WithdrawalReason.OWN_CHOICE))
    with pytest.raises(Conflict, match="left"):
        await feedback.command(record_action, KEYS, ME, CHANGE, WORDS)


def entries(people: int, kind: ChangeKind = ChangeKind.TOOLS, each: int = 1) -> list[Action]:
    return [
        Action(
            id=f"a{person}-{number}",
            tenant="acme",
            programme="rm-2026",
            participant_id=f"m{person}",
            employee_id=f"e{person}",
            change_kind=kind,
            changed_on=TEST_NOW.date(),
            change_text=SealedText(key_id="k", sealed="AAAA"),
            recorded_at=TEST_NOW,
        )
        for person in range(people)
        for number in range(each)
    ]


def test_seven_executives_make_no_figure_however_much_they_changed() -> None:
    assert count_changes(ChangeCounts(), entries(7, each=9), NO_GROUP_BEFORE, PARAMETERS, Random(1)) is None
    assert released_changes(ChangeCounts(), PARAMETERS) is None


def test_an_executive_has_one_vote_in_a_group_and_counts_are_blurred() -> None:
    groups = [
        count_changes(ChangeCounts(), entries(8, each=5), NO_GROUP_BEFORE, PARAMETERS, Random(seed))
        for seed in range(100)
    ]
    assert {(group.groups, group.votes) for group in groups} == {(1, 8)}
    assert len({group.blurred for group in groups}) > 50


def test_shares_of_all_groups_are_within_their_margin() -> None:
    within = 0
    for seed in range(200):
        chance, counts = Random(seed), ChangeCounts()
        for kind, people in ((ChangeKind.TOOLS, 30), (ChangeKind.PEOPLE, 10)):
            counts = count_changes(counts, entries(people, kind), NO_GROUP_BEFORE, PARAMETERS, chance)
        figure = released_changes(counts, PARAMETERS)
        assert (figure.people, len(figure.shares)) == (40, len(KINDS))
        tools = next(share.share for share in figure.shares if share.kind is ChangeKind.TOOLS)
        within += abs(tools - 75) <= figure.margin + 2.5
    assert within >= 0.95 * 200


def test_a_group_that_would_explain_what_somebody_changed_is_refused() -> None:
    """Everybody but one has been counted often, and so has everybody: the difference is one executive."""
    everybody = [f"e{person}" for person in range(10)]
    audit = Audit([*([everybody[1:]] * 4), *([everybody] * 2)], PARAMETERS.audit_noise)
    assert count_changes(ChangeCounts(), entries(10), NO_GROUP_BEFORE, PARAMETERS, Random(1))
    assert count_changes(ChangeCounts(), entries(10), audit, PARAMETERS, Random(1)) is None
