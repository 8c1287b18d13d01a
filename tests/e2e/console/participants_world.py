"""All five services with an executive, a junior and a colleague, from the import to a proposal."""

import asyncio
import csv
import io
import itertools
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx

from services.console.app import create_app as create_console
from services.enrollment.app import create_app as create_enrollment
from services.enrollment.domain.training import MODULES
from services.feedback.app import create_app as create_feedback
from services.matching.app import create_app as create_matching
from services.notification.app import create_app as create_notification
from services.scheduling.app import create_app as create_scheduling
from shared.testing import ServiceHarness, run_service
from shared.testing.clients import http_client
from shared.testing.harness import all_settled
from shared.testing.serving import listen, serve
from tests.helpers.kept import Kept

BASE = "/programmes/rm-2026"
MINE = "/mine/rm-2026"
PROGRAMME = {
    "name": "Reverse mentoring 2026",
    "starts_on": "2026-01-05",
    "ends_on": "2026-06-30",
    "regions": ["emea"],
    "terms_version": "2026-1",
}
OWNERS = {
    "matching": create_matching,
    "scheduling": create_scheduling,
    "feedback": create_feedback,
}
HR = {
    "head": (12, "", "Hanna Head", "Europe/Berlin", "pl:5;de:4;en:3"),
    "exec": (10, "head", "Edda Exemplar", "Europe/London", "en:5"),
    "between": (6, "head", "Bela Between", "Europe/Berlin", "en:5"),
    "junior": (3, "between", "Juno Junior", "Europe/Berlin", "en:5"),
}


@dataclass
class World:
    """The services of one programme.

    Attributes:
        services: the harness of each, by name.
        console_address: of the console, for browsers.
    """

    services: dict[str, ServiceHarness]
    console_address: str

    @property
    def tenant(self):
        """The organisation of its people."""
        return self.services["console"].scope.tenant

    def token(self, employee_id, *roles, **claims):
        roles = roles or ("participant",)
        return self.services["console"].token(*roles, subject=employee_id, employee_id=employee_id, **claims)

    async def ask(self, service, method, path, headers, **what):
        answer = await self.services[service].http.request(method, BASE + path, headers=headers, **what)
        assert answer.is_success, answer.text
        return answer.json()

    async def settled(self):
        await all_settled(*self.services.values())

    def set_clocks(self, instant):
        """Move the time of all services."""
        for service in self.services.values():
            service.clock.set(instant)

    async def import_people(self):
        coordinator = self.services["enrollment"].token("coordinator")
        await self.ask("enrollment", "PUT", "", coordinator, json=PROGRAMME)
        await self.import_rows(*(row_of(id_, *facts) for id_, facts in HR.items()))

    async def import_rows(self, *rows):
        """Import employees, each a row of a personnel file."""
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)
        headers = self.services["enrollment"].token("coordinator") | {"Content-Type": "text/csv"}
        content = out.getvalue().encode()
        taken = await self.ask("enrollment", "POST", "/imports", headers, content=content)
        assert taken["rejected"] == 0, taken

    async def enrol(self, employee_id, role):
        """Let somebody join; what is missing until they are ready is theirs to do."""
        wish = {"role": role, "consent": True, "terms_version": "2026-1"}
        topics = [{"topic": "ai-prompting", "level": 2}]
        own = self.token(employee_id)
        return await self.ask("enrollment", "POST", "/participants", own, json=wish | {"topics": topics})

    async def make_ready(self, employee_id, role):
        participant = await self.enrol(employee_id, role)
        own = self.token(employee_id)
        questions = await self.ask("enrollment", "GET", f"/assessments/{role}", own)
        answers = {
            "version": questions["version"],
            "answers": {item["id"]: "a" for item in questions["items"]},
            "style": {"pace": 3, "directness": 3, "formality": 3},
        }
        steps = f"/participants/{participant['participant_id']}"
        await self.ask("enrollment", "POST", f"{steps}/assessment", own, json=answers)
        for module in participant["training_left"]:
            right = {"version": MODULES[module].version, "answers": MODULES[module].right}
            await self.ask("enrollment", "POST", f"{steps}/training/{module}/answers", own, json=right)

    async def propose(self):
        """Run a round over those who are ready, and approve it; return the proposal."""
        coordinator = self.services["matching"].token("coordinator")
        round_id = (await self.ask("matching", "POST", "/rounds", coordinator))["id"]
        await self._until(f"/rounds/{round_id}", lambda shown: shown["state"] == "proposed")
        await self.ask("matching", "POST", f"/rounds/{round_id}/approval", coordinator)
        shown = await self._until("/proposals?state=approved", lambda shown: shown["total"] == 1)
        await self.settled()
        return shown["items"][0]["id"]

    async def propose_pair(self):
        """Make the junior and the executive ready, and propose them to each other; return the proposal."""
        await self.make_ready("junior", "mentor")
        await self.make_ready("exec", "mentee")
        await self.settled()
        return await self.propose()

    async def accept(self, proposal_id):
        """Let both say yes."""
        for person in ("junior", "exec"):
            path = f"/proposals/{proposal_id}/answer"
            await self.ask("matching", "POST", path, self.token(person), json={"accept": True})
        await self.settled()

    async def _until(self, path, holds):
        async with asyncio.timeout(240):
            while not holds(
                shown := await self.ask(
                    "matching", "GET", path, self.services["matching"].token("coordinator")
                )
            ):
                await asyncio.sleep(0.05)
        return shown

    @asynccontextmanager
    async def browser(self, employee_id, *roles, **claims):
        """A browser without JavaScript, in which somebody has signed in."""
        async with http_client(
            base_url=self.console_address,
            headers={"Accept": "text/html", "Origin": self.console_address},
            follow_redirects=True,
            limits=httpx.Limits(keepalive_expiry=2),  # before the server closes an idle connection
        ) as client:
            token = self.token(employee_id, *roles, **claims)["Authorization"].removeprefix("Bearer ")
            answer = await client.post("/login", data={"token": token})
            assert answer.status_code == 200, answer.text
            yield client


