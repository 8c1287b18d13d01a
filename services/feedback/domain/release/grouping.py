"""Cut the people who wait into disjoint groups. No answer is known here: who waits decides alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.feedback.domain.release.audit import Guard
from services.feedback.domain.release.ballots import EVERYBODY, Part
from services.feedback.domain.release.parameters import Parameters
from shared.contracts.feedback import Dimension


@dataclass(frozen=True, slots=True)
class Block:
    """People who may become a group; ``rest`` are those of several categories who have waited long.

    Attributes:
        parts: all that it consists of.
        people: theirs, in the order of their names.
    """

    dimension: Dimension
    category: str
    parts: tuple[Part, ...]
    people: tuple[str, ...]
    rest: bool = False


def cut(
    waiting: Mapping[Part, Sequence[str]], dimension: Dimension, audit: Guard, parameters: Parameters
) -> list[Block]:
    """Return the blocks that become groups, the largest first; everybody else waits on.

    Args:
        waiting: everybody whose answers wait, by part.
        dimension: the breakdown of this closing.
        audit: all groups before; the new ones are added to it.
        parameters: the programme's.
    """

    def try_block(block: Block) -> bool:
        if len(block.people) < parameters.smallest or not audit.allows(block.people, parameters):
            return False
        audit.add(block.people)
        return True

    groups = [block for block in _blocks(waiting, dimension) if try_block(block)]
    closed = {block.category for block in groups}
    late = [part for part in sorted(waiting) if part.late and part.category not in closed]
    rest = Block(Dimension.TOTAL, EVERYBODY, tuple(late), _people(waiting, late), rest=True)
    return [*groups, rest] if try_block(rest) else groups


def _blocks(waiting: Mapping[Part, Sequence[str]], dimension: Dimension) -> list[Block]:
    """Return one block for each category, in a fixed order: the largest first, then by name."""
    parts: defaultdict[str, list[Part]] = defaultdict(list)
    for part in sorted(waiting):
        parts[part.category].append(part)
    blocks = [
        Block(dimension, category, tuple(its), _people(waiting, its)) for category, its in parts.items()
    ]
    return sorted(blocks, key=lambda block: (-len(block.people), block.category))


def _people(waiting: Mapping[Part, Sequence[str]], parts: Iterable[Part]) -> tuple[str, ...]:
    return tuple(sorted(person for part in parts for person in waiting[part]))
