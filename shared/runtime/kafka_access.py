"""Access to Kafka: addresses, transport security and credentials, the same for every client."""

import ssl
from typing import Any, Literal, Self

from pydantic import FilePath, SecretStr, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from typing_extensions import override

from shared.runtime.secret_files import SecretFiles


class KafkaAccess(BaseSettings):
    """The settings of every Kafka client; ``Settings`` is one, tools read theirs from the environment."""

    model_config = SettingsConfigDict(
        env_prefix="MENTORING_", extra="ignore", frozen=True, env_ignore_empty=True, hide_input_in_errors=True
    )

    kafka_bootstrap: str
    """The brokers, ``host:port``, comma-separated."""
    kafka_security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    """Kafka's name of the protocol; production takes ``SASL_SSL``, or ``SSL`` with a client certificate."""
    kafka_sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = "SCRAM-SHA-512"
    """The mechanism that proves the password, with the ``SASL_…`` protocols."""
    kafka_username: str = ""
    """The service's own user, with the ``SASL_…`` protocols."""
    kafka_password: SecretStr = SecretStr("")
    """The user's password; better in a file named by ``MENTORING_KAFKA_PASSWORD_FILE``."""
    kafka_ca_file: FilePath | None = None
    """The certificate authorities (PEM) that may vouch for the brokers; those of the system by default."""
    kafka_cert_file: FilePath | None = None
    """The client's certificate (PEM), for brokers that ask for one."""
    kafka_key_file: FilePath | None = None
    """The private key of the client's certificate (PEM)."""

    @classmethod
    @override
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read secrets from the files that the environment names, too."""
        return init_settings, env_settings, SecretFiles(settings_cls)

    @property
    def kafka_tls(self) -> bool:
        """Whether connections are encrypted."""
        return self.kafka_security_protocol.endswith("SSL")

    @property
    def kafka_sasl(self) -> bool:
        """Whether clients prove a password."""
        return self.kafka_security_protocol.startswith("SASL")

    def kafka_ssl_context(self) -> ssl.SSLContext | None:
        """Return the authorities and the certificate of TLS connections, read anew; None without TLS.

        Raises:
            OSError: a file holds no certificate or key (ssl.SSLError is one).
        """
        if not self.kafka_tls:
            return None
        context = ssl.create_default_context(cafile=self.kafka_ca_file)
        if self.kafka_cert_file:
            context.load_cert_chain(self.kafka_cert_file, self.kafka_key_file)
        return context

    def kafka_client_options(self) -> dict[str, Any]:
        """Return the keyword arguments of any aiokafka client for this access."""
        options = {
            "bootstrap_servers": self.kafka_bootstrap,
            "security_protocol": self.kafka_security_protocol,
            "ssl_context": self.kafka_ssl_context(),
        }
        if self.kafka_sasl:
            options |= {
                "sasl_mechanism": self.kafka_sasl_mechanism,
                "sasl_plain_username": self.kafka_username,
                "sasl_plain_password": self.kafka_password.get_secret_value(),
            }
        return options

    @model_validator(mode="after")
    def _complete_access(self) -> Self:
        """Refuse credentials that are missing, and those that the protocol would silently not use."""
        user, password = bool(self.kafka_username), bool(self.kafka_password.get_secret_value())
        self._demand("MENTORING_KAFKA_USERNAME", given=user, used=self.kafka_sasl)
        self._demand("MENTORING_KAFKA_PASSWORD", given=password, used=self.kafka_sasl)
        files = {"CA": self.kafka_ca_file, "CERT": self.kafka_cert_file, "KEY": self.kafka_key_file}
        for name, path in files.items():
            if path and not self.kafka_tls:
                self._demand(f"MENTORING_KAFKA_{name}_FILE", given=True, used=False)
        try:
            self.kafka_ssl_context()
        except OSError as error:
            names = ", ".join(f"MENTORING_KAFKA_{name}_FILE" for name, path in files.items() if path)
            raise ValueError(f"{names}: no usable certificate or key") from error
        return self

    def _demand(self, name: str, *, given: bool, used: bool) -> None:
        if given != used:
            fault = "is missing" if used else "is set, but not used"
            protocol = f"MENTORING_KAFKA_SECURITY_PROTOCOL={self.kafka_security_protocol}"
            raise ValueError(f"{name} {fault} with {protocol}")
