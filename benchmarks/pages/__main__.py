"""``python -m benchmarks.pages``: participants' pages with 100,000 people and 50,000 pairings stored.

The same pages are opened twice in a run, by the same services: with few people stored, and with all of them.
Prints the pages and the bars, keeps all in ``build/bench-pages.json``, and ends with 1 if a bar is missed.
"""

import os
import sys
import uuid
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import httpx
from pydantic import SecretStr
from rich.console import Console

from benchmarks.pages.addresses import find_by_address
from benchmarks.pages.company import Company, company_now
from benchmarks.pages.pages import PAGES
from benchmarks.pages.people import PROGRAMME, TENANT
from benchmarks.pages.report import Measured, figures_of, page_table, rows_of
from benchmarks.pages.stored import Store
from benchmarks.pages.visits import Visits
from benchmarks.running import parser_of, report, running_stack
from devstack.services import ServiceRunner
from devstack.stack import Addresses
from services.catalogue import SERVICES
from services.settings import PlatformSettings

_LOOKUPS = 400
_WARMING = 3


def measure(
    root: Path,
    addresses: Addresses,
    *,
    few: int,
    pairs: int,
    visitors: int,
    lookups: int = _LOOKUPS,
    seed: int = 1,
) -> Measured:
    """Store a few pairs, open the pages; store all pairs, and open them again.

    Args:
        root: for logs and keys.
        addresses: of broker and database.
        few: pairs stored at first.
        pairs: pairs stored in the end.
        visitors: of each kind, in each stage.
        lookups: searches for an address, in each stage.
        seed: chooses them.
    """
    prefix = f"bench{uuid.uuid4().hex[:8]}"
    environment = {"MENTORING_TOPIC_PREFIX": f"{prefix}.", "MENTORING_TOPIC_PARTITIONS": "2"}
    runner = ServiceRunner(root, addresses, database_prefix=prefix, tie_to_parent=True, extra_env=environment)
    company = Company(_id_key(), company_now())
    store = Store(addresses.mongo_uri, prefix, company.now)
    runner.start_all()
    try:
        _say(f"storing {few:,} pairings")
        documents = store.put(company.programme()) + store.put(company.pairs(range(few)))
        _handle_concerns(runner)
        visits = Visits(runner, company, seed)
        visits.open(PAGES, min(visitors, _WARMING), few)  # warms code, caches and connections
        _say(f"opening pages with {few:,} pairings stored")
        early = visits.open(PAGES, visitors, few)
        early_lookups = find_by_address(runner, few, lookups, seed)
        _say(f"storing {pairs - few:,} more pairings")
        documents += store.put(company.pairs(range(few, pairs)))
        _say(f"opening pages with {pairs:,} pairings stored")
        visits.open(PAGES, min(visitors, _WARMING), pairs)
        return Measured(
            people=(2 * few, 2 * pairs),
            pairings=(few, pairs),
            documents=documents,
            opened=(early, visits.open(PAGES, visitors, pairs)),
            calls=visits.count_calls(pairs),
            lookups=(early_lookups, find_by_address(runner, pairs, lookups, seed)),
        )
    finally:
        runner.stop_all()
        store.drop(SERVICES)


def _say(step: str) -> None:
    """Show the step that begins; the whole run takes many minutes."""
    Console(stderr=True).print(f"{step} ...")


def _id_key() -> bytes:
    """Return the key of ids that the services have."""
    key = SecretStr(os.environ.get("MENTORING_ID_KEY", ""))
    return PlatformSettings.model_construct(id_key=key).key_of_ids


def _handle_concerns(runner: ServiceRunner) -> None:
    """Let a coordinator handle the concerns that participants raise."""
    token = runner.issuer.mint("carla", TENANT, ["coordinator"])
    httpx.put(
        f"{runner.url('feedback')}/programmes/{PROGRAMME}/me/concern-handling",
        headers={"Authorization": f"Bearer {token}"},
        json={"name": "Carla Coordinator"},
    ).raise_for_status()


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and say.

    Returns:
        1 if a bar is missed.
    """
    parser = parser_of("pages")
    parser.add_argument("--quick", action="store_true", help="1,000 people in the end, and few visitors")
    parser.add_argument("--few", type=int, default=500, help="pairs stored at first")
    parser.add_argument("--pairs", type=int, default=50_000, help="pairs stored in the end")
    parser.add_argument("--visitors", type=int, default=40, help="of each kind, in each stage")
    parser.add_argument("--seed", type=int, default=1, help="chooses the visitors")
    chosen = parser.parse_args(arguments)
    if chosen.quick:
        chosen.few, chosen.pairs, chosen.visitors = 50, 500, 10
    with running_stack(chosen.broker, "bench") as (root, addresses):
        measured = measure(
            root,
            addresses,
            few=chosen.few,
            pairs=chosen.pairs,
            visitors=chosen.visitors,
            seed=chosen.seed,
        )
    pages = figures_of(measured)
    Console().print(page_table(pages, measured.people[1], measured.people[0]))
    title = f"Pages on {addresses.broker}, {measured.documents:,} documents stored"
    figures = asdict(measured) | {"pages": [asdict(page) for page in pages]}
    return report(chosen.build, "pages", addresses, title, rows_of(measured, pages), figures)


if __name__ == "__main__":
    sys.exit(main())
