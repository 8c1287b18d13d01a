"""The program `mentoring`: what runs it, and what it says where its libraries are missing."""

import sys
from importlib.metadata import entry_points

import pytest

from devstack import command


def test_the_program_is_this_function():
    [program] = entry_points(group="console_scripts", name="mentoring")
    assert program.load() is command.main


def test_it_shows_its_commands(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["mentoring", "--help"])
    with pytest.raises(SystemExit) as ended:
        command.main()
    assert not ended.value.code
    assert "dead-letters" in capsys.readouterr().out


def test_it_says_what_to_install_where_its_libraries_are_missing(monkeypatch):
    for name in [name for name in sys.modules if name.startswith("devstack.cli")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "typer", None)
    with pytest.raises(SystemExit, match=r"typer is not installed.*mentoring\[devstack\]"):
        command.main()
