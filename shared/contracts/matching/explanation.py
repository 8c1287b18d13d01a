"""The explanation of a pair's score, as events carry it."""

from shared.contracts.vocabulary import Score
from shared.schema import Part, Words


class Contribution(Part):
    """What one criterion gave a pair, and what it could have given at most; no text has names.

    ``text`` is for those who look at the two; the others are said to the mentor and to the mentee.
    """

    criterion: Words
    points: Score
    at_most: Score
    text: Words
    for_mentor: Words | None = None
    for_mentee: Words | None = None
