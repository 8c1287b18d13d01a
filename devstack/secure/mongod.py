"""A mongod that accepts only TLS and passwords, with one user for each service's database."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pymongo import MongoClient
from typing_extensions import override

from devstack.engines.mongod import REPLICA_SET, Mongod
from devstack.errors import DevstackError
from devstack.ports import LOOPBACK
from devstack.processes import ProcessTable
from devstack.secure.certificates import write_private

ADMIN: Final = "admin"
_KEY_BYTES: Final = 256
_PRIMARY_SECONDS: Final = 600.0


class SecureMongod(Mongod):
    """A replica set of one whose users are made at its first start.

    Args:
        table: of the stack's processes.
        port: the port.
        authority: the certificate that clients and server trust.
        certificate: key and certificate of the server, in one PEM file.
        passwords: of each user; ``admin`` may do everything.
        database_prefix: a service's database is ``<prefix>_<name>``.
    """

    def __init__(
        self,
        table: ProcessTable,
        port: int,
        *,
        authority: Path,
        certificate: Path,
        passwords: Mapping[str, str],
        database_prefix: str,
    ) -> None:
        super().__init__(table, port)
        self._tls = f"tls=true&tlsCAFile={authority}"
        self._passwords = passwords
        self._prefix = database_prefix
        self._authority = authority
        self._certificate = certificate
        self._direct = f"mongodb://{LOOPBACK}:{port}/?directConnection=true&{self._tls}"
        self.address = self.uri(ADMIN)

    def uri(self, user: str, password: str | None = None) -> str:
        """Return the address for a user, with its password or another."""
        credentials = f"{user}:{self._passwords[user] if password is None else password}"
        place = f"{LOOPBACK}:{self.port}/?replicaSet={REPLICA_SET}&authSource=admin"
        return f"mongodb://{credentials}@{place}&{self._tls}"

    @override
    def command(self) -> Sequence[str]:
        plain = super().command()
        key = self.data / "replica-set.key"
        if not key.exists():
            write_private(key, secrets.token_hex(_KEY_BYTES).encode())
        return [
            *plain,
            *("--auth", "--keyFile", str(key)),
            *("--tlsMode", "requireTLS", "--tlsCAFile", str(self._authority)),
            *("--tlsCertificateKeyFile", str(self._certificate), "--tlsAllowConnectionsWithoutCertificates"),
            *("--tlsDisabledProtocols", "TLS1_0,TLS1_1"),
        ]

    @override
    def settle(self) -> None:
        """Initiate the replica set and make the users, as only a local client of an empty server may."""
        if not self.listens():
            return
        with MongoClient[dict[str, Any]](self._direct) as local:
            member = {"_id": 0, "host": f"{LOOPBACK}:{self.port}"}
            local.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": [member]})
            deadline = time.monotonic() + _PRIMARY_SECONDS
            while not local.admin.command("hello").get("isWritablePrimary"):
                if time.monotonic() > deadline:
                    raise DevstackError(f"mongod does not become primary: {self.failure()}")
                time.sleep(0.05)
            local.admin.command("createUser", ADMIN, pwd=self._passwords[ADMIN], roles=["root"])
        with MongoClient[dict[str, Any]](self.address) as client:
            for user in self._passwords.keys() - {ADMIN}:
                role = {"role": "readWrite", "db": f"{self._prefix}_{user}"}
                client.admin.command("createUser", user, pwd=self._passwords[user], roles=[role])
