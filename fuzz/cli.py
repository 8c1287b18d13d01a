"""The command line of a fuzzing run."""

from pathlib import Path
from typing import Annotated

import typer

from devstack.cli_errors import one_line_errors
from fuzz import run

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def fuzz(
    *,
    seconds: Annotated[float, typer.Option(min=10, help="Duration in seconds.")] = 600,
    seed: Annotated[int, typer.Option(help="The same seed sends the same requests and records.")] = 7,
    broker: Annotated[str, typer.Option(help="The broker; auto takes the best available one.")] = "auto",
    root: Annotated[Path, typer.Option(help="Directory for data, logs and keys.")] = Path(".devstack/fuzz"),
) -> None:
    """Send the platform requests and records of any kind, and report what breaks it."""
    with one_line_errors():
        findings = run.fuzz(seconds, seed, broker=broker, root=root, say=typer.echo)
    for finding in findings:
        typer.echo(f"FINDING {finding}", err=True)
    raise typer.Exit(bool(findings))
