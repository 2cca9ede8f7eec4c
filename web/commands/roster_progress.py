"""How far the search for a roster is, live on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from gettext import gettext as _
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from web.commands.roster_table import AIMS

if TYPE_CHECKING:
    from scheduler.roster.effort import RosterProgress


@contextmanager
def watched() -> Iterator[Callable[[RosterProgress], None] | None]:
    """Give what shows the aim being looked at and how far it is; None without a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as live:
        task = live.add_task(_("Searching"), total=None)

        def show(progress: RosterProgress) -> None:
            live.update(task, description=_standing(progress))

        yield show


def _standing(progress: RosterProgress) -> str:
    values = {"aim": AIMS[progress.aim], "value": progress.value, "bound": progress.bound}
    if progress.value is None:
        return _("%(aim)s: searching") % values
    if progress.bound is None:
        return _("%(aim)s: best so far %(value)s") % values
    return _("%(aim)s: best so far %(value)s; none has less than %(bound)s") % values
