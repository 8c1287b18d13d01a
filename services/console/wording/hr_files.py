"""Files of employees from HR in words: their columns, and faults of their rows."""

from typing import Final

from services.console.clients.refusal import Params
from services.console.wording.names import plain_code
from shared.locale import Voice, translatable

HR_COLUMNS: Final = {
    "employee_id": translatable("the id of the person, such as E000042"),
    "name": translatable("first and last name"),
    "email": translatable("the work e-mail address"),
    "grade": translatable("a number from 1 (lowest) to 12 (highest)"),
    "manager_id": translatable("employee id or e-mail address of the manager; empty for the head"),
    "department": translatable("the department"),
    "team": translatable("the team"),
    "region": translatable("a region as the plan of the programme names it"),
    "time_zone": translatable("a time zone such as Europe/Paris"),
    "languages": translatable("languages with levels from 1 to 5, such as en:5;fr:3"),
    "skills": translatable("topics with levels from 1 to 3, such as ai-prompting:3, or empty"),
    "hired_on": translatable("the first day of work, such as 2022-09-01"),
    "born_year": translatable("the year of birth, or empty"),
    "pay_panel": translatable("may be missing: the panel that reviews the person's pay"),
    "status": translatable("may be missing: active, or inactive for who is no longer employed"),
    "termination_date": translatable("may be missing: the day on which the employment ends, or empty"),
}
"""The columns of a file, and their cells."""

HR_FAULTS: Final = {
    "cell-empty": translatable("Something must be written here."),
    "cell-too-long": translatable("It has {most} characters at most."),
    "cell-not-utf-8": translatable("Letters can't be read. Save the file as CSV in UTF-8."),
    "id-unreadable": translatable("It has 1 to 64 letters, digits and . _ ~ - only."),
    "id-twice": translatable("The person appears twice; line {line} counts."),
    "email-unreadable": translatable("This is not an e-mail address."),
    "email-in-file": translatable("{employee} on line {line} has the same address; that line counts."),
    "email-in-directory": translatable("The employee {employee} has this address already."),
    "grade-unreadable": translatable("Write a whole number from 1 to 12."),
    "manager-unreadable": translatable("Write the manager's employee id or e-mail address."),
    "manager-unknown": translatable("Nobody has the employee id {employee}."),
    "manager-email-unknown": translatable("Nobody has this e-mail address."),
    "manager-not-taken": translatable(
        "The row of the manager, {employee}, is not taken, so the reporting line ends there."
    ),
    "manager-circle": translatable("The reporting lines form a loop: {path}."),
    "own-manager": translatable(
        "The person is their own manager, so counts as the head of the organisation."
    ),
    "line-too-deep": translatable("The reporting line has more than {most} managers."),
    "time-zone-unknown": translatable("Write a time zone such as Europe/Paris."),
    "too-many-parts": translatable("There are {most} at most."),
    "languages-unreadable": translatable("Write languages with levels from 1 to 5, such as en:5;fr:3."),
    "language-twice": translatable("A language is listed twice."),
    "skills-unreadable": translatable(
        "Write topics with levels from 1 to 3, such as ai-prompting:3;social-media:1."
    ),
    "skill-twice": translatable("A topic is listed twice."),
    "day-unreadable": translatable("Write a day such as 2026-01-08."),
    "day-not-in-calendar": translatable("There is no such day."),
    "day-out-of-range": translatable("The year is from {first} to {last}. Write no placeholder."),
    "year-unreadable": translatable("Write a year such as 1998, or nothing."),
    "year-in-future": translatable("The year is in the future."),
    "status-unknown": translatable("Write active or inactive."),
    "row-too-long": translatable("The line has more than {most} characters."),
    "row-not-csv": translatable("The row can't be read."),
    "quote-open": translatable("A quotation mark is not closed on this line."),
    "row-width": translatable("The row has {cells} cells; the header has {columns}."),
    "row-of-nobody": translatable(
        "The row does not say whose it is. Until it does, nobody who is missing from the file counts as gone."
    ),
}
"""Why a row is not taken, or what to know of one that is."""


def hr_fault(voice: Voice, code: str, params: Params) -> str:
    """Word a fault of a row."""
    words = HR_FAULTS.get(code)
    named = {name: str(value) for name, value in params.items()}
    return voice.say(words, **named) if words else plain_code(code)
