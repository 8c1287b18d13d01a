"""The figures that the report of a completed programme keeps."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import ClassVar, Self

from services.feedback.domain.items import AskedQuestion
from services.feedback.domain.questionnaire import AT_THE_END
from services.feedback.domain.release.changes import released_changes
from services.feedback.domain.release.figures import figures_of, own_figures_of, recommendations_of
from services.feedback.domain.release.group import GroupCounts
from services.feedback.domain.release.parameters import Parameters
from services.feedback.domain.release.schedule import Schedule
from services.feedback.domain.upstream import Programme
from shared.contracts.feedback import FinalReportReady
from shared.kernel import Aggregate
from shared.schema.visibility import Visibility


class FinalReport(Aggregate):
    """The report of a completed programme, once its figures are final; the id is the programme's."""

    shown_to: ClassVar = Visibility.COORDINATOR_AGGREGATE

    @classmethod
    def of(
        cls, programme: Programme, schedule: Schedule | None, groups: Sequence[GroupCounts]
    ) -> tuple[Self, FinalReportReady]:
        """Compute the figures of the whole programme; response rate and changes are those in force.

        They come from the histograms that were blurred when each group closed, so they tell no more than all
        releases together.

        Args:
            programme: the completed one.
            schedule: of its closings; none if nobody was asked.
            groups: all groups of the programme.
        """
        report = cls(id=programme.id, tenant=programme.tenant, programme=programme.id)
        if schedule is None:
            return report, FinalReportReady(programme_id=programme.id, closed_at=None)
        return report, FinalReportReady(
            programme_id=programme.id,
            closed_at=schedule.closed_at,
            figures=figures_of(groups, schedule.parameters),
            recommendations=recommendations_of(groups, schedule.parameters),
            own=own_figures_of(groups, schedule.parameters),
            response=schedule.response,
            changes=released_changes(schedule.changes, schedule.parameters),
        )


def is_final(programme: Programme, schedule: Schedule | None, *, more_to_come: bool = False) -> bool:
    """Return whether all answers of the programme are in figures.

    They are from the first closing on by which the last questions could be answered, unless the next one
    brings more figures of the closing survey; or if there is no closing to wait for.
    """
    if programme.completed_at is None:
        return False
    if schedule is None or schedule.next_at is None:
        return True
    rules = programme.rules
    days = max(rules.outcome_days, rules.check_in_days, rules.pulse_answer_days)
    answered_by = programme.completed_at + timedelta(days=days)
    return not more_to_come and schedule.closed_at is not None and schedule.closed_at >= answered_by


def brings_more(
    made: Iterable[AskedQuestion], left: Mapping[AskedQuestion, int], parameters: Parameters
) -> bool:
    """Return whether the closing after this one can be expected to bring figures of the closing survey.

    In a small programme each takes one of its questions. After one that takes none, no other is waited for.

    Args:
        made: the questions that have groups of this closing.
        left: how many answers to each question wait on.
        parameters: the programme's.
    """
    if not any(asked.questionnaire in AT_THE_END for asked in made):
        return False
    return any(
        people >= parameters.smallest for asked, people in left.items() if asked.questionnaire in AT_THE_END
    )
