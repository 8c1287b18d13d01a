"""A service put together: HTTP, events, health, metrics, operations: once, for all of them.

Services import the names below and no module.
"""

from shared.service.app import Service, build
from shared.service.asked_process import AskedProcess, Unanswered
from shared.service.background import WorkContext
from shared.service.child_process import ChildProcess, run_once
from shared.service.commands import Command, Read, Run, RunMany, Runner
from shared.service.group_commit import GroupCommit
from shared.service.listing import (
    Found,
    Limit,
    Offset,
    Page,
    PageRequest,
    Paging,
    find_page,
)
from shared.service.middleware import large_body
from shared.service.now import Now
from shared.service.operations import StreamState
from shared.service.private_text.api import Keys
from shared.service.private_text.api import router as private_text_router
from shared.service.private_text.keys import PRIVATE_TEXT, TextReader, seal, text_key, text_reader
from shared.service.private_text.wrapping import check_master_keys, require_master_keys, run_wrapping
from shared.service.roles import (
    Anybody,
    Coordinator,
    CoordinatorOrParticipant,
    LearningSystem,
    MailRelay,
    Operator,
    OtherService,
    PageReader,
    Participant,
)
from shared.service.upload import received_file

__all__ = [
    "PRIVATE_TEXT",
    "Anybody",
    "AskedProcess",
    "ChildProcess",
    "Command",
    "Coordinator",
    "CoordinatorOrParticipant",
    "Found",
    "GroupCommit",
    "Keys",
    "LearningSystem",
    "Limit",
    "MailRelay",
    "Now",
    "Offset",
    "Operator",
    "OtherService",
    "Page",
    "PageReader",
    "PageRequest",
    "Paging",
    "Participant",
    "Read",
    "Run",
    "RunMany",
    "Runner",
    "Service",
    "StreamState",
    "TextReader",
    "Unanswered",
    "WorkContext",
    "build",
    "check_master_keys",
    "find_page",
    "large_body",
    "private_text_router",
    "received_file",
    "require_master_keys",
    "run_once",
    "run_wrapping",
    "seal",
    "text_key",
    "text_reader",
]
