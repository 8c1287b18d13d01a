"""A certificate is drawn in every language, for any European name, and the same each time."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from services.console.clients.certificates import OwnCertificate, OwnCertificates
from services.console.documents import certificate_process
from services.console.documents.certificate import CertificateDrawings, certificate_text
from services.console.locale import CATALOGUE
from shared.contracts.vocabulary import Role
from shared.locale import LANGUAGES

NAME = "Łucja Ångström-Éluard Muñoz Ольга Γιώργος"
CODE = "7KQM-X2ND-94TB-HC0W-ZR5V-8AEJ-P1GF"
CERTIFICATE = OwnCertificate(
    certificate_id="c1",
    participant_id="p1",
    role=Role.MENTOR,
    sessions=6,
    first_on=date(2026, 1, 14),
    last_on=date(2026, 6, 10),
    issued_at=datetime(2026, 7, 1, 12, tzinfo=UTC),
    code=CODE,
)
OWN = OwnCertificates(name=NAME, programme="Reverse mentoring 2026", items=[CERTIFICATE])
ADDRESS = "https://pages.example/certificates/acme"


def text(language="en"):
    return certificate_text(CATALOGUE.voice(language), OWN, CERTIFICATE, ADDRESS)


@pytest.fixture(scope="module")
async def drawings():
    made = CertificateDrawings()
    yield made
    await made.close()


@pytest.mark.parametrize("language", sorted(LANGUAGES))
async def test_it_is_one_page_in_each_language(drawings, language):
    drawn = await drawings.draw(text(language))
    assert drawn.startswith(b"%PDF-")
    assert b"/Count 1" in drawn
    assert f"/Lang ({language})".encode() in drawn


async def test_the_same_certificate_is_the_same_file(drawings):
    assert await drawings.draw(text()) == await drawings.draw(text())


def test_it_says_whose_it_is_what_for_and_how_to_verify_it():
    said = text()
    assert (said.name, said.programme, said.code) == (NAME, "Reverse mentoring 2026", CODE)
    assert said.facts[:2] == ("6 sessions held", "From Wed, 14 Jan 2026 to Wed, 10 Jun 2026")
    assert said.check[1] == ADDRESS


@pytest.mark.parametrize("font", ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"])
def test_the_fonts_have_the_letters_of_names(font):
    folder = Path(certificate_process.__file__).parent / "fonts"
    letters = set(TTFont(folder / font).getBestCmap())
    assert {ord(letter) for letter in NAME + CODE} <= letters
