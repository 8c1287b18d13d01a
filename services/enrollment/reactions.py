"""Reactions of enrollment: programmes follow their dates, partners learn names, free places are offered."""

from services.enrollment.commands import (
    appointments,
    circles,
    delegates,
    invitation_orders,
    own_circles,
    places,
    programmes,
)
from services.enrollment.commands.applications import let_offer_lapse
from services.enrollment.commands.certificates import issue_certificates
from services.enrollment.commands.consents import ask_next
from services.enrollment.commands.effects import ask_effect
from services.enrollment.commands.invitations import let_invitation_expire
from services.enrollment.commands.training import expire_training
from services.enrollment.domain.introduction import Introduction
from services.enrollment.store import (
    APPLICATIONS,
    CIRCLES,
    DELEGATIONS,
    EFFECT_STUDIES,
    INTRODUCTIONS,
    INVITATIONS,
    PARTICIPANTS,
    PROGRAMMES,
    SPONSORSHIPS,
    WAITLISTS,
)
from shared.contracts.enrollment import (
    ApplicationEnded,
    ApplicationEnding,
    AppointmentEnding,
    CircleReminderDue,
    DelegateRequestDue,
    DelegationsOverDue,
    EnrollmentEvent,
    InvitationDue,
    InvitationOrderDue,
    ParticipantWithdrawn,
    PlaceOfferDue,
    ProgrammeCancelled,
    ProgrammeChanged,
    ProgrammeCompleted,
    ProgrammeDateDue,
    SponsorRequestDue,
    TermsChangeDue,
    TrainingExpiryDue,
    WaitlistDue,
)
from shared.contracts.matching import (
    PairingActivated,
    PairingEnded,
    PairingEndReason,
    ProposalApproved,
    ProposalDeclined,
    ProposalExpired,
    ProposalShown,
    ProposalWithdrawn,
)
from shared.contracts.scheduling import SeriesEnded
from shared.contracts.vocabulary import Role
from shared.messaging import Event, Reactions, UnitOfWork

reactions = Reactions()


@reactions.on(ProgrammeDateDue)
async def advance_programme(event: Event[ProgrammeDateDue], uow: UnitOfWork) -> None:
    """Let the programme enter the state that its dates ask for."""
    await programmes.advance(uow, event.data.programme_id)


@reactions.on(ProgrammeChanged)
async def follow_places(event: Event[ProgrammeChanged], uow: UnitOfWork) -> None:
    """Have places offered that the new plan may have made free."""
    del event
    for role in Role:
        await places.ask_fill(uow, role)


@reactions.on(ProgrammeCompleted, loads={PROGRAMMES: "programme_id", EFFECT_STUDIES: "programme_id"})
async def complete_programme(event: Event[ProgrammeCompleted], uow: UnitOfWork) -> None:
    """Have the effect of the programme measured, and end what delegates and circles do in it."""
    await ask_effect(uow, event.data.programme_id, event.time.date())
    await delegates.end_all(uow)
    await circles.conclude_all(uow)


@reactions.on(ParticipantWithdrawn, loads={WAITLISTS: "role", DELEGATIONS: "participant_id"})
async def pass_on_place(event: Event[ParticipantWithdrawn], uow: UnitOfWork) -> None:
    """Have the place of somebody who left offered; end the task of their delegate, and leave circles."""
    await places.ask_fill(uow, event.data.role)
    await appointments.end(uow, DELEGATIONS, event.data.participant_id, AppointmentEnding.OVER)
    if event.data.role is Role.MENTOR:
        await own_circles.leave_all(uow, event.data.participant_id)


@reactions.on(CircleReminderDue, loads={CIRCLES: "circle_id"})
async def remind_circle(event: Event[CircleReminderDue], uow: UnitOfWork) -> None:
    """Remind the members of a circle of a date that is near."""
    await circles.remind(uow, event.data.circle_id, event.data.date_id)


@reactions.on(DelegateRequestDue, loads={DELEGATIONS: "participant_id"})
async def end_delegate_request(event: Event[DelegateRequestDue], uow: UnitOfWork) -> None:
    """Let a delegate be asked no more who did not answer in time."""
    await appointments.let_lapse(uow, DELEGATIONS, event.data.participant_id)


@reactions.on(SponsorRequestDue, loads={SPONSORSHIPS: "pairing_id"})
async def end_sponsor_request(event: Event[SponsorRequestDue], uow: UnitOfWork) -> None:
    """Let a sponsor be asked no more who did not answer in time."""
    await appointments.let_lapse(uow, SPONSORSHIPS, event.data.pairing_id)


@reactions.on(ProgrammeCancelled, DelegationsOverDue)
async def end_delegations(event: Event[EnrollmentEvent], uow: UnitOfWork) -> None:
    """End what delegates and circles do in a programme that is cancelled, or whose end has begun."""
    del event
    await delegates.end_all(uow)
    await circles.conclude_all(uow)


@reactions.on(ApplicationEnded, loads={WAITLISTS: "role"})
async def pass_on_offer(event: Event[ApplicationEnded], uow: UnitOfWork) -> None:
    """Have the place offered that was kept for somebody who does not join."""
    if event.data.ending != ApplicationEnding.ACCEPTED:
        await places.ask_fill(uow, event.data.role)


@reactions.on(PlaceOfferDue, loads={APPLICATIONS: "application_id"})
async def end_offer(event: Event[PlaceOfferDue], uow: UnitOfWork) -> None:
    """Let an offer lapse that was not taken up in time."""
    await let_offer_lapse(uow, event.data.application_id)


@reactions.on(InvitationDue, loads={INVITATIONS: "invitation_id"})
async def end_invitation(event: Event[InvitationDue], uow: UnitOfWork) -> None:
    """Let an invitation expire that was not answered in time."""
    await let_invitation_expire(uow, event.data.invitation_id)


