import asyncio
from dataclasses import dataclass

import pytest

from devstack.ports import free_ports
from services.enrollment.app import create_app as create_enrollment
from services.notification.app import create_app
from services.notification.domain.delivery import DeliveryState
from services.notification.store import DELIVERIES
from shared.contracts.enrollment import ParticipantEnrolled
from shared.contracts.vocabulary import Role
from shared.testing import ServiceHarness, run_service
from shared.testing.serving import serve
from tests.helpers.mails import Mailbox
from tests.helpers.people import opened

PROGRAMME = {
    "name": "Reverse mentoring 2026",
    "starts_on": "2026-01-05",
    "ends_on": "2026-07-10",
    "regions": ["emea", "apac"],
    "terms_version": "2026-1",
}
PEOPLE = """\
employee_id,name,email,grade,manager_id,department,team,region,time_zone,languages,skills,hired_on,born_year
e1,Ana Ruiz,ana@example.com,3,,Sales,S-1,apac,Pacific/Auckland,es:5;en:4,ai-prompting:3,2022-09-01,1998
e2,Martin Weber,weber@example.com,11,,Board,B-1,emea,Europe/London,de:5;en:4,,2002-09-01,1965
"""
ENROLMENT = {"consent": True, "terms_version": "2026-1"}


@dataclass
class World:
    """Notification beside enrollment and a mail server; Ana is the mentor, Weber the mentee.

    Attributes:
        export: the personnel data of the two.
    """

    notification: ServiceHarness
    enrollment: ServiceHarness
    mailbox: Mailbox
    mentor_id: str
    mentee_id: str
    export: str = PEOPLE

    @property
    def pair(self) -> dict[str, str]:
        return {"mentor_id": self.mentor_id, "mentee_id": self.mentee_id}

    @property
    def enrolled(self) -> list[ParticipantEnrolled]:
        """The facts that say who the two are."""
        people = ((self.mentor_id, "e1", Role.MENTOR), (self.mentee_id, "e2", Role.MENTEE))
        return [
            ParticipantEnrolled(participant_id=id_, employee_id=employee_id, role=role)
            for id_, employee_id, role in people
        ]

    async def deliveries(self) -> list[dict]:
        rows = self.notification.app.state.database[DELIVERIES.name].find({})
        return [row async for row in rows]

    async def in_state(self, state: DeliveryState, number: int, seconds: float = 60) -> list[dict]:
        """Wait until this many deliveries are in a state."""
        async with asyncio.timeout(seconds):
            while True:
                matching = [row for row in await self.deliveries() if row["state"] == state]
                if len(matching) >= number:
                    return matching
                await asyncio.sleep(0.05)


@pytest.fixture
def mailbox():
    box = Mailbox(free_ports(1)[0])
    box.start()
    yield box
    box.stop()


@pytest.fixture
def mail_settings():
    """Further settings of notification; a module may have its own."""
    return {}


@dataclass(frozen=True)
class Enrollment:
    """Enrollment with both people enrolled, for all tests of a module.

    Attributes:
        url: where it answers.
        ids: the participant of each role.
    """

    service: ServiceHarness
    url: str
    ids: dict[str, str]

    async def import_people(self) -> None:
        """Import the two as they were at first; a test may have changed them."""
        imported = await self.service.http.post(
            "/programmes/rm-2026/imports",
            content=PEOPLE,
            headers=self.service.token("coordinator") | {"Content-Type": "text/csv"},
        )
        assert imported.json()["rejected"] == 0, imported.text


@pytest.fixture(scope="module")
async def enrollment(environment):
    async with run_service(create_enrollment, environment) as service, serve(service.app) as url:
        made = await service.http.put(
            "/programmes/rm-2026", json=PROGRAMME, headers=service.token("coordinator")
        )
        made.raise_for_status()
        enrollment = Enrollment(service, url, {})
        await enrollment.import_people()
        for employee_id, role in (("e1", "mentor"), ("e2", "mentee")):
            answer = await service.http.post(
                "/programmes/rm-2026/participants",
                json=ENROLMENT | {"role": role},
                headers=service.token("participant", employee_id=employee_id),
            )
            enrollment.ids[role] = answer.json()["participant_id"]
        yield enrollment


@pytest.fixture
async def world(environment, enrollment, mailbox, mail_settings, tmp_path):
    await enrollment.import_people()
    tokens = tmp_path / "service-tokens"
    tokens.mkdir()
    (tokens / "acme").write_text(environment.issuer.mint("notification", "acme", ["service"]))
    async with run_service(
        create_app,
        environment,
        enrollment_url=enrollment.url,
        service_tokens=str(tokens),
        smtp_host="127.0.0.1",
        smtp_port=mailbox.port,
        smtp_security="none",
        mail_from="Reverse mentoring <rm@acme.example>",
        coordinator_mailboxes="acme=coordinators@acme.example",
        **mail_settings,
    ) as notification:
        await notification.given(opened())
        yield World(
            notification, enrollment.service, mailbox, enrollment.ids["mentor"], enrollment.ids["mentee"]
        )
