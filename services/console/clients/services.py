"""The client of the services' HTTP APIs; each call carries the user's own token."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import httpx
from pydantic import ValidationError

from services.catalogue import find
from services.console.clients.enrollment import Employees, ListedProgramme, Programmes, Reader
from services.console.clients.refusal import Params, Problem, Refusal
from services.settings import PlatformSettings
from shared.locale import translatable
from shared.runtime.logging import get_logger
from shared.service import StreamState

log = get_logger(__name__)

CONSOLE: Final = "console"
NOTIFICATION: Final = "notification"
OWNERS: Final = find(CONSOLE).reads
OWN_ADDRESS: Final = "http://console.invalid"
"""Stands for this very process: the client hands such requests to the app, no network is involved."""
TIMEOUT: Final = httpx.Timeout(3.0, connect=1.0)
COMMAND_TIMEOUT: Final = httpx.Timeout(120.0, connect=1.0)
"""A matching round over thousands of people takes its time."""
NAMES_AT_ONCE: Final = 100
_NO_NAMES: Final = translatable("Names are not available at the moment, so ids are shown.")
PROGRAMMES_NAMED: Final = 500
"""Enrollment's longest page; of an organisation with more, the rest is shown by id."""


@dataclass(frozen=True)
class Answer:
    """The answer of an owner.

    Attributes:
        status: its HTTP status; 503 where it could not be reached.
        problem: what went wrong, in English; empty where all went well.
        body: the JSON it sent; None where it sent none.
        errors: what is wrong with which field of a command, by the owner's path to it.
        code: the kind of refusal, by which pages word it.
        params: what its words name.
    """

    status: int
    problem: str = ""
    body: Any = None
    errors: Mapping[str, Refusal] = field(default_factory=dict)
    code: str = ""
    params: Params = field(default_factory=dict)


@dataclass(frozen=True)
class Names:
    """Names for one page, by employee id; never kept.

    ``missing`` says why there are none (enrollment is unavailable, say).
    """

    by_employee: Mapping[str, str] = field(default_factory=dict)
    missing: str = ""


