"""Texts of coordinators' pages that name a role, with places for a programme's own words."""

from typing import Final

from shared.locale import translatable

PAIRS: Final = {
    "Mentor": translatable("{mentor_word}"),
    "Mentors": translatable("{mentors_word}"),
    "Mentee": translatable("{mentee_word}"),
    "Mentees": translatable("{mentees_word}"),
    "mentors": translatable("{mentors_word}"),
    "mentees": translatable("{mentees_word}"),
    "A sponsor is senior to the mentor.": translatable("A sponsor is senior to the {mentor_word}."),
    "Ask the executive to write to the mentor: name and address are on their page “My partner”.": translatable(  # noqa: E501
        "Ask the executive to write to their partner ({mentor_word}): name and address are on their "
        "page “My partner”."
    ),
    (
        "According to the personnel data, {name} is now above or below one of the two, or no longer senior "
        "to the mentor. Name somebody else."
    ): translatable(
        "According to the personnel data, {name} is now above or below one of the two, or no longer senior "
        "to the {mentor_word}. Name somebody else."
    ),
    "Choose the mentor whom you mean.": translatable("Choose whom you mean: {mentor_word}."),
    "Choose the mentee whom you mean.": translatable("Choose whom you mean: {mentee_word}."),
    "No mentor has this name or id.": translatable("{mentor_word}: nobody has this name or id."),
    "No mentee has this name or id.": translatable("{mentee_word}: nobody has this name or id."),
    "No mentor has this name. Choose somebody with a similar name, or type another name.": translatable(
        "{mentor_word}: nobody has this name. Choose somebody with a similar name, or type another name."
    ),
    "No mentee has this name. Choose somebody with a similar name, or type another name.": translatable(
        "{mentee_word}: nobody has this name. Choose somebody with a similar name, or type another name."
    ),
    (
        "How far people agree, from 1 (not at all) to 5 (fully). Mentors and executives are asked on fixed "
        "days of their pairing and at its end, and each answer counts once."
    ): translatable(
        "How far people agree, from 1 (not at all) to 5 (fully). Both ({mentors_word}, "
        "{mentees_word}) are asked on fixed days of their pairing and at its end, and each answer "
        "counts once."
    ),
    "Mentors by {feature}": translatable("{mentors_word} by {feature}"),
    "Mentees by {feature}": translatable("{mentees_word} by {feature}"),
    "Mentors ready": translatable("{mentors_word}: ready"),
    "Mentees ready": translatable("{mentees_word}: ready"),
    (
        "Mentors offer topics and mentees choose from them. A wish in people's own words leads to the topic "
        "that is meant."
    ): translatable(
        "{mentors_word} offer topics and {mentees_word} choose from them. A wish in people's own "
        "words leads to the topic that is meant."
    ),
    "More mentors would help, or mentors who take a second partner. {link}See the mentors{end}.": translatable(  # noqa: E501
        "More {mentors_word} would help, or some who take a second partner. {link}See the "
        "{mentors_word}{end}."
    ),
    "More mentees would help, or mentees who take a second partner. {link}See the mentees{end}.": translatable(  # noqa: E501
        "More {mentees_word} would help, or some who take a second partner. {link}See the "
        "{mentees_word}{end}."
    ),
    "Next best for the mentee": translatable("Next best for the {mentee_word}"),
    "No group of mentees falls behind": translatable("No group falls behind: {mentees_word}"),
    "No matching yet. Try one as soon as mentors and mentees are ready.": translatable(
        "No matching yet. Try one as soon as people are ready in both roles ({mentors_word}, {mentees_word})."
    ),
    "No mentor is free": translatable("{mentors_word}: nobody is free"),
    "No mentee is free": translatable("{mentees_word}: nobody is free"),
    "No mentor was free": translatable("{mentors_word}: nobody was free"),
    "No mentee was free": translatable("{mentees_word}: nobody was free"),
    "No mentor was free, so nobody was matched.": translatable(
        "{mentors_word}: nobody was free, so nobody was matched."
    ),
    "No mentee was free, so nobody was matched.": translatable(
        "{mentees_word}: nobody was free, so nobody was matched."
    ),
    "No mentor is ready yet, so nobody can be matched. {link}See how far the mentors are{end}.": translatable(
        "{mentors_word}: nobody is ready yet, so nobody can be matched. {link}See how far the "
        "{mentors_word} are{end}."
    ),
    "No mentee is ready yet, so nobody can be matched. {link}See how far the mentees are{end}.": translatable(
        "{mentees_word}: nobody is ready yet, so nobody can be matched. {link}See how far the "
        "{mentees_word} are{end}."
    ),
    "On the mentor's list": translatable("On the list of the {mentor_word}"),
    "On the mentee's list": translatable("On the list of the {mentee_word}"),
    "Places for mentors": translatable("Places: {mentors_word}"),
    "Places for mentees": translatable("Places: {mentees_word}"),
    "Statements by mentors (1 to 5)": translatable("Statements: {mentors_word} (1 to 5)"),
    "The mentor said yes": translatable("The {mentor_word} said yes"),
    "The mentee said yes": translatable("The {mentee_word} said yes"),
    "The mentor no longer sees a sponsor until another person has accepted.": translatable(
        "The {mentor_word} no longer sees a sponsor until another person has accepted."
    ),
    "To mentors": translatable("To {mentors_word}"),
    "To mentees": translatable("To {mentees_word}"),
    "{name} has accepted. The mentor sees the name and how to reach them.": translatable(
        "{name} has accepted. The {mentor_word} sees the name and how to reach them."
    ),
    "nobody can be matched: no mentor is ready and has capacity": translatable(
        "nobody can be matched: nobody is ready and has capacity ({mentors_word})"
    ),
    "nobody can be matched: no mentee is ready and has capacity": translatable(
        "nobody can be matched: nobody is ready and has capacity ({mentees_word})"
    ),
}
