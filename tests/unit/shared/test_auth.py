"""Tokens: who is let in, and who is not, whatever they claim."""

import base64
import contextlib
import json
from datetime import UTC, datetime, timedelta
from typing import Annotated

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from fastapi import FastAPI

from shared.runtime.auth import allow
from shared.runtime.caller import Caller, CallerRole
from shared.runtime.quotas import Quotas
from shared.runtime.tokens import Verifier

ISSUER = "https://auth.example"
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ED_KEY = ed25519.Ed25519PrivateKey.generate()
KEYS = {"RS256": RSA_KEY, "EdDSA": ED_KEY}


@pytest.fixture
def at(tmp_path):
    """Return the arguments of a verifier: keys, issuer and audience."""
    jwks = [
        json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(RSA_KEY.public_key())) | {"kid": "RS256", "use": "sig"},
        json.loads(jwt.algorithms.OKPAlgorithm.to_jwk(ED_KEY.public_key())) | {"kid": "EdDSA", "use": "sig"},
    ]
    path = tmp_path / "jwks.json"
    path.write_text(json.dumps({"keys": jwks}))
    return {"jwks": str(path), "issuer": ISSUER, "audience": "mentoring"}


@pytest.fixture
def verifier(at):
    return Verifier(**at, privileged_hours=1)


