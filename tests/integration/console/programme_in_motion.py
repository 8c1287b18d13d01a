"""All facts of a programme of any size that is in progress."""

from collections.abc import Iterator

from shared.contracts.feedback import Health
from shared.contracts.vocabulary import Role
from shared.schema import EventData
from tests.integration.console.console_facts import held_and_judged, missed, opened, ready, series
from tests.integration.console.round_facts import accepted, round_of


def programme_in_motion(people: int, pairs: int) -> Iterator[EventData]:
    """A programme with this many mentors and mentees each, and this many pairings."""
    yield opened()
    for n in range(people):
        yield from ready(n, Role.MENTOR)
        yield from ready(n, Role.MENTEE)
    yield from round_of(pairs)
    for n in range(pairs):
        yield from accepted(n)
        yield from series(n)
        if n % 4 != 3:
            yield from held_and_judged(n, Health.NEEDS_ATTENTION if n % 5 == 4 else Health.ON_TRACK)
        else:
            yield missed(n, 1)
