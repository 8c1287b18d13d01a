"""The demo's command line."""

from pathlib import Path
from typing import Annotated

import typer

from demo import run

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def demo(
    *,
    people: Annotated[int, typer.Option(help="Number of employees in the company.")] = 400,
    months: Annotated[int, typer.Option(help="Length of the programme in months.")] = 6,
    seed: Annotated[int, typer.Option(help="The same seed gives the same report.")] = 7,
    serve: Annotated[bool, typer.Option(help="Leave the console running until Ctrl-C.")] = True,
    broker: Annotated[str, typer.Option(help="The broker; auto takes the best available one.")] = "auto",
    root: Annotated[Path, typer.Option(help="Directory for data, logs and keys.")] = Path(".devstack"),
    build: Annotated[Path, typer.Option(help="Directory for the report.")] = Path("build"),
) -> None:
    """Run a whole programme through its months on a virtual clock, and report."""
    code = run.main(
        people=people, months=months, seed=seed, serve=serve, root=root, broker=broker, build=build
    )
    raise typer.Exit(code)
