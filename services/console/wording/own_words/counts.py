"""Texts that count people of a role, with places for a programme's own words."""

from typing import Final

from shared.locale import countable

COUNTS: Final = {
    "No mentee has capacity at the moment: {count} mentor waits, and no matching is made.": countable(
        "{mentees_word}: nobody has capacity at the moment. {count} {mentor_word} waits, and no "
        "matching is made.",
        "{mentees_word}: nobody has capacity at the moment. {count} {mentors_word} wait, and no "
        "matching is made.",
    ),
    "No mentor has capacity at the moment: {count} mentee waits, and no matching is made.": countable(
        "{mentors_word}: nobody has capacity at the moment. {count} {mentee_word} waits, and no "
        "matching is made.",
        "{mentors_word}: nobody has capacity at the moment. {count} {mentees_word} wait, and no "
        "matching is made.",
    ),
    "The mentor is at least {count} grade below the mentee.": countable(
        "The {mentor_word} is at least {count} grade below the {mentee_word}.",
        "The {mentor_word} is at least {count} grades below the {mentee_word}.",
    ),
    "{count} mentor waits for the next matching.": countable(
        "{count} {mentor_word} waits for the next matching.",
        "{count} {mentors_word} wait for the next matching.",
    ),
    "{count} mentee waits for the next matching.": countable(
        "{count} {mentee_word} waits for the next matching.",
        "{count} {mentees_word} wait for the next matching.",
    ),
    "{count} mentor: {reason}": countable(
        "{count} {mentor_word}: {reason}",
        "{count} {mentors_word}, for example: {reason}",
    ),
    "{count} mentee: {reason}": countable(
        "{count} {mentee_word}: {reason}",
        "{count} {mentees_word}, for example: {reason}",
    ),
    (
        "You hear from them within {count} day. Otherwise it goes to a sponsor of the "
        "programme, then to a second one, and then to other coordinators."
    ): countable(
        "You hear from them within {count} day. Otherwise it goes to a sponsor of the "
        "{programme_word}, then to a second one, and then to other coordinators.",
        "You hear from them within {count} days. Otherwise it goes to a sponsor of the "
        "{programme_word}, then to a second one, and then to other coordinators.",
    ),
}
