"""What the commands that search have in common: a thread of its own, and the file of ``--out``."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from gettext import gettext as _
from math import isnan
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

import click
from rich.console import Console, RenderableType
from rich.live import Live
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from scheduler.reading import BadInput, FieldError
from scheduler.text import Text, text
from web.commands.output import Exit, check_writable, refuse, write_file

Found = TypeVar("Found")
Told = TypeVar("Told")
Command = TypeVar("Command", bound=Callable[..., Any])


def number(_context: click.Context, _option: click.Parameter, value: float) -> float:
    """Refuse what is no number of seconds."""
    # a range lets "nan" pass: it is neither below nor above anything
    if isnan(value):
        raise click.BadParameter(_("Give a number of seconds."))
    return value


def search_options(seconds: float) -> Callable[[Command], Command]:
    """Give a command what every search takes: its time, its threads, its seed, and JSON."""
    options = (
        click.option("--json", "as_json", is_flag=True, help=_("Print JSON.")),
        click.option(
            "--time-limit",
            type=click.FloatRange(min=0, min_open=True, max=86_400),
            default=seconds,
            show_default=True,
            callback=number,
            help=_("Seconds to search."),
        ),
        click.option(
            "--workers",
            type=click.IntRange(1, 256),
            default=2,
            show_default=True,
            help=_("Threads of the solver."),
        ),
        click.option(
            "--seed",
            type=click.IntRange(0, 2**31 - 1),
            default=1,
            show_default=True,
            help=_("The same seed and workers give the same answer."),
        ),
    )

    def given(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return given


def check_out(out: Path, file: Path, *, as_json: bool) -> None:
    """Refuse, before the search, what the programme cannot or should not be written to."""
    reason: Text | None = None
    if out.is_dir() or not out.parent.is_dir():
        reason = text("Give a file in a folder that is there, for --out.")
    elif out.is_symlink() or (out.exists() and not out.is_file()):
        reason = text("Give a new file or a plain one, for --out: no link, pipe or device.")
    elif out.exists() and out.samefile(file):
        reason = text("This is the file of the session; give another, for --out.")
    else:
        try:
            check_writable(out)
        except OSError as error:
            reason = _unwritable(error)
    if reason is not None:
        raise refuse(BadInput([FieldError("", reason)]), out, as_json=as_json)


def make_folder(folder: Path, *, as_json: bool) -> None:
    """Make a folder to write to, before the search, unless it is there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refuse(
            BadInput([FieldError("", _unwritable(error))]), folder, as_json=as_json
        ) from None


def write_out(out: Path, content: str | bytes) -> None:
    """Write a file, or say why that is not possible."""
    try:
        write_file(out, content)
    except OSError as error:
        # no JSON of this: that of the programme has been printed
        raise refuse(BadInput([FieldError("", _unwritable(error))]), out, as_json=False) from None


def write_found(out: Path, content: str, *, found: bool) -> None:
    """The same of an answer: one without a programme does not replace what is there."""
    if found or not out.exists():
        write_out(out, content)
    else:
        click.echo(_("%(file)s stays as it was: there is no programme.") % {"file": out}, err=True)


def _unwritable(error: OSError) -> Text:
    reason = error.strerror or str(error)
    return text("This cannot be written: %(reason)s.", reason=reason)


def aside(search: Callable[[], Found]) -> Found:
    """Search in another thread: the first one hears signals only while it runs Python.

    What no search can be made of is said of the file of the command, as bad input.
    """
    found: Future[Found] = Future()

    def run() -> None:
        try:
            found.set_result(search())
        except BaseException as error:  # noqa: BLE001 (raised again in the first thread)
            found.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        return found.result()
    except BadInput as error:
        given = click.get_current_context().params
        raise refuse(error, given["file"], as_json=given["as_json"]) from None


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Ctrl-C ends the search with the best found so far; a second one ends the command."""
    interrupted = threading.Event()

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        if interrupted.is_set():
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # a third would break off how we end
            raise KeyboardInterrupt
        interrupted.set()

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield interrupted.is_set
    except KeyboardInterrupt:
        # the search still runs, and would hold up an orderly end
        click.echo(_("Interrupted."), err=True)
        os._exit(Exit.INTERRUPTED)
    finally:
        if signal.getsignal(signal.SIGINT) is interrupt:
            signal.signal(signal.SIGINT, before)
    if interrupted.is_set():
        click.echo(_("Interrupted: what follows is as far as the search had come."), err=True)


@contextmanager
def drawn() -> Iterator[Callable[[RenderableType], None]]:
    """Give what draws on a terminal what is known so far, each time in place of the time before."""
    if not sys.stderr.isatty():
        yield lambda _shown: None
        return
    with Live(console=Console(stderr=True), transient=True) as live:
        yield live.update


@contextmanager
def watched(standing: Callable[[Told], str]) -> Iterator[Callable[[Told], None] | None]:
    """Give what shows live how a search stands, in the words of `standing`; None off a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as live:
        task = live.add_task(_("Searching"), total=None)

        def show(progress: Told) -> None:
            live.update(task, description=standing(progress))

        yield show
