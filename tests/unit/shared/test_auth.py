"""Tokens: who is let in, and who is not, whatever they claim."""

import base64
import json
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from shared.runtime.auth import Caller, CallerRole, Verifier

ISSUER = "https://auth.example"
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ED_KEY = ed25519.Ed25519PrivateKey.generate()
KEYS = {"RS256": RSA_KEY, "EdDSA": ED_KEY}


@pytest.fixture
def verifier(tmp_path):
    jwks = [
        json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(RSA_KEY.public_key())) | {"kid": "RS256", "use": "sig"},
        json.loads(jwt.algorithms.OKPAlgorithm.to_jwk(ED_KEY.public_key())) | {"kid": "EdDSA", "use": "sig"},
    ]
    path = tmp_path / "jwks.json"
    path.write_text(json.dumps({"keys": jwks}))
    return Verifier(jwks=str(path), issuer=ISSUER, audience="mentoring")


def claims(**changes):
    now = datetime.now(UTC)
    given = {
        "iss": ISSUER, "aud": "mentoring", "sub": "ana", "exp": now + timedelta(hours=1),
        "tenant": "acme", "roles": ["coordinator"], "programmes": ["p1"],
    }  # fmt: skip
    return {name: value for name, value in (given | changes).items() if value is not None}


def token(algorithm="EdDSA", key=None, kid=None, **changes):
    headers = {"kid": kid or algorithm}
    return jwt.encode(claims(**changes), key or KEYS[algorithm], algorithm=algorithm, headers=headers)


@pytest.mark.parametrize("algorithm", ["RS256", "EdDSA"])
async def test_a_good_token_tells_who_calls(verifier, algorithm):
    caller = await verifier.caller(token(algorithm))
    assert (caller.sub, caller.tenant, caller.roles) == ("ana", "acme", {CallerRole.COORDINATOR})
    assert caller.may_coordinate("p1")
    assert not caller.may_coordinate("p2")


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"exp": datetime(2020, 1, 1, tzinfo=UTC)},
        {"exp": None},
        {"sub": None},
        {"tenant": None},
        {"tenant": "acme/../globex"},
        {"roles": None},
        {"roles": "coordinator"},
        {"programmes": ["p/1"]},
    ],
    ids=lambda changes: next(iter(changes)),
)
async def test_a_token_with_a_wrong_claim_is_refused(verifier, changes):
    with pytest.raises(jwt.InvalidTokenError):
        await verifier.caller(token(**changes))


async def test_a_token_of_another_key_is_refused(verifier):
    stranger = ed25519.Ed25519PrivateKey.generate()
    with pytest.raises(jwt.InvalidTokenError):
        await verifier.caller(token(key=stranger))
    with pytest.raises(jwt.InvalidTokenError):
        await verifier.caller(token(key=stranger, kid="unheard-of"))


async def test_an_unsigned_token_and_one_signed_with_the_public_key_are_refused(verifier):
    part = lambda value: base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()  # noqa: E731
    body = part({**claims(exp=4102444800)})
    unsigned = f"{part({'alg': 'none', 'kid': 'RS256'})}.{body}."
    with pytest.raises(jwt.InvalidTokenError):
        await verifier.caller(unsigned)
    # The classic confusion: the public key taken for a shared secret.
    shared = jwt.encode(claims(), "x" * 64, algorithm="HS256", headers={"kid": "RS256"})
    with pytest.raises(jwt.InvalidTokenError):
        await verifier.caller(shared)


def test_without_programmes_a_coordinator_coordinates_all():
    everywhere = Caller(sub="ana", tenant="acme", roles=frozenset({CallerRole.COORDINATOR}))
    assert everywhere.may_coordinate("any")
    participant = Caller(sub="ben", tenant="acme", roles=frozenset({CallerRole.PARTICIPANT}))
    assert not participant.may_coordinate("any")


async def test_roles_that_mean_nothing_here_are_left_out(verifier):
    caller = await verifier.caller(token(roles=["emperor", "ops", 7]))
    assert caller.roles == {CallerRole.OPS}
    assert (await verifier.caller(token(roles=["emperor"]))).roles == frozenset()


@pytest.mark.parametrize(("algorithm", "kid"), [("RS256", "EdDSA"), ("EdDSA", "RS256")])
async def test_a_token_that_names_a_key_of_the_other_kind_is_refused(verifier, algorithm, kid):
    with pytest.raises(jwt.InvalidTokenError):
        await verifier.caller(token(algorithm, kid=kid))
