"""`mentoring dead-letters`: list, redrive and discard a service's dead letters through its API."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from devstack.cli.arguments import ROOT, Root
from devstack.cli.operator_api import OperatorApi, find_service
from devstack.cli_errors import one_line_errors
from devstack.errors import DevstackError
from services.catalogue import SERVICES

app = typer.Typer(no_args_is_help=True, help="Events that failed in every try: list, redrive, discard.")

_PATH = "/ops/dead-letters"

Name = Annotated[str, typer.Argument(metavar="SERVICE", help=", ".join(SERVICES))]
Ids = Annotated[list[str] | None, typer.Option("--id", help="Id of a dead letter; may be repeated.")]
Type = Annotated[str, typer.Option("--type", help="Only dead letters of this event type.")]
Key = Annotated[str, typer.Option("--key", help="Only dead letters with this key.")]
All = Annotated[bool, typer.Option("--all", help="All dead letters that match the other options.")]
Why = Annotated[str, typer.Option("--why", help="The reason, for the record; no personal data.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print all fields as JSON.")]
Limit = Annotated[int, typer.Option(min=1, max=500, help="Number of dead letters to print.")]
Url = Annotated[
    str | None,
    typer.Option(
        help="The service's address in another installation; its token is read from MENTORING_TOKEN."
    ),
]


@dataclass(frozen=True)
class _Selection:
    ids: list[str]
    type: str
    key: str
    all: bool


@app.command("list")
def list_letters(
    service: Name,
    *,
    type_: Type = "",
    key: Key = "",
    limit: Limit = 100,
    offset: Annotated[int, typer.Option(min=0, help="Number of dead letters to skip, oldest first.")] = 0,
    as_json: AsJson = False,
    root: Root = ROOT,
    url: Url = None,
) -> None:
    """Show dead letters, oldest first; headers and payload with --json."""
    with one_line_errors(), find_service(service, root, url) as api:
        page = api.get(_PATH, type=type_, key=key, limit=limit, offset=offset)
    if as_json:
        typer.echo(json.dumps(page, indent=2))
        return
    for letter in page["items"]:
        typer.echo(_line(letter))
    typer.echo(f"{len(page['items'])} of {page['total']} dead letters of {service}")


@app.command()
def redrive(
    service: Name,
    *,
    why: Why,
    ids: Ids = None,
    type_: Type = "",
    key: Key = "",
    all_: All = False,
    root: Root = ROOT,
    url: Url = None,
) -> None:
    """Handle letters again, in this service only; safe to repeat."""
    with one_line_errors():
        selection = _select(ids, type_, key, everything=all_)
        _decide(find_service(service, root, url), "redrive", selection, why)


@app.command()
def discard(
    service: Name,
    *,
    why: Why,
    ids: Ids = None,
    type_: Type = "",
    key: Key = "",
    all_: All = False,
    root: Root = ROOT,
    url: Url = None,
) -> None:
    """Remove letters for good; the events behind them are handled next."""
    with one_line_errors():
        selection = _select(ids, type_, key, everything=all_)
        _decide(find_service(service, root, url), "discard", selection, why)


@app.command()
def audit(
    service: Name, *, limit: Limit = 100, as_json: AsJson = False, root: Root = ROOT, url: Url = None
) -> None:
    """Show who redrove or discarded what, when and why, newest first."""
    with one_line_errors(), find_service(service, root, url) as api:
        decisions = api.get(f"{_PATH}/audit", limit=limit)
    if as_json:
        typer.echo(json.dumps(decisions, indent=2))
        return
    for decision in decisions:
        letters = _letters(len(decision["ids"]))
        typer.echo(
            f"{decision['at']}  {decision['action']:<7}  {letters}  {decision['who']}: {decision['why']}"
        )
    if not decisions:
        typer.echo(f"nobody has redriven or discarded dead letters of {service}")


def _select(ids: list[str] | None, type_: str, key: str, *, everything: bool) -> _Selection:
    if not (ids or type_ or key or everything):
        raise DevstackError("select letters with --id, --type, --key or --all")
    return _Selection(ids or [], type_, key, everything)


def _decide(
    service: AbstractContextManager[OperatorApi], action: str, selection: _Selection, why: str
) -> None:
    with service as api:
        decision = api.post(f"{_PATH}/{action}", vars(selection) | {"why": why})
    done = "redriven" if action == "redrive" else "discarded"
    typer.echo(f"{_letters(len(decision['ids']))} {done}, {decision['remaining']} of the choice remain")


def _line(letter: dict[str, Any]) -> str:
    counts = f"attempts {letter['attempts']}, followers {letter['followers']}"
    type_ = letter["type"] or "unreadable"
    return f"{letter['id']}  {letter['parked_at']}  {type_}  {letter['key']}  {counts}  {letter['error']}"


def _letters(count: int) -> str:
    return f"{count} letter{'' if count == 1 else 's'}"
