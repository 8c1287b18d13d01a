"""Apache Kafka that accepts only TLS and SCRAM-SHA-512, and gives each user exactly its grants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from typing_extensions import override

from devstack.engines.kafka import Kafka
from devstack.probe import broker_answers
from devstack.processes import ProcessTable
from shared.runtime.kafka_access import KafkaAccess

ADMIN: Final = "admin"
BROKER: Final = "broker"
"""The common name of the broker's certificate, by which the controller knows it."""


class SecureKafka(Kafka):
    """A single node whose users are made when its storage is formatted.

    Args:
        table: of the stack's processes.
        port: of the one listener for clients.
        authority: the certificate that clients and broker trust.
        certificate: key and certificate of the broker, in one PEM file.
        passwords: of each user; ``admin`` may do everything.
    """

    def __init__(
        self,
        table: ProcessTable,
        port: int,
        *,
        authority: Path,
        certificate: Path,
        passwords: Mapping[str, str],
    ) -> None:
        super().__init__(table, port)
        self._authority = authority
        self._certificate = certificate
        self._passwords = passwords

    def access(self, user: str = ADMIN) -> KafkaAccess:
        """Return the settings with which a user connects to this broker."""
        return KafkaAccess.model_validate(
            {
                "kafka_bootstrap": self.address,
                "kafka_security_protocol": "SASL_SSL",
                "kafka_username": user,
                "kafka_password": self._passwords[user],
                "kafka_ca_file": self._authority,
            }
        )

    @override
    def properties(self) -> dict[str, str]:
        plain = super().properties()
        secured = {key: value.replace("PLAINTEXT://", "SASL_SSL://") for key, value in plain.items()}
        return secured | security_properties(self._authority, self._certificate, self._passwords[ADMIN])

    @override
    def format_options(self) -> Sequence[str]:
        return [
            word
            for user, password in self._passwords.items()
            for word in ("--add-scram", f"SCRAM-SHA-512=[name={user},password={password}]")
        ]

    @override
    def healthy(self) -> bool:
        return broker_answers(self.access())


def security_properties(authority: Path, certificate: Path, admin_password: str) -> dict[str, str]:
    """Return the broker properties that secure a node with the listeners SASL_SSL and CONTROLLER.

    The controller keeps the SCRAM users in its own log and so cannot authenticate by them: its listener takes
    client certificates.
    """
    module = "org.apache.kafka.common.security.scram.ScramLoginModule"
    return {
        "listener.security.protocol.map": "SASL_SSL:SASL_SSL,CONTROLLER:SSL",
        "inter.broker.listener.name": "SASL_SSL",
        "sasl.enabled.mechanisms": "SCRAM-SHA-512",
        "sasl.mechanism.inter.broker.protocol": "SCRAM-SHA-512",
        "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config": (
            f'{module} required username="{ADMIN}" password="{admin_password}";'
        ),
        "listener.name.controller.ssl.client.auth": "required",
        "ssl.keystore.type": "PEM",
        "ssl.keystore.location": str(certificate),
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": str(authority),
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users": f"User:{ADMIN};User:CN={BROKER}",
        "allow.everyone.if.no.acl.found": "false",
    }
