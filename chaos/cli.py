"""The command line of a chaos run."""

from pathlib import Path
from typing import Annotated

import typer

from chaos import run
from chaos.goal import LIMIT_SECONDS

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def chaos(
    *,
    faults: Annotated[int, typer.Option(help="Number of faults; the load grows with it.")] = 40,
    limit: Annotated[float, typer.Option(help="Time limit in seconds.")] = LIMIT_SECONDS,
    seed: Annotated[int, typer.Option(help="The same seed breaks the same parts in the same order.")] = 7,
    broker: Annotated[str, typer.Option(help="The broker; auto takes the best available one.")] = "auto",
    root: Annotated[Path, typer.Option(help="Directory for data, logs and keys.")] = Path(".devstack/chaos"),
    build: Annotated[Path, typer.Option(help="Directory for chaos.json.")] = Path("build"),
) -> None:
    """Break the platform under load, then prove that nothing was lost, doubled, reordered or overbooked."""
    raise typer.Exit(run.main(faults, seed, limit_seconds=limit, broker=broker, root=root, build=build))
