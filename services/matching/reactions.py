"""Reactions of matching: to enrollment, feedback, and its own timers and requests."""

from services.matching.commands import policy, programme_end, recommendations, shortlists
from services.matching.commands.pairings import conflicts, endings, lengths, pauses
from services.matching.commands.people import consents, profiles, time_to_match
from services.matching.commands.proposals import answers
from services.matching.commands.rounds import rhythm, small_rounds
from services.matching.commands.rounds.requests import SIGNAL
from services.matching.store import COMMITMENTS, PAIRINGS, PEOPLE, PROGRAMMES, RECOMMENDATIONS
from shared.contracts.enrollment import (
    ConsentAsked,
    ConsentGiven,
    ParticipantReady,
    ParticipantWithdrawn,
    ProgrammeCancelled,
    ProgrammeChanged,
    ProgrammeClosing,
    ProgrammeCompleted,
    ProgrammeOpened,
    ProgrammeStarted,
    ProgrammeTemplateSaved,
)
from shared.contracts.feedback import IdleStep, PairingFellIdle, WeightsLearned
from shared.contracts.matching import (
    ConflictReviewDue,
    MatchTargetDue,
    PairingEndReason,
    PairingLengthDue,
    PairingResumptionDue,
    ProposalExpiryDue,
    RematchDue,
    RoundRequested,
    RoundRhythmDue,
    ShortlistExpiryDue,
)
from shared.messaging import Event, Reactions, UnitOfWork

reactions = Reactions()


@reactions.on(ProgrammeOpened, replaces={PROGRAMMES: "programme_id"})
async def begin_programme(event: Event[ProgrammeOpened], uow: UnitOfWork) -> None:
    """Keep the rules for the first round, and the policy of the programme or template it begins with."""
    await profiles.begin_programme(uow, event.data)
    if event.data.copied_from:
        await policy.copy_policy(uow, event.data.copied_from)
    if event.data.template:
        await policy.begin_with_template(uow, event.data.template)


@reactions.on(ProgrammeTemplateSaved)
async def keep_template_policy(event: Event[ProgrammeTemplateSaved], uow: UnitOfWork) -> None:
    """Keep the policy for programmes that begin with the template."""
    await policy.keep_for_template(uow, event.data.template_id)


@reactions.on(ProgrammeChanged, replaces={PROGRAMMES: "programme_id"})
async def keep_rules(event: Event[ProgrammeChanged], uow: UnitOfWork) -> None:
    """Keep the rules for the next round."""
    await profiles.set_rules(uow, event.data)


@reactions.on(ProgrammeStarted, loads={PROGRAMMES: "programme_id"})
async def match_again(event: Event[ProgrammeStarted], uow: UnitOfWork) -> None:
    """Match again, where the end of a closing programme was moved."""
    await programme_end.reopen(uow, event.data.programme_id)


@reactions.on(ProgrammeClosing, loads={PROGRAMMES: "programme_id"})
async def match_nobody_more(event: Event[ProgrammeClosing], uow: UnitOfWork) -> None:
    """Begin no more rounds."""
    await programme_end.close(uow, event.data.programme_id)


@reactions.on(ProgrammeCompleted, loads={PROGRAMMES: "programme_id"})
async def complete_pairings(event: Event[ProgrammeCompleted], uow: UnitOfWork) -> None:
    """Complete all pairings."""
    await programme_end.end(uow, event.data.programme_id, PairingEndReason.COMPLETED)


@reactions.on(ProgrammeCancelled, loads={PROGRAMMES: "programme_id"})
async def cancel_pairings(event: Event[ProgrammeCancelled], uow: UnitOfWork) -> None:
    """End all pairings."""
    await programme_end.end(uow, event.data.programme_id, PairingEndReason.PROGRAMME_CANCELLED)


@reactions.on(PairingLengthDue)
async def complete_after_its_length(event: Event[PairingLengthDue], uow: UnitOfWork) -> None:
    """Complete a pairing that has lasted as long as the rules say."""
    await lengths.complete_due(uow, event.data.pairing_id, max(event.time, uow.now))


@reactions.on(RoundRhythmDue)
async def begin_by_rhythm(event: Event[RoundRhythmDue], uow: UnitOfWork) -> None:
    """Begin the round that is due."""
    await rhythm.begin_due(uow, event.data.programme_id)


