"""The figures that the report of a completed programme keeps."""

from datetime import timedelta
from typing import ClassVar, Self

from services.feedback.domain.release.changes import released_changes
from services.feedback.domain.release.schedule import Schedule
from services.feedback.domain.upstream import Programme
from shared.contracts.feedback import FinalReportReady
from shared.kernel import Aggregate
from shared.schema.visibility import Visibility


class FinalReport(Aggregate):
    """The report of a completed programme, once its figures are final; the id is the programme's."""

    shown_to: ClassVar = Visibility.COORDINATOR_AGGREGATE

    @classmethod
    def of(cls, programme: Programme, schedule: Schedule | None) -> tuple[Self, FinalReportReady]:
        """Take the figures in force as the final ones."""
        report = cls(id=programme.id, tenant=programme.tenant, programme=programme.id)
        if schedule is None:
            return report, FinalReportReady(programme_id=programme.id, closed_at=None)
        return report, FinalReportReady(
            programme_id=programme.id,
            closed_at=schedule.closed_at,
            figures=schedule.figures,
            recommendations=schedule.recommendations,
            response=schedule.response,
            changes=released_changes(schedule.changes, schedule.parameters),
        )


def is_final(programme: Programme, schedule: Schedule | None) -> bool:
    """Return whether the figures in force are those of the whole programme.

    They are from the first closing on by which the last questions could be answered, or if there is no
    closing to wait for.
    """
    if programme.completed_at is None:
        return False
    if schedule is None or schedule.next_at is None:
        return True
    rules = programme.rules
    days = max(rules.outcome_days, rules.check_in_days, rules.pulse_answer_days)
    answered_by = programme.completed_at + timedelta(days=days)
    return schedule.closed_at is not None and schedule.closed_at >= answered_by
