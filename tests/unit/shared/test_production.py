"""Production refuses what is only safe on a developer's machine, and names the setting."""

import json

import pytest
from pydantic import ValidationError

from devstack.tokens import ISSUER, LocalIssuer
from services.catalogue import APPS
from services.settings import PlatformSettings
from shared import serve
from shared.runtime.settings import Settings
from shared.runtime.tokens import Verifier

MONGO = "mongodb://matching:secret@db1,db2/?replicaSet=rs0"
SAFE = {
    "environment": "production",
    "kafka_bootstrap": "k:9093",
    "kafka_security_protocol": "SASL_SSL",
    "kafka_username": "matching",
    "kafka_password": "secret",
    "mongo_uri": f"{MONGO}&tls=true",
    "mongo_database": "x",
    "jwt_issuer": "https://auth.example",
    "jwks": "https://auth.example/keys",
    "id_key": "k" * 32,
}
WITHOUT_SASL = {"kafka_username": "", "kafka_password": ""}
PLAINTEXT = WITHOUT_SASL | {"kafka_security_protocol": "PLAINTEXT"}
UNSAFE = [
    ({"clock": "virtual:/tmp/clock"}, "MENTORING_CLOCK: a virtual clock"),
    ({"id_key": ""}, "MENTORING_ID_KEY: production needs a secret"),
    ({"id_key": "k" * 31}, "MENTORING_ID_KEY: production needs a secret"),
    ({"jwks": "http://auth.example/keys"}, "MENTORING_JWKS: keys over plain http"),
    ({"sign_in_jwks": "http://console.example/keys"}, "MENTORING_SIGN_IN_JWKS: keys over plain http"),
    ({"sign_in_key": "development key\n…"}, "MENTORING_SIGN_IN_KEY: a developer's key"),
    ({"jwt_issuer": ISSUER}, "MENTORING_JWT_ISSUER: the local issuer"),
    (PLAINTEXT, "MENTORING_KAFKA_SECURITY_PROTOCOL: PLAINTEXT"),
    ({"kafka_security_protocol": "SASL_PLAINTEXT"}, "MENTORING_KAFKA_SECURITY_PROTOCOL: SASL_PLAINTEXT"),
    (WITHOUT_SASL | {"kafka_security_protocol": "SSL"}, "MENTORING_KAFKA_CERT_FILE: SSL without"),
    ({"mongo_uri": "mongodb://db/?replicaSet=rs0&tls=true"}, "MENTORING_MONGO_URI: an address without user"),
    ({"mongo_uri": "mongodb://me@db/?tls=true"}, "MENTORING_MONGO_URI: an address without user"),
    ({"mongo_uri": MONGO}, "MENTORING_MONGO_URI: an address without tls=true"),
    ({"mongo_uri": f"{MONGO}&tls=false"}, "MENTORING_MONGO_URI: an address without tls=true"),
    ({"mongo_uri": "mongodb+srv://u:p@db/?tls=false"}, "MENTORING_MONGO_URI: an address without tls=true"),
    ({"mongo_uri": f"{MONGO}&tls=true&tlsInsecure=true"}, "MENTORING_MONGO_URI: TLS that accepts any"),
    (
        {"mongo_uri": f"{MONGO}&tls=true&tlsAllowInvalidHostnames=true"},
        "MENTORING_MONGO_URI: TLS that accepts any",
    ),
]
BY_NAME = [
    PLAINTEXT | {"allow_plaintext_kafka": True},
    {"mongo_uri": "mongodb://db/?replicaSet=rs0", "allow_unauthenticated_mongo": True},
]
ALSO_SAFE = [
    {},
    {"sign_in_jwks": "https://console.example/.well-known/jwks.json"},
    {"mongo_uri": "mongodb+srv://u:p@db/"},
    {"mongo_uri": "mongodb://db/?tls=true&authMechanism=MONGODB-X509&tlsCertificateKeyFile=/me.pem"},
    {"mongo_uri": f"{MONGO}&ssl=true"},
]


@pytest.mark.parametrize(("changes", "sentence"), UNSAFE)
def test_what_is_only_safe_in_development_is_refused_in_production(changes, sentence):
    with pytest.raises(ValidationError, match=sentence) as refused:
        Settings.model_validate(SAFE | changes)
    assert "secret@" not in str(refused.value)
    assert Settings.model_validate(SAFE | changes | {"environment": "development"})


@pytest.mark.parametrize("changes", [*ALSO_SAFE, *BY_NAME])
def test_what_is_safe_or_allowed_by_name_is_accepted(changes):
    settings = Settings.model_validate(SAFE | changes)
    allowed = [f"MENTORING_{name.upper()}" for name in changes if name.startswith("allow_")]
    assert settings.permissions == allowed  # and logged at the start


def test_links_to_sign_in_need_an_https_address_in_production():
    by_mail = SAFE | {"sign_in_key": "-----BEGIN…"}
    with pytest.raises(ValidationError, match="MENTORING_CONSOLE_URL: links to sign in"):
        PlatformSettings.model_validate(by_mail)
    assert PlatformSettings.model_validate(by_mail | {"console_url": "https://console.example"})


