"""Terms are published, used by a programme, and agreed to again, in memory."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.enrollment.commands import consents, terms
from services.enrollment.commands.participants import require_consenting
from services.enrollment.commands.programmes import define, draft_from_copy, draft_from_template, enter_state
from services.enrollment.domain.participant import enrol
from services.enrollment.domain.preferences import Preferences
from services.enrollment.domain.programme_state import ProgrammeState
from services.enrollment.domain.programme_templates import NewProgramme
from services.enrollment.domain.terms import TermsOwner
from services.enrollment.domain.training_texts import TextLanguage
from services.enrollment.queries.terms import editions, read_terms
from services.enrollment.reactions import reactions
from services.enrollment.store import EMPLOYEES, PARTICIPANTS
from shared.contracts.enrollment import ConsentAsked, ConsentGiven, ProgrammeChanged, TermsChangeDue
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict, RuleBroken
from shared.testing.harness import TEST_SCOPE
from shared.testing.scenario import Scenario
from tests.unit.enrollment.test_consents import DE, EN, text
from tests.unit.enrollment.test_participant import CONSENT, TRAINING, person
from tests.unit.enrollment.test_programme import ID, PLAN

DUE = TermsChangeDue(programme_id=ID)


async def save(uow, collection, *aggregates):
    for aggregate in aggregates:
        uow.save(collection, aggregate)


@pytest.fixture
async def enrollment():
    """An open programme with one participant."""
    scenario = Scenario("enrollment", reactions, now=datetime(2026, 1, 12, 9, tzinfo=UTC))
    await scenario.command(define, ID, PLAN, 0, 10)
    participant, _ = enrol("p1", person(), ID, Role.MENTOR, Preferences(), CONSENT, TRAINING)
    scope = TEST_SCOPE.model_dump(include={"tenant", "programme"})
    await scenario.command(save, PARTICIPANTS, participant.changed(**scope))
    manager = person("e2", None, name="Max")
    people = [each.changed(tenant=TEST_SCOPE.tenant) for each in (person(), manager)]
    await scenario.command(save, EMPLOYEES, *people)
    scenario.published()
    return scenario


async def publish(enrollment, version, *, for_all=False, **texts):
    by_language = {TextLanguage(language): text(word) for language, word in texts.items()}
    await enrollment.command(terms.publish, ID, version, by_language, "carla", for_all=for_all)


async def read(enrollment, language=EN):
    shown = await enrollment.command(read_terms, ID, language, drafts=False)
    return shown.version, shown.owner, shown.language, shown.text.consent.partition(" ")[0]


async def test_the_programmes_own_text_comes_before_the_organisations_and_the_shipped_one(enrollment):
    assert (await read(enrollment, DE))[:3] == ("1", TermsOwner.SHIPPED, DE)
    await publish(enrollment, "2", for_all=True, en="ours")
    await publish(enrollment, "3", de="mine")
    assert (await read(enrollment))[:2] == ("1", TermsOwner.SHIPPED)
    await enrollment.command(terms.use, ID, "2")
    assert await read(enrollment, DE) == ("2", TermsOwner.ORGANISATION, EN, "ours")
    await enrollment.command(terms.use, ID, "3")
    assert await read(enrollment) == ("3", TermsOwner.PROGRAMME, DE, "mine")
    shown = await enrollment.command(editions, ID)
    assert {(owner, edition.id) for owner, edition in shown.items} == {
        (TermsOwner.ORGANISATION, "2"),
        (TermsOwner.PROGRAMME, "3"),
    }


@pytest.mark.parametrize("taken", ["1", "2"])
async def test_a_version_that_people_may_have_agreed_to_is_not_published_again(enrollment, taken):
    await publish(enrollment, "2", for_all=True, en="ours")
    with pytest.raises(Conflict) as refused:
        await publish(enrollment, taken, en="other")
    assert refused.value.code == "terms-version-taken"


async def test_only_published_terms_can_be_used(enrollment):
    with pytest.raises(RuleBroken) as refused:
        await enrollment.command(terms.use, ID, "9")
    assert (refused.value.code, refused.value.field) == ("unknown-terms", "version")


async def test_a_new_programme_begins_with_the_organisations_latest_terms(enrollment):
    new = NewProgramme(name="Next", starts_on=date(2026, 9, 1), regions=("emea",))
    await publish(enrollment, "2", for_all=True, en="ours")
    enrollment.now += timedelta(hours=1)
    await publish(enrollment, "3", for_all=True, en="ours, later")
    drafted = await enrollment.command(draft_from_template, "next", "standard", new, 10)
    assert drafted.plan.terms_version == "3"


async def test_a_copy_has_the_text_of_its_original(enrollment):
    await publish(enrollment, "2", en="mine")
    await enrollment.command(terms.use, ID, "2")
    new = NewProgramme(name="Next", starts_on=date(2026, 9, 1))
    enrollment.scope = TEST_SCOPE.model_copy(update={"programme": "next"})
    await enrollment.command(draft_from_copy, "next", ID, new, 10)
    shown = await enrollment.command(read_terms, "next", EN, drafts=True)
    assert (shown.version, shown.owner, shown.text) == ("2", TermsOwner.PROGRAMME, text("mine"))


async def test_changed_terms_are_agreed_to_before_the_next_step(enrollment):
    await publish(enrollment, "2", en="new")
    await enrollment.command(terms.use, ID, "2")
    assert [type(fact) for fact in enrollment.published()] == [ProgrammeChanged]
    assert [due for due in enrollment.due() if isinstance(due, TermsChangeDue)] == [DUE]
    await enrollment.when(DUE)
    assert enrollment.published() == [ConsentAsked(participant_id="p1", role=Role.MENTOR)]
    assert (await enrollment.command(editions, ID)).consent_due == 1
    with pytest.raises(Conflict) as refused:
        await enrollment.command(require_consenting, "p1", "e1")
    assert refused.value.code == "consent-due"
    with pytest.raises(RuleBroken) as refused:
        await enrollment.command(consents.give_consent, "p1", "e1", "ada", "1", None)
    assert refused.value.code == "terms-changed"
    agreed = await enrollment.command(consents.give_consent, "p1", "e1", "ada", "2", DE)
    kept = agreed.consent
    assert (kept.terms_version, kept.language, kept.given_by) == ("2", DE, "ada")
    assert enrollment.published() == [ConsentGiven(participant_id="p1")]
    await enrollment.command(require_consenting, "p1", "e1")
    enrollment.now += timedelta(minutes=5)
    assert [due for due in enrollment.due() if isinstance(due, TermsChangeDue)] == [DUE]
    await enrollment.when(DUE)
    assert enrollment.published() == []
    assert (await enrollment.command(editions, ID)).consent_due == 0


async def test_people_are_asked_in_steps_and_each_once(enrollment, monkeypatch):
    monkeypatch.setattr(consents, "_STEP", 2)
    participant, _ = enrol("p1", person(), ID, Role.MENTOR, Preferences(), CONSENT, TRAINING)
    scope = TEST_SCOPE.model_dump(include={"tenant", "programme"})
    others = [participant.changed(id=f"p{n}", **scope) for n in range(2, 6)]
    await enrollment.command(save, PARTICIPANTS, *others)
    await publish(enrollment, "2", en="new")
    await enrollment.command(terms.use, ID, "2")
    enrollment.published()
    asked = []
    while due := [each for each in enrollment.due() if isinstance(each, TermsChangeDue)]:
        await enrollment.when(*due)
        asked.append([fact.participant_id for fact in enrollment.published()])
    assert asked == [["p1", "p2"], ["p3", "p4"], ["p5"]]


async def test_nobody_is_asked_once_the_programme_is_over(enrollment):
    await publish(enrollment, "2", en="new")
    await enrollment.command(terms.use, ID, "2")
    await enrollment.command(enter_state, ID, ProgrammeState.CANCELLED)
    enrollment.published()
    await enrollment.when(DUE)
    assert enrollment.published() == []
