import json
import stat
from datetime import UTC, datetime, timedelta

import jwt
import pytest

from devstack.errors import DevstackError
from devstack.tokens import AUDIENCE, ISSUER, LocalIssuer


@pytest.fixture
def issuer(tmp_path):
    return LocalIssuer(tmp_path / "keys")


def claims_of(issuer, token):
    keys = jwt.PyJWKSet.from_json(issuer.jwks_path.read_text())
    key = keys[jwt.get_unverified_header(token)["kid"]]
    return jwt.decode(token, key, algorithms=["EdDSA"], audience=AUDIENCE, issuer=ISSUER)


def test_a_token_verifies_against_the_published_keys_and_carries_its_claims(issuer):
    before = datetime.now(UTC).timestamp()
    token = issuer.mint(
        "s-1",
        "acme",
        ["participant", "coordinator"],
        programmes=["p-2", "p-1"],
        employee_id="e-7",
        ttl=timedelta(hours=2),
    )
    claims = claims_of(issuer, token)
    assert claims["sub"] == "s-1"
    assert claims["tenant"] == "acme"
    assert claims["roles"] == ["coordinator", "participant"]
    assert claims["programmes"] == ["p-1", "p-2"]
    assert claims["employee_id"] == "e-7"
    assert claims["no_employee"] is False
    assert claims["exp"] - claims["iat"] == 7200
    assert int(before) <= claims["iat"] <= datetime.now(UTC).timestamp()


def test_no_two_tokens_are_equal(issuer):
    assert issuer.mint("s", "acme", ["ops"]) != issuer.mint("s", "acme", ["ops"])


def test_a_token_without_an_employee_states_that_there_is_none_unless_asked_not_to(issuer):
    stated = claims_of(issuer, issuer.mint("s", "acme", ["coordinator"]))
    assert (stated["employee_id"], stated["no_employee"], stated["programmes"]) == (None, True, ["*"])
    silent = claims_of(issuer, issuer.mint("s", "acme", ["coordinator"], no_employee=False))
    assert (silent["employee_id"], silent["no_employee"]) == (None, False)


def test_the_private_key_is_private_and_the_jwks_holds_none_of_it(issuer):
    pem = issuer.jwks_path.parent / "issuer.pem"
    assert stat.S_IMODE(pem.stat().st_mode) == 0o600
    (key,) = json.loads(issuer.jwks_path.read_text())["keys"]
    assert set(key) == {"kty", "crv", "x", "kid", "alg", "use"}


def test_a_second_issuer_of_the_folder_has_the_same_key(issuer):
    again = LocalIssuer(issuer.jwks_path.parent)
    assert claims_of(issuer, again.mint("s", "acme", ["ops"]))["roles"] == ["ops"]


def test_another_folders_token_does_not_verify(issuer, tmp_path):
    foreign = LocalIssuer(tmp_path / "elsewhere").mint("s", "acme", ["ops"])
    with pytest.raises(KeyError):
        claims_of(issuer, foreign)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"subject": " "}, "subject must not be empty"),
        ({"tenant": ""}, "tenant must not be empty"),
        ({"roles": ["king"]}, "role: king is none of"),
        ({"ttl": timedelta(0)}, "ttl must be positive"),
    ],
)
def test_bad_input_is_named(issuer, arguments, message):
    with pytest.raises(DevstackError, match=message):
        issuer.mint(**{"subject": "s", "tenant": "acme", "roles": ["ops"], **arguments})


def test_a_broken_key_file_is_named(tmp_path):
    (tmp_path / "issuer.pem").write_text("not a key")
    with pytest.raises(DevstackError, match=r"issuer\.pem is not a private key"):
        LocalIssuer(tmp_path)
