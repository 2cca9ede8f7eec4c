"""Forms for what meetings need: rooms, bodies, and interpretation with its limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l

from web.forms.base import Plain, Put, SourcedForm, filled, with_sources
from web.forms.fields import Checks, Choice, Line, Number
from web.forms.times import Grid, calendar, moment_choices
from web.words import language_name

OFTEN = ("ar", "zh", "en", "fr", "ru", "es")  # the languages of the United Nations


class RoomForm(SourcedForm):
    """A conference room."""

    kind = "rooms"
    section = "rooms"
    key_name = "id"
    to_add = _l("Add a room")
    to_edit = _l("Room")

    title = Line(_l("Name of the room"))
    seats = Number(_l("Seats"))
    booths = Number(
        _l("Booths"), _l("The number of languages that can be interpreted there; 0 if none.")
    )
    closed = Checks(
        _l("When it is closed"), _l("Tick the hours, or whole days, on which it cannot be used.")
    )
    source_of_closed = Line(_l("Source: when it is closed"))
    grid: Grid

    def values(self, found: Plain) -> Plain:
        """As stored."""
        return with_sources(found)

    def offer(self) -> None:
        """Every slot and every day."""
        self.grid = calendar(self.problem, whole_days=True)

    def entry(self) -> Plain:
        """The room; a new one is named by its title."""
        title = str(self.title.data or "")
        entry = {"id": self.name_for(title, (room.id for room in self.problem.rooms))} | filled(
            title=title,
            seats=self.seats.plain,
            booths=self.booths.plain,
            closed=self.closed.ticked,
            source=self.source.data,
        )
        return entry | self.sources(entry)


class BodyForm(SourcedForm):
    """An organ that meets."""

    kind = "bodies"
    section = "bodies"
    key_name = "id"
    to_add = _l("Add a body")
    to_edit = _l("Body")
    fields_of: ClassVar[Mapping[str, str]] = {"id": "short_name"}

    title = Line(_l("Full name"))
    short_name = Line(
        _l("Short name"),
        _l(
            "Such as WGIC. It stands in sentences where the full name is too long, "
            "and cannot be changed later."
        ),
    )
    numbered_with = Choice(
        _l("Numbering of its meetings"),
        _l("A working group that sits as the plenary may be numbered with the plenary’s meetings."),
    )

    def values(self, found: Plain) -> Plain:
        """As stored."""
        return found | {"short_name": found["id"]}

    def offer(self) -> None:
        """The bodies that have a series of their own."""
        own = self.found["id"] if self.found else None
        others = [b for b in self.problem.bodies if b.id != own and b.numbered_with is None]
        self.numbered_with.offer(
            [("", _l("A series of its own")), *((body.id, body.title) for body in others)]
        )
        if self.found:
            self.short_name.render_kw = {"readonly": True}

    def entry(self) -> Plain:
        """The body."""
        return filled(
            id=self.found["id"] if self.found else self.short_name.data,
            title=self.title.data,
            numbered_with=self.numbered_with.data,
            source=self.source.data,
        )


class InterpretationPart(SourcedForm):
    """A part of the one entry on interpretation."""

    section = "interpretation"
    single = True


class InterpretationForm(InterpretationPart):
    """Languages, and the teams that serve them."""

    kind = "interpretation"
    to_edit = _l("Languages and teams")

    languages = Checks(_l("Languages of the session"))
    others = Line(
        _l("Further languages"), _l("Their codes with commas between them, such as pt, sw.")
    )
    teams = Number(
        _l("Teams of interpreters in each slot"),
        _l("A team serves one meeting at a time, in all the languages."),
    )
    meetings_per_team_day = Number(
        _l("Most meetings of a team in a day"), _l("United Nations practice: 2.")
    )
    meetings_per_team_week = Number(
        _l("Most meetings of a team in a week"), _l("United Nations practice: 7.")
    )
    source_of_meetings_per_team_day = Line(_l("Source: most in a day"))
    source_of_meetings_per_team_week = Line(_l("Source: most in a week"))

    def values(self, found: Plain) -> Plain:
        """As stored; limits that are usual are left out there."""
        given = self.problem.interpretation
        return with_sources(found) | {
            "others": ", ".join(code for code in given.languages if code not in OFTEN),
            "meetings_per_team_day": given.meetings_per_team_day,
            "meetings_per_team_week": given.meetings_per_team_week,
        }

    def offer(self) -> None:
        """The languages of the United Nations."""
        self.languages.offer([(code, language_name(code)) for code in OFTEN])

    def entry(self) -> Plain:
        """The whole entry: the part of this form, and the rest as it is. Languages keep order."""
        kept = {
            name: part
            for name, part in (self.found or {}).items()
            if name in ("changes", "entitlement")
        }
        entry = filled(
            languages=self._chosen(),
            teams=self.teams.plain,
            meetings_per_team_day=self.meetings_per_team_day.plain,
            meetings_per_team_week=self.meetings_per_team_week.plain,
            **kept,
            source=self.source.data,
        )
        return entry | self.sources(entry)

    def _chosen(self) -> list[str]:
        typed = [code.strip() for code in str(self.others.data or "").split(",") if code.strip()]
        chosen = list(dict.fromkeys([*self.languages.ticked, *typed]))
        before = [code for code in self.problem.interpretation.languages if code in chosen]
        return [*before, *(code for code in chosen if code not in before)]


class EntitlementForm(InterpretationPart):
    """How many meetings with interpretation the session may use."""

    kind = "entitlement"
    to_edit = _l("Entitlement: most meetings with interpretation")

    total = Number(_l("In all"), _l("Leave empty what has no limit."))
    plenary = Number(_l("Of these, plenary"))
    parallel = Number(_l("Of these, parallel"))

    def values(self, found: Plain) -> Plain:
        """The entitlement alone."""
        return dict(found.get("entitlement", {}))

    def entry(self) -> Plain:
        """The entitlement alone."""
        return filled(
            total=self.total.plain,
            plenary=self.plenary.plain,
            parallel=self.parallel.plain,
            source=self.source.data,
        )

    def put(self, data: Plain, _key: str | None) -> Put:
        """The whole entry on interpretation, with this entitlement."""
        whole = data["interpretation"] | {"entitlement": self.entry()}
        return Put(section=self.section, key=None, data=whole, inside="entitlement")


class ExceptionForm(SourcedForm):
    """A time at which other than the usual number of teams is there. Named by its place."""

    kind = "exceptions"
    section = "interpretation"
    to_add = _l("Add a day with more or fewer teams")
    to_edit = _l("Day with more or fewer teams")
    fields_of: ClassVar[Mapping[str, str]] = {"date": "when", "slot": "when"}

    when = Choice(_l("When"))
    teams = Number(_l("Teams of interpreters then"))

    @classmethod
    def listed(cls, data: Plain) -> list[Plain]:
        """The exceptions."""
        found: list[Plain] = data["interpretation"].get("changes", [])
        return found

    def values(self, found: Plain) -> Plain:
        """As stored, with the day and the slot in one."""
        return found | {"when": " ".join(filter(None, [found["date"], found.get("slot")]))}

    def offer(self) -> None:
        """Days and slots of the session."""
        self.when.offer(moment_choices(self.problem, str(_l("Choose a day"))))

    def entry(self) -> Plain:
        """The exception."""
        on, _, slot = str(self.when.data or "").partition(" ")
        return filled(date=on, slot=slot, teams=self.teams.plain, source=self.source.data)

    def put(self, data: Plain, key: str | None) -> Put:
        """The whole entry on interpretation, with this exception in its place."""
        place, changes = self.place_of(data, key), list(self.listed(data))
        changes[place : place + 1] = [self.entry()]
        return _with_changes(data, changes, f"changes[{place}]")

    @classmethod
    def removal(cls, data: Plain, key: str) -> Put:
        """The whole entry on interpretation, without this exception."""
        place = cls.place_of(data, key)
        changes = [entry for index, entry in enumerate(cls.listed(data)) if index != place]
        return _with_changes(data, changes, "")


def _with_changes(data: Plain, changes: list[Any], inside: str) -> Put:
    whole = {name: part for name, part in data["interpretation"].items() if name != "changes"}
    if changes:
        whole["changes"] = changes
    return Put(section="interpretation", key=None, data=whole, inside=inside)
