"""The form for a piece of business: an agenda item, or the meetings of a body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from procedure.wording import item_number
from scheduler.problem import Business, Preference, Problem
from web.forms.base import Plain, SourcedForm, filled, with_sources
from web.forms.fields import Checks, Choice, Line, Number, Radios, Tick
from web.forms.times import Grid, calendar, moment_choices
from web.words import language_name

USUAL_LEAST = 30


class BusinessForm(SourcedForm):
    """What takes time. The list of speakers is an alternative to minutes."""

    kind = "business"
    section = "business"
    key_name = "id"
    to_add = _l("Add business")
    to_edit = _l("Business")
    fields_of: ClassVar[Mapping[str, str]] = {
        "speakers": "speakers_number",
        "speakers.number": "speakers_number",
        "speakers.limit_minutes": "speakers_limit",
        "speakers.changeover_seconds": "speakers_changeover",
        "languages": "some_languages",
        "id": "item",
    }

    item = Line(_l("Agenda item"), _l("Such as 2 (a)"))
    title = Line(_l("Title"))
    body = Choice(_l("Who takes it up"))
    column = Radios(_l("Where"))
    how_long = Radios(_l("How long it takes"))
    minutes = Number(_l("Minutes in all"), unit=_l("minutes"))
    speakers_number = Number(_l("Speakers"))
    speakers_limit = Number(_l("Minutes for each"))
    speakers_changeover = Number(_l("Seconds between two speakers"))
    interpreted = Radios(_l("Interpretation"))
    some_languages = Checks(_l("Into these languages"))
    may_split = Tick(_l("It may be continued in another meeting"))
    consecutive = Tick(
        _l("If it is, then in meetings that follow one another"),
        _l("A night or a week-end in between does no harm."),
    )
    least_minutes = Number(_l("Shortest part, if it is continued"), unit=_l("minutes"))
    most_parts = Number(_l("Most meetings, if it is continued"))
    own_meetings = Tick(_l("It has its meetings for itself"), _l("No other item is taken in them."))
    starts_meeting = Tick(_l("It comes first in the meeting in which it begins"))
    not_before = Choice(_l("Not before"))
    not_after = Choice(_l("Not after"))
    wished = Choice(
        _l("Wished for"),
        _l("Where “What is better” counts it, the nearer to this time the better."),
    )
    not_on = Checks(_l("Not at these times"), _l("No part of it is taken then."))
    fixed = Checks(
        _l("At all of these times"),
        _l("A part is taken in each of them. Tick none to leave it to the programme."),
    )
    documents = Checks(
        _l("Documents"), _l("It is not taken before these are out in all their languages.")
    )
    chair = Line(
        _l("Who chairs"), _l("Items with the same chair are never taken at the same time.")
    )
    room = Choice(_l("Room"))
    seats = Number(_l("Seats needed"))
    source = Line(
        _l("Source of the item and its time"),
        _l("The document, decision or rule that it comes from. It may be left out."),
    )
    source_of_may_split = Line(_l("Source: taken in one meeting"))
    source_of_consecutive = Line(_l("Source: in meetings that follow one another"))
    source_of_shares_meeting = Line(_l("Source: meetings for itself"))
    source_of_starts_meeting = Line(_l("Source: first in its meeting"))
    source_of_least_minutes = Line(_l("Source: shortest part"))
    source_of_most_parts = Line(_l("Source: most meetings"))
    source_of_not_before = Line(_l("Source: not before"))
    source_of_not_after = Line(_l("Source: not after"))
    source_of_not_on = Line(_l("Source: not at these times"))
    source_of_wished = Line(_l("Source: wished for"))
    source_of_fixed = Line(_l("Source: at all of these times"))
    source_of_documents = Line(_l("Source: documents"))
    source_of_chair = Line(_l("Source: who chairs"))
    source_of_room = Line(_l("Source: room"))
    source_of_seats = Line(_l("Source: seats"))
    grid: Grid
    wishes_ignored: bool
    grid_with_days: Grid

    def usual(self) -> Plain:
        """An item of the plenary, in all languages, that may be continued."""
        return {
            "body": self.problem.session.body,
            "column": "plenary",
            "how_long": "minutes",
            "interpreted": "all",
            "least_minutes": USUAL_LEAST,
            "may_split": True,
        }

    def values(self, found: Plain) -> Plain:
        """As stored, with the list of speakers field by field."""
        speakers, languages = found.get("speakers", {}), found["languages"]
        return (
            {"least_minutes": USUAL_LEAST}
            | with_sources(found)
            | {
                "how_long": "speakers" if speakers else "minutes",
                "speakers_number": speakers.get("number"),
                "speakers_limit": speakers.get("limit_minutes"),
                "speakers_changeover": speakers.get("changeover_seconds"),
                "interpreted": languages if isinstance(languages, str) else "some",
                "some_languages": [] if isinstance(languages, str) else languages,
                "own_meetings": not found.get("shares_meeting", True),
            }
        )

    def offer(self) -> None:
        """Bodies, languages, times, rooms and documents of the session."""
        codes = self.problem.interpretation.languages
        self.body.offer([(body.id, body.title) for body in self.problem.bodies])
        self.column.offer(
            [("plenary", _l("In plenary")), ("parallel", _l("In parallel, beside the plenary"))]
        )
        self.how_long.offer(
            [
                ("minutes", _l("A number of minutes")),
                ("speakers", _l("As its list of speakers takes")),
            ]
        )
        self.interpreted.offer(
            [
                ("all", _("Into all %(count)s languages", count=len(codes))),
                ("some", _l("Into some of them")),
                ("none", _l("None")),
            ]
        )
        self.some_languages.offer([(code, language_name(code)) for code in codes])
        stored = self.found or {}
        for field in (self.not_before, self.not_after):
            at_any_time, kept = _("At any time"), str(stored.get(field.short_name, ""))
            field.offer(moment_choices(self.problem, at_any_time, kept))
        self.room.offer([("", _l("Any that fits")), *((r.id, r.title) for r in self.problem.rooms)])
        self.documents.offer([(d.symbol, f"{d.symbol} {d.title}") for d in self.problem.documents])
        wish = str(stored.get("wished", ""))
        self.wished.offer(moment_choices(self.problem, _("No wish"), wish))
        self.grid = calendar(self.problem, whole_days=False)
        self.grid_with_days = self._days_of_meetings()
        self.wishes_ignored = wishes_ignored(self.problem)

    def _days_of_meetings(self) -> Grid:
        """The calendar with whole days: days of meetings, and what is ticked beside them."""
        grid = calendar(self.problem, whole_days=True)
        ticked = (self.found or {}).get("not_on", [])
        days = {*self.problem.days, *(date.fromisoformat(one[:10]) for one in ticked)}
        return replace(grid, rows=tuple(row for row in grid.rows if row.day in days))

    def entry(self) -> Plain:
        """The business; a new one is named by its number or its title."""
        item, title = str(self.item.data or ""), str(self.title.data or "")
        taken = [one.id for one in self.problem.business]
        number = item.replace(" (", "(")
        name = self.name_for(title if number in taken else number or title, taken)
        entry = {"id": name} | filled(
            item=item,
            title=title,
            body=self.body.data,
            column=self.column.data,
            chair=self.chair.data,
            room=self.room.data,
            seats=self.seats.plain,
            not_before=self.not_before.data,
            not_after=self.not_after.data,
            not_on=self.not_on.ticked,
            fixed=self.fixed.ticked,
            wished=self.wished.data,
            documents=self.documents.ticked,
            source=self.source.data,
        )
        entry |= self._time() | self._languages() | self._shape()
        return entry | self.sources(entry)

    def _time(self) -> Plain:
        if self.how_long.data != "speakers":
            return filled(minutes=self.minutes.plain)
        speakers = filled(
            number=self.speakers_number.plain,
            limit_minutes=self.speakers_limit.plain,
            changeover_seconds=self.speakers_changeover.plain,
        )
        return {"speakers": speakers}

    def _languages(self) -> Plain:
        if self.interpreted.data == "some":
            return filled(languages=self.some_languages.ticked)
        return filled(languages=self.interpreted.data)

    def _shape(self) -> Plain:
        shape: dict[str, Any] = filled(
            may_split=self.may_split.data,
            consecutive=self.consecutive.data,
            starts_meeting=self.starts_meeting.data,
            least_minutes=self.least_minutes.plain,
            most_parts=self.most_parts.plain if self.may_split.data else "",
        )
        return shape | ({"shares_meeting": False} if self.own_meetings.data else {})


def wishes_ignored(problem: Problem) -> bool:
    """Whether somebody has said that wished times do not count."""
    given = problem.preferences.get(Preference.WISHED_TIMES)
    return given is not None and not given.weight


def business_choices(problem: Problem) -> list[tuple[str, str]]:
    """The business as choices, in agenda order."""
    return [(one.id, labelled(one)) for one in problem.business]


def labelled(business: Business) -> str:
    """A piece of business in a list: its number and its title, on one line."""
    title = business.title if len(business.title) <= 70 else business.title[:69] + "…"
    return f"{item_number(business.item)} {title}" if business.item else title
