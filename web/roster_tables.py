"""Rosters as the pages show them: weeks, slots, changes in words, duties to be taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby

from flask_babel import gettext as _

from exports import roster as exports
from models import rosters as stored
from scheduler.problem import SlotDate
from scheduler.roster.gaps import Gap, gaps
from scheduler.roster.outcome import Duty, Roster
from scheduler.roster.problem import RosterProblem, Sitting
from scheduler.roster.relays import Relays, relays
from scheduler.roster.wording import at, post
from scheduler.text import Text, text
from services.roster_rows import roster_of
from web.translate import nth_meeting, say

LONGEST_TITLE = 40


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A stored roster, with the meetings and people that it is for, as they are now."""

    row: stored.Roster
    problem: RosterProblem
    roster: Roster
    titles: Mapping[str, str]  # of bodies

    @cached_property
    def gaps(self) -> Sequence[Gap]:
        """Where people lack."""
        return gaps(self.problem, self.roster)

    @cached_property
    def weeks(self) -> list[date]:
        """The Mondays of the weeks with meetings."""
        mondays = (one.date - timedelta(days=one.date.weekday()) for one in self.problem.sittings)
        return list(dict.fromkeys(mondays))

    @cached_property
    def outdated(self) -> bool:
        """Whether somebody has a duty while they are known to be away."""
        known = self.problem.person_by_id
        return any(
            duty.person not in known
            or known[duty.person].absent(self.problem.sitting_by_id[duty.sitting])
            for duty in self.roster.duties
        )

    def short_title(self, body: str) -> str:
        """The title of a body; its key, where that is too long for the head of a column."""
        title = self.titles.get(body, body)
        return title if len(title) <= LONGEST_TITLE else body

    def name(self, person: str) -> str:
        """What somebody is called; who is no longer known is called as then."""
        known = self.problem.person_by_id.get(person)
        if known is not None:
            return known.name
        return next((duty.name for duty in self.row.duties if duty.person == person), person)

    def meeting(self, sitting: str) -> str:
        """The meeting within a sentence."""
        return say(at(self.problem.sitting_by_id[sitting]))


