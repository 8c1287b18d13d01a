"""An organisation with two programmes, in memory."""

from datetime import timedelta

from services.matching.commands.people.commitments import share_places
from services.matching.commands.proposals.answers import accept
from services.matching.domain.pairs.proposal import make_proposal
from services.matching.reactions import reactions
from services.matching.store import PEOPLE, PROGRAMMES, PROPOSALS
from shared.contracts.enrollment import ParticipantReady
from shared.contracts.vocabulary import Role
from shared.testing.harness import TEST_NOW, TEST_SCOPE
from shared.testing.scenario import Scenario
from tests.helpers.people import opened, ready

A, B = TEST_SCOPE, TEST_SCOPE.model_copy(update={"programme": "rm-other"})


class Organisation(Scenario):
    """Two programmes of one organisation; ids of participants begin with the programme's letter."""

    def __init__(self):
        super().__init__("matching", reactions)

    async def both(self):
        for scope in (A, B):
            self.scope = scope
            await self.given(opened().model_copy(update={"programme_id": scope.programme}))
        return self

    async def ready(self, scope, role, number=0, capacity=1):
        self.scope = scope
        fact = ready(role, number)
        profile = fact.profile.model_copy(update={"capacity": capacity})
        await self.given(ParticipantReady(participant_id=self.id_of(scope, role, number), profile=profile))

    def id_of(self, scope, role, number=0):
        return f"{'a' if scope is A else 'b'}-{role}-{number}"

    async def person(self, scope, role, number=0):
        self.scope = scope

        async def load(uow):
            return await uow.require(PEOPLE, self.id_of(scope, role, number))

        return await self.command(load)

    async def ask(self, scope, mentor=0, mentee=0):
        """Propose a pair, as a round does while it is saved, and approve it."""
        self.scope = scope

        async def propose(uow):
            both = [
                await uow.require(PEOPLE, self.id_of(scope, role, number))
                for role, number in ((Role.MENTOR, mentor), (Role.MENTEE, mentee))
            ]
            made, event = make_proposal(
                f"round-{mentor}-{mentee}", *both, score=1, explanation=(), at=uow.now, attempt=0
            )
            for own, partner in (both, both[::-1]):
                uow.save(PEOPLE, own.proposed(made.id, partner.id))
            await share_places(uow, *(each.id for each in both))
            saved = uow.save(PROPOSALS, made, event)
            approved, events = saved.approve(uow.now, uow.now + timedelta(days=3))
            return uow.save(PROPOSALS, approved, *events)

        return await self.command(propose)

    async def pair(self, scope, mentor=0, mentee=0):
        proposal = await self.ask(scope, mentor, mentee)
        for employee_id in (f"e-mentor-{mentor}", f"e-mentee-{mentee}"):
            await self.command(accept, proposal.id, employee_id)
        return proposal

    async def matched(self, scope):
        """Let the programme have had its first round: from now on small rounds follow."""
        self.scope = scope

        async def note(uow):
            programme = await uow.require(PROGRAMMES, scope.programme)
            uow.save(PROGRAMMES, programme.changed(matched_since=TEST_NOW))

        await self.command(note)
