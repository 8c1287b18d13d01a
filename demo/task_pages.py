"""The pages that links in mails lead to: opening one shows a task, its form does it."""

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import SplitResult, urlencode, urlsplit

import httpx

from demo.client import Refused, Web
from simulation.chance import Chance

_SHARE: Final = 0.1


class TaskPages:
    """Lets every tenth act be done on the page that the mail leads to, the others by the owner's API.

    A page costs several times the requests of the API.

    Args:
        web: the shared client.
        chance: the run's.
    """

    def __init__(self, web: Web, chance: Chance) -> None:
        self._web = web
        self._chance = chance

    async def act(
        self,
        link: str,
        form: str,
        fields: Mapping[str, str],
        *about: str,
        before: Sequence[Mapping[str, str]] = (),
    ) -> bool:
        """Open the page of a task and send its form, if this act is one of those.

        Args:
            link: as in the mail; empty if there is none.
            form: the last part of the form's address.
            fields: as they are filled in.
            about: the person and the task.
            before: the forms of the pages before it, each of which leads to the next.

        Returns:
            whether it was done; a task that fell away or was done is not.

        Raises:
            Refused: the page has no such form.
        """
        if not link or not self._chance.happens(_SHARE, "page", *about):
            return False
        parts = urlsplit(link)
        page = await self._web.ask("GET", "console", parts.path, headers={"Accept": "text/html"})
        if page.status_code == httpx.codes.GONE:
            return False
        if f'action="{parts.path}/{form}"' not in page.text:
            raise Refused(f"GET /task/…: {page.status_code}, without the form {form}")
        for each in before:
            if not (await self._send(parts, form, each)).has_redirect_location:
                return False
        return (await self._send(parts, form, fields)).is_success

    async def _send(self, page: SplitResult, form: str, fields: Mapping[str, str]) -> httpx.Response:
        return await self._web.ask(
            "POST",
            "console",
            f"{page.path}/{form}",
            headers={
                "Accept": "text/html",
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"{page.scheme}://{page.netloc}",
            },
            content=urlencode(fields).encode(),
        )
