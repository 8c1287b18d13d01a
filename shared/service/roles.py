"""The callers that endpoints are open to, named once."""

from typing import Annotated

from shared.runtime.auth import allow
from shared.runtime.caller import Caller, CallerRole

Coordinator = Annotated[Caller, allow(CallerRole.COORDINATOR)]
Participant = Annotated[Caller, allow(CallerRole.PARTICIPANT)]
CoordinatorOrParticipant = Annotated[Caller, allow(CallerRole.COORDINATOR, CallerRole.PARTICIPANT)]
Operator = Annotated[Caller, allow(CallerRole.OPS)]
OperatorOrService = Annotated[Caller, allow(CallerRole.OPS, CallerRole.SERVICE)]
PageReader = Annotated[Caller, allow(CallerRole.COORDINATOR, CallerRole.OPS, CallerRole.PARTICIPANT)]
"""Everybody who has pages at the console."""
OtherService = Annotated[Caller, allow(CallerRole.SERVICE)]
MailRelay = Annotated[Caller, allow(CallerRole.MAIL_RELAY)]
LearningSystem = Annotated[Caller, allow(CallerRole.LEARNING_SYSTEM)]
Anybody = Annotated[
    Caller,
    allow(CallerRole.COORDINATOR, CallerRole.PARTICIPANT, CallerRole.OPS, CallerRole.SERVICE),
]
"""Everybody who reads facts of the platform; a new role does not, unless it is added here."""
