"""The golden schemas: every revision of every contract, kept in git, with a sample of its data.

``python -m shared.contracts.golden`` checks; ``--write`` records new contracts and compatible changes.
A revision once recorded is never changed: old events are still in topics, outboxes and dead letters.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from shared.contracts import Contract, contracts
from shared.contracts.compatibility import refusals
from shared.contracts.samples import sample

GOLDEN: Final = Path(__file__).parent / "golden"


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
    """The contract as the code has it."""
    produced = _meaning(contract.data.model_json_schema(mode="serialization"))
    return Revision(produced, _meaning(contract.data.model_json_schema(mode="validation")), sample(produced))


def _meaning(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema without titles and descriptions: better words are no new revision."""
    plain: dict[str, Any] = {}
    for word, value in schema.items():
        if word in {"properties", "$defs"}:
            plain[word] = {name: _meaning(field) for name, field in value.items()}
        elif isinstance(value, dict):
            plain[word] = _meaning(value)
        elif isinstance(value, list):
            plain[word] = [_meaning(item) if isinstance(item, dict) else item for item in value]
        elif word not in {"title", "description"}:
            plain[word] = value
    return plain


def recorded(contract: Contract, root: Path = GOLDEN) -> list[Revision]:
    """All recorded revisions, oldest first."""
    files = sorted((root / contract.type).glob("*.json"))
    return [Revision(**json.loads(file.read_text())) for file in files]


def problems(contract: Contract, root: Path = GOLDEN) -> Iterator[str]:
    """What is wrong with a contract: not recorded, or not compatible with what it was (FULL_TRANSITIVE)."""
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
        yield f"{contract.type}: not recorded; run: python -m shared.contracts.golden --write"


def write(root: Path = GOLDEN) -> list[str]:
    """Record what is new and compatible.

    Returns:
        the problems that recording doesn't solve.
    """
    remaining: list[str] = []
    for contract in contracts():
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


def main(arguments: list[str]) -> int:
    """Check, or with ``--write`` record; returns 1 where a problem remains."""
    faults = write() if arguments == ["--write"] else [f for c in contracts() for f in problems(c)]
    for fault in faults:
        sys.stderr.write(fault + "\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
