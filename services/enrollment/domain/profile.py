"""The profile that matching may know: facts from HR and from the participant."""

from datetime import date

from services.enrollment.domain.employee import Employee
from services.enrollment.domain.own_topics import without_repetition
from services.enrollment.domain.preferences import Preferences
from shared.contracts.enrollment import Features, MatchingProfile
from shared.contracts.vocabulary import EmployeeId, Role, TopicLevel, WorkingHours


def matching_profile(
    employee: Employee,
    line: tuple[EmployeeId, ...],
    role: Role,
    preferences: Preferences,
    features: Features,
    today: date,
) -> MatchingProfile:
    """Put the profile together; no name, address or exact age gets into it.

    ``features`` are what the answers of the participant say.
    """
    return MatchingProfile(
        employee_id=employee.id,
        role=role,
        capacity=preferences.capacity,
        total_capacity=employee.total_capacity,
        grade=employee.grade,
        department=employee.department,
        team=employee.team,
        region=employee.region,
        tenure_years=_full_years(employee.hired_on, today),
        birth_decade=employee.born_year // 10 * 10 if employee.born_year else None,
        working_hours=WorkingHours(
            time_zone=employee.time_zone,
            starts=preferences.working_hours.starts,
            ends=preferences.working_hours.ends,
        ),
        languages=employee.languages,
        line=line,
        topics=topics_of(employee, role, preferences),
        features=dict(sorted(features.items())),
        pay_panel=employee.pay_panel,
    )


def topics_of(employee: Employee, role: Role, preferences: Preferences) -> tuple[TopicLevel, ...]:
    """Return the topics offered or wanted; a mentor who names none offers the skills HR knows of."""
    if not preferences.topics and role is Role.MENTOR:
        return without_repetition(employee.skills)
    return preferences.topics


def _full_years(start: date, today: date) -> int:
    before_anniversary = (today.month, today.day) < (start.month, start.day)
    return max(0, today.year - start.year - before_anniversary)