@reactions.on(
    ParticipantReady,
    replaces={PEOPLE: "participant_id"},
    loads={COMMITMENTS: lambda event: [event.data.profile.employee_id]},
)
async def keep_person(event: Event[ParticipantReady], uow: UnitOfWork) -> None:
    """Keep the facts for the next round."""
    await profiles.take_in(uow, event.data.participant_id, event.data.profile, event.time)


@reactions.on(ParticipantWithdrawn, replaces={PEOPLE: "participant_id"})
async def let_person_go(event: Event[ParticipantWithdrawn], uow: UnitOfWork) -> None:
    """Withdraw proposals and end pairings."""
    await profiles.let_go(uow, event.data.participant_id)


@reactions.on(ConsentAsked, replaces={PEOPLE: "participant_id"})
async def match_after_consent(event: Event[ConsentAsked], uow: UnitOfWork) -> None:
    """Match somebody only once they have agreed to the changed terms."""
    await consents.set_consent(uow, event.data.participant_id, due=True)


@reactions.on(ConsentGiven, replaces={PEOPLE: "participant_id"})
async def match_again_after_consent(event: Event[ConsentGiven], uow: UnitOfWork) -> None:
    """Match somebody again who has agreed."""
    await consents.set_consent(uow, event.data.participant_id, due=False)


@reactions.on(RoundRequested)
async def wake_worker(event: Event[RoundRequested], uow: UnitOfWork) -> None:
    """Let the worker of the replica that has the round's partition take it."""
    del event
    uow.notify(SIGNAL)


@reactions.on(ProposalExpiryDue)
async def expire_proposal(event: Event[ProposalExpiryDue], uow: UnitOfWork) -> None:
    """Expire what is still unanswered; the timer's own time counts, should clocks differ a little."""
    await answers.expire(uow, event.data.proposal_id, max(event.time, uow.now))


@reactions.on(ConflictReviewDue)
async def review_pairing(event: Event[ConflictReviewDue], uow: UnitOfWork) -> None:
    """End a pairing that is a conflict of interest still, now that the facts of both have come."""
    await conflicts.review(uow, event.data.pairing_id)


@reactions.on(ShortlistExpiryDue)
async def expire_shortlist(event: Event[ShortlistExpiryDue], uow: UnitOfWork) -> None:
    """Let a list lapse that nobody chose from."""
    await shortlists.expire(uow, event.data.shortlist_id, max(event.time, uow.now))


@reactions.on(PairingFellIdle)
async def close_idle_pairing(event: Event[PairingFellIdle], uow: UnitOfWork) -> None:
    """End a pairing whose two do not meet, so that both can be matched again; not one that is paused."""
    pairing = await uow.require(PAIRINGS, event.data.pairing_id)
    if event.data.step is IdleStep.CLOSE and not pairing.is_paused:
        await endings.end_pairing(uow, event.data.pairing_id, PairingEndReason.IDLE)


@reactions.on(PairingResumptionDue, loads={PAIRINGS: "pairing_id"})
async def end_pauses(event: Event[PairingResumptionDue], uow: UnitOfWork) -> None:
    """Let the two meet again; the timer's own time counts."""
    await pauses.end_pauses(uow, event.data.pairing_id, max(event.time, uow.now))


@reactions.on(WeightsLearned, replaces={RECOMMENDATIONS: "programme_id"})
async def keep_recommendation(event: Event[WeightsLearned], uow: UnitOfWork) -> None:
    """Keep the weights that the ratings of pairings recommend, for coordinators to adopt or not."""
    recommendations.keep(uow, event.data)


@reactions.on(RematchDue)
async def look_for_next_best(event: Event[RematchDue], uow: UnitOfWork) -> None:
    """Begin a small round for those who wait, unless one has looked for them since."""
    await small_rounds.look(uow, event.data.participant_id, event.data.since)


@reactions.on(MatchTargetDue)
async def tell_who_is_overdue(event: Event[MatchTargetDue], uow: UnitOfWork) -> None:
    """Tell that somebody waits longer for their first partner than the programme promises."""
    await time_to_match.review(uow, event.data.participant_id)
