"""Things in numbered versions: one never changes, the latest is used, earlier ones stay beside it."""

from datetime import datetime
from typing import Final, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from shared.kernel.aggregate import Aggregate
from shared.kernel.errors import Conflict, NotFound

MOST_VERSIONS: Final = 50


class Version(BaseModel):
    """One version: its number, from 1, when it was published, and by whom."""

    model_config = ConfigDict(frozen=True)

    number: int
    published_at: datetime
    published_by: str


V = TypeVar("V", bound=Version)


class Versioned(Aggregate, Generic[V]):
    """All versions of something."""

    versions: tuple[V, ...] = ()

    @property
    def number(self) -> int:
        """The number of the latest version; 0 before there is one."""
        return self.versions[-1].number if self.versions else 0

    def pick(self, number: int | None) -> V | None:
        """Return the version with a number, without one the latest; None before there is any.

        Raises:
            NotFound: no version has this number.
        """
        if number is None:
            return self.versions[-1] if self.versions else None
        picked = next((each for each in self.versions if each.number == number), None)
        if picked is None:
            raise NotFound(f"no such version: {number}")
        return picked


def check_edited(based_on: int, latest: int, *, code: str) -> None:
    """Check that nobody has changed a thing since the version from which it was edited.

    Args:
        based_on: the number of the version that was edited.
        latest: the number of the present one.
        code: the kind of refusal.

    Raises:
        Conflict: somebody has.
    """
    if based_on != latest:
        raise Conflict(
            "it is at version {version} now: read it before you change it",
            code=code,
            version=latest,
            field="based_on",
        )


def check_next_version(based_on: int, latest: int, *, code: str) -> None:
    """Check that a version may follow the latest, which it was edited from.

    Args:
        based_on: the number of the version that was edited.
        latest: the number of the latest version.
        code: the kind of refusal where somebody has published another since.

    Raises:
        Conflict: somebody has, or there are as many versions as there may be.
    """
    check_edited(based_on, latest, code=code)
    if latest >= MOST_VERSIONS:
        raise Conflict("there are {most} versions already", code="too-many-versions", most=MOST_VERSIONS)
