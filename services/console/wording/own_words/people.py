"""Texts of participants' pages that name a role, with places for a programme's own words."""

from typing import Final

from shared.locale import translatable

PEOPLE: Final = {
    "A circle is a few mentors who meet to talk about what works.": translatable(
        "A circle is a few people in the role {mentor_word} who meet to talk about what works."
    ),
    "No mentor of this programme, or several: {person}": translatable(
        "Nobody in the role {mentor_word}, or several: {person}"
    ),
    "A junior colleague shares with an executive what they know. The junior is the mentor.": translatable(
        "A junior colleague shares with an executive what they know. The role of the junior: {mentor_word}."
    ),
    "Mentor: you teach an executive": translatable("{mentor_word}: you teach an executive"),
    "Mentee: you learn from a junior colleague": translatable(
        "{mentee_word}: you learn from a junior colleague"
    ),
    "You take part as a mentor.": translatable("Your role: {mentor_word}."),
    "You take part as a mentee.": translatable("Your role: {mentee_word}."),
    "Mentor, you learn from them": translatable("{mentor_word}, you learn from them"),
    "Certificate as a mentor": translatable("Certificate, role: {mentor_word}"),
    "Certificate as a mentee": translatable("Certificate, role: {mentee_word}"),
    "took part as a mentor in the reverse mentoring programme": translatable(
        "took part in reverse mentoring in the role: {mentor_word}"
    ),
    "took part as a mentee in the reverse mentoring programme": translatable(
        "took part in reverse mentoring in the role: {mentee_word}"
    ),
    "Hello, we are paired in the reverse mentoring programme, and you are my mentor.": translatable(
        "Hello, we are paired in reverse mentoring. I learn from you; your role is called: {mentor_word}."
    ),
    (
        "Write to your mentor and propose a first conversation. Three sentences are enough: who you are, "
        "what you would like to learn, and when you have time."
    ): translatable(
        "Write to your partner ({mentor_word}) and propose a first conversation. Three sentences are "
        "enough: who you are, what you would like to learn, and when you have time."
    ),
    (
        "Only you can read your list. The kind of a change is counted across many executives, never named; "
        "nobody learns who your mentor is."
    ): translatable(
        "Only you can read your list. The kind of a change is counted across many people, never named; "
        "nobody learns who your partner ({mentor_word}) is."
    ),
    "Your mentor can't be your assistant. Choose somebody else.": translatable(
        "The person in the role {mentor_word} can't be your assistant. Choose somebody else."
    ),
    "Protection of the mentor": translatable("Protection: {mentor_word}"),
    "Topics that you want and your mentor offers ({count} of {of}): {topics}": translatable(
        "Topics that you want, offered by your partner, {mentor_word} ({count} of {of}): {topics}"
    ),
    "Topics that your mentee wants and you offer ({count} of {of}): {topics}": translatable(
        "Topics that you offer, wanted by your partner, {mentee_word} ({count} of {of}): {topics}"
    ),
    (
        "A sponsor is a senior person outside the reporting lines of both, whom the mentor can turn to. The "
        "mentor sees the name; the mentee does not."
    ): translatable(
        "A sponsor is a senior person outside the reporting lines of both, whom one of the two "
        "({mentor_word}) can turn to and whose name the other ({mentee_word}) does not see."
    ),
    (
        "A sponsor is a senior person who is there for the mentor of a pair. Each of these people is just "
        "as far from your partner, one of them has it at a time, and the page of your concern tells you who."
    ): translatable(
        "A sponsor is a senior person who is there for one of a pair ({mentor_word}). Each of these "
        "people is just as far from your partner, one of them has it at a time, and the page of your "
        "concern tells you who."
    ),
    (
        "In reverse mentoring a junior colleague, the mentor, teaches an executive. The mentor can turn to "
        "you if something goes wrong."
    ): translatable(
        "In reverse mentoring a junior colleague ({mentor_word}) teaches an executive, and can turn "
        "to you if something goes wrong."
    ),
    "The mentor sees your name and your e-mail address once you accept. The executive does not.": translatable(  # noqa: E501
        "The person in the role {mentor_word} sees your name and your e-mail address once you accept. "
        "The other does not."
    ),
    "Thank you. The mentor can turn to you now.": translatable(
        "Thank you. The person in the role {mentor_word} can turn to you now."
    ),
}
