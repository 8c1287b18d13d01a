"""A child process ends with its owner; in tests, one that rests serves the next owner."""

import pytest

from shared.service.child_process import ChildProcess, Launcher
from shared.testing.kept_processes import kept_processes

ECHO = "tests.helpers.echo_process"


@pytest.fixture(autouse=True)
async def launched_anew(monkeypatch):
    monkeypatch.setattr(ChildProcess, "launcher", Launcher())


async def ask(child):
    process = await child.started()
    process.stdin.write(b"hello\n")
    assert await process.stdout.readline() == b"hello\n"
    return process


async def test_a_process_is_started_once_and_ends_with_its_owner():
    child = ChildProcess(ECHO)
    process = await ask(child)
    child.rest()
    assert await ask(child) is process
    child.rest()
    await child.close()
    assert process.returncode is not None
    assert child.current is None


async def test_a_process_that_was_killed_is_started_again():
    child = ChildProcess(ECHO)
    first = await ask(child)
    first.kill()
    await first.wait()
    assert await ask(child) is not first
    await child.close()


async def test_one_that_rests_serves_the_next_owner_and_ends_with_the_last():
    async with kept_processes():
        first, second = ChildProcess(ECHO), ChildProcess(ECHO)
        process = await ask(first)
        first.rest()
        await first.close()
        assert await ask(second) is process
        second.rest()
        await second.close()
        assert process.returncode is None
    assert process.returncode is not None


@pytest.mark.parametrize(("remembers", "rests"), [(False, False), (True, True)])
async def test_one_that_is_busy_or_remembers_serves_nobody_else(remembers, rests):
    async with kept_processes():
        child = ChildProcess(ECHO, remembers=remembers)
        process = await ask(child)
        if rests:
            child.rest()
        await child.close()
        assert process.returncode is not None
