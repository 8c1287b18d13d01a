"""The settings of a service, read from the environment (``MENTORING_…``)."""

from typing import Final, Literal, Self

from pydantic import Field, SecretStr, model_validator

from shared.kernel import Identifier
from shared.runtime.kafka_access import KafkaAccess
from shared.runtime.production import refuse_kafka, refuse_mongo, refuse_sign_in, refuse_tests, refuse_tokens

_DEVELOPMENT_ID_KEY: Final = "a development key that everybody knows"


class Settings(KafkaAccess):
    """Every setting, its default and what it does."""

    environment: Literal["development", "production"] = "production"
    """``production`` refuses what is only safe on a developer's machine."""
    host: str = "127.0.0.1"
    """The address to listen on."""
    port: int = Field(default=8000, ge=0, le=65535)
    """The port to listen on."""
    metrics_port: int | None = Field(default=None, ge=1, le=65535)
    """A second port, the only one that answers ``/metrics`` then; by default there is none."""
    mongo_uri: SecretStr
    """Must name a replica set: transactions need one. Holds user, password, ``tls`` and ``tlsCAFile``.

    Better in a file named by ``MENTORING_MONGO_URI_FILE``.
    """
    mongo_database: str
    """The service's own database; nobody else reads it."""
    allow_unauthenticated_mongo: bool = False
    """Lets production use a MongoDB address without credentials or without TLS."""
    allow_plaintext_kafka: bool = False
    """Lets production use Kafka without TLS."""
    kafka_idempotence: bool = True
    """Off only for a broker that lacks it; the relay then relies on the consumers' inbox alone."""
    topic_prefix: str = ""
    """Put before every topic and consumer group, so that several stacks can share a broker."""
    topic_partitions: int = Field(default=6, ge=1, le=1000)
    """Partitions of topics this service creates; the most replicas that can share the work."""
    topic_replication: int = Field(default=1, ge=1, le=7)
    """Copies of topics this service creates; 3 in production."""
    topic_retention_days: int | None = Field(default=None, ge=1, le=36_500)
    """How long topics this service creates keep events, for read models that are built again from them;
    not set: as long as the broker's default. ``inbox_days`` must be longer.
    """
    event_max_bytes: int = Field(default=1_000_000, ge=10_000, le=100_000_000)
    """The largest size of an event as sent, in bytes; must be below the broker's ``message.max.bytes``."""
    batch_size: int = Field(default=2000, ge=1, le=5000)
    """Events of one polled batch at most; slow ones take several transactions."""
    relay_poll_seconds: float = Field(default=0.1, gt=0, le=10)
    """How long an outbox row or a timer may wait without a signal."""
    relay_lease_seconds: float = Field(default=5, gt=0)
    """A relay that is gone is replaced by another replica's after this."""
    retry_first_seconds: float = Field(default=0.2, gt=0)
    """The wait before a parked event is tried again; it doubles with each try."""
    retry_limit_seconds: float = Field(default=60, gt=0)
    """The longest wait between two tries."""
    retry_attempts: int = Field(default=8, ge=1)
    """The number of tries after which a parked event is a dead letter."""
    parked_per_key: int = Field(default=10_000, ge=1)
    """The consumer waits while more events than this wait behind one."""
    parked_in_total: int = Field(default=100_000, ge=1)
    """The consumer waits while more events than this are parked."""
    inbox_days: int = Field(default=30, ge=1)
    """How long an event's id is remembered; longer than topic retention and the longest redrive."""
    outbox_days: int = Field(default=7, ge=1)
    """How long a published row is kept."""
    jwt_issuer: str
    """The ``iss`` a token must carry."""
    jwt_audience: str = "mentoring"
    """The ``aud`` a token must carry."""
    token_hours: float = Field(default=12, gt=0, le=24)
    """The longest validity of a token; one that is valid for longer is refused."""
    privileged_token_hours: float = Field(default=1, gt=0, le=24)
    """The same for tokens of coordinators and ops."""
    separate_roles: bool = False
    """Refuses tokens that hold both roles, coordinator and participant."""
    jwks: str
    """Where the issuer's public keys are: a file or an https address."""
    sign_in_key: SecretStr = SecretStr("")
    """The console's own Ed25519 private key (PEM), with which it signs tokens of people who sign in by mail;
    better in a file named by ``MENTORING_SIGN_IN_KEY_FILE``. Empty: nobody signs in by mail.
    """
    sign_in_jwks: str = ""
    """Where the public half of that key is: a file, or the console's ``/.well-known/jwks.json`` over https.
    Empty: tokens of that issuer are refused.
    """
    clock: str = "system"
    """``system``, or ``virtual:PATH`` for a clock in a file; refused in production."""
    id_key: SecretStr = SecretStr("")
    """The secret behind ids made of employee ids or private text: 32 characters or more, the same for all
    services and for good; required in production.
    """
    operator_tenant: Identifier | None = None
    """The tenant whose ops see every tenant's dead letters; by default no ops see another tenant's."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """The least severe level that is logged."""
    otlp_endpoint: str = ""
    """Where an OpenTelemetry collector takes spans over HTTP; empty for nowhere."""
    trace_sample: float = Field(default=0.1, ge=0, le=1)
    """The share of traces recorded."""
    api_description: bool = False
    """Serves ``/openapi.json`` in production, too."""
    max_connections: int = Field(default=1000, ge=10, le=100_000)
    """The most open HTTP connections of a process; a further one closes the one idle longest."""
    least_admitted: int = Field(default=32, ge=1)
    """Concurrent commands and queries that are always admitted; more only while they are fast."""
    person_quota: float = Field(default=50, ge=1)
    """Requests per second of one person to each replica; bursts of ten times this; a write counts twice."""
    tenant_quota: float = Field(default=500, ge=1)
    """The same for all people of a tenant together."""
    max_body_bytes: int = Field(default=1_000_000, ge=1000)
    """Larger requests are refused, files apart."""
    max_file_bytes: int = Field(default=20_000_000, ge=1000)
    """Larger files are refused; an import of 100,000 employees has about 19 MB."""

    def refusals(self) -> list[str]:
        """Return why production refuses these settings, a sentence each; a product adds its own."""
        return [
            *refuse_tests(self.clock, self.id_key.get_secret_value()),
            *refuse_tokens(self.jwks, self.jwt_issuer),
            *refuse_sign_in(self.sign_in_jwks, self.sign_in_key.get_secret_value()),
            *refuse_kafka(self, plaintext=self.allow_plaintext_kafka),
            *refuse_mongo(
                self.mongo_uri.get_secret_value(), unauthenticated=self.allow_unauthenticated_mongo
            ),
        ]

    @property
    def permissions(self) -> list[str]:
        """The settings by which production allows what it refuses otherwise."""
        permitted = {
            "MENTORING_ALLOW_PLAINTEXT_KAFKA": self.allow_plaintext_kafka,
            "MENTORING_ALLOW_UNAUTHENTICATED_MONGO": self.allow_unauthenticated_mongo,
        }
        return [name for name, allowed in permitted.items() if allowed and self.environment == "production"]

    @model_validator(mode="after")
    def _inbox_outlives_topics(self) -> Self:
        if self.topic_retention_days is not None and self.inbox_days <= self.topic_retention_days:
            raise ValueError("MENTORING_INBOX_DAYS: must be longer than MENTORING_TOPIC_RETENTION_DAYS")
        return self

    @model_validator(mode="after")
    def _safe_in_production(self) -> Self:
        refused = self.refusals() if self.environment == "production" else []
        if refused:
            raise ValueError("\n".join(refused))
        return self

    @property
    def key_of_ids(self) -> bytes:
        """The id key as bytes; in development there is one that everybody knows."""
        return (self.id_key.get_secret_value() or _DEVELOPMENT_ID_KEY).encode()