@reactions.on(InvitationOrderDue)
async def go_on_inviting(event: Event[InvitationOrderDue], uow: UnitOfWork) -> None:
    """Check or invite the next people of an order."""
    await invitation_orders.go_on(uow, event.data.order_id)


@reactions.on(WaitlistDue)
async def offer_free_places(event: Event[WaitlistDue], uow: UnitOfWork) -> None:
    """Offer the free places of a role to those who wait."""
    await places.fill_places(uow, event.data.role)


@reactions.on(TrainingExpiryDue, loads={PARTICIPANTS: "participant_id"})
async def end_training(event: Event[TrainingExpiryDue], uow: UnitOfWork) -> None:
    """Let a module that was completed long ago count no longer."""
    await expire_training(uow, event.data.participant_id, event.data.module)


@reactions.on(TermsChangeDue)
async def ask_for_consent(event: Event[TermsChangeDue], uow: UnitOfWork) -> None:
    """Ask the next participants to agree to changed terms."""
    await ask_next(uow, event.data)


@reactions.on(SeriesEnded, loads={PARTICIPANTS: ("mentor_id", "mentee_id")})
async def certify(event: Event[SeriesEnded], uow: UnitOfWork) -> None:
    """Issue the certificates of a completed pairing."""
    await issue_certificates(uow, event.data)


@reactions.on(ProposalShown, loads={INTRODUCTIONS: "proposal_id"})
async def introduce_shown(event: Event[ProposalShown], uow: UnitOfWork) -> None:
    """Let the chooser learn who is on the shortlist, until it ends; those on it learn nothing.

    A fact of an earlier release does not say when the list ends; then it introduces nobody.
    """
    data = event.data
    if data.expires_at is None:
        return
    shown = Introduction(
        id=data.proposal_id,
        **uow.scope.model_dump(),
        mentor_id=data.mentor_id,
        mentee_id=data.mentee_id,
        chooser=data.chooser,
        paired=False,
        expires_at=data.expires_at,
    )
    await _begin(uow, shown)


@reactions.on(ProposalApproved, loads={INTRODUCTIONS: "proposal_id"})
async def introduce_proposed(event: Event[ProposalApproved], uow: UnitOfWork) -> None:
    """Let two learn whom they are asked about, until the proposal expires."""
    data = event.data
    listed = await uow.get(INTRODUCTIONS, data.proposal_id)
    if listed:
        if listed.chooser and not listed.ended:
            uow.save(INTRODUCTIONS, listed.to_both(data.expires_at))
        return
    proposed = Introduction(
        id=data.proposal_id,
        **uow.scope.model_dump(),
        mentor_id=data.mentor_id,
        mentee_id=data.mentee_id,
        paired=False,
        expires_at=data.expires_at,
    )
    uow.save(INTRODUCTIONS, proposed)


@reactions.on(PairingActivated, loads={INTRODUCTIONS: ("pairing_id", "proposal_id")})
async def introduce_paired(event: Event[PairingActivated], uow: UnitOfWork) -> None:
    """Let two who are paired learn each other's name and address, as long as the pairing is active."""
    data = event.data
    two = {**uow.scope.model_dump(), "mentor_id": data.mentor_id, "mentee_id": data.mentee_id}
    # The fact of the proposal has another key, so it may come after this one; it must open nothing then.
    await _begin(uow, Introduction(id=data.proposal_id, **two, paired=False, ended=True))
    await _end(uow, data.proposal_id)
    await _begin(uow, Introduction(id=data.pairing_id, **two, paired=True))


@reactions.on(ProposalDeclined, loads={INTRODUCTIONS: "proposal_id"})
async def end_declined(event: Event[ProposalDeclined], uow: UnitOfWork) -> None:
    """End what a proposal allowed: one of the two said no."""
    await _end(uow, event.data.proposal_id)


@reactions.on(ProposalExpired, loads={INTRODUCTIONS: "proposal_id"})
async def end_expired(event: Event[ProposalExpired], uow: UnitOfWork) -> None:
    """End what a proposal allowed: not both answered in time."""
    await _end(uow, event.data.proposal_id)


@reactions.on(ProposalWithdrawn, loads={INTRODUCTIONS: "proposal_id"})
async def end_withdrawn(event: Event[ProposalWithdrawn], uow: UnitOfWork) -> None:
    """End what a proposal allowed: it was withdrawn."""
    await _end(uow, event.data.proposal_id)


@reactions.on(PairingEnded, loads={INTRODUCTIONS: "pairing_id", SPONSORSHIPS: "pairing_id"})
async def end_paired(event: Event[PairingEnded], uow: UnitOfWork) -> None:
    """End what a pairing allowed, its sponsor too; the two of a completed one may say to stay in touch."""
    await appointments.end(uow, SPONSORSHIPS, event.data.pairing_id, AppointmentEnding.OVER)
    introduction = await uow.get(INTRODUCTIONS, event.data.pairing_id)
    if introduction is None or introduction.ended or introduction.completed_at:
        return
    completed = event.data.reason == PairingEndReason.COMPLETED
    uow.save(INTRODUCTIONS, introduction.complete(event.time) if completed else introduction.end())


async def _begin(uow: UnitOfWork, introduction: Introduction) -> None:
    if await uow.get(INTRODUCTIONS, introduction.id) is None:
        uow.save(INTRODUCTIONS, introduction)


async def _end(uow: UnitOfWork, id_: str) -> None:
    introduction = await uow.get(INTRODUCTIONS, id_)
    if introduction and not introduction.ended:
        uow.save(INTRODUCTIONS, introduction.end())
