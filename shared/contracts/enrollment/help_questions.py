"""Events of the questions that participants ask the coordinators."""

from shared.contracts.enrollment.event import EnrollmentEvent
from shared.contracts.vocabulary import Identifier, Role


class HelpQuestionAsked(
    EnrollmentEvent, fact="help-question-asked", aggregate="help-question", key="question_id"
):
    """A participant asked the coordinators something; neither the text nor the person is in any event."""

    question_id: Identifier


class HelpQuestionAnswered(
    EnrollmentEvent, fact="help-question-answered", aggregate="help-question", key="question_id"
):
    """A coordinator answered a question of a participant."""

    question_id: Identifier
    participant_id: Identifier
    role: Role
