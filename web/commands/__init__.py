"""The command line: ``hemicycle``.

A command is loaded when it is asked for, so that those which work on files start without the web
and the database, and the help without the solver.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import gettext as _
from importlib import import_module
from typing import Any, NoReturn

import click

from web.commands.origin import check_origin

# name -> (module of this package, what it does); the module's `command` is the command
COMMANDS: dict[str, tuple[str, str]] = {
    "plan": ("plan", _("Plan a session and prove that no programme is better.")),
    "check": ("check", _("Check a programme against the requirements of its session.")),
    "explain": ("explain", _("Say why there is no programme, or what moving an item would cost.")),
    "repair": ("repair", _("Change as little of a programme as what has happened allows.")),
    "roster": ("roster", _("Give the meetings of a programme their interpreters.")),
    "timetable": ("timetable", _("Give meetings start times on a fine grid, and rooms.")),
    "calendar": ("calendar", _("Make the calendar of conferences of a year.")),
    "speakers": ("speakers", _("Check the ledger of a list of speakers.")),
    "serve": ("serve", _("Serve the web pages.")),
    "worker": ("worker", _("Work on the programmes proposed on the web pages; send mail.")),
    "mail": ("mail", _("Try whether mail can be sent.")),
    "init": ("init", _("Make or upgrade the database.")),
    "account": ("account", _("Give somebody an account and a role.")),
    "import": ("import_", _("Import a session or its delegations into the database.")),
    "export": ("export", _("Export a session or its programme.")),
    "demo": ("demo", _("Show both sessions on this machine, with one-click sign-in.")),
}

BAD_INPUT = 3
INTERRUPTED = 130  # as shells have it: 128 and the number of the signal


class Commands(click.Group):
    """A group that loads its commands one by one. Errors of use exit with 3: 2 is a finding."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command; as a program, it does not wait for a solver that nobody waits for."""
        try:
            return super().main(*args, **extra)
        except SystemExit as end:
            if not args:
                _leave(end.code)
            raise

    def list_commands(self, _context: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """Load a command; None where there is none of that name."""
        if name not in COMMANDS:
            return None
        command = import_module(f"{__name__}.{COMMANDS[name][0]}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, help_) for name, (_module, help_) in COMMANDS.items()])

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the arguments of the group, before anything else of ours is loaded."""
        with _exits():
            check_origin()
            return super().make_context(*args, **extra)

    def invoke(self, context: click.Context) -> Any:
        """Read the arguments of a command and run it."""
        with _exits():
            return super().invoke(context)


def _leave(code: str | int | None) -> None:
    """End the process at once if a solver is left that has not heard yet that it is to stop."""
    stopping = sys.modules.get("scheduler.stopping")  # not loaded: there is none
    if stopping is not None and stopping.left_behind() and not isinstance(code, str):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code or 0)


def _interrupted() -> NoReturn:
    # click would exit with 1, which is a finding
    click.echo(_("Interrupted."), err=True)
    raise SystemExit(INTERRUPTED) from None


@contextmanager
def _exits() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        _interrupted()
    except ImportError as error:
        # so says a library that was interrupted while it was loaded
        if not isinstance(error.__cause__, KeyboardInterrupt):
            raise
        _interrupted()
    except click.UsageError as error:
        error.show()
        raise SystemExit(BAD_INPUT) from None


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hemicycle", message="%(version)s")
def main() -> None:
    """Plan and run the meetings of an intergovernmental conference."""
