"""A concern that nobody acknowledges goes to a sponsor, then to another one, then to coordinators."""

from datetime import timedelta

import pytest

from services.feedback.commands.assignment import hand_on
from services.feedback.commands.concerns import answer_handler, report_concern
from services.feedback.commands.handling import become_handler
from services.feedback.domain.concern import Handled
from services.feedback.queries.handlers import HandlerAccount, handler_ids_of
from services.feedback.queries.questions import open_questions
from services.feedback.reactions import reactions
from services.feedback.store import CONCERNS
from shared.contracts.enrollment import (
    AppointmentEnding,
    ProgrammeRules,
    SponsorAccepted,
    SponsorLineChanged,
    SponsorshipEnded,
)
from shared.contracts.feedback import ConcernAcknowledgementDue, Notice, NoticePosted
from shared.contracts.vocabulary import Role
from shared.encryption import MasterKeys
from shared.testing.scenario import Scenario
from tests.helpers.people import opened, paired, ready

KEYS = MasterKeys(b"k" * 32)
DAY = timedelta(days=1)
WORDS = "Our sessions turn into reviews of my work."


def accepted(employee_id: str, pairing_id: str = "pair-1", *, line: tuple[str, ...] | None = ()):
    ids = {"mentor_id": "m", "mentee_id": "e"}
    return SponsorAccepted(pairing_id=pairing_id, **ids, employee_id=employee_id, number=1, line=line)


def ended(employee_id: str, ending: AppointmentEnding, pairing_id: str = "pair-1"):
    ids = {"mentor_id": "m", "mentee_id": "e"}
    return SponsorshipEnded(
        pairing_id=pairing_id, **ids, employee_id=employee_id, number=1, ending=ending, accepted=True
    )


def moved(employee_id: str, *line: str, pairing: str = "pair-1") -> SponsorLineChanged:
    ids = {"mentor_id": "m", "mentee_id": "e"}
    return SponsorLineChanged(pairing_id=pairing, **ids, employee_id=employee_id, number=1, line=line)


def account(employee_id: str, *, coordinates: bool = False) -> HandlerAccount:
    return HandlerAccount(
        account=employee_id, employee_id=employee_id, coordinates=coordinates, whole_organisation=False
    )


@pytest.fixture
async def feedback():
    scenario = Scenario("feedback", reactions)
    await scenario.given(opened(), ready(Role.MENTOR), ready(Role.MENTEE), paired())
    await scenario.command(become_handler, account("e-hr", coordinates=True), "HR")
    return scenario


async def reported(feedback, by="e-mentor-0", **details):
    concern = await feedback.command(report_concern, KEYS, by, WORDS, pairing_id="pair-1", **details)
    feedback.published()
    return concern.id


async def nobody_acknowledges(feedback, concern_id, days=3):
    """The time is over; returns to whom the concern is brought, by which notice."""
    feedback.now += days * DAY
    await feedback.when(ConcernAcknowledgementDue(concern_id=concern_id))
    notices = [fact for fact in feedback.published() if isinstance(fact, NoticePosted)]
    return [(fact.notice, fact.employee_id) for fact in notices]


async def handles(feedback, who):
    """Whether the only concern is assigned to somebody; the list and the pages show them no other."""

    async def find(uow):
        return await uow.find(CONCERNS, {"handler_id": {"$in": handler_ids_of(uow, who)}})

    return bool(await feedback.command(find))


async def acknowledged(feedback, concern_id):
    async def save(uow):
        return uow.save(CONCERNS, (await uow.require(CONCERNS, concern_id)).acknowledge(now=uow.now))

    await feedback.command(save)


async def passed_on(feedback, concern_id):
    async def run(uow):
        return await hand_on(uow, await uow.require(CONCERNS, concern_id))

    return await feedback.command(run)


async def concern_of(feedback, concern_id):
    return await feedback.command(lambda uow: uow.require(CONCERNS, concern_id))


