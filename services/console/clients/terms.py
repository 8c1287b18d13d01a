"""Terms as enrollment returns them."""

from datetime import datetime

from services.console.clients.response import Response


class Terms(Response):
    """The terms in force, in the reader's language as far as there is a text in it."""

    version: str
    owner: str
    language: str
    consent: str
    protection: str


class TermsVersion(Response):
    """A published version."""

    version: str
    owner: str
    languages: list[str]
    published_at: datetime


class TermsVersions(Response):
    """The versions that a programme may use, the latest first."""

    in_force: str
    consent_due: int
    items: list[TermsVersion]
