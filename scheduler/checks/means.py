"""What the session has: places side by side, interpretation, rooms, bodies and chairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from scheduler.checks.past import check_held
from scheduler.checks.view import Held, View
from scheduler.problem import Column, Period, Room
from scheduler.programme import Violation
from scheduler.text import Text, ntext, text
from scheduler.wording import body_name, languages, moment, opening


def check_means(view: View) -> Iterator[Violation]:
    """Everything that meetings share."""
    yield from check_held(view)
    yield from _closures(view)
    for index, meetings in view.by_period.items():
        period = view.problem.periods[index]
        yield from _at_once(view, period, meetings)
        yield from _bodies(view, period, meetings)
        yield from _teams(view, period, meetings)
        yield from _shared_rooms(view, period, meetings)
    yield from _days(view)
    yield from _weeks(view)
    yield from _entitlement(view)
    if view.problem.rooms:
        for held in view.held:
            yield from _room(view, held)


def _closures(view: View) -> Iterator[Violation]:
    for closure in view.problem.closures:
        for held in view.held:
            meeting = held.meeting
            if (
                meeting.date == closure.date
                and closure.slot in {None, meeting.slot}
                and closure.column in {None, meeting.column}
                and not view.past(held)
            ):
                sentence = text("%(meeting)s, is held all the same.", meeting=held.opening)
                yield view.broken(f"closures.{closure.id}", sentence, [held])


def _when(period: Period) -> Text:
    return moment(period.date, period.slot.start)


def _at_once(view: View, period: Period, meetings: list[Held]) -> Iterator[Violation]:
    for column in Column:
        most = view.problem.at_once.get(column)
        held = [one for one in meetings if one.meeting.column is column]
        if most is None or len(held) <= most:
            continue
        if column is Column.PLENARY:
            sentence = ntext(
                "%(n)d plenary meeting is held at once on %(when)s.",
                "%(n)d plenary meetings are held at once on %(when)s.",
                len(held),
                when=_when(period),
            )
        else:
            sentence = ntext(
                "%(n)d parallel meeting is held at once on %(when)s.",
                "%(n)d parallel meetings are held at once on %(when)s.",
                len(held),
                when=_when(period),
            )
        yield view.broken(f"at_once.{column}", sentence, held)


def _bodies(view: View, period: Period, meetings: list[Held]) -> Iterator[Violation]:
    by_body: dict[str, list[Held]] = {}
    for held in meetings:
        by_body.setdefault(held.meeting.body, []).append(held)
    for body, held_at_once in by_body.items():
        if len(held_at_once) > 1 and body in view.problem.body_by_id:
            sentence = text(
                "The %(body)s holds %(count)d meetings at once on %(when)s.",
                body=body_name(view.problem, body),
                count=len(held_at_once),
                when=_when(period),
            )
            yield view.broken(f"bodies.{body}", sentence, held_at_once)


def _overbooked(meetings: Iterable[Held], most: int) -> Iterator[tuple[int, list[str], list[Held]]]:
    """Numbers of meetings above `most`, with the languages that have so many."""
    by_language: dict[str, list[Held]] = {}
    for held in meetings:
        for language in dict.fromkeys(held.meeting.languages):
            by_language.setdefault(language, []).append(held)
    by_count: dict[int, list[str]] = {}
    for language, held_in_it in by_language.items():
        if len(held_in_it) > most:
            by_count.setdefault(len(held_in_it), []).append(language)
    for count, codes in by_count.items():
        concerned = [held for code in codes for held in by_language[code]]
        yield count, codes, concerned


def _teams(view: View, period: Period, meetings: list[Held]) -> Iterator[Violation]:
    teams = view.problem.teams_in(period)
    for count, codes, held in _overbooked(meetings, teams):
        sentence = ntext(
            "%(count)d meetings are interpreted into %(languages)s on %(when)s; "
            "there is %(n)d team.",
            "%(count)d meetings are interpreted into %(languages)s on %(when)s; "
            "there are %(n)d teams.",
            teams,
            count=count,
            languages=languages(codes),
            when=_when(period),
        )
        yield view.broken("interpretation.teams", sentence, held)


def _most_teams(view: View, periods: Iterable[Period]) -> int:
    return max(view.problem.teams_in(period) for period in periods)


def _served(view: View, periods: Iterable[Period], *, weekly: bool) -> int:
    """Meetings that the teams serve in these periods, if the last to come are the first to go."""
    limits = view.problem.interpretation
    of_day: Counter[tuple[int, date]] = Counter()
    for period in periods:
        for team in range(view.problem.teams_in(period)):
            if of_day[team, period.date] < limits.meetings_per_team_day:
                of_day[team, period.date] += 1
    of_team: Counter[int] = Counter()
    for (team, _), meetings in of_day.items():
        of_team[team] += meetings
    most = limits.meetings_per_team_week
    return sum(min(most, meetings) if weekly else meetings for meetings in of_team.values())


def _days(view: View) -> Iterator[Violation]:
    by_day: dict[date, list[Held]] = {}
    periods: dict[date, list[Period]] = {}
    for period in view.problem.periods:
        periods.setdefault(period.date, []).append(period)
        by_day.setdefault(period.date, []).extend(view.by_period.get(period.index, ()))
    for day, meetings in by_day.items():
        teams = _most_teams(view, periods[day])
        most = _served(view, periods[day], weekly=False)
        for count, codes, held in _overbooked(meetings, most):
            sentence = ntext(
                "%(count)d meetings are interpreted into %(languages)s on %(day)s; "
                "%(n)d team serves %(most)d.",
                "%(count)d meetings are interpreted into %(languages)s on %(day)s; "
                "%(n)d teams serve %(most)d.",
                teams,
                count=count,
                languages=languages(codes),
                day=day,
                most=most,
            )
            yield view.broken("interpretation.meetings_per_team_day", sentence, held)


def _weeks(view: View) -> Iterator[Violation]:
    by_week: dict[tuple[int, int], list[Held]] = {}
    periods: dict[tuple[int, int], list[Period]] = {}
    for period in view.problem.periods:
        periods.setdefault(period.week, []).append(period)
        by_week.setdefault(period.week, []).extend(view.by_period.get(period.index, ()))
    for week, meetings in by_week.items():
        teams = _most_teams(view, periods[week])
        most = _served(view, periods[week], weekly=True)
        first = periods[week][0].date
        for count, codes, held in _overbooked(meetings, most):
            sentence = ntext(
                "%(count)d meetings are interpreted into %(languages)s in the week of %(monday)s; "
                "%(n)d team serves %(most)d.",
                "%(count)d meetings are interpreted into %(languages)s in the week of %(monday)s; "
                "%(n)d teams serve %(most)d.",
                teams,
                count=count,
                languages=languages(codes),
                monday=first - timedelta(days=first.weekday()),
                most=most,
            )
            yield view.broken("interpretation.meetings_per_team_week", sentence, held)


def _entitlement(view: View) -> Iterator[Violation]:
    entitlement = view.problem.interpretation.entitlement
    interpreted = [held for held in view.held if held.meeting.interpreted]
    total = entitlement.total
    if total is not None and len(interpreted) > total:
        sentence = ntext(
            "%(n)d meeting has interpretation.",
            "%(n)d meetings have interpretation.",
            len(interpreted),
        )
        yield view.broken("interpretation.entitlement.total", sentence, interpreted)
    for column in Column:
        most = entitlement.of(column)
        counted = [held for held in interpreted if held.meeting.column is column]
        if most is None or len(counted) <= most:
            continue
        if column is Column.PLENARY:
            sentence = ntext(
                "%(n)d plenary meeting has interpretation.",
                "%(n)d plenary meetings have interpretation.",
                len(counted),
            )
        else:
            sentence = ntext(
                "%(n)d parallel meeting has interpretation.",
                "%(n)d parallel meetings have interpretation.",
                len(counted),
            )
        yield view.broken(f"interpretation.entitlement.{column}", sentence, counted)


def _shared_rooms(view: View, period: Period, meetings: list[Held]) -> Iterator[Violation]:
    titles = {room.id: room.title for room in view.problem.rooms}
    users = Counter(held.meeting.room for held in meetings)
    for room, count in users.items():
        if room in titles and count > 1:
            sentence = text(
                "%(count)d meetings are held at once in %(room)s on %(when)s.",
                count=count,
                room=titles[room],
                when=_when(period),
            )
            yield view.broken("rooms", sentence, [h for h in meetings if h.meeting.room == room])


def _room(view: View, held: Held) -> Iterator[Violation]:
    rooms = {room.id: room for room in view.problem.rooms}
    if held.meeting.room is None:
        yield view.broken("rooms", text("%(meeting)s, has no room.", meeting=held.opening), [held])
    elif held.meeting.room not in rooms:
        sentence = text(
            '%(meeting)s, is in the room "%(room)s", which the session does not have.',
            meeting=held.opening,
            room=held.meeting.room,
        )
        yield view.broken("rooms", sentence, [held])
    else:
        yield from _room_fits(view, held, rooms[held.meeting.room])


def _room_fits(view: View, held: Held, room: Room) -> Iterator[Violation]:
    slots = (None, held.meeting.slot)
    if any(closed.date == held.meeting.date and closed.slot in slots for closed in room.closed):
        sentence = text(
            "%(meeting)s, is in %(room)s, which is closed then.",
            meeting=held.opening,
            room=room.title,
        )
        yield view.broken("rooms", sentence, [held], room.sources.get("closed", ""))
    if room.booths < (needed := len(set(held.meeting.languages))):
        sentence = ntext(
            "%(meeting)s, is in %(room)s, which does not have the booth that it needs.",
            "%(meeting)s, is in %(room)s, which has %(booths)d of the %(n)d booths that it needs.",
            needed,
            meeting=held.opening,
            room=room.title,
            booths=room.booths,
        )
        yield view.broken("rooms", sentence, [held], room.source)
    yield from _room_of_business(view, held, room)


def _room_of_business(view: View, held: Held, room: Room) -> Iterator[Violation]:
    for id_ in dict.fromkeys(part.item for part in held.meeting.items):
        business = view.problem.business_by_id.get(id_)
        if business is None:
            continue
        if business.room not in (None, room.id):
            sentence = text(
                "%(business)s is taken in %(room)s in %(meeting)s.",
                business=opening(business),
                room=room.title,
                meeting=held.name,
            )
            yield view.broken(f"business.{id_}.room", sentence, [held])
        if business.seats > room.seats:
            sentence = text(
                "%(business)s is taken in %(room)s, which has only %(seats)d seats, "
                "in %(meeting)s.",
                business=opening(business),
                room=room.title,
                meeting=held.name,
                seats=room.seats,
            )
            yield view.broken(f"business.{id_}.room", sentence, [held])