def test_a_developers_keys_are_refused_in_production_at_the_start_and_in_every_token(tmp_path):
    issuer = LocalIssuer(tmp_path)
    with pytest.raises(ValidationError, match="MENTORING_JWKS: the file holds a developer's key"):
        Settings.model_validate(SAFE | {"jwks": str(issuer.jwks_path)})
    assert Settings.model_validate(SAFE | {"jwks": str(issuer.jwks_path), "environment": "development"})


async def test_a_token_signed_with_a_developers_key_is_refused_in_production(tmp_path):
    issuer = LocalIssuer(tmp_path)
    token = issuer.mint("s", "acme", ["participant"], employee_id="e1")
    at = {"jwks": str(issuer.jwks_path), "issuer": ISSUER, "audience": "mentoring"}
    assert (await Verifier(**at).caller(token)).tenant == "acme"
    with pytest.raises(Exception, match="developer's key"):
        await Verifier(**at, development_keys=False).caller(token)


def test_a_file_of_keys_of_any_shape_is_left_to_what_loads_it(tmp_path):
    for content in ("", "[]", "{}", '{"keys": 1}', '{"keys": [1]}', json.dumps({"keys": [{"kid": 7}]})):
        path = tmp_path / "jwks.json"
        path.write_text(content)
        assert Settings.model_validate(SAFE | {"jwks": str(path)})


def test_a_service_says_all_that_is_refused_and_ends(monkeypatch, capsys):
    for name in PlatformSettings.model_fields:
        monkeypatch.delenv(f"MENTORING_{name.upper()}", raising=False)
    for name, value in (
        SAFE | PLAINTEXT | {"mongo_uri": "mongodb://me:secret@db/", "clock": "virtual:/x"}
    ).items():
        monkeypatch.setenv(f"MENTORING_{name.upper()}", value)
    assert serve.main(["matching"], APPS, PlatformSettings) == 2
    said = capsys.readouterr().err
    assert [line.split(":")[0] for line in said.splitlines()] == [
        "setting MENTORING_CLOCK",
        "setting MENTORING_KAFKA_SECURITY_PROTOCOL",
        "setting MENTORING_MONGO_URI",
    ]
    assert "secret@" not in said


MAIL = SAFE | {"smtp_host": "mail.example"}


def test_mail_without_encryption_is_refused_in_production_beside_the_other_faults():
    with pytest.raises(ValidationError, match="MENTORING_SMTP_SECURITY: none is refused") as refused:
        PlatformSettings.model_validate(MAIL | {"smtp_security": "none", "id_key": ""})
    assert "MENTORING_ID_KEY" in str(refused.value)
    assert PlatformSettings.model_validate(MAIL)
    assert PlatformSettings.model_validate(MAIL | {"smtp_security": "none", "environment": "development"})


def test_the_master_key_is_long_and_services_with_private_text_do_not_start_without_one(monkeypatch, capsys):
    for wrong in ("k" * 31, "k" * 32 + " k"):
        with pytest.raises(ValidationError, match="MENTORING_MASTER_KEY"):
            PlatformSettings.model_validate(MAIL | {"master_key": wrong})
    keys = PlatformSettings.model_validate(MAIL | {"master_key": "k" * 32, "retired_master_keys": "one\ntwo"})
    assert keys.master_keys is not None
    assert len(keys.master_keys.ids) == 3
    assert PlatformSettings.model_validate(MAIL | {"environment": "development"}).master_keys is not None
    for name in PlatformSettings.model_fields:
        monkeypatch.delenv(f"MENTORING_{name.upper()}", raising=False)
    for name, value in SAFE.items():
        monkeypatch.setenv(f"MENTORING_{name.upper()}", str(value))
    for name in ("enrollment", "matching", "feedback"):
        assert serve.main([name], APPS, PlatformSettings) == 2
        assert capsys.readouterr().err.startswith("setting MENTORING_MASTER_KEY: this service needs it")


def test_webhooks_need_a_long_key_and_public_hosts_in_production():
    assert PlatformSettings.model_validate(MAIL).key_of_webhooks is None
    assert PlatformSettings.model_validate(MAIL | {"environment": "development"}).key_of_webhooks
    for wrong, name in (
        ({"webhook_key": "k" * 31}, "MENTORING_WEBHOOK_KEY"),
        ({"webhook_private_hosts": "localhost"}, "MENTORING_WEBHOOK_PRIVATE_HOSTS"),
    ):
        with pytest.raises(ValidationError, match=name):
            PlatformSettings.model_validate(MAIL | wrong)
        assert PlatformSettings.model_validate(MAIL | wrong | {"environment": "development"})
    with_key = PlatformSettings.model_validate(MAIL | {"webhook_key": "k" * 32})
    assert with_key.key_of_webhooks == b"k" * 32


def test_nobody_is_the_operator_unless_named():
    assert Settings.model_validate(SAFE).operator_tenant is None
    assert Settings.model_validate(SAFE | {"operator_tenant": "ops"}).operator_tenant == "ops"


def test_the_inbox_must_outlive_the_topics():
    with pytest.raises(ValidationError, match="MENTORING_INBOX_DAYS: must be longer than"):
        Settings.model_validate(SAFE | {"topic_retention_days": 30})
    assert (
        Settings.model_validate(SAFE | {"topic_retention_days": 30, "inbox_days": 31}).topic_retention_days
        == 30
    )
