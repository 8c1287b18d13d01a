"""Tokens of people who sign in by mail: for one employee, for minutes, and for nothing a coordinator may."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from devstack.keys import load_or_make
from devstack.tokens import AUDIENCE, ISSUER, LocalIssuer
from shared.runtime.caller import CallerRole
from shared.runtime.jwks import HeldKeys
from shared.runtime.sign_in import MAIL_ISSUER, MailIssuer, MailOrder, read_order
from shared.runtime.tokens import Verifier


def pem_of(key):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


KEY = Ed25519PrivateKey.generate()
ISSUER_BY_MAIL = MailIssuer(pem_of(KEY), AUDIENCE)


@pytest.fixture
def local(tmp_path):
    return LocalIssuer(tmp_path)


@pytest.fixture
def verifier(local):
    return make_verifier(local, HeldKeys(ISSUER_BY_MAIL.jwks))


def make_verifier(local, mail_keys, **settings):
    return Verifier(
        jwks=str(local.jwks_path), issuer=ISSUER, audience=AUDIENCE, mail_keys=mail_keys, **settings
    )


def token(key=KEY, kid=ISSUER_BY_MAIL.jwk["kid"], **changes):
    now = datetime.now(UTC)
    claims = {
        "iss": MAIL_ISSUER, "aud": AUDIENCE, "sub": "mail:e1", "iat": now, "exp": timedelta(minutes=5),
        "tenant": "acme", "roles": ["participant"], "employee_id": "e1",
    }  # fmt: skip
    given = {name: value for name, value in (claims | changes).items() if value is not None}
    given["exp"] += now
    return jwt.encode(given, key, "EdDSA", {"kid": kid})


async def test_a_token_states_the_employee_and_the_role_participant_alone(verifier):
    caller = await verifier.caller(ISSUER_BY_MAIL.mint("acme", "e1", programmes=("rm-2026",)))
    assert (caller.tenant, caller.employee_id, caller.roles) == ("acme", "e1", {CallerRole.PARTICIPANT})
    assert caller.programmes == {"rm-2026"}


@pytest.mark.parametrize(
    "changes",
    [
        {"roles": ["coordinator"]},
        {"roles": ["participant", "coordinator"]},
        {"roles": ["ops"]},
        {"roles": ["service"]},
        {"roles": ["participant", "of a later version"]},
        {"employee_id": None},
        {"employee_id": None, "no_employee": True},
        {"exp": timedelta(minutes=6)},
        {"exp": timedelta(minutes=-1)},
        {"aud": "another"},
        {"iss": ISSUER},
        {"iss": "https://evil.example"},
        {"key": Ed25519PrivateKey.generate()},
        {"kid": "another"},
    ],
)
async def test_what_claims_more_or_is_forged_is_refused(verifier, changes):
    assert await verifier.caller(token())
    with pytest.raises(jwt.InvalidTokenError):
        await verifier.caller(token(**changes))


async def test_the_organisations_issuer_cannot_sign_for_the_other_one(verifier, local):
    key = load_or_make(local.jwks_path.parent / "issuer.pem")
    kid = jwt.get_unverified_header(local.mint("x", "acme", ["participant"]))["kid"]
    with pytest.raises(jwt.InvalidTokenError):
        await verifier.caller(token(key, kid))


async def test_without_keys_nobody_signs_in_by_mail(local):
    with pytest.raises(jwt.InvalidTokenError):
        await make_verifier(local, None).caller(token())


async def test_a_developers_key_counts_in_development_only(local, tmp_path):
    load_or_make(tmp_path / "sign-in.pem")
    issuer = MailIssuer((tmp_path / "sign-in.pem").read_text(), AUDIENCE)
    keys = HeldKeys(issuer.jwks)
    assert await make_verifier(local, keys).caller(issuer.mint("acme", "e1"))
    with pytest.raises(jwt.InvalidTokenError, match="developer"):
        await make_verifier(local, keys, development_keys=False).caller(issuer.mint("acme", "e1"))


async def test_an_order_is_no_token_and_a_token_no_order(verifier):
    keys = HeldKeys(ISSUER_BY_MAIL.jwks)
    order = ISSUER_BY_MAIL.order(MailOrder("o1", "ana@example.com"))
    assert await read_order(order, keys) == MailOrder("o1", "ana@example.com")
    assert "ana" not in repr(MailOrder("o1", "ana@example.com"))
    with pytest.raises(jwt.InvalidTokenError):
        await verifier.caller(order)
    with pytest.raises(jwt.InvalidTokenError):
        await read_order(ISSUER_BY_MAIL.mint("acme", "e1"), keys)


def test_what_is_no_key_is_refused():
    with pytest.raises(ValueError, match="PEM"):
        MailIssuer("no key", AUDIENCE)
