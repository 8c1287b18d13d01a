"""Texts about rules and weights that name a role, with places for a programme's own words."""

from typing import Final

from shared.locale import translatable

POLICY: Final = {
    "Choose a field first. For example: the mentee's languages, one of: en, at level 4.": translatable(
        "Choose a field first. For example: languages of the {mentee_word}, one of: en, at level 4."
    ),
    "No condition yet. For example: mentors in Asia meet only mentees who speak English well.": translatable(
        "No condition yet. For example: {mentors_word} in Asia meet only {mentees_word} who speak "
        "English well."
    ),
    "The mentor is junior by at least": translatable("The {mentor_word} is junior by at least"),
    "The mentor is of a younger generation than the mentee": translatable(
        "The {mentor_word} is of a younger generation than the {mentee_word}"
    ),
    "The mentor offers the topics that the mentee wants": translatable(
        "The {mentor_word} offers the topics that the {mentee_word} wants"
    ),
    "The mentor's way of teaching suits the mentee's way of learning": translatable(
        "The way of teaching of the {mentor_word} suits the way of learning of the {mentee_word}"
    ),
    "The topics that mentees want decide; departments do not count.": translatable(
        "The topics that {mentees_word} want decide; departments do not count."
    ),
    "the mentor is above the mentee by at least": translatable(
        "the {mentor_word} is above the {mentee_word} by at least"
    ),
    "the mentor is below the mentee by at least": translatable(
        "the {mentor_word} is below the {mentee_word} by at least"
    ),
    "the mentor's {field} is at least {by} above the mentee's": translatable(
        "{field} of the {mentor_word} is at least {by} above that of the {mentee_word}"
    ),
    "the mentor's {field} is at least {by} below the mentee's": translatable(
        "{field} of the {mentor_word} is at least {by} below that of the {mentee_word}"
    ),
    "the mentor has none of these, in {field}: {values}": translatable(
        "the {mentor_word} has none of these, in {field}: {values}"
    ),
    "the mentor has one of these at level {level} or better, in {field}: {values}": translatable(
        "the {mentor_word} has one of these at level {level} or better, in {field}: {values}"
    ),
    "the mentor has one of these, in {field}: {values}": translatable(
        "the {mentor_word} has one of these, in {field}: {values}"
    ),
    "the mentor's {field} is at least {values}": translatable(
        "{field} of the {mentor_word} is at least {values}"
    ),
    "the mentor: at least": translatable("the {mentor_word}: at least"),
    "the mentor's {field} is at most {values}": translatable(
        "{field} of the {mentor_word} is at most {values}"
    ),
    "the mentor: at most": translatable("the {mentor_word}: at most"),
    "the mentor's {field} is none of {values}": translatable(
        "{field} of the {mentor_word} is none of {values}"
    ),
    "the mentor: none of": translatable("the {mentor_word}: none of"),
    "the mentor's {field} is one of {values}": translatable(
        "{field} of the {mentor_word} is one of {values}"
    ),
    "the mentor: one of": translatable("the {mentor_word}: one of"),
    "the mentee has none of these, in {field}: {values}": translatable(
        "the {mentee_word} has none of these, in {field}: {values}"
    ),
    "the mentee has one of these at level {level} or better, in {field}: {values}": translatable(
        "the {mentee_word} has one of these at level {level} or better, in {field}: {values}"
    ),
    "the mentee has one of these, in {field}: {values}": translatable(
        "the {mentee_word} has one of these, in {field}: {values}"
    ),
    "the mentee's {field} is at least {values}": translatable(
        "{field} of the {mentee_word} is at least {values}"
    ),
    "the mentee: at least": translatable("the {mentee_word}: at least"),
    "the mentee's {field} is at most {values}": translatable(
        "{field} of the {mentee_word} is at most {values}"
    ),
    "the mentee: at most": translatable("the {mentee_word}: at most"),
    "the mentee's {field} is none of {values}": translatable(
        "{field} of the {mentee_word} is none of {values}"
    ),
    "the mentee: none of": translatable("the {mentee_word}: none of"),
    "the mentee's {field} is one of {values}": translatable(
        "{field} of the {mentee_word} is one of {values}"
    ),
    "the mentee: one of": translatable("the {mentee_word}: one of"),
}