async def test_it_goes_from_the_coordinator_to_both_sponsors_and_then_to_all(feedback):
    await feedback.given(accepted("e-own"), accepted("e-other", "pair-2"))
    id_ = await reported(feedback)
    coordinator = account("e-hr", coordinates=True)
    assert (await handles(feedback, coordinator), await handles(feedback, account("e-own"))) == (True, False)
    assert await nobody_acknowledges(feedback, id_) == [(Notice.ALERT, "e-own")]
    assert (await concern_of(feedback, id_)).handled_as is Handled.SPONSOR
    assert (await handles(feedback, coordinator), await handles(feedback, account("e-own"))) == (False, True)
    assert await nobody_acknowledges(feedback, id_) == [(Notice.ALERT, "e-other")]
    assert (await concern_of(feedback, id_)).handled_as is Handled.OTHER_SPONSOR
    assert (await handles(feedback, account("e-own")), await handles(feedback, account("e-other"))) == (
        False,
        True,
    )
    assert await nobody_acknowledges(feedback, id_) == [(Notice.COORDINATORS_WANTED, None)]
    assert (await concern_of(feedback, id_)).handled_as is None
    for who in ("e-own", "e-other"):
        assert not await handles(feedback, account(who))


async def test_after_the_sponsors_the_other_coordinators_have_their_turn(feedback):
    await feedback.command(become_handler, account("e-works", coordinates=True), "Works council")
    await feedback.given(accepted("e-own"))
    id_ = await reported(feedback)
    assert await nobody_acknowledges(feedback, id_) == [(Notice.ALERT, "e-own")]
    [(notice, second)] = await nobody_acknowledges(feedback, id_)
    assert notice == Notice.CONCERN_ASSIGNED
    assert second in {"e-hr", "e-works"}


async def test_a_coordinator_who_passes_it_on_gives_it_to_a_coordinator(feedback):
    await feedback.command(become_handler, account("e-works", coordinates=True), "Works council")
    await feedback.given(accepted("e-own"))
    id_ = await reported(feedback)
    assert (await passed_on(feedback, id_)).handled_as is Handled.COORDINATOR
    assert (await passed_on(feedback, id_)).handled_as is Handled.SPONSOR


@pytest.mark.parametrize(
    "near",
    [
        accepted("e-mentee-0", "pair-2"),
        accepted("e-below", "pair-2", line=("e-mentee-0", "e-head")),
        accepted("e-unknown", "pair-2", line=None),
        accepted("e-mentor-0", "pair-2"),
    ],
    ids=lambda fact: fact.employee_id,
)
async def test_it_goes_to_no_sponsor_near_the_partner_or_of_unknown_line(feedback, near):
    await feedback.given(near)
    id_ = await reported(feedback)
    assert await nobody_acknowledges(feedback, id_) == [(Notice.COORDINATORS_WANTED, None)]


async def test_a_mentees_concern_never_goes_to_the_mentors_own_sponsor(feedback):
    await feedback.given(accepted("e-own"), accepted("e-other", "pair-2"))
    id_ = await reported(feedback, by="e-mentee-0")
    assert await nobody_acknowledges(feedback, id_) == [(Notice.ALERT, "e-other")]
    assert await nobody_acknowledges(feedback, id_) == [(Notice.COORDINATORS_WANTED, None)]


async def test_without_any_handler_a_sponsor_is_the_first(feedback):
    await feedback.given(accepted("e-own"))
    near = ready(Role.MENTEE).profile.model_copy(update={"line": ("e-hr",)})
    await feedback.given(ready(Role.MENTEE).model_copy(update={"profile": near}))
    await feedback.command(report_concern, KEYS, "e-mentor-0", WORDS, pairing_id="pair-1", named=False)
    [notice] = [fact for fact in feedback.published() if isinstance(fact, NoticePosted)]
    assert (notice.notice, notice.employee_id) == (Notice.ALERT, "e-own")


async def test_the_time_is_the_programmes(feedback):
    await feedback.given(opened().model_copy(update={"rules": ProgrammeRules(concern_days=1)}))
    await feedback.given(accepted("e-own"))
    id_ = await reported(feedback)
    feedback.now += DAY / 2
    await feedback.when(ConcernAcknowledgementDue(concern_id=id_))
    [notice] = [fact for fact in feedback.published() if isinstance(fact, NoticePosted)]
    assert (notice.notice, notice.employee_id) == (Notice.CONCERN_DUE, "e-hr")
    assert await nobody_acknowledges(feedback, id_, days=1) == [(Notice.ALERT, "e-own")]


