"""Where the buttons of messages lead."""

import pytest

from services.notification.domain.delivery import Reader
from services.notification.domain.kinds import Kind
from services.notification.domain.tasks import page_of, task_of
from tests.unit.notification.letters import delivery


@pytest.mark.parametrize(
    ("kind", "reader", "task"),
    [
        (Kind.INVITATION, Reader.MENTOR, "join"),
        (Kind.INVITATION_REMINDER, Reader.MENTEE, "join"),
        (Kind.PROPOSAL, Reader.MENTOR, "answer-proposal"),
        (Kind.PROPOSAL_REMINDER, Reader.MENTEE, "answer-proposal"),
        (Kind.SHORTLIST, Reader.MENTEE, "choose-partner"),
        (Kind.SHORTLIST_REMINDER, Reader.MENTEE, "choose-partner"),
        (Kind.CHECK_IN, Reader.MENTOR, "answer-check-in"),
        (Kind.CHECK_IN_REMINDER, Reader.MENTEE, "answer-check-in"),
        (Kind.PULSE, Reader.MENTOR, "answer-pulse"),
        (Kind.PULSE_REMINDER, Reader.MENTEE, "answer-pulse"),
        (Kind.PAIRED, Reader.MENTEE, "first-contact"),
        (Kind.FIRST_CONTACT_REMINDER, Reader.MENTEE, "first-contact"),
    ],
)
def test_a_message_that_asks_for_an_act_has_the_task_until_its_deadline(kind, reader, task):
    asked = delivery(kind, reader)
    assert task_of(asked) == (task, asked.deadline)
    assert task_of(asked.model_copy(update={"deadline": None})) is None


def test_the_first_contact_is_the_mentees_and_the_mentor_reads_about_the_partner():
    paired = delivery(Kind.PAIRED, Reader.MENTOR)
    assert task_of(paired) is None
    assert page_of(paired) == "/mine/rm-2026/partner"


def test_the_reminder_of_a_session_leads_to_its_page_which_has_the_agenda():
    assert page_of(delivery(Kind.SESSION_REMINDER)) == "/mine/rm-2026/sessions/s1"
    assert page_of(delivery(Kind.SESSION_REMINDER, sessions=())) == "/mine/rm-2026"
    assert page_of(delivery(Kind.SESSION_MOVED)) == "/mine/rm-2026/sessions"


def test_the_coordinators_mailbox_gets_no_link_of_a_person():
    digest = delivery(Kind.DIGEST, Reader.COORDINATORS).model_copy(update={"participant_id": None})
    assert (task_of(digest), page_of(digest)) == (None, "/")
    assert page_of(delivery(Kind.WEBHOOK_DISABLED)) == "/webhooks"
    assert page_of(delivery(Kind.COORDINATORS_WANTED)) == "/programmes/rm-2026"
    in_person = {"reader": Reader.EMPLOYEE, "participant_id": None, "employee_id": "e1"}
    assigned = delivery(Kind.CONCERN_ASSIGNED).model_copy(update=in_person)
    assert page_of(assigned) == "/programmes/rm-2026/concerns"
