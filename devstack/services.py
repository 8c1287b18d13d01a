"""The six services as processes, each with its port, its database and its log file."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from devstack.errors import DevstackError
from devstack.files import write_json
from devstack.keys import ensure_secret, load_or_make, write_jwks
from devstack.mail.start import MAIL, Mail
from devstack.ports import LOOPBACK, free_ports
from devstack.processes import ProcessRecord, ProcessTable
from devstack.readiness import READY_SECONDS, wait_until_ready
from devstack.stack import Addresses
from devstack.tokens import AUDIENCE, ISSUER, OPERATOR_TENANT, LocalIssuer
from services.catalogue import SERVICES, WITH_PRIVATE_TEXT


def service_command(name: str) -> list[str]:
    """Return the command line of a service."""
    return [sys.executable, "-m", "services", name]


class ServiceRunner:
    """Starts, kills and restarts the services under one root.

    Args:
        root: directory for logs, records and keys; may be the stack's own.
        addresses: the addresses of broker and MongoDB.
        clock: `system`, or `virtual:FILE` for a clock that another process moves.
        database_prefix: a service's database is `<prefix>_<name>`.
        extra_env: added to every service's environment, over everything else.
        tie_to_parent: services die with this process, even when it is killed.
        ports: the port of each service; the others get free ones.
        command: the command line for a service.
        mail: the mail server for notification, which ends with the services.
    """

    def __init__(
        self,
        root: Path,
        addresses: Addresses,
        *,
        clock: str = "system",
        database_prefix: str = "mentoring",
        extra_env: Mapping[str, str] | None = None,
        tie_to_parent: bool = False,
        ports: Mapping[str, int] | None = None,
        command: Callable[[str], Sequence[str]] = service_command,
        mail: Mail | None = None,
    ) -> None:
        self.root = root.resolve()
        self.addresses = addresses
        self.issuer = LocalIssuer(self.root / "keys")
        self.sign_in_key = self.root / "keys" / "sign-in.pem"
        self.sign_in_jwks = self.root / "keys" / "sign-in-jwks.json"
        write_jwks(self.sign_in_jwks, load_or_make(self.sign_in_key))
        self.master_key = self.root / "keys" / "master-key"
        ensure_secret(self.master_key)
        self._clock = clock
        self._prefix = database_prefix
        self._extra = dict(extra_env or {})
        self._tied = tie_to_parent
        self._command = command
        self._mail = mail
        self._ports = dict(zip(SERVICES, free_ports(len(SERVICES)), strict=True)) | dict(ports or {})
        self._table = ProcessTable(self.root)

    def url(self, name: str) -> str:
        """Return the base URL of a service, known before it runs and kept over restarts."""
        return f"http://{LOOPBACK}:{self._ports[_known(name)]}"

    def log_path(self, name: str) -> Path:
        """Return the log file of a service."""
        return self._table.log_path(_known(name))

    def environment(self, name: str) -> dict[str, str]:
        """Return the environment of a service, without the inherited one."""
        urls = {f"MENTORING_{other.upper()}_URL": self.url(other) for other in SERVICES}
        return {
            "MENTORING_ENVIRONMENT": "development",
            "MENTORING_HOST": LOOPBACK,
            "MENTORING_PORT": str(self._ports[_known(name)]),
            "MENTORING_MONGO_URI": self.addresses.mongo_uri,
            "MENTORING_MONGO_DATABASE": f"{self._prefix}_{name}",
            "MENTORING_KAFKA_BOOTSTRAP": self.addresses.kafka,
            "MENTORING_KAFKA_IDEMPOTENCE": self._idempotence(),
            "MENTORING_JWT_ISSUER": ISSUER,
            "MENTORING_PRIVILEGED_TOKEN_HOURS": "12",
            "MENTORING_PERSON_QUOTA": "100000",  # one coordinator's token opens programmes, imports and so on
            "MENTORING_TENANT_QUOTA": "100000",
            "MENTORING_JWT_AUDIENCE": AUDIENCE,
            "MENTORING_JWKS": str(self.issuer.jwks_path),
            "MENTORING_SIGN_IN_JWKS": str(self.sign_in_jwks),
            **({"MENTORING_SIGN_IN_KEY_FILE": str(self.sign_in_key)} if name == "console" else {}),
            **({"MENTORING_MASTER_KEY_FILE": str(self.master_key)} if name in WITH_PRIVATE_TEXT else {}),
            "MENTORING_ID_KEY": os.environ.get("MENTORING_ID_KEY", ""),
            "MENTORING_CLOCK": self._clock,
            "MENTORING_OPERATOR_TENANT": os.environ.get("MENTORING_OPERATOR_TENANT", OPERATOR_TENANT),
            **urls,
            "MENTORING_CONSOLE_API_URL": self.url("console"),
            "MENTORING_NOTIFICATION_API_URL": self.url("notification"),
            "MENTORING_TOPIC_PREFIX": "",
            "MENTORING_LOG_LEVEL": os.environ.get("MENTORING_LOG_LEVEL", "INFO"),
            "OPENBLAS_NUM_THREADS": "1",  # six processes share the cores
            **(self._mail.environment() if self._mail and name == "notification" else {}),
            **self._extra,
        }

    def _idempotence(self) -> str:
        """Tansu has no idempotent producer; for other brokers the environment decides."""
        default = "false" if self.addresses.broker.startswith("Tansu") else "true"
        return os.environ.get("MENTORING_KAFKA_IDEMPOTENCE", default)

    def start(self, name: str) -> None:
        """Start one service, replacing what runs under its name, and wait until it is ready.

        Raises:
            DevstackError: it ended or was not ready in time; names the log file.
        """
        self._start([_known(name)])

    def start_all(self) -> None:
        """Start all services at once, then wait until each is ready; on failure end all of them."""
        try:
            self._start(SERVICES)
        except BaseException:
            self.stop_all()
            raise

    def stop_all(self) -> None:
        """End all services: TERM, and KILL for those that do not end in time."""
        self._table.stop(*SERVICES, *([MAIL] if self._mail else []))

    def stop(self, name: str) -> None:
        """End one service gracefully."""
        self._table.stop(_known(name))

    def kill(self, name: str) -> None:
        """End a service without warning (SIGKILL)."""
        self._table.signal(_known(name), 9)

    def signal(self, name: str, signum: int) -> None:
        """Send a service a signal."""
        self._table.signal(_known(name), signum)

    def alive(self, name: str) -> bool:
        """Return whether the service's process runs."""
        record = self._table.record(_known(name))
        return record is not None and record.alive

    def pid(self, name: str) -> int:
        """Return the process of a service that was started.

        Raises:
            DevstackError: it never was.
        """
        record = self._table.record(_known(name))
        if record is None:
            raise DevstackError(f"{name} was not started")
        return record.pid

    def restart(self, name: str) -> None:
        """Start a service again on its port; ends it first when it runs."""
        self.start(name)

    def _start(self, names: Iterable[str]) -> None:
        names = list(names)
        self._table.stop(*names)
        self._write_urls()
        records = [self._spawn(name) for name in names]
        deadline = time.monotonic() + READY_SECONDS
        for record in records:
            wait_until_ready(record, self.url(record.name), deadline)

    def _spawn(self, name: str) -> ProcessRecord:
        command = self._command(name)
        return self._table.spawn(name, command, env=self.environment(name), tie_to_parent=self._tied)

    def _write_urls(self) -> None:
        inbox = {MAIL: self._mail.inbox} if self._mail else {}
        write_json(self.root / "services.json", {name: self.url(name) for name in SERVICES} | inbox)


def _known(name: str) -> str:
    if name not in SERVICES:
        raise DevstackError(f"service {name!r} is none of {', '.join(SERVICES)}")
    return name