def claims(**changes):
    now = datetime.now(UTC)
    given = {
        "iss": ISSUER, "aud": "mentoring", "sub": "ana", "iat": now, "exp": now + timedelta(hours=1),
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
    body = part({**claims(iat=4102441200, exp=4102444800)})
    unsigned = f"{part({'alg': 'none', 'kid': 'RS256'})}.{body}."
    with pytest.raises(jwt.InvalidTokenError):
        await verifier.caller(unsigned)
    # The classic confusion: the public key taken for a shared secret.
    shared = jwt.encode(claims(), "x" * 64, algorithm="HS256", headers={"kid": "RS256"})
    with pytest.raises(jwt.InvalidTokenError):
        await verifier.caller(shared)


def test_a_coordinator_coordinates_only_what_the_token_names():
    def coordinator(*programmes):
        return Caller(sub="ana", tenant="acme", roles={CallerRole.COORDINATOR}, programmes=programmes)

    assert coordinator("*").may_coordinate("any")
    assert coordinator("*").all_programmes
    assert not coordinator().may_coordinate("any")
    assert not coordinator("p1").all_programmes
    participant = Caller(sub="ben", tenant="acme", roles={CallerRole.PARTICIPANT}, programmes={"*"})
    assert not participant.may_coordinate("any")


async def test_an_employee_id_has_one_normal_form(verifier):
    assert (await verifier.caller(token(employee_id="X6"))).employee_id == "x6"


@pytest.mark.parametrize(
    ("statement", "stated"),
    [
        ({}, False),
        ({"employee_id": "x6"}, True),
        ({"no_employee": True}, True),
        ({"no_employee": False}, False),
    ],
)
async def test_a_token_states_who_the_person_is_or_it_does_not(verifier, statement, stated):
    assert (await verifier.caller(token(**statement))).states_who is stated


@pytest.mark.parametrize(
    ("path", "claims_", "status"),
    [
        ("/p1", {"employee_id": "x6"}, 200),
        ("/p1", {"no_employee": True}, 200),
        ("/p1", {"no_employee": True, "programmes": ["*"]}, 200),
        ("/p1", {}, 403),
        ("/p1", {"no_employee": False}, 403),
        ("/p1", {"employee_id": "x6", "programmes": None}, 403),
        ("/p1", {"employee_id": "x6", "programmes": []}, 403),
        ("/p2", {"employee_id": "x6"}, 404),
        ("/p1", {"employee_id": "x6", "roles": ["participant"]}, 403),
    ],
)
async def test_a_coordinator_is_let_in_only_with_a_statement_and_programmes(verifier, path, claims_, status):
    app = FastAPI()
    app.state.verifier, app.state.sessions = verifier, None
    app.state.quotas = Quotas(person_per_second=100, tenant_per_second=100)

    @app.get("/{programme_id}")
    async def read(programme_id: str, caller: Annotated[Caller, allow(CallerRole.COORDINATOR)]) -> str:
        return f"{programme_id} {caller.sub}"

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://service") as http:
        answer = await http.get(path, headers={"Authorization": f"Bearer {token(**claims_)}"})
    assert answer.status_code == status, answer.text


@pytest.mark.parametrize(
    "shift",
    [{"iat": 2}, {"nbf": 2}, {"iat": 8, "nbf": 8}, {"exp": -2}],
    ids=["iat ahead", "nbf ahead", "both ahead", "just expired"],
)
async def test_a_clock_a_few_seconds_off_is_tolerated(verifier, shift):
    now = datetime.now(UTC)
    assert await verifier.caller(token(**{name: now + timedelta(seconds=by) for name, by in shift.items()}))


@pytest.mark.parametrize("shift", [{"iat": 60}, {"nbf": 60}, {"exp": -60}], ids=str)
async def test_a_clock_a_minute_off_is_not(verifier, shift):
    now = datetime.now(UTC)
    with pytest.raises(jwt.InvalidTokenError):
        await verifier.caller(token(**{name: now + timedelta(seconds=by) for name, by in shift.items()}))


@pytest.mark.parametrize(
    ("roles", "hours", "taken"),
    [
        (["participant"], 12, True),
        (["participant"], 13, False),
        (["coordinator"], 1, True),
        (["coordinator"], 2, False),
        (["participant", "ops"], 2, False),
        (["participant"], 87_600, False),
    ],
)
async def test_a_token_has_a_greatest_age(verifier, roles, hours, taken):
    now = datetime.now(UTC)
    given = token(roles=roles, iat=now, exp=now + timedelta(hours=hours), employee_id="x6")
    if taken:
        assert await verifier.caller(given)
    else:
        with pytest.raises(jwt.InvalidTokenError, match="too long"):
            await verifier.caller(given)


SHAPES = ["", "x", -1, 0, 1e308, 10**400, True, [], [1], {}, {"a": [{}]}, "²", "\x00", ["*", 1], None]


@pytest.mark.parametrize("claim", [*claims(), "iat", "nbf", "jti", "employee_id", "no_employee"])
@pytest.mark.parametrize("shape", SHAPES, ids=repr)
async def test_claims_of_any_shape_are_accepted_or_refused_never_a_failure(verifier, claim, shape):
    body = {name: value for name, value in claims().items() if not isinstance(value, datetime)}
    now = int(datetime.now(UTC).timestamp())
    body |= {"iat": now, "exp": now + 3600, claim: shape}
    signed = jwt.PyJWS().encode(
        json.dumps(body).encode(), ED_KEY, algorithm="EdDSA", headers={"kid": "EdDSA"}
    )
    with contextlib.suppress(jwt.InvalidTokenError):
        assert (await verifier.caller(signed)).tenant == body["tenant"]


@pytest.mark.parametrize("payload", [b"[]", b"1", b"null", b'"x"', b"{", b"\xff", b"[" * 100_000])
async def test_a_body_that_is_no_set_of_claims_is_refused(verifier, payload):
    signed = jwt.PyJWS().encode(payload, ED_KEY, algorithm="EdDSA", headers={"kid": "EdDSA"})
    with pytest.raises(jwt.InvalidTokenError):
        await verifier.caller(signed)


@pytest.mark.parametrize(
    "garbage", ["", ".", "..", "a.b.c", "é.é.é", "e30.e30.", "." * 50_000, "W10.W10.W10"]
)
async def test_what_is_no_token_is_refused(verifier, garbage):
    with pytest.raises(jwt.InvalidTokenError):
        await verifier.caller(garbage)


async def test_roles_that_mean_nothing_here_are_left_out(verifier):
    caller = await verifier.caller(token(roles=["emperor", "ops", 7]))
    assert caller.roles == {CallerRole.OPS}
    assert (await verifier.caller(token(roles=["emperor"]))).roles == frozenset()


@pytest.mark.parametrize(("algorithm", "kid"), [("RS256", "EdDSA"), ("EdDSA", "RS256")])
async def test_a_token_that_names_a_key_of_the_other_kind_is_refused(verifier, algorithm, kid):
    with pytest.raises(jwt.InvalidTokenError):
        await verifier.caller(token(algorithm, kid=kid))


@pytest.mark.parametrize(
    ("roles", "taken"),
    [
        (["coordinator"], True),
        (["participant"], True),
        (["participant", "ops"], True),
        (["coordinator", "participant"], False),
        (["coordinator", "ops", "participant"], False),
    ],
)
async def test_roles_can_be_kept_apart(at, roles, taken):
    given = token(roles=roles, employee_id="x6")
    assert await Verifier(**at).caller(given)
    apart = Verifier(**at, separate_roles=True)
    if taken:
        assert await apart.caller(given)
    else:
        with pytest.raises(jwt.InvalidTokenError, match="coordinator and participant"):
            await apart.caller(given)
