"""A programme as the annex of the organization of work lays it out, in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from gettext import gettext as _

from rich import box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from scheduler.preference_wording import label, sentence
from scheduler.preferences import by_rank
from scheduler.problem import Column, Period, Problem
from scheduler.programme import ItemPart, Meeting, Outcome, PreferenceCost, Programme
from scheduler.wording import item_number, ordinal

NO_BREAK = "\N{NO-BREAK SPACE}"
HELD = "\ufdd0"  # no character, one cell wide


class Unbroken:
    """Text that does not break at its no-break spaces, as rich would have it."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.text.plain = self.text.plain.replace(NO_BREAK, HELD)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """The width of its longest word, and of it all."""
        return Measurement.get(console, options, self.text)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Its lines."""
        for segment in console.render(self.text, options):
            yield Segment(segment.text.replace(HELD, NO_BREAK), segment.style, segment.control)


def programme_table(programme: Programme, problem: Problem) -> Table:
    """Days down, slots, plenary beside parallel."""
    table = Table(title=problem.session.title, box=box.SQUARE, show_lines=True, expand=True)
    table.add_column(_("Date and time"), no_wrap=True)
    table.add_column(_("Plenary"), ratio=1)
    table.add_column(_("Parallel meeting"), ratio=1)
    day = None
    for period in problem.periods:
        held = [m for m in programme.meetings if (m.date, m.slot) == (period.date, period.slot.id)]
        if period.slot.cost and not held:
            continue
        when = _when(period, new_day=period.date != day)
        cells = (
            Unbroken(Text("\n").join(_meeting(m, problem) for m in held if m.column is column))
            for column in (Column.PLENARY, Column.PARALLEL)
        )
        table.add_row(when, *cells)
        day = period.date
    return table


def preference_table(preferences: Iterable[PreferenceCost]) -> Table:
    """What each preference costs."""
    preferences = tuple(preferences)
    table = Table(title=_("Preferences"), box=box.SIMPLE_HEAD, show_footer=True, expand=True)
    table.add_column(_("Preference"), footer=_("Total"))
    table.add_column(_("In this programme"), ratio=1)
    table.add_column(_("Weight"), justify="right")
    totals = by_rank(preferences)
    if len(totals) > 1:
        table.add_column(_("Rank"), justify="right")
    table.add_column(_("Points"), justify="right", footer=score(totals))
    for cost in preferences:
        rank = [str(cost.rank + 1) if cost.weight else "–"] if len(totals) > 1 else []
        table.add_row(
            str(label(cost.name)), str(sentence(cost)), str(cost.weight), *rank, str(cost.cost)
        )
    return table


def score(totals: Iterable[int]) -> str:
    """Points, rank by rank where there are ranks."""
    return _(", then ").join(str(points) for points in totals)


def alternatives_table(outcomes: Sequence[Outcome]) -> Table:
    """The amounts of each preference, programme beside programme, and their points in all.

    Preferences in which they differ come first.
    """
    table = Table(title=_("Programmes to choose from"), box=box.SIMPLE_HEAD, show_footer=True)
    table.add_column(_("Preference"), footer=_("Points in all"))
    for number, outcome in enumerate(outcomes, start=1):
        table.add_column(str(number), justify="right", footer=score(by_rank(outcome.preferences)))
    rows = zip(*(outcome.preferences for outcome in outcomes), strict=True)
    for costs in sorted(rows, key=lambda row: len({cost.amount for cost in row}) == 1):
        table.add_row(str(label(costs[0].name)), *(str(cost.amount) for cost in costs))
    return table


def _when(period: Period, *, new_day: bool) -> Text:
    hours = f"{period.slot.start:%H:%M}–{period.slot.end:%H:%M}"
    if not new_day:
        return Text(hours)
    day = period.date
    return Text.assemble((f"{day:%A}, {day.day} {day:%B}\n", "bold"), hours)


def _meeting(meeting: Meeting, problem: Problem) -> Text:
    lines = [_heading(meeting, problem), *(Text(line) for line in _items(meeting, problem))]
    return Text("\n").join(lines)


def _heading(meeting: Meeting, problem: Problem) -> Text:
    rooms = {room.id: room.title for room in problem.rooms}
    parts = [
        _("%(ordinal)s meeting") % {"ordinal": ordinal(meeting.number)},
        rooms.get(meeting.room or "", meeting.room or _("no room")),
        _interpretation(meeting, problem),
    ]
    return Text(" · ".join(parts), style="dim")


def _interpretation(meeting: Meeting, problem: Problem) -> str:
    if not meeting.languages:
        return _("no interpretation")
    if set(meeting.languages) == set(problem.interpretation.languages):
        return _("interpreted")
    return _("interpreted into %(languages)s") % {"languages": ", ".join(meeting.languages)}


def _items(meeting: Meeting, problem: Problem) -> Iterator[str]:
    body = problem.body_by_id[meeting.body].title
    if meeting.body != problem.session.body and not any(
        body in problem.business_by_id[part.item].title for part in meeting.items
    ):
        yield body
    for part in meeting.items:
        yield _item(part, problem)


def _item(part: ItemPart, problem: Problem) -> str:
    business = problem.business_by_id[part.item]
    line = business.title
    if business.item:
        line = f"{item_number(business.item)}  {line}"
    if part.continued:
        line += " " + _("(continued)")
    minutes = _("[%(minutes)s min]") % {"minutes": part.minutes}
    return f"{line} {minutes.replace(' ', NO_BREAK)}"
