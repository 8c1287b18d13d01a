"""Facts of matching: proposals, shortlists, pairings, rounds."""

from datetime import timedelta
from typing import Any, Final

from services.notification.commands.planning import count_in_digest, plan, take_back
from services.notification.domain.delivery import Reader, delivery_id, reader_of, remind_at
from services.notification.domain.kinds import Kind
from services.notification.reactions.base import PAIR, ids_of, messages_of, reactions
from services.notification.store import DELIVERIES, PROGRAMMES
from shared.contracts.matching import (
    MatchOverdue,
    PairingActivated,
    PairingEnded,
    PairingEndReason,
    PairingPaused,
    PairingResumed,
    ProposalAccepted,
    ProposalApproved,
    ProposalChosen,
    ProposalDeclined,
    ProposalExpired,
    ProposalWithdrawn,
    RoundFailed,
    RoundProposed,
    ShortlistEnded,
    ShortlistEnding,
    ShortlistShown,
)
from shared.messaging import OF_PROGRAMME, Event, UnitOfWork

_ASKING: Final = (Kind.PROPOSAL, Kind.PROPOSAL_REMINDER)
_CHOOSING: Final = (Kind.SHORTLIST, Kind.SHORTLIST_REMINDER)
_REMIND_BEFORE: Final = timedelta(days=2)


@reactions.on(ProposalChosen, loads={DELIVERIES: messages_of("proposal_id", *_ASKING)})
async def note_choice(event: Event[ProposalChosen], uow: UnitOfWork) -> None:
    """Do not ask the one who chose: that is a yes."""
    await _ask(event, uow, reader_of(event.data.chooser))
    await take_back(uow, event.data.proposal_id, [reader_of(event.data.chooser)], *_ASKING)


@reactions.on(ProposalApproved, loads={DELIVERIES: messages_of("proposal_id", *_ASKING)})
async def ask_for_answers(event: Event[ProposalApproved], uow: UnitOfWork) -> None:
    """Ask both, and remind them a day before the proposal expires."""
    expires_at = event.data.expires_at
    for reader in PAIR:
        await _ask(event, uow, reader, deadline=expires_at, expires_at=expires_at)
        await plan(
            uow,
            Kind.PROPOSAL_REMINDER,
            event.data.proposal_id,
            reader,
            subject_id=event.data.proposal_id,
            due_at=remind_at(event.time, expires_at),
            deadline=expires_at,
            expires_at=expires_at,
            **ids_of(event.data, reader),
        )


@reactions.on(ProposalAccepted, loads={DELIVERIES: messages_of("proposal_id", *_ASKING)})
async def note_answer(event: Event[ProposalAccepted], uow: UnitOfWork) -> None:
    """Do not ask again for what was answered."""
    await take_back(uow, event.data.proposal_id, [reader_of(event.data.by)], *_ASKING)


@reactions.on(
    ProposalDeclined, loads={DELIVERIES: messages_of("proposal_id", *_ASKING, Kind.PROPOSAL_CLOSED)}
)
async def note_decline(event: Event[ProposalDeclined], uow: UnitOfWork) -> None:
    """Tell the other that the proposal is closed."""
    await _close(event, uow, reader_of(event.data.by.other))
    await take_back(uow, event.data.proposal_id, PAIR, *_ASKING)


@reactions.on(
    ProposalExpired,
    ProposalWithdrawn,
    loads={DELIVERIES: messages_of("proposal_id", *_ASKING, Kind.PROPOSAL_CLOSED)},
)
async def note_end(event: Event[Any], uow: UnitOfWork) -> None:
    """Tell those who were asked that the proposal is closed."""
    await _close(event, uow, *PAIR)
    await take_back(uow, event.data.proposal_id, PAIR, *_ASKING)


@reactions.on(ShortlistShown)
async def ask_to_choose(event: Event[ShortlistShown], uow: UnitOfWork) -> None:
    """Ask for a choice, and remind of it a day before the list expires."""
    data, reader = event.data, reader_of(event.data.role)
    due = {Kind.SHORTLIST: event.time, Kind.SHORTLIST_REMINDER: remind_at(event.time, data.expires_at)}
    for kind in _CHOOSING:
        await plan(
            uow,
            kind,
            data.shortlist_id,
            reader,
            subject_id=data.shortlist_id,
            participant_id=data.participant_id,
            due_at=due[kind],
            deadline=data.expires_at,
            expires_at=data.expires_at,
        )


@reactions.on(ShortlistEnded)
async def note_list_ended(event: Event[ShortlistEnded], uow: UnitOfWork) -> None:
    """Remind of the list no more; say so to those who did not choose in time."""
    data = event.data
    for reader in PAIR:
        if await uow.get(DELIVERIES, delivery_id(Kind.SHORTLIST, data.shortlist_id, reader)):
            await take_back(uow, data.shortlist_id, [reader], *_CHOOSING)
            if data.ending == ShortlistEnding.EXPIRED:
                whom = {"subject_id": data.shortlist_id, "participant_id": data.participant_id}
                fact_id = data.shortlist_id
                await plan(uow, Kind.SHORTLIST_CLOSED, fact_id, reader, due_at=event.time, **whom)


