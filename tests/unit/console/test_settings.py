"""The settings page offers what notification takes."""

from services.console.pages.participant.settings import GROUPS, KINDS
from services.notification.domain.kinds import Group
from services.notification.domain.message_table import MESSAGES


def test_the_page_has_every_kind_that_can_be_turned_off_and_every_group():
    assert set(KINDS) == {kind for kind, message in MESSAGES.items() if message.optional}
    assert set(GROUPS) == set(Group)
