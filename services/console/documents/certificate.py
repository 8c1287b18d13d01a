"""Certificates as PDF, in the reader's language."""

import base64
from dataclasses import asdict, dataclass
from typing import Final

from services.console.clients.certificates import OwnCertificate, OwnCertificates
from services.console.drawing_process import DrawingProcess
from shared.contracts.vocabulary import Role
from shared.locale import Voice, translatable

_PART: Final = {
    Role.MENTOR: translatable("took part as a mentor in the reverse mentoring programme"),
    Role.MENTEE: translatable("took part as a mentee in the reverse mentoring programme"),
}


@dataclass(frozen=True)
class CertificateText:
    """The text of a certificate, line by line.

    Attributes:
        language: of the words.
        title: what it is.
        name: whose it is.
        part: what the person did.
        programme: the programme's name.
        facts: sessions and dates.
        check: how to verify it, and where.
        code: what it is verified by.
        issued_at: when it was issued, in ISO format; the same certificate is always the same file.
    """

    language: str
    title: str
    name: str
    part: str
    programme: str
    facts: tuple[str, ...]
    check: tuple[str, ...]
    code: str
    issued_at: str


class CertificateDrawings:
    """Draws certificates, in a process of its own (``certificate_process.py``)."""

    def __init__(self) -> None:
        self._process = DrawingProcess("services.console.documents.certificate_process")

    async def draw(self, text: CertificateText) -> bytes:
        """Return the certificate as PDF.

        Raises:
            DrawingFailed: it could not be drawn in time or at all.
        """
        return base64.b64decode(await self._process.draw(asdict(text)))

    async def close(self) -> None:
        """End the process, if there is one."""
        await self._process.close()


def certificate_text(
    voice: Voice, own: OwnCertificates, certificate: OwnCertificate, address: str
) -> CertificateText:
    """Word a certificate.

    Args:
        voice: the language.
        own: has the names that stand on it.
        certificate: the certificate.
        address: of the page where anybody can verify it.
    """
    say = voice.say
    first, last = voice.date(certificate.first_on), voice.date(certificate.last_on)
    return CertificateText(
        language=voice.language,
        title=say("Certificate"),
        name=own.name,
        part=say(_PART[certificate.role]),
        programme=own.programme,
        facts=(
            voice.say_count("{count} session held", "{count} sessions held", certificate.sessions),
            say("From {start} to {end}", start=first, end=last),
            say("Issued on {day}", day=voice.date(certificate.issued_at.date())),
        ),
        check=(say("Anybody can verify this certificate with its code, at this address:"), address),
        code=certificate.code,
        issued_at=certificate.issued_at.isoformat(),
    )
