"""Names and addresses, asked of enrollment for each batch of messages and never kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
from pydantic import BaseModel

from services.settings import PlatformSettings
from shared.kernel import Scope

_AT_ONCE: Final = 500
_TIMEOUT: Final = httpx.Timeout(10.0, connect=2.0)


class ContactsUnavailableError(Exception):
    """Enrollment does not answer, or does not let this service in; says which of the two."""


class Contact(BaseModel):
    """How to reach a participant."""

    participant_id: str
    name: str
    email: str
    languages: list[str]
    time_zone: str

    def __repr__(self) -> str:
        """Show no personal data, in a log least of all."""
        return "Contact(…)"


class _Answer(BaseModel):
    programme: str
    contacts: list[Contact]


@dataclass(frozen=True)
class Contacts:
    """Those who can be reached, by participant id, and the programme's name."""

    programme: str
    people: Mapping[str, Contact]


class EnrollmentClient:
    """Asks enrollment, as this service.

    Args:
        settings: have enrollment's address and the folder of this service's tokens.
        client: for all calls.
    """

    def __init__(self, settings: PlatformSettings, client: httpx.AsyncClient) -> None:
        self._url = settings.enrollment_url.rstrip("/")
        self._tokens = Path(settings.service_tokens)
        self._client = client

    async def contacts(self, scope: Scope, participant_ids: Iterable[str]) -> Contacts:
        """Find participants of a programme.

        Raises:
            ContactsUnavailableError: enrollment does not answer, or there is no valid token.
        """
        ids = sorted(set(participant_ids))
        people: dict[str, Contact] = {}
        programme = ""
        for begin in range(0, len(ids), _AT_ONCE):
            answer = await self._ask(scope, ids[begin : begin + _AT_ONCE])
            programme = answer.programme
            people |= {contact.participant_id: contact for contact in answer.contacts}
        return Contacts(programme, people)

    async def _ask(self, scope: Scope, ids: list[str]) -> _Answer:
        try:
            token = (self._tokens / scope.tenant).read_text().strip()
            response = await self._client.post(
                f"{self._url}/programmes/{scope.programme}/contacts",
                json={"participant_ids": ids},
                headers={"Authorization": f"Bearer {token}"},
                timeout=_TIMEOUT,
            )
            response.raise_for_status()
            return _Answer.model_validate(response.json())
        except httpx.HTTPStatusError as error:
            raise ContactsUnavailableError(f"enrollment answered {error.response.status_code}") from None
        except (httpx.HTTPError, OSError, ValueError) as error:
            raise ContactsUnavailableError(type(error).__name__) from None
