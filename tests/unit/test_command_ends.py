"""How a command ends that is interrupted before it has begun."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from web import commands


@pytest.fixture
def loads(monkeypatch):
    """Let the loading of a command end with an error, and that with its cause; run it."""

    def run(cause: BaseException | None) -> click.testing.Result:
        def load(_name: str) -> None:
            raise ImportError("initialization failed") from cause

        monkeypatch.setattr(commands, "import_module", load)
        return CliRunner().invoke(commands.main, ["plan", "a.yaml"])

    return run


def test_a_library_that_is_interrupted_while_it_is_loaded_is_an_interruption(loads):
    ended = loads(KeyboardInterrupt())
    assert (ended.exit_code, ended.stderr) == (130, "Interrupted.\n")


def test_a_library_that_cannot_be_loaded_is_not(loads):
    ended = loads(OSError("no such library"))
    assert (ended.exit_code, str(ended.exception)) == (1, "initialization failed")
