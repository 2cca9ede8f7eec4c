"""Tables that read well in a terminal and in Markdown."""

from __future__ import annotations

from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay out a Markdown table: the first column to the left, figures to the right."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    rule = [f"{'-' * (width - 1)}{'-' if column == 0 else ':'}" for column, width in _each(widths)]
    return "\n".join(_line(row, widths) for row in (head, rule, *rows))


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (
        row[column].ljust(width) if column == 0 else row[column].rjust(width)
        for column, width in _each(widths)
    )
    return f"| {' | '.join(cells)} |"


def _each(widths: Sequence[int]) -> list[tuple[int, int]]:
    return list(enumerate(widths))


def milliseconds(seconds: float | None) -> str:
    """A time in milliseconds; a dash where there is none."""
    return "-" if seconds is None else f"{seconds * 1000:,.1f}"
