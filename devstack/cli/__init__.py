"""The command `mentoring`: the stack and the services on this machine."""

from __future__ import annotations

from collections.abc import Callable

import typer

from devstack.cli import access, dead_letters, simulated, stack

_COMMANDS: tuple[Callable[..., None], ...] = (
    *(stack.up, stack.down, stack.status, stack.logs, stack.kill, stack.restart, stack.rebuild),
    *(access.token, access.acls, access.secrets),
    simulated.sample,
)

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__, pretty_exceptions_enable=False)

for _command in _COMMANDS:
    app.command()(_command)
app.command(
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)(simulated.demo)
app.add_typer(dead_letters.app, name="dead-letters")
