"""A programme with places, in memory: people apply, join and leave; timers fire when they are due."""

from datetime import UTC, date, datetime, timedelta

from services.enrollment.commands import applications as commands
from services.enrollment.commands.participants import enrol_employee
from services.enrollment.commands.programmes import define, draft_from_copy, open_draft
from services.enrollment.commands.withdrawal import withdraw
from services.enrollment.domain.application import ApplicationState
from services.enrollment.domain.participant import ParticipantState, participant_ids
from services.enrollment.domain.preferences import Preferences
from services.enrollment.domain.programme_plan import ProgrammePlan
from services.enrollment.domain.programme_templates import NewProgramme
from services.enrollment.reactions import reactions
from services.enrollment.store import APPLICATIONS, EMPLOYEES, PARTICIPANTS
from shared.contracts.enrollment import (
    AdmissionRules,
    ApplicationEnded,
    ParticipantWithdrawn,
    PlaceOffered,
    ProgrammeChanged,
)
from shared.contracts.vocabulary import Role
from shared.encryption import MasterKeys
from shared.testing.scenario import Scenario
from tests.helpers.employees import employee

KEYS = MasterKeys(b"k" * 32)

PLAN = ProgrammePlan(
    name="A pilot",
    starts_on=date(2026, 2, 2),
    ends_on=date(2026, 6, 30),
    regions=("emea",),
    terms_version="1",
)
COORDINATOR = "c-1"
OWN_EVENTS = (ParticipantWithdrawn, ApplicationEnded, ProgrammeChanged)


class Joining:
    """The programme and its people; ``offers`` lists who was offered a place, in order."""

    def __init__(self):
        self.scenario = Scenario("enrollment", reactions, now=datetime(2026, 1, 12, 9, tzinfo=UTC))
        self.offers = []
        self._version = 0

    async def admit(self, mode="application", **places):
        """Set who may join, and how many."""
        await self.plan(PLAN.model_copy(update={"admission": AdmissionRules(mode=mode, **places)}))

    async def plan(self, plan):
        programme, _ = await self.scenario.command(
            define, self.scenario.scope.programme, plan, self._version, 10
        )
        self._version = programme.plan_version
        await self.settle()

    async def continue_as(self, programme_id, starts_on):
        """Go on with a copy of the programme."""
        new = NewProgramme(name="The next", starts_on=starts_on)
        copied = self.scenario.scope.programme
        self.scenario.scope = self.scenario.scope.model_copy(update={"programme": programme_id})
        await self.scenario.command(draft_from_copy, programme_id, copied, new, 10)
        self._version = (await self.scenario.command(open_draft, programme_id)).plan_version

    async def hire(self, *employee_ids):
        async def save(uow):
            for id_ in employee_ids:
                uow.save(EMPLOYEES, employee(id_))

        await self.scenario.command(save)

    async def apply(self, employee_id, role=Role.MENTOR):
        made = await self._command(commands.apply_for_place, employee_id, role)
        return made.id

    async def decide(self, employee_id, answer=None, by=None, role=Role.MENTOR):
        """Admit an applicant, or decline with an answer."""
        id_ = await self.id_of(employee_id, role)
        if answer:
            return await self._command(commands.decline, id_, COORDINATOR, by, answer)
        return await self._command(commands.admit, id_, COORDINATOR, by)

    async def take_back(self, employee_id, role=Role.MENTOR):
        id_ = await self.id_of(employee_id, role)
        return await self._command(commands.withdraw_application, id_, employee_id)

    async def join(self, employee_id, role=Role.MENTOR):
        await self._command(
            enrol_employee,
            self.scenario.scope.programme,
            employee_id,
            role,
            Preferences(),
            "1",
            None,
            "account",
        )

    async def leave(self, *employee_ids, role=Role.MENTOR):
        """Leave at the same time: nothing else happens in between."""
        for id_ in employee_ids:
            await self.scenario.command(withdraw, KEYS, await self.id_of(id_, role), id_, "account", None)
        await self.settle()

    async def wait(self, **time):
        """Let time pass; timers fire on their way."""
        self.scenario.now += timedelta(**time)
        await self.settle()

    async def state(self, employee_id, role=Role.MENTOR):
        """The state of an application; None if there is none."""
        application = await self.scenario.command(_get, APPLICATIONS, await self.id_of(employee_id, role))
        return application.state.value if application else None

    async def in_state(self, state, role=Role.MENTOR):
        """The applicants in a state."""
        query = {"role": role.value, "state": ApplicationState(state).value}
        return {each.employee_id for each in await self.scenario.command(_find, APPLICATIONS, query)}

    async def taking_part(self, role=Role.MENTOR):
        """The employees who take part."""
        query = {"role": role.value, "state": {"$ne": ParticipantState.WITHDRAWN.value}}
        return {each.employee_id for each in await self.scenario.command(_find, PARTICIPANTS, query)}

    async def id_of(self, employee_id, role=Role.MENTOR):
        return await self.scenario.command(_id, employee_id, role)

    async def settle(self):
        """Let the service react to its own events and due timers until nothing is left."""
        while todo := [*self._facts(), *self.scenario.due()]:
            for fact in todo:
                await self.scenario.when(fact)

    async def _command(self, command, *args):
        result = await self.scenario.command(command, *args)
        await self.settle()
        return result

    def _facts(self):
        facts = self.scenario.published()
        self.offers += [fact.employee_id for fact in facts if isinstance(fact, PlaceOffered)]
        return [fact for fact in facts if isinstance(fact, OWN_EVENTS)]


async def _id(uow, employee_id, role):
    return participant_ids(uow.keyed_id, uow.scope, employee_id)[role]


async def _get(uow, collection, id_):
    return await uow.get(collection, id_)


async def _find(uow, collection, query):
    return await uow.find(collection, query)
