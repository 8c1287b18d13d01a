"""Every command that the documents tell a reader to type is one that works as written."""

import re
import shlex
from pathlib import Path

import pytest
import typer

from demo.cli import app as demo_app
from devstack.cli import app

PROJECT = Path(__file__).resolve().parents[2]
DOCUMENTS = [PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", *sorted((PROJECT / "docs").rglob("*.md"))]
MAKEFILE = (PROJECT / "Makefile").read_text()
BLOCK = re.compile(r"^```[a-z]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
REDIRECTED = re.compile(r"\s[>|<].*$")
COMMENT = re.compile(r"(^|\s)#.*$")


def commands(program):
    """The commands of the documents: lines of a block are whole, a span may name a command alone."""
    for path in DOCUMENTS:
        text, place = path.read_text(), path.relative_to(PROJECT).as_posix()
        lines = [(line, True) for block in BLOCK.findall(text) for line in block.splitlines()]
        spans = [(span, False) for span in SPAN.findall(BLOCK.sub("", text))]
        for line, whole in lines + spans:
            words = typed(line)
            if words and words[0].rpartition("/")[2] == program:
                yield pytest.param(words[1:], whole, id=f"{place}: {' '.join(words)}")


def typed(line):
    """The words of a command, without comment and redirection; what is optional is taken."""
    try:
        return shlex.split(REDIRECTED.sub("", COMMENT.sub("", line)).replace("[", "").replace("]", ""))
    except ValueError:  # a quotation that spans lines is no command
        return []


def find(words):
    """The command that the first words name, and the words that are left for it."""
    command, rest = typer.main.get_command(app), list(words)
    while rest and getattr(command, "commands", None):
        command = command.commands[rest.pop(0)]
        if command.name == "demo":
            command = typer.main.get_command(demo_app)
    return command, rest


@pytest.mark.parametrize(("words", "whole"), list(commands("mentoring")))
def test_the_command_line_takes_it(words, whole):
    command, rest = find(words)
    if whole:
        command.make_context("mentoring", rest)  # raises what a terminal would show
    else:
        known = {option for one in command.params for option in (*one.opts, *one.secondary_opts)}
        assert {word for word in rest if word.startswith("-")} <= known


@pytest.mark.parametrize(("words", "whole"), list(commands("make")))
def test_make_takes_it(words, whole):
    del whole
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    variables = set(re.findall(r"\$\(([A-Z_]+)\)|^(?:export )?([A-Z_]+) \?=", MAKEFILE, re.MULTILINE))
    known = {name for pair in variables for name in pair}
    for word in words:
        name, is_set, _ = word.partition("=")
        assert name in (known if is_set else targets)


def test_commands_are_found():
    assert len(list(commands("mentoring"))) > 10
    assert len(list(commands("make"))) > 10


@pytest.mark.parametrize(
    "line",
    [
        ".venv/bin/mentoring token --role coordinator > token",
        "mentoring up --brokr tansu",
        "mentoring sample --people many",
        "mentoring demo --people",
        "mentoring logs",
    ],
)
def test_what_a_terminal_would_refuse_is_refused(line):
    command, rest = find(typed(line)[1:])
    with pytest.raises(Exception, match=r"(?i)missing|no such option|valid integer|requires an argument"):
        command.make_context("mentoring", rest)
