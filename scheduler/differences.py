"""What changed from one programme to another, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scheduler.matching import match
from scheduler.problem import Business, Problem
from scheduler.programme import Meeting, Programme
from scheduler.text import Text, text
from scheduler.wording import body_name, meeting_hour, meeting_name, moment, named, opening


class ChangeKind(StrEnum):
    """What happened to a meeting."""

    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"
    ITEMS = "items"
    MINUTES = "minutes"
    ROOM = "room"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change, and the period in which it shows: that of the new meeting unless removed."""

    kind: ChangeKind
    text: Text
    date: date
    slot: str


@dataclass(frozen=True, slots=True)
class Touched:
    """Bodies (ids) that meet at another time, in another room or on other business, and chairs."""

    bodies: tuple[str, ...] = ()
    chairs: tuple[str, ...] = ()


NOBODY = Touched()


def touched(old: Programme, new: Programme, problem: Problem) -> Touched:
    """Who has to look again when the new programme takes the place of the old; not for minutes."""
    changed = _placed(old) ^ _placed(new)
    business = [one for one in problem.business if one.id in {item for item, *_ in changed}]
    return Touched(
        bodies=tuple(dict.fromkeys(one.body for one in business)),
        chairs=tuple(dict.fromkeys(one.chair for one in business if one.chair)),
    )


def _placed(programme: Programme) -> set[tuple[str, date, str, str | None]]:
    return {
        (part.item, meeting.date, meeting.slot, meeting.room)
        for meeting in programme.meetings
        for part in meeting.items
    }


def differences(old: Programme, new: Programme, problem: Problem) -> tuple[Change, ...]:
    """Every change from the old programme to the new: what goes, then what comes, by time.

    Last come those of minutes alone: a search shifts them as it goes.
    """
    which = match(old.meetings, new.meetings)
    removed = [
        _change(
            ChangeKind.REMOVED,
            meeting,
            # without its number, which another meeting may have now
            text(
                "The meeting of the %(body)s on %(moment)s is no longer held.",
                body=body_name(problem, meeting.body),
                moment=moment(meeting.date, meeting_hour(problem, meeting)),
            ),
        )
        for index, meeting in enumerate(old.meetings)
        if index not in which
    ]
    changed = [
        change
        for meeting, index in zip(new.meetings, which, strict=True)
        for change in _changes(problem, None if index is None else old.meetings[index], meeting)
    ]
    return (*removed, *sorted(changed, key=lambda change: change.kind is ChangeKind.MINUTES))


def _changes(problem: Problem, old: Meeting | None, new: Meeting) -> Iterator[Change]:
    name = meeting_name(problem, new)
    if old is None:
        added = text("%(meeting)s is new: %(items)s.", meeting=name, items=_items(problem, new))
        yield _change(ChangeKind.ADDED, new, added)
        return
    if (old.date, old.slot) != (new.date, new.slot):
        yield _change(ChangeKind.MOVED, new, _moved(problem, old, new))
    yield from _item_changes(problem, old, new, name)
    if old.room != new.room:
        rooms = {room.id: room.title for room in problem.rooms}
        room = text("no room") if new.room is None else rooms.get(new.room, new.room)
        yield _change(
            ChangeKind.ROOM, new, text("%(meeting)s is in %(room)s.", meeting=name, room=room)
        )


def _moved(problem: Problem, old: Meeting, new: Meeting) -> Text:
    when = {
        "old": moment(old.date, meeting_hour(problem, old)),
        "new": moment(new.date, meeting_hour(problem, new)),
    }
    own = _own_business(problem, new)
    if own is not None:
        return text("%(item)s, moved from %(old)s to %(new)s.", item=opening(own), **when)
    return text(
        "%(body)s: %(items)s, moved from %(old)s to %(new)s.",
        items=_items(problem, new),
        body=body_name(problem, new.body),
        **when,
    )


def _own_business(problem: Problem, meeting: Meeting) -> Business | None:
    """The only business of a meeting, if its name says already whose meeting it is."""
    known = [problem.business_by_id.get(part.item) for part in meeting.items]
    business, body = known[0] if len(known) == 1 else None, problem.body_by_id.get(meeting.body)
    if business is None or body is None:
        return None
    return business if business.id == body.id or body.title in business.title else None


def _item_changes(problem: Problem, old: Meeting, new: Meeting, name: Text) -> Iterator[Change]:
    before = {part.item: part.minutes for part in old.items}
    after = {part.item: part.minutes for part in new.items}
    for item, minutes in after.items():
        kind = ChangeKind.ITEMS
        if item not in before:
            sentence = text("%(meeting)s takes %(item)s.", meeting=name, item=_title(problem, item))
        elif before[item] != minutes:
            kind = ChangeKind.MINUTES
            sentence = text(
                "%(meeting)s gives %(item)s %(new)s minutes instead of %(old)s.",
                meeting=name,
                item=_title(problem, item),
                new=minutes,
                old=before[item],
            )
        else:
            continue
        yield _change(kind, new, sentence)
    for item in before:
        if item not in after:
            sentence = text(
                "%(meeting)s no longer takes %(item)s.", meeting=name, item=_title(problem, item)
            )
            yield _change(ChangeKind.ITEMS, new, sentence)


def _title(problem: Problem, item: str) -> Text | str:
    business = problem.business_by_id.get(item)
    return item if business is None else named(business)


def _items(problem: Problem, meeting: Meeting) -> list[Text | str]:
    return [_title(problem, part.item) for part in meeting.items]


def _change(kind: ChangeKind, meeting: Meeting, sentence: Text) -> Change:
    return Change(kind=kind, text=sentence, date=meeting.date, slot=meeting.slot)
