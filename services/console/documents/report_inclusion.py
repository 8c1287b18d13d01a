"""The part of a report about inclusion: who takes part, by region, grade and department."""

from collections.abc import Iterator, Sequence

from services.console.documents.report import Figure, Part
from services.console.documents.report_words import serving, share
from services.console.read_models.inclusion import DIMENSIONS, Taken, taken_part
from services.console.read_models.tally import Tally
from services.console.wording.feedback import category_name
from shared.contracts.enrollment import Measure, Objective
from shared.contracts.measures import SMALLEST_GROUP
from shared.locale import Voice


def inclusion_part(voice: Voice, tally: Tally, objectives: Sequence[Objective]) -> Part:
    """Return the groups that can be compared, or that there are not enough people."""
    compared = [taken_part(tally, dimension) for dimension in DIMENSIONS]
    serves = serving(objectives, Measure.PARTICIPATION)
    figures = tuple(
        figure for groups in compared for taken in groups for figure in _figures(voice, taken, serves)
    )
    return Part(
        "inclusion",
        voice.say("Inclusion: who takes part"),
        figures or (_nothing(voice, serves),),
        voice.say(
            "Shares are of those who are ready, in steps of 5 percent. Groups of fewer than {count} people "
            "are not shown, nor others from which their size follows.",
            count=voice.number(SMALLEST_GROUP),
        ),
        tuple(note for groups in compared if groups for note in [_spread(voice, groups)]),
    )


def _nothing(voice: Voice, serves: tuple[str, ...]) -> Figure:
    name = voice.say("With a partner, by region, grade and department")
    return share(voice, "inclusion", name, None, serves=serves)


def _figures(voice: Voice, taken: Taken, serves: tuple[str, ...]) -> Iterator[Figure]:
    code, group = f"{taken.dimension}-{taken.name}", category_name(voice, taken.dimension, taken.name)
    name = voice.say("{group}: with a partner", group=group)
    yield share(voice, f"paired-{code}", name, taken.paired, people=taken.ready, serves=serves)
    if taken.completed is not None:
        name = voice.say("{group}: completed a pairing", group=group)
        yield share(voice, f"completed-{code}", name, taken.completed, people=taken.ready)


def _spread(voice: Voice, groups: Sequence[Taken]) -> str:
    """Say how far the groups are apart."""
    least, most = (choose(groups, key=lambda one: one.paired) for choose in (min, max))
    return voice.say(
        "With a partner, of those who are ready: from {low} % ({lowest}) to {high} % ({highest}).",
        low=voice.number(least.paired),
        lowest=category_name(voice, least.dimension, least.name),
        high=voice.number(most.paired),
        highest=category_name(voice, most.dimension, most.name),
    )
