"""Consent to changed terms: people are asked in steps, and agree."""

from datetime import timedelta
from typing import Final

from services.enrollment.commands.participants import consent_to, require_acting, save_settled
from services.enrollment.domain.participant import Participant, ParticipantState
from services.enrollment.domain.programme import Programme
from services.enrollment.domain.training_texts import TextLanguage
from services.enrollment.store import PARTICIPANTS, PROGRAMMES
from shared.contracts.enrollment import TermsChangeDue
from shared.messaging import UnitOfWork

_STEP: Final = 500
_ONCE_MORE: Final = timedelta(minutes=5)
"""After this, those are asked too who joined by the old terms while these were replaced."""


def ask_if_changed(uow: UnitOfWork, before: Programme, after: Programme) -> None:
    """Have everybody asked who agreed to other terms, if the plan names others than before."""
    if before.plan.terms_version == after.plan.terms_version:
        return
    due = TermsChangeDue(programme_id=after.id)
    uow.schedule(due, uow.now)
    uow.schedule(due, uow.now + _ONCE_MORE, name="once-more")


async def ask_next(uow: UnitOfWork, due: TermsChangeDue) -> None:
    """Ask the next participants, unless the programme is over."""
    programme = await uow.require(PROGRAMMES, due.programme_id)
    if programme.state.is_over:
        return
    query = {"id": {"$gt": due.after or ""}, "state": {"$ne": ParticipantState.WITHDRAWN.value}}
    people = await uow.find(PARTICIPANTS, query, sort=[("id", 1)], limit=_STEP)
    for person in people:
        asked, events = person.ask_consent(programme.plan.terms_version)
        if asked.consent_due and events:
            uow.save(PARTICIPANTS, asked, *events)
        elif events:
            await save_settled(uow, asked, events)
    if len(people) == _STEP:
        last = people[-1].id
        uow.schedule(TermsChangeDue(programme_id=programme.id, after=last), uow.now, name=last)


async def give_consent(
    uow: UnitOfWork,
    participant_id: str,
    employee_id: str,
    account: str,
    terms_version: str,
    language: TextLanguage | None,
) -> Participant:
    """Agree to the terms in force; agreeing again changes nothing.

    Args:
        uow: the unit of work.
        participant_id: the participant.
        employee_id: who agrees.
        account: the person's account at the issuer.
        terms_version: the terms that were read.
        language: in which they were read, if the caller says so.

    Raises:
        NotFound: no such participant, or it is somebody else.
        RuleBroken: other terms are in force.
        Conflict: the participant has withdrawn, or has left the organisation.
    """
    participant = await require_acting(uow, participant_id, employee_id)
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    consent = consent_to(uow, programme, terms_version, language, account)
    agreed, events = participant.agree(consent)
    return participant if agreed == participant else await save_settled(uow, agreed, events)
