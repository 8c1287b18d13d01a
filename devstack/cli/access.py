"""Access to the platform: tokens, rights on Kafka and MongoDB, certificates and passwords."""

from __future__ import annotations

import importlib
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from devstack.cli.arguments import ROOT, Root
from devstack.cli_errors import one_line_errors
from devstack.tokens import LocalIssuer
from services.catalogue import SERVICES


def token(
    *,
    tenant: Annotated[str, typer.Option()],
    role: Annotated[list[str], typer.Option(help="May be repeated.")],
    subject: Annotated[str, typer.Option()] = "someone",
    employee: Annotated[
        str | None,
        typer.Option(help="Employee id; without it the token is for a person who is not an employee."),
    ] = None,
    programme: Annotated[list[str] | None, typer.Option(help="May be repeated; default all.")] = None,
    hours: Annotated[float, typer.Option(help="Validity in hours.")] = 1.0,
    root: Root = ROOT,
) -> None:
    """Print an access token, signed by this stack's own issuer."""
    with one_line_errors():
        issuer = LocalIssuer(root / "keys")
        ttl = timedelta(hours=hours)
        typer.echo(
            issuer.mint(subject, tenant, role, programmes=programme or ("*",), employee_id=employee, ttl=ttl)
        )


def acls(
    *,
    bootstrap: Annotated[
        str, typer.Option(help="The brokers, host:port, comma-separated.")
    ] = "localhost:9092",
    prefix: Annotated[str, typer.Option(help="The services' MENTORING_TOPIC_PREFIX.")] = "",
    apply: Annotated[
        bool, typer.Option("--apply", help="Add the rules to Kafka now, as the user in MENTORING_KAFKA_…")
    ] = False,
) -> None:
    """Print the rights of each service on Kafka and MongoDB, as commands for their own tools."""
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


def secrets(
    folder: Annotated[Path, typer.Argument(help="A folder that is empty or does not exist.")],
) -> None:
    """Create the certificates and passwords of the Compose stack, which reads them from MENTORING_SECRETS."""
    with one_line_errors():
        importlib.import_module("devstack.secure.secrets").write_secrets(folder)
    typer.echo(f"made: export MENTORING_SECRETS={folder.resolve()}")