def row_of(employee_id, grade, manager_id, name, zone, languages):
    """An employee as a row of a personnel file."""
    return {
        "employee_id": employee_id,
        "name": name,
        "email": f"{employee_id}@example.com",
        "grade": grade,
        "manager_id": manager_id,
        "department": f"Department of {employee_id}",
        "team": f"T-{employee_id}",
        "region": "emea",
        "time_zone": zone,
        "languages": languages,
        "skills": "ai-prompting:2",
        "hired_on": "2015-01-01",
        "born_year": 1980,
    }


_kept = Kept[World]()
_numbers = itertools.count(1)


@asynccontextmanager
async def use_world(environment):
    """Use all services, which other tests share, for an organisation in which nobody takes part yet."""
    async with _kept.use(lambda: _start(environment)) as started:
        tenant = f"t{next(_numbers)}"
        services = {name: service.for_tenant(tenant) for name, service in started.services.items()}
        world = World(services, started.console_address)
        await world.import_people()
        yield world


@asynccontextmanager
async def run_world(environment, **trust):
    """Run all services until the block ends; nobody takes part yet.

    Args:
        environment: the broker, the database and the issuer.
        trust: settings of all services by which they trust another issuer, too; ``sign_in_key`` is the
            console's alone. With a ``notification_url``, notification is the caller's.
    """
    async with _start(environment, **trust) as world:
        await world.import_people()
        yield world


@asynccontextmanager
async def _start(environment, **trust):
    private = {name: trust.pop(name) for name in ("sign_in_key",) if name in trust}
    listener, own = listen()
    async with AsyncExitStack() as stack:
        enrollment = await stack.enter_async_context(run_service(create_enrollment, environment, **trust))
        shared = {"topic_prefix": enrollment.settings.topic_prefix, **trust}
        services = {"enrollment": enrollment}
        owners = OWNERS if "notification_url" in trust else OWNERS | {"notification": create_notification}
        for name, create in owners.items():
            services[name] = await stack.enter_async_context(run_service(create, environment, **shared))
        urls = {
            f"{name}_url": await stack.enter_async_context(serve(service.app))
            for name, service in services.items()
        }
        console = await stack.enter_async_context(
            run_service(create_console, environment, **shared, **private, **urls, console_url=own)
        )
        await stack.enter_async_context(serve(console.app, listener))
        yield World(services | {"console": console}, own)
