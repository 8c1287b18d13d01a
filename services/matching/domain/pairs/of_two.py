"""The base of what concerns a mentor and a mentee."""

from shared.contracts.vocabulary import Role
from shared.kernel import Aggregate, Identifier


class OfTwo(Aggregate):
    """A mentor and a mentee, as participants and as employees."""

    mentor_id: Identifier
    mentee_id: Identifier
    mentor_employee_id: Identifier
    mentee_employee_id: Identifier

    def role_of(self, employee_id: str | None) -> Role | None:
        """Return the part this employee has in it, if any."""
        if employee_id is None:
            return None
        if employee_id == self.mentor_employee_id:
            return Role.MENTOR
        return Role.MENTEE if employee_id == self.mentee_employee_id else None

    def participant(self, role: Role) -> Identifier:
        """Return the participant in this role."""
        return self.mentor_id if role is Role.MENTOR else self.mentee_id
