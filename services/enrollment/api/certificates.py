"""Certificates: the caller's own, those of a programme, and their verification by anybody."""

from datetime import date, datetime
from typing import Annotated, Final, Self

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, StringConstraints
from pydantic.config import JsonDict

from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.domain.certificate import Certificate
from services.enrollment.queries import certificates as queries
from services.enrollment.queries.certificates import Verified
from shared.contracts.vocabulary import Role
from shared.kernel import Identifier
from shared.runtime.auth import open_to_all
from shared.runtime.caller import Caller, CallerRole
from shared.service import Coordinator, Page, Paging, Participant, Read

router = APIRouter(tags=["certificates"])

_CODE: Final = "7KQM-X2ND-94TB-HC0W-ZR5V-8AEJ-P1GF"
_CERTIFICATE: Final[JsonDict] = {
    "certificate_id": "5d41402abc4b2a76b9719d911017c592",
    "pairing_id": "0a9b8c7d6e5f40312233445566778899",
    "participant_id": "7d793037a0760186574b0282f2f435e7",
    "role": "mentor",
    "sessions": 6,
    "first_on": "2026-01-14",
    "last_on": "2026-06-10",
    "issued_at": "2026-07-01T12:00:00Z",
}


class CertificateView(BaseModel):
    """A certificate, without the code that verifies it."""

    model_config = ConfigDict(json_schema_extra={"examples": [_CERTIFICATE]})

    certificate_id: str
    pairing_id: str
    participant_id: str
    role: Role
    sessions: int
    first_on: date
    last_on: date
    issued_at: datetime

    @classmethod
    def of(cls, certificate: Certificate) -> Self:
        """Show a certificate."""
        return cls(certificate_id=certificate.id, **certificate.model_dump(include=cls._shown()))

    @classmethod
    def _shown(cls) -> set[str]:
        return set(cls.model_fields) - {"certificate_id"}


class OwnCertificateView(CertificateView):
    """A certificate as its holder sees it."""

    model_config = ConfigDict(json_schema_extra={"examples": [_CERTIFICATE | {"code": _CODE}]})

    code: str


class OwnCertificatesView(BaseModel):
    """The caller's certificates of a programme, and the names that stand on them."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Juno Junior",
                    "programme": "Reverse mentoring 2026",
                    "items": [_CERTIFICATE | {"code": _CODE}],
                }
            ]
        }
    )

    name: str
    programme: str
    items: list[OwnCertificateView]


class CheckInput(BaseModel):
    """The code of a certificate, as it is printed or typed, and the organisation of the verification page."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"tenant": "acme", "code": _CODE}]}
    )

    tenant: Identifier
    code: Annotated[str, StringConstraints(max_length=200)]


class VerifiedView(BaseModel):
    """The facts that a certificate's code verifies: that it is genuine, and its text without a name."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "initials": "J. J.",
                    "programme": "Reverse mentoring 2026",
                    "role": "mentor",
                    "sessions": 6,
                    "first_on": "2026-01-14",
                    "last_on": "2026-06-10",
                }
            ]
        }
    )

    initials: str
    programme: str
    role: Role
    sessions: int
    first_on: date
    last_on: date

    @classmethod
    def of(cls, verified: Verified) -> Self:
        """Show what a code verifies."""
        certificate = verified.certificate
        return cls(
            initials=verified.initials,
            programme=verified.programme,
            role=certificate.role,
            sessions=certificate.sessions,
            first_on=certificate.first_on,
            last_on=certificate.last_on,
        )


@router.get("/programmes/{programme_id}/me/certificates", summary="The caller's certificates")
async def list_own(programme_id: ProgrammeId, caller: Participant, read: Read) -> OwnCertificatesView:
    """Return the caller's certificates with their codes.

    One for each completed pairing that has held a session.
    """
    own = await read.read(caller, programme_id, queries.list_own, caller.require_employee())
    items = [
        OwnCertificateView(**CertificateView.of(each).model_dump(), code=each.code) for each in own.items
    ]
    return OwnCertificatesView(name=own.name, programme=own.programme, items=items)


@router.get("/programmes/{programme_id}/certificates", summary="List the certificates of a programme")
async def list_issued(
    programme_id: ProgrammeId, caller: Coordinator, read: Read, page: Paging
) -> Page[CertificateView]:
    """List the certificates that were issued, the latest first; their codes are their holders'."""
    return Page.of(await read.read(caller, programme_id, queries.list_issued, page), CertificateView.of)


@router.post(
    "/certificate-checks",
    dependencies=[open_to_all("the code is a secret of 140 bits, which its holder has shown")],
    responses={404: {"description": "The code verifies nothing, whatever the reason"}},
    summary="Verify a certificate",
)
async def verify(check: CheckInput, read: Read) -> VerifiedView:
    """Return the certificate of a code; the same answer for every code that verifies nothing.

    A POST, so that the code is in no URL; it changes nothing.
    """
    anybody = Caller(sub="certificate-check", tenant=check.tenant, roles=frozenset({CallerRole.PARTICIPANT}))
    return VerifiedView.of(await read.read(anybody, None, queries.verify, check.code))
