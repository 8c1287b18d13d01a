"""Console, notification and enrollment on real addresses, for people who sign in by mail."""

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from services.console.app import create_app as create_console
from services.enrollment.app import create_app as create_enrollment
from services.notification.app import create_app as create_notification
from shared.testing import ServiceHarness, run_service
from shared.testing.clients import http_client
from shared.testing.serving import listen, serve
from tests.helpers.mails import sign_in_settings

_BUSY = 503
HEADER = (
    "employee_id,name,email,grade,manager_id,department,team,region,time_zone,languages,skills,hired_on,"
    "born_year\n"
)
ANA = (
    "e1,Ana Ruiz,Ana.Ruiz@example.com,3,,Sales,S-1,apac,Pacific/Auckland,es:5;en:4,ai-prompting:3,"
    "2022-09-01,1998\n"
)
WEBER = "e2,Martin Weber,weber@example.com,11,,Board,B-1,emea,Europe/London,de:5;en:4,,2002-09-01,1965\n"


@dataclass
class SignInWorld:
    """The services beside a mail server, and an address for browsers."""

    services: dict[str, ServiceHarness]
    address: str
    mailbox: Any

    @property
    def console(self) -> ServiceHarness:
        return self.services["console"]

    @asynccontextmanager
    async def browser(self):
        """A browser of its own, without JavaScript."""
        headers = {"Accept": "text/html", "Origin": self.address}
        async with http_client(base_url=self.address, headers=headers) as client:
            yield client

    async def ask_for_link(self, browser, address: str) -> httpx.Response:
        """Ask for a link, again while notification is too busy to take the order."""
        async with asyncio.timeout(60):
            while (answer := await self.ask_once(browser, address)).status_code == _BUSY:
                await asyncio.sleep(0.2)
        return answer

    async def ask_once(self, browser, address: str) -> httpx.Response:
        return await browser.post("/sign-in", data={"address": address})

    async def mail_to(self, address: str, number: int = 1, seconds: float = 60):
        """Wait for a mail and return it."""
        async with asyncio.timeout(seconds):
            while len(self.mailbox.to(address)) < number:
                await asyncio.sleep(0.05)
        return self.mailbox.to(address)[number - 1]

    async def orders_settled(self, seconds: float = 60) -> None:
        """Wait until no order is left."""
        rows = self.services["notification"].app.state.database["sign_in_orders"]
        async with asyncio.timeout(seconds):
            while await rows.count_documents({}):
                await asyncio.sleep(0.05)


@asynccontextmanager
async def run_sign_in_world(environment, mailbox, folder, people=HEADER + ANA + WEBER, tenants=("acme",)):
    """Run the three services with the people of each tenant imported."""
    tokens = folder / "service-tokens"
    tokens.mkdir()
    for tenant in tenants:
        (tokens / tenant).write_text(environment.issuer.mint("notification", tenant, ["service"]))
    trust, private = sign_in_settings(folder)
    async with AsyncExitStack() as stack:
        listener, address = listen()
        enrollment = await stack.enter_async_context(run_service(create_enrollment, environment, **trust))
        for tenant in tenants:
            await import_people(enrollment, tenant, people)
        enrollment_url = await stack.enter_async_context(serve(enrollment.app))
        notification = await stack.enter_async_context(
            run_service(
                create_notification,
                environment,
                enrollment_url=enrollment_url,
                console_url=address,
                service_tokens=str(tokens),
                smtp_host="127.0.0.1",
                smtp_port=mailbox.port,
                smtp_security="none",
                mail_from="Reverse mentoring <rm@acme.example>",
                **trust,
            )
        )
        notification_url = await stack.enter_async_context(serve(notification.app))
        console = await stack.enter_async_context(
            run_service(
                create_console,
                environment,
                console_url=address,
                enrollment_url=enrollment_url,
                notification_url=notification_url,
                **trust,
                **private,
            )
        )
        await stack.enter_async_context(serve(console.app, listener))
        services = {"console": console, "enrollment": enrollment, "notification": notification}
        yield SignInWorld(services, address, mailbox)


async def import_people(enrollment, tenant, people):
    coordinator = enrollment.token("coordinator", tenant=tenant)
    programme = {
        "name": "Reverse mentoring 2026",
        "starts_on": "2026-01-05",
        "ends_on": "2026-07-10",
        "regions": ["emea", "apac"],
        "terms_version": "2026-1",
    }
    base = "/programmes/rm-2026"
    (await enrollment.http.put(base, json=programme, headers=coordinator)).raise_for_status()
    answer = await enrollment.http.post(
        f"{base}/imports", content=people, headers=coordinator | {"Content-Type": "text/csv"}
    )
    assert answer.json()["rejected"] == 0, answer.text
