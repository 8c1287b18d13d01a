"""The stack's parts: start, end, show, kill and restart them, and read their logs."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import Annotated, cast

import typer

from devstack import recorded
from devstack.cli.arguments import ROOT, Root
from devstack.cli_errors import one_line_errors
from devstack.engines.choose import BROKERS, DATABASES, Broker, Database
from devstack.errors import DevstackError
from devstack.files import read_json
from devstack.logs import read_log
from devstack.mail.start import MAIL, start_mail
from devstack.ports import is_free
from devstack.processes import ProcessTable
from devstack.services import ServiceRunner
from devstack.stack import Stack, StackOptions
from services.catalogue import SERVICES

_ENGINES = ("kafka", "mongod")
_PARTS = (*_ENGINES, *SERVICES, MAIL)

Port = Annotated[int | None, typer.Option(min=1024, max=65_535)]
Name = Annotated[str, typer.Argument(help=", ".join(_PARTS))]


def up(
    *,
    broker: Annotated[str, typer.Option(help=f"auto, {', '.join(BROKERS)}")] = "auto",
    mongo: Annotated[str, typer.Option(help=f"auto, {', '.join(DATABASES)}")] = "auto",
    root: Root = ROOT,
    services: Annotated[bool, typer.Option(help="Start the six services too.")] = True,
    kafka_port: Port = None,
    mongo_port: Port = None,
    service_port: Annotated[
        int | None, typer.Option(min=1024, max=65_530, help="First of six ports.")
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Delete the data first.")] = False,
    tenant: Annotated[
        list[str] | None, typer.Option(help="Tenant that gets mails; may be repeated; default acme.")
    ] = None,
) -> None:
    """Start broker, MongoDB, mail server and services; they continue after this command has ended."""
    with one_line_errors():
        ports = _service_ports(root, service_port)
        options = StackOptions(
            broker=cast("Broker", _one_of("--broker", broker, BROKERS)),
            mongo=cast("Database", _one_of("--mongo", mongo, DATABASES)),
            kafka_port=kafka_port,
            mongo_port=mongo_port,
            fresh=fresh,
        )
        addresses = Stack(root, options, say=typer.echo).start()
        typer.echo(f"kafka at {addresses.kafka}")
        if services:
            mail = start_mail(root, tenant or ["acme"], avoid=(ports or {}).values())
            runner = ServiceRunner(root, addresses, ports=ports, mail=mail)
            runner.start_all()
            for name in SERVICES:
                typer.echo(f"{name:<11} {runner.url(name)}")
            typer.echo(f"{'inbox':<11} {mail.inbox}")


def down(root: Root = ROOT) -> None:
    """End everything that `up` has started. The data stay."""
    with one_line_errors():
        Stack(root).stop()
    typer.echo("stopped")


def status(root: Root = ROOT) -> None:
    """Show the state of each part."""
    urls = read_json(root / "services.json") or {}
    with one_line_errors():
        parts = Stack(root).status()
    if not parts:
        typer.echo("nothing is recorded here; start with: mentoring up")
    for part in parts:
        where = part.address or urls.get(part.name, "")
        pid = part.pid or "-"
        typer.echo(f"{part.name:<11} {part.state:<8} pid {pid:<8} {where}  {part.what}".rstrip())


def logs(
    name: Name,
    *,
    follow: Annotated[bool, typer.Option("--follow", "-f")] = False,
    root: Root = ROOT,
) -> None:
    """Print a log; with -f follow it."""
    with one_line_errors():
        if _part(name) in _ENGINES:
            words = Stack(root).read_log(name, follow=follow)
        else:
            path = ProcessTable(root).log_path(name)
            if not path.is_file():
                raise DevstackError(f"{name} has no log yet ({path})")
            words = read_log(path, follow=follow)
    with contextlib.suppress(KeyboardInterrupt):
        for more in words:
            sys.stdout.write(more)
            sys.stdout.flush()


def kill(name: Name, *, root: Root = ROOT) -> None:
    """Kill one part, as a crash would (SIGKILL); those of the demo have --root .devstack/demo."""
    with one_line_errors():
        if _part(name) in _ENGINES:
            Stack(root).kill(name)
        else:
            recorded.kill(root, name)
    typer.echo(f"{name} is killed; start it again with: mentoring restart {name} --root {root}")


def restart(name: Name, *, root: Root = ROOT) -> None:
    """Restart one part with its command and environment, and wait until it is ready."""
    with one_line_errors():
        if _part(name) in _ENGINES:
            Stack(root).restart(name)
            where = ""
        else:
            where = f" at {recorded.restart(root, name)}"
    typer.echo(f"{name} is ready{where}")


def rebuild(name: Name, *, root: Root = ROOT) -> None:
    """Empty a service's read models and build them again from the events that the topics keep."""
    with one_line_errors():
        if _part(name) in _ENGINES:
            raise DevstackError(f"NAME: {name!r} is no service")
        url = recorded.rebuild(root, name)
    typer.echo(f"{name} is ready at {url}, and reads all events again")


def _part(name: str) -> str:
    if name not in _PARTS:
        raise DevstackError(f"NAME: {name!r} is none of {', '.join(_PARTS)}")
    return name


def _one_of(option: str, value: str, engines: tuple[str, ...]) -> str:
    if value not in ("auto", *engines):
        raise DevstackError(f"{option}: {value!r} is none of auto, {', '.join(engines)}")
    return value


def _service_ports(root: Path, first: int | None) -> dict[str, int] | None:
    if first is None:
        return None
    busy = [port for port in range(first, first + len(SERVICES)) if not is_free(port)]
    ours = {int(url.rsplit(":", 1)[1]) for url in (read_json(root / "services.json") or {}).values()}
    foreign = sorted(set(busy) - ours)
    if foreign:
        raise DevstackError(f"--service-port: port {foreign[0]} is in use; six in a row are needed")
    return dict(zip(SERVICES, range(first, first + len(SERVICES)), strict=True))
