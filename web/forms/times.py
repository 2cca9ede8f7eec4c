"""Days and slots of the session as choices, and the forms that state them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from scheduler.problem import Problem, Slot, closure_id
from web.forms.base import Plain, SourcedForm, filled
from web.forms.fields import Checks, Choice, Day, Hour, Line, Number, Radios
from web.translate import day, hours

Pairs = list[tuple[str, str]]


def span(problem: Problem) -> list[date]:
    """Every day from the first to the last."""
    session = problem.session
    length = (session.last_day - session.first_day).days + 1
    return [session.first_day + timedelta(days=n) for n in range(length)]


def slots_on(problem: Problem, on: date) -> list[Slot]:
    """The slots that are open on a day, in order of time."""
    return [period.slot for period in problem.periods if period.date == on]


def day_choices(days: Iterable[date]) -> Pairs:
    """Days as choices."""
    return [(one.isoformat(), day(one)) for one in days]


def moment_choices(problem: Problem, nothing: str, stored: str = "") -> dict[str, Pairs]:
    """Every day of meetings and every slot of it, in groups; first the choice of none.

    What is `stored` is among them in any case, also where no meetings are held then.
    """
    choices: dict[str, Pairs] = {"": [("", nothing)]}
    for on in problem.days:
        group = [(on.isoformat(), _("%(day)s, at any time", day=day(on)))]
        group += [
            (
                f"{on} {slot.id}",
                _("%(day)s, %(hours)s", day=day(on), hours=hours(slot.start, slot.end)),
            )
            for slot in slots_on(problem, on)
        ]
        choices[day(on)] = group
    if stored and not any(stored == value for group in choices.values() for value, _label in group):
        on, slot = date.fromisoformat(stored[:10]), stored[11:]
        named = {one.id: hours(one.start, one.end) for one in problem.slots}
        label = _("%(day)s, %(hours)s", day=day(on), hours=named.get(slot, slot))
        whole_day = _("%(day)s, at any time", day=day(on))
        choices.setdefault(day(on), []).append((stored, label if slot else whole_day))
    return choices


@dataclass(frozen=True)
class GridRow:
    """A day of a calendar of boxes: the day, and the value of each slot, None where it is shut."""

    day: date
    whole: str | None
    cells: tuple[str | None, ...]


@dataclass(frozen=True)
class Grid:
    """A calendar of boxes to tick: days down, slots across."""

    slots: tuple[Slot, ...]
    rows: tuple[GridRow, ...]


def calendar(problem: Problem, *, whole_days: bool) -> Grid:
    """The session as a calendar of boxes; `whole_days` adds one for each day as a whole."""
    slots = tuple(sorted(problem.slots, key=lambda slot: (slot.start, slot.id)))
    days = span(problem) if whole_days else problem.days
    return Grid(
        slots,
        tuple(
            GridRow(
                on,
                on.isoformat() if whole_days else None,
                tuple(
                    f"{on} {slot.id}" if (on, slot.id) in problem.period_at else None
                    for slot in slots
                ),
            )
            for on in days
        ),
    )


class SessionForm(SourcedForm):
    """The session itself: its days and its place."""

    kind = "session"
    section = "session"
    to_edit = _l("When and where the session meets")
    single = True
    fields_of: ClassVar[Mapping[str, str]] = {"days_without_meetings": "free_days"}

    title = Line(_l("Title"))
    first_day = Day(_l("First day"))
    last_day = Day(_l("Last day"))
    free_days = Checks(
        _l("Days without meetings"),
        _l(
            "Tick week-ends and holidays. If you change the dates above, save first: "
            "then the new days are listed here."
        ),
    )
    venue = Line(_l("Place"), _l("City or building. It may be left out."))
    body = Choice(_l("Whose session it is"))
    time_zone = Line(_l("Time zone"), _l("Such as Europe/Vienna. All hours are local hours there."))

    def values(self, found: Plain) -> Plain:
        """As stored."""
        return found | {"free_days": found.get("days_without_meetings", [])}

    def offer(self) -> None:
        """The days of the session, and its bodies."""
        self.free_days.offer(day_choices(span(self.problem)))
        self.body.offer([(body.id, body.title) for body in self.problem.bodies])

    def entry(self) -> Plain:
        """The session, without free days outside its new dates."""
        first, last = str(self.first_day.data), str(self.last_day.data)
        return {"id": self.problem.session.id} | filled(
            title=self.title.data,
            body=self.body.data,
            time_zone=self.time_zone.data,
            first_day=first,
            last_day=last,
            days_without_meetings=[one for one in self.free_days.ticked if first <= one <= last],
            venue=self.venue.data,
            source=self.source.data,
        )


class SlotForm(SourcedForm):
    """A period of the day in which meetings are held."""

    kind = "slots"
    section = "slots"
    key_name = "id"
    to_add = _l("Add hours of meetings")
    to_edit = _l("Hours of meetings")

    start = Hour(_l("From"))
    end = Hour(_l("To"))
    extra = Radios(_l("What kind of hours are these?"))
    cost = Number(
        _l("Cost of each use"),
        _l(
            "The higher it is, the more a proposed programme avoids these hours. "
            "Compare it with the weights under “What is better”."
        ),
    )
    days = Checks(
        _l("Only on these days"), _l("Tick none if they are held on every day of meetings.")
    )

    def usual(self) -> Plain:
        """Ordinary hours."""
        return {"extra": "no"}

    def values(self, found: Plain) -> Plain:
        """As stored; extra hours are those that cost something."""
        return found | {"extra": "yes" if found.get("cost") else "no"}

    def offer(self) -> None:
        """The days of meetings."""
        self.days.offer(day_choices(self.problem.days))
        self.extra.offer(
            [
                ("no", _l("Ordinary hours")),
                ("yes", _l("Extra hours, such as an evening, to be used only if needed")),
            ]
        )

    def entry(self) -> Plain:
        """The slot; a new one is named by the time of day."""
        start = str(self.start.data or "")
        part_of_day = "AM" if start < "12" else "PM" if start < "18" else "EVE"
        name = self.name_for(part_of_day, (slot.id for slot in self.problem.slots))
        entry: Plain = {"id": name} | filled(
            start=start, end=self.end.data, days=self.days.ticked, source=self.source.data
        )
        if self.extra.data == "yes":
            entry["cost"] = self.cost.plain
        return entry


class AtOnceForm(SourcedForm):
    """How many meetings may be held side by side."""

    kind = "at_once"
    section = "at_once"
    to_edit = _l("Meetings at the same time")
    single = True

    plenary = Number(_l("Plenary meetings at a time"))
    parallel = Number(
        _l("Parallel meetings at a time"),
        _l("Meetings of working groups and the like, beside the plenary."),
    )

    @classmethod
    def listed(cls, data: Plain) -> list[Plain]:
        """Both numbers, with their source; 1 and 1 where none are given."""
        return [data.get("at_once") or {"plenary": 1, "parallel": 1}]

    def entry(self) -> Plain:
        """Both numbers, with their source."""
        numbers = {"plenary": self.plenary.plain, "parallel": self.parallel.plain}
        return numbers | filled(source=self.source.data)


class ClosureForm(SourcedForm):
    """A time without meetings. Named by what it says."""

    kind = "closures"
    section = "closures"
    to_add = _l("Add a time without meetings")
    to_edit = _l("Time without meetings")
    fields_of: ClassVar[Mapping[str, str]] = {"date": "when", "slot": "when"}

    when = Choice(_l("When"))
    column = Radios(_l("What is not held then?"))
    because = Line(
        _l("Because"),
        _l("The reason, as the end of the sentence: “… because the host gives a reception”."),
    )

    @classmethod
    def key_of(cls, _place: int, entry: Plain) -> str:
        """Its name."""
        return closure_id(entry)

    def usual(self) -> Plain:
        """No meeting at all."""
        return {"column": ""}

    def values(self, found: Plain) -> Plain:
        """As stored, with the day and the slot in one."""
        when = " ".join(filter(None, [found["date"], found.get("slot")]))
        return {"column": ""} | found | {"when": when}

    def offer(self) -> None:
        """Days and slots of the session."""
        self.when.offer(moment_choices(self.problem, _("Choose a day")))
        self.column.offer(
            [
                ("", _l("Any meeting")),
                ("plenary", _l("Plenary meetings only")),
                ("parallel", _l("Parallel meetings only")),
            ]
        )

    def entry(self) -> Plain:
        """The closure."""
        on, _space, slot = str(self.when.data or "").partition(" ")
        return filled(
            date=on,
            slot=slot,
            column=self.column.data,
            because=self.because.data,
            source=self.source.data,
        )

    def field_name(self, path: str) -> str | None:
        """What is wrong with the whole of it is its time: it is closed already."""
        return "when" if not path else super().field_name(path)
