"""Made-up people and a made-up programme: the HR file and the demo."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from devstack.cli_errors import one_line_errors
from simulation.sample import write_sample


def sample(
    people: Annotated[int, typer.Option(min=1, help="Number of employees.")] = 200,
    seed: Annotated[int, typer.Option(help="The same seed makes the same people.")] = 1,
) -> None:
    """Print a made-up HR file as CSV."""
    with one_line_errors():
        write_sample(sys.stdout, people=people, seed=seed)


def demo(context: typer.Context) -> None:
    """Run half a year of a programme on a virtual clock; see: mentoring demo --help."""
    os.execv(sys.executable, [sys.executable, "-m", "demo", *context.args])  # noqa: S606 - no shell wanted