def shown(row: stored.Roster, problem: RosterProblem) -> Shown:
    """A stored roster as pages show it. Duties in meetings that are no more are left out."""
    titles = {meeting.body: meeting.body_title for meeting in row.version.meetings}
    roster = roster_of(row)
    known = tuple(duty for duty in roster.duties if duty.sitting in problem.sitting_by_id)
    return Shown(row=row, problem=problem, roster=Roster(known), titles=titles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A booth in a meeting, or a person: who, what relay, what is wrong."""

    duties: Sequence[Duty] = ()
    relays: Relays = field(default_factory=dict)
    gaps: Sequence[Gap] = ()
    away: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Meetings across, by day; booths (tuples of languages) or people (ids) down."""

    first: date
    days: Sequence[tuple[date, Sequence[Sitting]]]
    rows: Mapping[tuple[str, ...], Sequence[Cell | None]]
    wrong: Mapping[str, Sequence[Gap]]  # by meeting, what concerns no one booth


def week_of(one: Shown, monday: str, *, by_people: bool) -> Week:
    """The week that begins on a Monday (ISO); the first, if there is none such."""
    first = next((day for day in one.weeks if day.isoformat() == monday), None)
    first = first or (one.weeks[0] if one.weeks else one.row.version.first_day)
    sittings = [
        sitting
        for sitting in one.problem.sittings
        if first <= sitting.date < first + timedelta(days=7)
    ]
    days = [
        (day, list(group)) for day, group in groupby(sittings, key=lambda sitting: sitting.date)
    ]
    rows = _people(one, sittings) if by_people else _booths(one, sittings)
    wrong = {
        sitting.id: [gap for gap in one.gaps if gap.sitting == sitting.id and not gap.post]
        for sitting in sittings
    }
    return Week(first=first, days=days, rows=rows, wrong=wrong)


def _booths(
    one: Shown, sittings: Sequence[Sitting]
) -> Mapping[tuple[str, ...], Sequence[Cell | None]]:
    taken = relays(one.problem, one.roster)
    posts: list[tuple[str, ...]] = [(language,) for language in one.problem.booths]
    posts += dict.fromkeys(pair for sitting in sittings for pair in sitting.pairs)

    def cell(sitting: Sitting, languages: tuple[str, ...]) -> Cell | None:
        if languages not in sitting.pairs and languages[0] not in sitting.languages:
            return None
        return Cell(
            duties=[
                duty
                for duty in one.roster.duties
                if (duty.sitting, duty.languages) == (sitting.id, languages)
            ],
            relays=taken.get((sitting.id, languages[0]), {}) if len(languages) == 1 else {},
            gaps=[gap for gap in one.gaps if (gap.sitting, gap.post) == (sitting.id, languages)],
        )

    rows = {languages: [cell(sitting, languages) for sitting in sittings] for languages in posts}
    return {languages: cells for languages, cells in rows.items() if any(cells)}


def _people(
    one: Shown, sittings: Sequence[Sitting]
) -> Mapping[tuple[str, ...], Sequence[Cell | None]]:
    mine: dict[tuple[str, str], list[Duty]] = {}
    for duty in one.roster.duties:
        mine.setdefault((duty.person, duty.sitting), []).append(duty)
    return {
        (person.id,): [
            Cell(duties=mine.get((person.id, sitting.id), ()), away=person.absent(sitting))
            for sitting in sittings
        ]
        for person in one.problem.people
    }


def slots(problem: RosterProblem) -> list[tuple[str, Sitting]]:
    """Each slot of a day in which anything is interpreted: its key, and a meeting in it."""
    found: dict[str, Sitting] = {}
    for sitting in problem.sittings:
        found.setdefault(f"{sitting.date.isoformat()}/{sitting.slot}", sitting)
    return list(found.items())


def away(problem: RosterProblem, first: str, last: str) -> list[tuple[SlotDate, datetime]]:
    """The slots from the first to the last, by their keys, each with its beginning."""
    listed = slots(problem)
    keys = [key for key, _sitting in listed]
    if first not in keys or last not in keys:
        return []
    chosen = listed[keys.index(first) : keys.index(last) + 1]
    return [(SlotDate(date=one.date, slot=one.slot), one.start) for _key, one in chosen]


def changes(one: Shown) -> list[Text]:
    """What a repair has changed, in sentences."""
    return [_change(one, change) for change in one.row.changes or ()]


def _change(one: Shown, change: Mapping[str, object]) -> Text:
    sitting = one.problem.sitting_by_id.get(f"{change['date']} {change['slot']} {change['body']}")
    before, after = (_languages(change[name]) for name in ("before", "after"))
    values = {
        "name": change["name"],
        "meeting": at(sitting) if sitting else f"{change['body']}, {change['date']}",
        "before": post(before, within=True) if before else "",
        "after": post(after, within=True) if after else "",
    }
    if not before:
        return text("%(name)s joins %(after)s at %(meeting)s.", **values)
    if not after:
        return text("%(name)s leaves %(before)s at %(meeting)s.", **values)
    return text("%(name)s goes from %(before)s to %(after)s at %(meeting)s.", **values)


def _languages(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else ()


def duties(one: Shown) -> list[exports.Duty]:
    """The duties, as calendars and sheets have them."""
    found = []
    for duty in one.roster.duties:
        sitting = one.problem.sitting_by_id[duty.sitting]
        meeting = _(
            "%(body)s, %(meeting)s",
            body=one.titles.get(sitting.body, sitting.body),
            meeting=nth_meeting(sitting.number),
        )
        found.append(
            exports.Duty(
                person=duty.person,
                name=one.name(duty.person),
                key=sitting.id,
                meeting=meeting,
                post=say(post(duty.languages)),
                starts_at=sitting.start,
                ends_at=sitting.end,
                room=sitting.room_title or sitting.room or "",
                chief=duty.chief,
            )
        )
    return found
