"""Errors of the command line."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import typer

from devstack.errors import DevstackError


@contextlib.contextmanager
def one_line_errors() -> Iterator[None]:
    """Turn a DevstackError into one line on stderr and exit code 1."""
    try:
        yield
    except DevstackError as error:
        typer.echo(f"error: {' '.join(str(error).split())}", err=True)
        raise typer.Exit(1) from None