async def test_an_acknowledgement_ends_it(feedback):
    await feedback.given(accepted("e-own"))
    id_ = await reported(feedback)
    await nobody_acknowledges(feedback, id_)
    await acknowledged(feedback, id_)
    assert await nobody_acknowledges(feedback, id_, days=30) == []
    await feedback.command(answer_handler, KEYS, id_, "e-mentor-0", "Yes, let us talk.")
    [notice] = [fact for fact in feedback.published() if isinstance(fact, NoticePosted)]
    assert (notice.notice, notice.employee_id) == (Notice.ALERT_ANSWERED, "e-own")


@pytest.mark.parametrize(
    ("ending", "keeps"), [(AppointmentEnding.OVER, True), (AppointmentEnding.STEPPED_DOWN, False)]
)
async def test_who_is_no_sponsor_any_more_gives_it_back_but_not_when_the_pairing_ends(
    feedback, ending, keeps
):
    await feedback.given(accepted("e-own"), accepted("e-other", "pair-2"))
    id_ = await reported(feedback)
    await nobody_acknowledges(feedback, id_)
    await acknowledged(feedback, id_)
    await feedback.given(ended("e-own", ending))
    assert await handles(feedback, account("e-own")) is keeps
    assert await handles(feedback, account("e-other")) is not keeps


async def test_one_who_came_near_the_partner_reads_it_no_more(feedback):
    await feedback.given(accepted("e-own"), accepted("e-other", "pair-2"))
    id_ = await reported(feedback)
    await nobody_acknowledges(feedback, id_)
    moved = ready(Role.MENTEE).profile.model_copy(update={"line": ("e-own",)})
    await feedback.given(ready(Role.MENTEE).model_copy(update={"profile": moved}))
    await feedback.command(answer_handler, KEYS, id_, "e-mentor-0", "Hello?")
    assert await handles(feedback, account("e-other"))


async def test_a_sponsor_who_came_under_the_partner_gives_it_on_at_once(feedback):
    await feedback.given(accepted("e-own"), accepted("e-other", "pair-2"))
    id_ = await reported(feedback)
    await nobody_acknowledges(feedback, id_)
    await feedback.when(moved("e-own", "e-head"))
    assert (await handles(feedback, account("e-own")), feedback.published()) == (True, [])
    await feedback.when(moved("e-own", "e-mentee-0", "e-head"))
    assert await handles(feedback, account("e-other"))
    [notice] = [fact for fact in feedback.published() if isinstance(fact, NoticePosted)]
    assert (notice.notice, notice.employee_id) == (Notice.ALERT, "e-other")


async def test_a_line_that_has_changed_back_lets_a_sponsor_be_asked_again(feedback):
    await feedback.given(
        accepted("e-below", "pair-2", line=("e-mentee-0",)), moved("e-below", pairing="pair-2")
    )
    id_ = await reported(feedback)
    assert await nobody_acknowledges(feedback, id_) == [(Notice.ALERT, "e-below")]


@pytest.mark.parametrize(
    ("ending", "waits"), [(AppointmentEnding.OVER, True), (AppointmentEnding.STEPPED_DOWN, False)]
)
async def test_it_waits_for_a_sponsor_whose_pairing_has_ended(feedback, ending, waits):
    await feedback.given(accepted("e-own"))
    id_ = await reported(feedback)
    await nobody_acknowledges(feedback, id_)
    due_at = (await concern_of(feedback, id_)).acknowledge_by
    await feedback.given(ended("e-own", ending))
    open_now = await feedback.command(open_questions, "e-own")
    assert [each.acknowledge_by for each in open_now.alerts] == ([due_at] if waits else [])
    assert (await feedback.command(open_questions, "e-other")).alerts == []
    await feedback.given(moved("e-own", "e-mentee-0"))
    assert (await feedback.command(open_questions, "e-own")).alerts == [], "nor one who came near the partner"
