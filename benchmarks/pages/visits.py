"""People who sign in and open their pages, one after the other."""

import random
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import httpx

from benchmarks.pages.calls import Calls
from benchmarks.pages.company import NEWCOMERS, Company
from benchmarks.pages.pages import PAGES, Page, Visitor
from benchmarks.pages.people import PROGRAMME, TENANT, employee_of
from devstack.services import ServiceRunner
from services.catalogue import SERVICES
from shared.contracts.vocabulary import Role

_ASSETS: Final = re.compile(r'(?:href|src)="(/static/[^"]+)"')
_SECONDS: Final = 60.0
_OWNERS: Final = tuple(name for name in SERVICES if name != "console")
_MISSING: Final = "available at the moment"
"""The words of a page in place of something that an owner did not give."""


@dataclass(frozen=True)
class Opened:
    """A page as one visitor got it."""

    seconds: float
    size: int


class Visits:
    """Opens pages of the console in the name of participants.

    Args:
        runner: runs the services.
        company: whose people they are.
        seed: chooses them.
    """

    def __init__(self, runner: ServiceRunner, company: Company, seed: int) -> None:
        self._runner = runner
        self._company = company
        self._random = random.Random(seed)
        self._assets: dict[str, int] = {}

    def open(self, pages: Sequence[Page], visitors: int, pairs: int) -> dict[str, list[Opened]]:
        """Let as many of each kind of visitor open all their pages; return what each page gave.

        Each begins with another page, so that the first page of a session is not always the same one.
        """
        opened: defaultdict[str, list[Opened]] = defaultdict(list)
        for turn in range(visitors):
            for who in Visitor:
                own = [page for page in pages if who in page.who]
                start = turn % len(own)
                with self._signed_in(who, pairs) as (browser, ids):
                    for page in (*own[start:], *own[:start]):
                        opened[page.name].append(self._open(browser, page.path(ids)))
        return dict(opened)

    def count_calls(self, pairs: int) -> dict[str, int]:
        """Return the most calls to owners that each page made for anybody who has just signed in."""
        owners = [self._runner.log_path(name) for name in _OWNERS]
        most: dict[str, int] = {}
        for page in PAGES:
            for who in page.who:
                with self._signed_in(who, pairs) as (browser, ids):
                    calls = Calls(owners)
                    self._open(browser, page.path(ids))
                    most[page.name] = max(most.get(page.name, 0), calls.count())
        return most

    @contextmanager
    def _signed_in(self, who: Visitor, pairs: int) -> Iterator[tuple[httpx.Client, dict[str, str]]]:
        """Provide a browser in which somebody has signed in, and the ids in the addresses of their pages."""
        number = self._random.randrange(1, pairs - 1)
        role = None if who is Visitor.NEWCOMER else Role(who.value)
        employee_id = employee_of(number if role else number % NEWCOMERS, role).id
        token = self._runner.issuer.mint(employee_id, TENANT, ["participant"], employee_id=employee_id)
        ids = {"programme_id": PROGRAMME}
        if role:
            ids |= self._company.ids_of(number, role)
            ids["concern_id"] = self._raise_concern(token)
        console = self._runner.url("console")
        headers = {"Accept": "text/html", "Origin": console}
        with httpx.Client(base_url=console, headers=headers, timeout=_SECONDS) as browser:
            answer = browser.post("/login", data={"token": token}, follow_redirects=True)
            if answer.status_code != 200 or answer.url.path != "/mine":
                raise RuntimeError(f"nobody could sign in: {answer.status_code} {answer.url.path}")
            yield browser, ids

    def _raise_concern(self, token: str) -> str:
        answer = httpx.post(
            f"{self._runner.url('feedback')}/programmes/{PROGRAMME}/concerns",
            headers={"Authorization": f"Bearer {token}"},
            json={"about": "Nothing in particular."},
            timeout=_SECONDS,
        )
        answer.raise_for_status()
        return str(answer.json()["concern_id"])

    def _open(self, browser: httpx.Client, path: str) -> Opened:
        """Open a page; the time is from the request to the last byte of the page.

        Raises:
            RuntimeError: the page is not what it should be.
        """
        began = time.perf_counter()
        answer = browser.get(path)
        seconds = time.perf_counter() - began
        if answer.status_code != 200 or _MISSING in answer.text:
            raise RuntimeError(f"{path} is not complete: {answer.status_code}")
        assets = sum(self._asset(browser, address) for address in set(_ASSETS.findall(answer.text)))
        return Opened(seconds, _size(answer) + assets)

    def _asset(self, browser: httpx.Client, address: str) -> int:
        if address not in self._assets:
            self._assets[address] = _size(browser.get(address))
        return self._assets[address]


def _size(answer: httpx.Response) -> int:
    """Return the bytes of a response, head and body, as they were transferred."""
    head = sum(len(name) + len(value) + 4 for name, value in answer.headers.raw)
    return head + answer.num_bytes_downloaded
