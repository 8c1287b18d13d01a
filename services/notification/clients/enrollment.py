"""Names and addresses, asked of enrollment for each batch of messages and never kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Self, TypeVar

import httpx
from pydantic import BaseModel

from services.notification.clients.tokens import bearer
from services.settings import PlatformSettings
from shared.contracts.enrollment import Words
from shared.kernel import Scope

T = TypeVar("T", bound=BaseModel)

_AT_ONCE: Final = 500
_TIMEOUT: Final = httpx.Timeout(10.0, connect=2.0)


class ContactsUnavailableError(Exception):
    """Enrollment does not answer, or does not let this service in; says which of the two."""


class Reachable(BaseModel):
    """How to reach somebody."""

    name: str
    email: str
    languages: list[str]
    time_zone: str

    def reading(self, language: str | None) -> Self:
        """Return the same person, reading a language that they have chosen, if they have."""
        return self.model_copy(update={"languages": [language, *self.languages]}) if language else self

    def __repr__(self) -> str:
        """Show no personal data, in a log least of all."""
        return f"{type(self).__name__}(…)"


class Contact(Reachable):
    """How to reach a participant, and the employee whom a link lets act."""

    participant_id: str
    employee_id: str = ""


class EmployeeContact(Reachable):
    """How to reach an employee."""

    employee_id: str


class _Found(BaseModel):
    contacts: list[EmployeeContact]


class _Answer(BaseModel):
    programme: str
    words: dict[str, Words]
    contacts: list[Contact]


@dataclass(frozen=True)
class Contacts:
    """Those who can be reached, and the programme's name and own words.

    Attributes:
        programme: its name; empty where no participant was asked for.
        people: participants, by their id.
        employees: others, by their employee id.
        words: the programme's own words, by language.
    """

    programme: str
    people: Mapping[str, Contact]
    employees: Mapping[str, Contact] = field(default_factory=dict)
    words: Mapping[str, Words] = field(default_factory=dict)


class EnrollmentClient:
    """Asks enrollment, as this service.

    Args:
        settings: have enrollment's address and the folder of this service's tokens.
        client: for all calls.
    """

    def __init__(self, settings: PlatformSettings, client: httpx.AsyncClient) -> None:
        self._url = settings.enrollment_url.rstrip("/")
        self._settings = settings
        self._client = client

    async def contacts(
        self, scope: Scope, participant_ids: Iterable[str], employee_ids: Iterable[str] = ()
    ) -> Contacts:
        """Find participants of a programme, and employees of its organisation.

        Raises:
            ContactsUnavailableError: enrollment does not answer, or there is no valid token.
        """
        ids = sorted(set(participant_ids))
        people: dict[str, Contact] = {}
        programme = ""
        words: Mapping[str, Words] = {}
        for begin in range(0, len(ids), _AT_ONCE):
            answer = await self._ask(scope, ids[begin : begin + _AT_ONCE])
            programme, words = answer.programme, answer.words
            people |= {contact.participant_id: contact for contact in answer.contacts}
        employees = await self._employees(scope.tenant, sorted(set(employee_ids)))
        return Contacts(programme, people, employees, words)

    async def _employees(self, tenant: str, ids: list[str]) -> dict[str, Contact]:
        employees: dict[str, Contact] = {}
        for begin in range(0, len(ids), _AT_ONCE):
            body = {"employee_ids": ids[begin : begin + _AT_ONCE]}
            answer = await self._post(tenant, "/employee-contacts", body, _Found)
            employees |= {
                each.employee_id: Contact(participant_id="", **each.model_dump()) for each in answer.contacts
            }
        return employees

    async def _ask(self, scope: Scope, ids: list[str]) -> _Answer:
        path = f"/programmes/{scope.programme}/contacts"
        return await self._post(scope.tenant, path, {"participant_ids": ids}, _Answer)

    async def find_by_address(self, tenant: str, address: str) -> list[EmployeeContact]:
        """Find the employees of an organisation who have a mail address.

        Raises:
            ContactsUnavailableError: enrollment does not answer, or there is no valid token.
        """
        body = {"address": address}
        return (await self._post(tenant, "/contacts-by-address", body, _Found)).contacts

    async def _post(self, tenant: str, path: str, body: Mapping[str, object], kind: type[T]) -> T:
        try:
            headers = bearer(self._settings, tenant)
            response = await self._client.post(self._url + path, json=body, headers=headers, timeout=_TIMEOUT)
            response.raise_for_status()
            return kind.model_validate(response.json())
        except httpx.HTTPStatusError as error:
            raise ContactsUnavailableError(f"enrollment answered {error.response.status_code}") from None
        except (httpx.HTTPError, OSError, ValueError) as error:
            raise ContactsUnavailableError(type(error).__name__) from None
