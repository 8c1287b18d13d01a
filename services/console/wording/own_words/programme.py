"""Texts of participants' pages that name the programme, with a place for its own word."""

from typing import Final

from shared.locale import translatable

PROGRAMME: Final = {
    "My programme": translatable("My {programme_word}"),
    "Programme {name}": translatable("{programme_word} {name}"),
    "The programme": translatable("The {programme_word}"),
    "Programme": translatable("{programme_word}"),
    "Join the programme": translatable("Join the {programme_word}"),
    "Leave the programme": translatable("Leave the {programme_word}"),
    "I do not agree: leave the programme": translatable("I do not agree: leave the {programme_word}"),
    "I agree to the terms of the programme, version {version}": translatable(
        "I agree to the terms of the {programme_word}, version {version}"
    ),
    "Part of the programme": translatable("Part of the {programme_word}"),
    "Questions of the programme": translatable("Questions of the {programme_word}"),
    "The programme asks nothing of its own.": translatable("The {programme_word} asks nothing of its own."),
    "The programme is over.": translatable("The {programme_word} is over."),
    "The programme is closing. Your sessions go on until the last day; nobody is matched any more.": translatable(  # noqa: E501
        "The {programme_word} is closing. Your sessions go on until the last day; nobody is matched any more."
    ),
    "The programme takes no new participants.": translatable(
        "The {programme_word} takes no new participants."
    ),
    "You do not take part in this programme.": translatable("You do not take part in this {programme_word}."),
    "You do not take part in this programme yet.": translatable(
        "You do not take part in this {programme_word} yet."
    ),
    "You take part in this programme.": translatable("You take part in this {programme_word}."),
    "You have left this programme.": translatable("You have left this {programme_word}."),
    "You have left the programme. You can join again at any time.": translatable(
        "You have left the {programme_word}. You can join again at any time."
    ),
    "You leave this programme: {programme}. Nobody is at fault, and you need no reason.": translatable(
        "You leave this {programme_word}: {programme}. Nobody is at fault, and you need no reason."
    ),
    "This programme is by invitation only. Ask its coordinators if you would like to take part.": translatable(  # noqa: E501
        "This {programme_word} is by invitation only. Ask its coordinators if you would like to take part."
    ),
    "This programme takes nobody new any more. Your organisation announces the next one.": translatable(
        "This {programme_word} takes nobody new any more. Your organisation announces the next one."
    ),
    "Apply first: a coordinator decides who joins this programme.": translatable(
        "Apply first: a coordinator decides who joins this {programme_word}."
    ),
    "Only invited people can join this programme.": translatable(
        "Only invited people can join this {programme_word}."
    ),
    "End a pairing or leave the programme without a reason. If you write one down, only you can read it.": translatable(  # noqa: E501
        "End a pairing or leave the {programme_word} without a reason. If you write one down, only "
        "you can read it."
    ),
    "Your pairing is completed. Would you like to stay in touch, without the programme?": translatable(
        "Your pairing is completed. Would you like to stay in touch, without the {programme_word}?"
    ),
    (
        "We look for another partner for both of you. If you want no other partner, {link}leave the "
        "programme{end}."
    ): translatable(
        "We look for another partner for both of you. If you want no other partner, {link}leave the "
        "{programme_word}{end}."
    ),
    "You have no partner yet. Finish getting ready first: see {link}My programme{end}.": translatable(
        "You have no partner yet. Finish getting ready first: see {link}My {programme_word}{end}."
    ),
    "The terms have changed. Read them on My programme and agree first.": translatable(
        "The terms have changed. Read them on My {programme_word} and agree first."
    ),
    "You sponsor nobody in this programme, and are not asked to.": translatable(
        "You sponsor nobody in this {programme_word}, and are not asked to."
    ),
    "You look after nobody's session times in this programme, and are not asked to.": translatable(
        "You look after nobody's session times in this {programme_word}, and are not asked to."
    ),
    "Only you can read it, on the page of the programme, and you can delete it there.": translatable(
        "Only you can read it, on the page of the {programme_word}, and you can delete it there."
    ),
    "People who take part in the programme can ask the coordinators here.": translatable(
        "People who take part in the {programme_word} can ask the coordinators here."
    ),
    (
        "No coordinator is named for this programme yet. A sponsor reads it, or a coordinator of the whole "
        "organisation if there is none."
    ): translatable(
        "No coordinator is named for this {programme_word} yet. A sponsor reads it, or a coordinator "
        "of the whole organisation if there is none."
    ),
    (
        "No topic is like this. Look through the list below; the coordinators of your programme can add "
        "topics."
    ): translatable(
        "No topic is like this. Look through the list below; the coordinators of your "
        "{programme_word} can add topics."
    ),
    (
        "The coordinators of the programme read your question and your name, but none of them who is paired "
        "with you."
    ): translatable(
        "The coordinators of the {programme_word} read your question and your name, but none of them "
        "who is paired with you."
    ),
    (
        "The coordinators of your programme ask them. Nobody but you reads your answers; matching compares "
        "some of them, and shows nobody what you said."
    ): translatable(
        "The coordinators of your {programme_word} ask them. Nobody but you reads your answers; "
        "matching compares some of them, and shows nobody what you said."
    ),
    (
        "The rules of the programme say which pairs are possible. Among these, the following counts; what "
        "counts most comes first:"
    ): translatable(
        "The rules of the {programme_word} say which pairs are possible. Among these, the following "
        "counts; what counts most comes first:"
    ),
    (
        "They may publish the answer to everybody in the programme, with the question in other words and "
        "without your name."
    ): translatable(
        "They may publish the answer to everybody in the {programme_word}, with the question in other "
        "words and without your name."
    ),
    (
        "Anybody who has the code can verify the certificate at {address}. They see your initials, the "
        "programme, your role, the sessions and the dates, and nothing else."
    ): translatable(
        "Anybody who has the code can verify the certificate at {address}. They see your initials, "
        "the name of the {programme_word}, your role, the sessions and the dates, and nothing else."
    ),
}
