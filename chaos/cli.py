"""The command line of a chaos run."""

from pathlib import Path
from typing import Annotated

import typer

from chaos import run

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def chaos(
    *,
    seconds: Annotated[float, typer.Option(help="How long load and driver go on.")] = 120,
    seed: Annotated[int, typer.Option(help="The same seed breaks the same parts at the same times.")] = 7,
    broker: Annotated[str, typer.Option(help="Which broker; auto takes the best there is.")] = "auto",
    root: Annotated[Path, typer.Option(help="Directory for data, logs and keys.")] = Path(".devstack/chaos"),
    build: Annotated[Path, typer.Option(help="Where chaos.json goes.")] = Path("build"),
) -> None:
    """Break the platform under load, then prove that nothing was lost, doubled, reordered or overbooked."""
    raise typer.Exit(run.main(seconds, seed, broker=broker, root=root, build=build))
