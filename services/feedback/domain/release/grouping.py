"""Cut the people who wait into disjoint groups. No answer is known here: who waits decides alone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.feedback.domain.release.audit import Audit
from services.feedback.domain.release.parameters import Parameters
from services.feedback.domain.release.pending import EVERYBODY
from shared.contracts.feedback import Dimension


@dataclass(frozen=True, slots=True)
class Waiting:
    """A person whose answers wait.

    Attributes:
        person: the employee's id.
        category: theirs in the dimension of the closing.
        since: when their first answer that waits was given.
    """

    person: str
    category: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Block:
    """People who may become a group; ``rest`` are those of several categories who have waited long."""

    dimension: Dimension
    category: str
    people: tuple[str, ...]
    rest: bool = False


def cut(
    waiting: Iterable[Waiting],
    dimension: Dimension,
    audit: Audit,
    *,
    parameters: Parameters,
    rest_before: datetime,
) -> list[Block]:
    """Return the blocks that become groups, the largest first; everybody else waits on.

    Args:
        waiting: everybody whose answers wait.
        dimension: the breakdown of this closing.
        audit: all groups before; the new ones are added to it.
        parameters: the programme's.
        rest_before: people who have waited since before this instant may form a rest.
    """

    def try_block(block: Block) -> bool:
        if len(block.people) < parameters.smallest or not audit.allows(block.people, parameters):
            return False
        audit.add(block.people)
        return True

    everybody = sorted(waiting, key=lambda each: each.person)
    groups = [block for block in _blocks(everybody, dimension) if try_block(block)]
    in_group = {person for block in groups for person in block.people}
    late = [each.person for each in everybody if each.since <= rest_before and each.person not in in_group]
    rest = Block(Dimension.TOTAL, EVERYBODY, tuple(late), rest=True)
    return [*groups, rest] if try_block(rest) else groups


def _blocks(waiting: Iterable[Waiting], dimension: Dimension) -> list[Block]:
    """Return one block for each category, in a fixed order: the largest first, then by name."""
    people: defaultdict[str, list[str]] = defaultdict(list)
    for each in waiting:
        people[each.category].append(each.person)
    by_size = sorted(people, key=lambda category: (-len(people[category]), category))
    return [Block(dimension, category, tuple(people[category])) for category in by_size]
