"""What pages say of lists: when they open, who may speak at what level, what an entry says."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from exports.speakers import LEVELS
from models.speakers import SpeakersList
from procedure.participants import Level
from procedure.speakers.values import Entry, EntryKind
from scheduler.text import Text, text
from web.translate import and_list, hour, say, some_days

SOON = timedelta(minutes=20)
KINDS: Mapping[EntryKind, Any] = {
    EntryKind.MADE: _l("The list was made"),
    EntryKind.CHANGED: _l("The terms were changed"),
    EntryKind.INSCRIBED: _l("Inscribed"),
    EntryKind.AMENDED: _l("Changed"),
    EntryKind.WITHDRAWN: _l("Withdrawn"),
    EntryKind.SWAP_PROPOSED: _l("Exchange proposed"),
    EntryKind.SWAP_ACCEPTED: _l("Exchange accepted"),
    EntryKind.SWAP_DECLINED: _l("Exchange declined"),
    EntryKind.ADMITTED: _l("Late request admitted"),
    EntryKind.REFUSED: _l("Late request refused"),
    EntryKind.ABSENT: _l("Absent when called"),
    EntryKind.REVEALED: _l("The lot was drawn"),
    EntryKind.UNDONE: _l("Taken back"),
}


def local(at: datetime) -> datetime:
    """A moment as the clocks of the session show it."""
    return at.astimezone(ZoneInfo(g.session.time_zone))


def at_hour(at: datetime, now: datetime, beside: datetime | None = None) -> str:
    """A moment of the session, without the day if that is today, or the same as `beside`.

    What is not soon is rounded to five minutes: no estimate is better than that.
    """
    step = 60 if at - now < SOON else 300  # seconds
    there = local(datetime.fromtimestamp(math.ceil(at.timestamp() / step) * step, UTC))
    told = hour(there.time()).replace(" ", "\u00a0")
    if there.date() == local(beside or now).date():
        return told
    return str(_("%(day)s, %(hour)s", day=some_days([there.date()]), hour=told))


def languages() -> list[str]:
    """The codes of the languages of the session."""
    return list(g.session.languages)


def state_of(speakers: SpeakersList, now: datetime) -> Text:
    """Whether a list is open, and until when."""
    if now < speakers.opens_at:
        return text("Opens on %(moment)s", moment=local(speakers.opens_at))
    if now < speakers.closes_at:
        return text("Open until %(moment)s", moment=local(speakers.closes_at))
    return text("Closed since %(moment)s", moment=local(speakers.closes_at))


def stage_of(speakers: SpeakersList, now: datetime) -> str:
    """The same in a word: `coming`, `open` or `closed`."""
    if now < speakers.opens_at:
        return "coming"
    return "open" if now < speakers.closes_at else "closed"


def level_name(level: Level) -> str:
    """A level of who speaks."""
    return str(_(LEVELS[level]))


def minutes(seconds: float) -> str:
    """A time to speak: "3 min", "2 min 30 s"."""
    whole, rest = divmod(round(seconds), 60)
    if not rest:
        return str(_("%(minutes)s min", minutes=whole))
    if not whole:
        return str(_("%(seconds)s s", seconds=rest))
    return str(_("%(minutes)s min %(seconds)s s", minutes=whole, seconds=rest))


def clock_time(seconds: int) -> str:
    """A time as a clock counts it: "2:59"."""
    return f"{seconds // 60}:{seconds % 60:02}"


def kind_name(entry: Entry) -> str:
    """What happened, in a word."""
    return str(KINDS[entry.kind])


def told(entry: Entry, names: Mapping[int, str]) -> str:
    """What an entry says beside its kind; `names` are those of inscriptions by their numbers."""
    writer = WRITERS.get(entry.kind)
    return writer(entry.data, names) if writer else ""


def _inscribed(data: Mapping[str, Any], _names: Mapping[int, str]) -> str:
    parts = [data["name"], level_name(Level(data["level"])), data.get("speaker", "")]
    if data.get("on_behalf_of"):
        parts.append(_("on behalf of %(group)s", group=data["on_behalf_of"]))
    if data.get("late"):
        parts.append(_("after the closing"))
    if data.get("by_secretariat"):
        parts.append(_("by the secretariat"))
    return "; ".join(part for part in parts if part)


def _amended(data: Mapping[str, Any], names: Mapping[int, str]) -> str:
    changed = {name: value for name, value in data.items() if name != "number"}
    said = [
        str(_("%(field)s: %(value)s", field=FIELDS.get(name, name), value=_plain(name, value)))
        for name, value in changed.items()
    ]
    return f"{_about(data, names)}; {'; '.join(said)}"


def _plain(name: str, value: Any) -> str:
    if name == "level":
        return level_name(Level(value))
    if isinstance(value, list):
        return and_list(value) or "–"
    return str(value) or "–"


def _about(data: Mapping[str, Any], names: Mapping[int, str]) -> str:
    return str(
        _("No. %(number)s, %(name)s", number=data["number"], name=names.get(data["number"], ""))
    )


def _swap(data: Mapping[str, Any], names: Mapping[int, str]) -> str:
    return str(
        _(
            "%(one)s with %(other)s",
            one=_about(data, names),
            other=_about({"number": data["other"]}, names),
        )
    )


def _terms(data: Mapping[str, Any], _names: Mapping[int, str]) -> str:
    opens, closes = (local(datetime.fromisoformat(data[at])) for at in ("opens_at", "closes_at"))
    return say(
        text(
            "%(title)s; from %(opens)s to %(closes)s; %(policy)s",
            title=data["title"],
            opens=opens,
            closes=closes,
            policy=data["policy"]["title"],
        )
    )


FIELDS: Mapping[str, Any] = {
    "level": _l("Level of the speaker"),
    "speaker": _l("Name of the speaker"),
    "function": _l("Function"),
    "language": _l("Language"),
    "on_behalf_of": _l("On behalf of"),
    "aligned": _l("States aligned"),
}
"""What is said of a statement."""

Writer = Callable[[Mapping[str, Any], Mapping[int, str]], str]
WRITERS: Mapping[EntryKind, Writer] = {
    EntryKind.MADE: _terms,
    EntryKind.CHANGED: _terms,
    EntryKind.INSCRIBED: _inscribed,
    EntryKind.AMENDED: _amended,
    EntryKind.WITHDRAWN: _about,
    EntryKind.SWAP_PROPOSED: _swap,
    EntryKind.SWAP_ACCEPTED: lambda data, _names: _of_entry(data["proposal"]),
    EntryKind.SWAP_DECLINED: lambda data, _names: _of_entry(data["proposal"]),
    EntryKind.ADMITTED: _about,
    EntryKind.REFUSED: _about,
    EntryKind.ABSENT: _about,
    EntryKind.REVEALED: lambda data, _names: str(_("Seed: %(seed)s", seed=data["seed"])),
    EntryKind.UNDONE: lambda data, _names: _of_entry(data["entry"]),
}


def _of_entry(sequence: int) -> str:
    return str(_("Entry %(number)s", number=sequence))
