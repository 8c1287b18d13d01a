"""Events of people who wait for a partner."""

from shared.contracts.matching.event import MatchingEvent
from shared.contracts.vocabulary import Count, Identifier, Moment, Role


class RematchOffered(MatchingEvent, fact="rematch-offered", aggregate="matched-person", key="participant_id"):
    """Somebody whose pairing ended may have another: the next best is looked for without a further word.

    ``first_in_line``: before others, if somebody has to be left out.
    """

    participant_id: Identifier
    pairing_id: Identifier
    first_in_line: bool


class RematchDue(MatchingEvent, fact="rematch-due", aggregate="rematch", key="participant_id", timer=True):
    """Timer: somebody is free since an instant, and waits, or is a chance for those who do."""

    participant_id: Identifier
    since: Moment


class MatchOverdue(MatchingEvent, fact="match-overdue", aggregate="matched-person", key="participant_id"):
    """Somebody ready is without a first partner longer than the programme's target, and nobody is asked."""

    participant_id: Identifier
    role: Role
    ready_at: Moment
    target_days: Count


class MatchTargetDue(
    MatchingEvent, fact="match-target-due", aggregate="match-target", key="participant_id", timer=True
):
    """Timer: the time is over within which somebody was to have their first partner."""

    participant_id: Identifier