class Clients:
    """The APIs of the four owners, of notification, and the console's own.

    Args:
        client: one for all calls; serves ``OWN_ADDRESS``.
        settings: has their addresses.
    """

    def __init__(self, client: httpx.AsyncClient, settings: PlatformSettings) -> None:
        self._client = client
        self._urls = {name: str(getattr(settings, f"{name}_url")).rstrip("/") for name in OWNERS}
        self._urls[CONSOLE] = OWN_ADDRESS
        self._urls[NOTIFICATION] = settings.notification_api

    async def command(
        self,
        owner: str,
        path: str,
        token: str,
        body: Mapping[str, Any],
        *,
        key: str = "",
        method: Literal["POST", "PUT", "DELETE"] = "POST",
    ) -> Answer:
        """Send a command; the same idempotency key twice takes effect once."""
        headers = {"Idempotency-Key": key} if key else {}
        return await self._call(
            method, owner, path, token, json=dict(body), headers=headers, timeout=COMMAND_TIMEOUT
        )

    async def send_text(
        self, owner: str, path: str, token: str, text: str, query: Mapping[str, Any]
    ) -> Answer:
        """Send a text of many lines as a file."""
        return await self.send_file(owner, path, token, text.encode(), "text/plain; charset=utf-8", query)

    async def send_file(
        self, owner: str, path: str, token: str, content: bytes, media_type: str, query: Mapping[str, Any]
    ) -> Answer:
        """Send a file."""
        headers = {"Content-Type": media_type}
        return await self._call(
            "POST",
            owner,
            path,
            token,
            content=content,
            params=dict(query),
            headers=headers,
            timeout=COMMAND_TIMEOUT,
        )

    async def ask(self, owner: str, path: str, token: str, query: Mapping[str, Any]) -> Answer:
        """Read something that is shown to the user as it is."""
        return await self._call("GET", owner, path, token, params=dict(query))

    async def order_sign_in_mail(self, order: str) -> bool:
        """Hand a signed order for a mail to notification; return whether it took it."""
        try:
            path = f"{self._urls[NOTIFICATION]}/sign-in-mails"
            answer = await self._client.post(path, json={"order": order})
        except httpx.HTTPError as error:
            log.warning("service unavailable", owner=NOTIFICATION, error=type(error).__name__)
            return False
        if not answer.is_success:
            log.warning("a sign-in mail was not accepted", status=answer.status_code)
        return answer.is_success

    async def verify_certificate(self, tenant: str, code: str) -> Answer:
        """Ask what a certificate's code verifies; that needs no token."""
        body = {"tenant": tenant, "code": code}
        return await self._call("POST", "enrollment", "/certificate-checks", "", json=body)

    async def _call(
        self,
        method: str,
        owner: str,
        path: str,
        token: str,
        *,
        headers: Mapping[str, str] | None = None,
        **parts: Any,
    ) -> Answer:
        """Send a request; ``parts`` are httpx's own arguments."""
        try:
            answer = await self._client.request(
                method, self._urls[owner] + path, headers=_bearer(token) | dict(headers or {}), **parts
            )
        except httpx.HTTPError as error:
            log.warning("service unavailable", owner=owner, error=type(error).__name__)
            return Answer(503, _unavailable(owner, error))
        if not answer.is_success:
            return _refused(answer)
        return Answer(answer.status_code, body=_json(answer))

    async def names(self, programme_id: str, token: str, employee_ids: Iterable[str]) -> Names:
        """Return the names of these employees, in one call (a page has at most a hundred people)."""
        ids = sorted({id_ for id_ in employee_ids if id_})
        if not ids:
            return Names()
        query: dict[str, Any] = {"employee_id": ids, "limit": 500}
        try:
            answer = await self._client.get(
                f"{self._urls['enrollment']}/programmes/{programme_id}/employees",
                params=query,
                headers=_bearer(token),
            )
            answer.raise_for_status()
            employees = Employees.model_validate(answer.json()).items
        except (httpx.HTTPError, ValueError) as error:
            log.warning("names unavailable", error=type(error).__name__)
            return Names(missing=_NO_NAMES)
        asked = set(ids)
        known = {each.employee_id: each.name for each in employees if each.employee_id in asked}
        return Names(known)

    async def programmes(self, token: str) -> list[ListedProgramme]:
        """Return the first programmes that the user may see; none while enrollment is unavailable."""
        query = {"limit": PROGRAMMES_NAMED}
        answer = await self.ask("enrollment", "/programmes", token, query)
        try:
            return Programmes.model_validate(answer.body).items
        except ValidationError:
            log.warning("programme names unavailable", status=answer.status)
            return []

    async def programme_names(self, token: str) -> dict[str, str]:
        """Return the names of the first programmes by id; empty while enrollment is unavailable."""
        return {programme.id: programme.name for programme in await self.programmes(token)}

    async def reader(self, token: str) -> Reader | None:
        """Return how the caller reads.

        None while enrollment is unavailable, or if it does not know the caller.
        """
        try:
            answer = await self._client.get(f"{self._urls['enrollment']}/me", headers=_bearer(token))
            answer.raise_for_status()
            return Reader.model_validate(answer.json())
        except (httpx.HTTPError, ValueError) as error:
            log.warning("reader settings unavailable", error=type(error).__name__)
            return None

    async def streams(self, token: str) -> dict[str, StreamState | None]:
        """Return the state of each owner's streams, asked at once; None of one that is down."""
        states = await asyncio.gather(*(self._stream(owner, token) for owner in OWNERS))
        return dict(zip(OWNERS, states, strict=True))

    async def _stream(self, owner: str, token: str) -> StreamState | None:
        try:
            answer = await self._client.get(f"{self._urls[owner]}/ops/stream", headers=_bearer(token))
            answer.raise_for_status()
            return StreamState.model_validate(answer.json())
        except (httpx.HTTPError, ValueError):
            return None


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


def _unavailable(owner: str, error: httpx.HTTPError) -> str:
    if isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout)):
        return f"The {owner} service could not be reached. Nothing was changed; try again."
    return f"The {owner} service did not answer. See what it has done before you try again."


def _json(answer: httpx.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return None


def _refused(answer: httpx.Response) -> Answer:
    problem = Problem.of(_json(answer), answer.status_code)
    return Answer(
        answer.status_code,
        problem.words,
        errors=problem.by_field(),
        code=problem.code,
        params=problem.params,
    )
