"""The golden schemas: every revision of every contract, kept in git, with a sample of its data.

``python -m shared.schema.golden PACKAGE`` checks the events that a package defines against its ``golden/``
folder; ``--write`` records new contracts and compatible changes.
A revision once recorded is never changed: old events are still in topics, outboxes and dead letters.
"""

import importlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from shared.schema.compatibility import refusals
from shared.schema.event_data import Contract, contracts_of
from shared.schema.samples import sample


@dataclass(frozen=True)
class Revision:
    """A contract as it was at one time.

    Attributes:
        produced: the schema of what its producers sent.
        consumed: the schema its consumers read with.
        sample: data a producer of that time could have sent.
    """

    produced: dict[str, Any]
    consumed: dict[str, Any]
    sample: dict[str, Any]


def current(contract: Contract) -> Revision:
    """Return the contract as the code has it."""
    produced = contract.data.model_json_schema(mode="serialization")
    consumed = contract.data.model_json_schema(mode="validation")
    return Revision(_meaning(produced), _meaning(consumed), sample(produced))


def _meaning(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema without titles, descriptions and examples: better words are no new revision."""
    plain: dict[str, Any] = {}
    for word, value in schema.items():
        if word in {"properties", "$defs"}:
            plain[word] = {name: _meaning(field) for name, field in value.items()}
        elif word in {"title", "description", "examples"}:
            continue
        elif isinstance(value, dict):
            plain[word] = _meaning(value)
        elif isinstance(value, list):
            plain[word] = [_meaning(item) if isinstance(item, dict) else item for item in value]
        else:
            plain[word] = value
    return plain


def recorded(contract: Contract, root: Path) -> list[Revision]:
    """Return all recorded revisions, oldest first."""
    files = sorted((root / contract.type).glob("*.json"))
    return [Revision(**json.loads(file.read_text())) for file in files]


def problems(contract: Contract, root: Path) -> Iterator[str]:
    """Return the faults of a contract: not recorded, or incompatible with the past (FULL_TRANSITIVE)."""
    now = current(contract)
    past = recorded(contract, root)
    for number, then in enumerate(past, start=1):
        where = f"{contract.type}, revision {number}"
        for fault in refusals(now.consumed, then.produced):
            yield f"{where}: today's consumers can't read it: {fault}"
        for fault in refusals(then.consumed, now.produced):
            yield f"{where}: its consumers can't read today's events: {fault}"
        try:
            contract.data.model_validate_json(json.dumps(then.sample))
        except ValidationError as error:
            yield f"{where}: its sample is refused: {error}"
    if not past or (past[-1].produced, past[-1].consumed) != (now.produced, now.consumed):
        yield f"{contract.type}: not recorded; run: make docs"


def write(contracts: list[Contract], root: Path) -> list[str]:
    """Record what is new and compatible.

    Returns:
        the problems that recording doesn't solve.
    """
    remaining: list[str] = []
    for contract in contracts:
        faults = [fault for fault in problems(contract, root) if "not recorded" not in fault]
        remaining += faults
        past = recorded(contract, root)
        now = current(contract)
        if faults or (past and (past[-1].produced, past[-1].consumed) == (now.produced, now.consumed)):
            continue
        folder = root / contract.type
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(vars(now), indent=1, sort_keys=True, ensure_ascii=False)
        (folder / f"{len(past) + 1:03}.json").write_text(text + "\n")
    return remaining


def folder_of(package: str) -> Path:
    """Return the folder of a package's golden schemas; imports the package, which registers its events."""
    return Path(str(importlib.import_module(package).__file__)).parent / "golden"


def main(package: str, *options: str) -> int:
    """Check, or with ``--write`` record; returns 1 where a problem remains."""
    root = folder_of(package)
    contracts = contracts_of(package)
    faults = write(contracts, root) if options else [f for c in contracts for f in problems(c, root)]
    for fault in faults:
        sys.stderr.write(fault + "\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
