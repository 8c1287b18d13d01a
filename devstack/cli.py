"""The command `mentoring`: the stack and the services on this machine."""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Annotated, cast

import typer

from devstack import recorded
from devstack.choose import BROKERS, DATABASES, Broker, Database
from devstack.dead_letters_cli import app as dead_letters_app
from devstack.errors import DevstackError
from devstack.files import read_json
from devstack.one_line import one_line_errors
from devstack.ports import is_free
from devstack.processes import ProcessTable
from devstack.services import ServiceRunner
from devstack.stack import Stack, StackOptions
from devstack.tail import read_log
from devstack.tokens import LocalIssuer
from services.catalogue import SERVICES
from simulation.sample import write_sample

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__, pretty_exceptions_enable=False)

Root = Annotated[Path, typer.Option(help="Directory for data, logs, keys and records.")]
Port = Annotated[int | None, typer.Option(min=1024, max=65_535)]
_ROOT = Path(".devstack")
_ENGINES = ("kafka", "mongod")
Name = Annotated[str, typer.Argument(help=", ".join((*_ENGINES, *SERVICES)))]

app.add_typer(dead_letters_app, name="dead-letters")


@app.command()
def up(
    *,
    broker: Annotated[str, typer.Option(help=f"auto, {', '.join(BROKERS)}")] = "auto",
    mongo: Annotated[str, typer.Option(help=f"auto, {', '.join(DATABASES)}")] = "auto",
    root: Root = _ROOT,
    services: Annotated[bool, typer.Option(help="Start the five services too.")] = True,
    kafka_port: Port = None,
    mongo_port: Port = None,
    service_port: Annotated[
        int | None, typer.Option(min=1024, max=65_531, help="First of five ports.")
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Wipe the data first.")] = False,
) -> None:
    """Start broker, MongoDB and services; they go on after this command has ended."""
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
            runner = ServiceRunner(root, addresses, ports=ports)
            runner.start_all()
            for name in SERVICES:
                typer.echo(f"{name:<11} {runner.url(name)}")


@app.command()
def down(root: Root = _ROOT) -> None:
    """End everything `up` has started. The data stay."""
    with one_line_errors():
        Stack(root).stop()
    typer.echo("stopped")


@app.command()
def status(root: Root = _ROOT) -> None:
    """Show what runs."""
    urls = read_json(root / "services.json") or {}
    with one_line_errors():
        parts = Stack(root).status()
    if not parts:
        typer.echo("nothing is recorded here; start with: mentoring up")
    for part in parts:
        where = part.address or urls.get(part.name, "")
        pid = part.pid or "-"
        typer.echo(f"{part.name:<11} {part.state:<8} pid {pid:<8} {where}  {part.what}".rstrip())


@app.command()
def logs(
    name: Name,
    *,
    follow: Annotated[bool, typer.Option("--follow", "-f")] = False,
    root: Root = _ROOT,
) -> None:
    """Print a log; with -f go on as it grows."""
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


@app.command()
def kill(name: Name, *, root: Root = _ROOT) -> None:
    """End one part without warning, as a crash would (SIGKILL); the demo's have --root .devstack/demo."""
    with one_line_errors():
        if _part(name) in _ENGINES:
            Stack(root).kill(name)
        else:
            recorded.kill(root, name)
    typer.echo(f"{name} is killed; start it again with: mentoring restart {name} --root {root}")


@app.command()
def restart(name: Name, *, root: Root = _ROOT) -> None:
    """Start one part again as it was started, and wait until it is ready; ends it first when it runs."""
    with one_line_errors():
        if _part(name) in _ENGINES:
            Stack(root).restart(name)
            where = ""
        else:
            where = f" at {recorded.restart(root, name)}"
    typer.echo(f"{name} is ready{where}")


@app.command()
def token(
    *,
    tenant: Annotated[str, typer.Option()],
    role: Annotated[list[str], typer.Option(help="May be given several times.")],
    subject: Annotated[str, typer.Option()] = "someone",
    employee: Annotated[
        str | None, typer.Option(help="Employee id; without it the person is no employee.")
    ] = None,
    programme: Annotated[
        list[str] | None, typer.Option(help="May be given several times; default all.")
    ] = None,
    hours: Annotated[float, typer.Option(help="How long it is valid.")] = 1.0,
    root: Root = _ROOT,
) -> None:
    """Print an access token, signed by this stack's own issuer."""
    with one_line_errors():
        issuer = LocalIssuer(root / "keys")
        ttl = timedelta(hours=hours)
        typer.echo(
            issuer.mint(subject, tenant, role, programmes=programme or ("*",), employee_id=employee, ttl=ttl)
        )


@app.command()
def acls(
    *,
    bootstrap: Annotated[
        str, typer.Option(help="The brokers, host:port, comma-separated.")
    ] = "localhost:9092",
    prefix: Annotated[str, typer.Option(help="The services' MENTORING_TOPIC_PREFIX.")] = "",
    apply: Annotated[
        bool, typer.Option("--apply", help="Add Kafka's rules now, as the user in MENTORING_KAFKA_…")
    ] = False,
) -> None:
    """Print what each service may do on Kafka and MongoDB, as commands for their own tools."""
    with one_line_errors():
        rules = importlib.import_module("devstack.acls")  # it imports the services
        grants = rules.kafka_grants(prefix)
        if apply:
            typer.echo(f"{rules.apply_now(grants, bootstrap)} rules are in force")
            return
        typer.echo("# Kafka: everything else stays denied (allow.everyone.if.no.acl.found=false)")
        typer.echo("\n".join(rules.kafka_commands(grants, bootstrap)))
        typer.echo("# MongoDB, in mongosh as an administrator")
        typer.echo("\n".join(rules.mongo_user(name, "passwordPrompt()") for name in SERVICES))


@app.command()
def secrets(
    folder: Annotated[Path, typer.Argument(help="A folder that is empty or does not exist.")],
) -> None:
    """Make the certificates and passwords of the Compose stack; MENTORING_SECRETS names the folder to it."""
    with one_line_errors():
        importlib.import_module("devstack.secure.secrets").write_secrets(folder)
    typer.echo(f"made: export MENTORING_SECRETS={folder.resolve()}")


@app.command()
def sample(
    people: Annotated[int, typer.Option(min=1, help="How many.")] = 200,
    seed: Annotated[int, typer.Option(help="The same seed makes the same people.")] = 1,
) -> None:
    """Print a made-up HR file as CSV."""
    with one_line_errors():
        write_sample(sys.stdout, people=people, seed=seed)


@app.command(
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def demo(context: typer.Context) -> None:
    """Run half a year of a programme on a virtual clock; see: mentoring demo --help."""
    os.execv(sys.executable, [sys.executable, "-m", "demo", *context.args])  # noqa: S606 - no shell wanted


def _part(name: str) -> str:
    if name not in (*_ENGINES, *SERVICES):
        raise DevstackError(f"NAME: {name!r} is none of {', '.join((*_ENGINES, *SERVICES))}")
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
        raise DevstackError(f"--service-port: port {foreign[0]} is in use; five in a row are needed")
    return dict(zip(SERVICES, range(first, first + len(SERVICES)), strict=True))


if __name__ == "__main__":
    app()
