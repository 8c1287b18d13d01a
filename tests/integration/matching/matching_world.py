"""One programme of the running service, and what a test does in it."""

import asyncio
from datetime import date

from shared.contracts.enrollment import (
    ParticipantReady,
    ParticipantWithdrawn,
    ProgrammeOpened,
    ProgrammeRules,
    WithdrawalReason,
)
from shared.contracts.vocabulary import Role
from shared.kernel import Scope
from tests.unit.matching.matching_people import profile

EVERYTHING = "mentor", "mentee"
BUSY = "requested", "computing", "saving", "clearing", "approving"


class World:
    def __init__(self, service, programme, tenant="acme"):
        self.service = service
        self.programme = programme
        self.tenant = tenant
        self.scope = Scope(tenant=tenant, programme=programme, region="emea")
        self.path = f"/programmes/{programme}"

    async def opened(self, copied_from=None, template=None, features=(), **rules):
        fact = ProgrammeOpened(
            programme_id=self.programme,
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 6, 30),
            regions=("emea",),
            rules=ProgrammeRules(**rules),
            copied_from=copied_from,
            template=template,
            features=features,
        )
        await self.service.given(fact, scope=self.scope)

    async def ready(self, role, name="1", **changes):
        fact = self.fact(role, name, **changes)
        await self.service.given(fact, scope=self.scope)
        return fact.participant_id

    def fact(self, role, name="1", **changes):
        participant_id = f"{self.programme}-{role}-{name}"
        return ParticipantReady(participant_id=participant_id, profile=profile(Role(role), name, **changes))

    async def left(self, role, name="1"):
        await self.service.given(
            ParticipantWithdrawn(
                participant_id=f"{self.programme}-{role}-{name}",
                employee_id=f"e-{role}-{name}",
                role=Role(role),
                reason=WithdrawalReason.OWN_CHOICE,
            ),
            scope=self.scope,
        )

    def coordinator(self, **changes):
        return self.service.token("coordinator", **({"tenant": self.tenant} | changes))

    def participant(self, role, name="1", **changes):
        own = {
            "subject": f"{role}-{name}",
            "employee_id": f"e-{role}-{name}",
            "tenant": self.tenant,
        }
        return self.service.token("participant", **(own | changes))

    async def get(self, path, headers=None, status=200):
        answer = await self.service.http.get(self.path + path, headers=headers or self.coordinator())
        assert answer.status_code == status, answer.text
        return answer.json()

    async def post(self, path, body=None, headers=None, status=200):
        answer = await self.service.http.post(
            self.path + path, json=body, headers=headers or self.coordinator()
        )
        assert answer.status_code == status, answer.text
        return answer.json()

    async def choice(self, **choice):
        """Decide who chooses, leaving the rest of the policy as it is."""
        await self.policy(choice=choice)

    async def policy(self, **decisions):
        """Decide on parts of the policy, leaving the rest as it is."""
        current = (await self.get("/policy"))["policy"]
        number = current.pop("number")
        answer = await self.service.http.put(
            f"{self.path}/policy",
            json={**current, **decisions, "based_on": number},
            headers=self.coordinator(),
        )
        assert answer.status_code == 200, answer.text

    async def round(self, *, approve=True, request=None, **body):
        made = await self.reached((await self.post("/rounds", request, status=202))["id"], "proposed")
        if approve:
            made = await self.approved(made["id"], **body)
        proposals = (await self.get(f"/rounds/{made['id']}/proposals"))["items"]
        return made, proposals

    async def reached(self, round_id, state, seconds=240):
        """The round once it has this state."""
        for _ in range(int(seconds / 0.02)):
            round_ = await self.get(f"/rounds/{round_id}")
            if round_["state"] == state:
                return round_
            assert round_["state"] in BUSY, round_
            await asyncio.sleep(0.02)
        raise TimeoutError(f"the round is still {round_}")

    async def approved(self, round_id, **body):
        """The round once everybody has been asked."""
        await self.post(f"/rounds/{round_id}/approval", body, status=202)
        return await self.reached(round_id, "approved")

    async def unmatched(self, made):
        """The unmatched participants of a round."""
        return (await self.get(f"/rounds/{made['id']}/unmatched"))["items"]

    async def reasons(self, made):
        """Return the codes and rules for which people have no partner after a round."""
        reasons = [each["reason"] for each in await self.unmatched(made)]
        return {reason["rule"] or reason["code"] for reason in reasons}

    async def answer(self, proposal, role, name="1", *, accept=True, status=200, **body):
        return await self.post(
            f"/proposals/{proposal['id']}/answer",
            {"accept": accept, **body},
            headers=self.participant(role, name),
            status=status,
        )

    async def paired(self):
        """One active pairing of one mentor and one mentee."""
        for role in EVERYTHING:
            await self.ready(role)
        _, (proposal,) = await self.round()
        for role in EVERYTHING:
            await self.answer(proposal, role)
        return (await self.get("/pairings"))["items"][0]

    async def facts(self, *types):
        await self.service.settled()
        events = await self.service.published(*types)
        own = self.tenant, self.programme
        return [event.data for event in events if (event.scope.tenant, event.scope.programme) == own]

    async def at_once(self, *calls):
        return await asyncio.gather(*calls)