@reactions.on(
    PairingActivated,
    loads={
        PROGRAMMES: OF_PROGRAMME,
        DELIVERIES: messages_of("pairing_id", Kind.PAIRED, Kind.FIRST_CONTACT_REMINDER),
    },
)
async def introduce(event: Event[PairingActivated], uow: UnitOfWork) -> None:
    """Tell both who their partner is, and remind the mentee of the first contact."""
    data = event.data
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    contact_by = data.activated_at + timedelta(days=programme.first_contact_days)
    for reader in PAIR:
        deadline = contact_by if reader is Reader.MENTEE else None
        fields = {"subject_id": data.pairing_id, "deadline": deadline, **ids_of(data, reader)}
        await plan(uow, Kind.PAIRED, data.pairing_id, reader, due_at=event.time, **fields)
    await plan(
        uow,
        Kind.FIRST_CONTACT_REMINDER,
        data.pairing_id,
        Reader.MENTEE,
        subject_id=data.pairing_id,
        due_at=max(contact_by - _REMIND_BEFORE, event.time + (contact_by - event.time) / 2),
        deadline=contact_by,
        expires_at=contact_by,
        **ids_of(data, Reader.MENTEE),
    )


@reactions.on(PairingPaused, loads={DELIVERIES: messages_of("", Kind.PAIRING_PAUSED)})
async def tell_pause(event: Event[PairingPaused], uow: UnitOfWork) -> None:
    """Tell both in the same words, from whichever side the wish came; the first contact can wait."""
    await take_back(uow, event.data.pairing_id, [Reader.MENTEE], Kind.FIRST_CONTACT_REMINDER)
    await _tell_both(event, uow, Kind.PAIRING_PAUSED)


@reactions.on(PairingResumed, loads={DELIVERIES: messages_of("", Kind.PAIRING_RESUMED)})
async def tell_resumption(event: Event[PairingResumed], uow: UnitOfWork) -> None:
    """Tell both that they meet again."""
    await _tell_both(event, uow, Kind.PAIRING_RESUMED)


@reactions.on(
    PairingEnded,
    loads={
        DELIVERIES: messages_of(
            "pairing_id", Kind.FIRST_CONTACT_REMINDER, Kind.PAIRING_COMPLETED, Kind.PAIRING_ENDED
        )
    },
)
async def tell_end(event: Event[PairingEnded], uow: UnitOfWork) -> None:
    """Tell both, in neutral words; of the reasons only that it is completed is for both."""
    data = event.data
    completed = data.reason == PairingEndReason.COMPLETED
    kind = Kind.PAIRING_COMPLETED if completed else Kind.PAIRING_ENDED
    await take_back(uow, data.pairing_id, [Reader.MENTEE], Kind.FIRST_CONTACT_REMINDER)
    for reader in PAIR:
        fields = {"subject_id": data.pairing_id, "due_at": event.time, **ids_of(data, reader)}
        await plan(uow, kind, data.pairing_id, reader, **fields)


@reactions.on(RoundProposed)
async def note_round(event: Event[RoundProposed], uow: UnitOfWork) -> None:
    """Let the coordinators know that proposals wait for them."""
    if event.data.proposals:
        await count_in_digest(uow, event.time, "proposals-to-approve", event.data.proposals)


@reactions.on(RoundFailed)
async def note_failed_round(event: Event[RoundFailed], uow: UnitOfWork) -> None:
    """Let the coordinators know of a round that failed."""
    await count_in_digest(uow, event.time, "rounds-failed")


@reactions.on(MatchOverdue)
async def note_overdue(event: Event[MatchOverdue], uow: UnitOfWork) -> None:
    """Let the coordinators know of somebody who waits longer than promised."""
    await count_in_digest(uow, event.time, "people-waiting")


async def _ask(event: Event[Any], uow: UnitOfWork, reader: Reader, **fields: Any) -> None:
    data = event.data
    whom = {"subject_id": data.proposal_id, **ids_of(data, reader)}
    await plan(uow, Kind.PROPOSAL, data.proposal_id, reader, due_at=event.time, **whom, **fields)


async def _tell_both(event: Event[Any], uow: UnitOfWork, kind: Kind) -> None:
    data = event.data
    for reader in PAIR:
        fields = {"subject_id": data.pairing_id, "due_at": event.time, **ids_of(data, reader)}
        await plan(uow, kind, event.id, reader, **fields)


async def _close(event: Event[Any], uow: UnitOfWork, *readers: Reader) -> None:
    """Tell those who know of the proposal; nobody hears of one that they were not asked about."""
    data = event.data
    for reader in readers:
        asked = await uow.get(DELIVERIES, delivery_id(Kind.PROPOSAL, data.proposal_id, reader))
        if asked:
            fields = {"subject_id": data.proposal_id, "due_at": event.time, **ids_of(data, reader)}
            await plan(uow, Kind.PROPOSAL_CLOSED, data.proposal_id, reader, **fields)
