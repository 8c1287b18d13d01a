"""Reasons of pairs that name a role, with places for a programme's own words."""

from typing import Final

from shared.locale import translatable

FIT: Final = {
    "A “{kind}” mentor suits “{style}” learning well": translatable(
        "The kind “{kind}” ({mentor_word}) suits “{style}” learning well"
    ),
    "A “{kind}” mentor suits “{style}” learning fairly well": translatable(
        "The kind “{kind}” ({mentor_word}) suits “{style}” learning fairly well"
    ),
    "A “{kind}” mentor suits “{style}” learning less well": translatable(
        "The kind “{kind}” ({mentor_word}) suits “{style}” learning less well"
    ),
    "Different kinds of mentor and learner": translatable("Different kinds of {mentor_word} and learner"),
    "The same kind of mentor and learner": translatable("The same kind of {mentor_word} and learner"),
    "kind of mentor or learner": translatable("kind of {mentor_word} or learner"),
    "The mentee has named no topic": translatable("The {mentee_word} has named no topic"),
    "The mentee has no capacity left": translatable("The {mentee_word} has no capacity left"),
    "The mentee is not ready": translatable("The {mentee_word} is not ready"),
    "The mentor has no capacity left": translatable("The {mentor_word} has no capacity left"),
    "The mentor is not ready": translatable("The {mentor_word} is not ready"),
    "The mentor has a little less than the mentee: {features}": translatable(
        "The {mentor_word} has a little less than the {mentee_word}: {features}"
    ),
    "The mentor has as much as the mentee or more: {features}": translatable(
        "The {mentor_word} has as much as the {mentee_word} or more: {features}"
    ),
    "The mentor has less than the mentee: {features}": translatable(
        "The {mentor_word} has less than the {mentee_word}: {features}"
    ),
    "Topics wanted that the mentor offers ({count} of {of}): {topics}": translatable(
        "Topics wanted that the {mentor_word} offers ({count} of {of}): {topics}"
    ),
    "{eligible} of {others} mentors are allowed, but none reaches the lowest score": translatable(
        "{mentors_word}: {eligible} of {others} are allowed, but none reaches the lowest score"
    ),
    "{eligible} of {others} mentees are allowed, but none reaches the lowest score": translatable(
        "{mentees_word}: {eligible} of {others} are allowed, but none reaches the lowest score"
    ),
    "{eligible} of {others} mentors would fit, but all were taken": translatable(
        "{mentors_word}: {eligible} of {others} would fit, but all were taken"
    ),
    "{eligible} of {others} mentees would fit, but all were taken": translatable(
        "{mentees_word}: {eligible} of {others} would fit, but all were taken"
    ),
    "{rule}: {excluded} of {others} mentors": translatable("{rule}: {excluded} of {others} {mentors_word}"),
    "{rule}: {excluded} of {others} mentees": translatable("{rule}: {excluded} of {others} {mentees_word}"),
}
