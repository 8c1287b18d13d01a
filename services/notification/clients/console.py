"""Links for mails, made by the console for each mail and never kept here."""

from collections.abc import Mapping, Sequence
from typing import Final

import httpx
from pydantic import BaseModel

from services.notification.clients.tokens import bearer
from services.settings import PlatformSettings
from shared.kernel import Scope

_TIMEOUT: Final = httpx.Timeout(10.0, connect=2.0)


class LinksUnavailableError(Exception):
    """The console does not answer, or makes no links; says which of the two."""


class _Answer(BaseModel):
    links: list[str]


class ConsoleClient:
    """Asks the console, as this service.

    Args:
        settings: have the console's address and the folder of this service's tokens.
        client: for all calls.
    """

    def __init__(self, settings: PlatformSettings, client: httpx.AsyncClient) -> None:
        self._url = settings.console_api
        self._settings = settings
        self._client = client

    async def sign_in_link(self, tenant: str, employee_id: str, name: str) -> str:
        """Make a link by which an employee signs in.

        Raises:
            LinksUnavailableError: there is none now.
        """
        (link,) = await self._post(tenant, "/mail-links/sign-in", {"employee_id": employee_id, "name": name})
        return link

    async def task_links(self, scope: Scope, tasks: Sequence[Mapping[str, str]]) -> list[str]:
        """Make a link to each task.

        Raises:
            LinksUnavailableError: there are none now.
        """
        path = f"/programmes/{scope.programme}/mail-links"
        return await self._post(scope.tenant, path, {"tasks": list(tasks)})

    async def _post(self, tenant: str, path: str, body: dict[str, object]) -> list[str]:
        try:
            headers = bearer(self._settings, tenant)
            response = await self._client.post(self._url + path, json=body, headers=headers, timeout=_TIMEOUT)
            response.raise_for_status()
            return _Answer.model_validate(response.json()).links
        except httpx.HTTPStatusError as error:
            raise LinksUnavailableError(f"the console answered {error.response.status_code}") from None
        except (httpx.HTTPError, OSError, ValueError) as error:
            raise LinksUnavailableError(type(error).__name__) from None
