"""The phrases that the style guide replaces are found, and plain sentences are not."""

import pytest

from tools.prose import findings, texts


@pytest.mark.parametrize(
    "text",
    [
        "Page size: at most so many.",
        "Nobody is told.",
        "Whoever waits longer comes first.",
        "Ends. Who has this part in it.",
        "The database is away.",
        "Four failures running end it.",
        "What the console keeps.",
        "A timer waits so long.",
        "Before each look at the rows.",
    ],
)
def test_a_replaced_phrase_is_found_once(text):
    assert len(list(findings(text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "People who have left see nothing.",
        "The process is running.",
        "For the coordinator, who has approved it.",
        "Carry the file away.",
        "How many, and how long.",
        "The what-ifs of a day. What-ifs are not proposed.",
        "What do you want to learn?",
        "A name may look like a number; look it up.",
    ],
)
def test_plain_sentences_are_not_found(text):
    assert not list(findings(text))


def test_docstrings_comments_and_messages_are_read_with_their_lines():
    source = '"""First line.\n\nThird line."""\n\nFAULT = "no such thing"  # a comment\nNAME = "word"\n'
    assert list(texts(source)) == [
        (5, "a comment"),
        (1, "First line."),
        (2, ""),
        (3, "Third line."),
        (5, "no such thing"),
    ]
