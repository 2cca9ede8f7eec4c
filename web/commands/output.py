"""What the commands that work on files have in common: exit codes, consoles, errors."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable
from enum import IntEnum
from gettext import gettext as _
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from scheduler.reading import BadInput, FieldError
from web.commands import BAD_INPUT, INTERRUPTED

WIDTH = 110  # columns where the output is no terminal


class Exit(IntEnum):
    """How a command ends. Other programs rely on these."""

    DONE = 0
    VIOLATIONS = 1
    INFEASIBLE = 2
    BAD_INPUT = BAD_INPUT
    NOT_FOUND = 4
    INTERRUPTED = INTERRUPTED


def console() -> Console:
    """Where a command prints for people."""
    width = None if sys.stdout.isatty() else WIDTH
    return Console(highlight=False, markup=False, width=width)


def write_json(data: Any) -> None:
    """Print data for other programs."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def refuse(error: BadInput, file: Path, *, as_json: bool) -> SystemExit:
    """Report every mistake of a file; the result is to be raised."""
    for mistake in error.errors:
        click.echo(f"{file}: {mistake}", err=True)
    if as_json:
        write_json({"status": "bad_input", "errors": list(_errors(error.errors, file))})
    return SystemExit(Exit.BAD_INPUT)


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all. A text is written in UTF-8."""
    data = content.encode() if isinstance(content, str) else content
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        # mkstemp lets only its owner read; a new file is as readable as any other
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def check_writable(path: Path) -> None:
    """Raise OSError where `write_file` could not write, or a file that is there may not be."""
    if path.exists():
        path.open("ab").close()
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}."):
        pass


def bullet(sentence: str, *details: str) -> Table:
    """A sentence of a list, with what belongs to it below."""
    item = Table.grid(padding=(0, 1))
    item.add_row("•", Text("\n").join([Text(sentence), *(Text(one, "dim") for one in details)]))
    return item


def sourced(source: str) -> tuple[str, ...]:
    """A source as a detail, if there is one."""
    return (_("Source: %(source)s") % {"source": source},) if source else ()


def _errors(errors: Iterable[FieldError], file: Path) -> Iterable[dict[str, str]]:
    for error in errors:
        yield {"file": str(file), "path": error.path, "text": str(error.text)}
