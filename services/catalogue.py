"""The one list of services; adding a service is adding its folder and an entry here.

Read by the command line, the devstack, the console, the access rules, the event catalogue and the tests.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Entry:
    """One service.

    Attributes:
        name: its folder, and the name of its topic (``mentoring.NAME``), consumer group, database and users.
        summary: one line for the page of its API.
        port: on which Docker Compose publishes it, on loopback.
        reads: the services whose topics it reads; itself where it sets timers.
        keeps_private: whether it stores what is for its author, a pair or a circle alone, and encrypts texts.
    """

    name: str
    summary: str
    port: int
    reads: tuple[str, ...] = ()
    keeps_private: bool = False

    @property
    def app(self) -> str:
        """The module that holds ``SERVICE`` and ``create_app``."""
        return f"services.{self.name}.app"

    @property
    def title(self) -> str:
        """The title of its API."""
        return f"Reverse mentoring: {self.name}"

    @property
    def topic(self) -> str:
        """The topic it publishes on."""
        return f"mentoring.{self.name}"

    @property
    def topics_read(self) -> list[str]:
        """The topics it reads, in order."""
        return sorted(f"mentoring.{name}" for name in self.reads)


CATALOGUE: Final = (
    Entry(
        "enrollment",
        "Programmes, employees and participants on their way to ready",
        8101,
        reads=("enrollment", "matching", "scheduling"),
        keeps_private=True,
    ),
    Entry(
        "matching",
        "Rounds of explained proposals, answers, pairings",
        8102,
        reads=("enrollment", "matching", "feedback"),
        keeps_private=True,
    ),
    Entry(
        "scheduling",
        "Series of sessions that fit both people's working days, reminders and outcomes",
        8103,
        reads=("enrollment", "matching", "scheduling"),
    ),
    Entry(
        "feedback",
        "Check-ins after sessions, the health of pairings, objectives, concerns",
        8104,
        reads=("enrollment", "matching", "scheduling", "feedback"),
        keeps_private=True,
    ),
    Entry(
        "console",
        "Pages for participants, coordinators and operators",
        8105,
        reads=("enrollment", "matching", "scheduling", "feedback"),
    ),
    Entry(
        "notification",
        "Messages to people: what waits for them, by mail, in their language",
        8106,
        reads=("enrollment", "matching", "scheduling", "feedback", "console", "notification"),
    ),
)
SERVICES: Final = tuple(entry.name for entry in CATALOGUE)
"""The names of all services."""
APPS: Final = {entry.name: entry.app for entry in CATALOGUE}
"""The module of each service's app, by name."""
WITH_PRIVATE_TEXT: Final = tuple(entry.name for entry in CATALOGUE if entry.keeps_private)
"""The services that encrypt private text, and so need the master key."""


def find(name: str) -> Entry:
    """Return the entry of a service.

    Raises:
        KeyError: there is none of this name.
    """
    for entry in CATALOGUE:
        if entry.name == name:
            return entry
    raise KeyError(name)
