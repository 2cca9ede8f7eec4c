"""The lines of a list as a page shows them: in order, by category, with what is known of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from flask import g
from flask_babel import gettext as _

from models.speakers import SpeakersList
from procedure.floor.clock import charged
from procedure.floor.values import Speech
from procedure.speakers.values import Admission, Inscription, Standing
from services import floor_estimates, floor_programme
from services.delegation_keys import keys_of
from services.floor_queues import heard
from services.floor_rows import FloorView, views
from services.speakers_rows import standing

if TYPE_CHECKING:
    from procedure.floor.estimates import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A place of the list. `speech`: the turn has come; `before`: how many are heard before."""

    place: int
    one: Inscription
    mine: bool
    speech: Speech | None = None
    before: int = 0
    estimate: Estimate | None = None

    @property
    def speaking(self) -> bool:
        """Whether they have the floor."""
        return self.speech is not None and self.speech.ended_at is None

    @property
    def used(self) -> int | None:
        """The seconds that the statement took; None before it is over."""
        if self.speech is None or self.speech.ended_at is None:
            return None
        return round(charged(self.speech, self.speech.ended_at).total_seconds())


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The lines of a category, or those of late requests that were admitted to the end."""

    title: str
    seconds: int | None
    lines: Sequence[Line]

    @property
    def done(self) -> Sequence[Line]:
        """Those who have been heard."""
        return [line for line in self.lines if line.used is not None]

    @property
    def waiting(self) -> Sequence[Line]:
        """Those who are still to be heard, and who has the floor."""
        return [line for line in self.lines if line.used is None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A list as somebody sees it now. `meeting`: the `uid` of that which hears it, or ""."""

    speakers: SpeakersList
    now: datetime
    standing: Standing
    lines: Sequence[Line]
    meeting: str = ""

    @property
    def heard(self) -> int:
        """How many have been heard."""
        return sum(line.used is not None for line in self.lines)

    @property
    def estimated(self) -> bool:
        """Whether it is known when they will take the floor."""
        return any(line.estimate for line in self.lines)

    @property
    def beyond(self) -> int:
        """How many are likely to fall beyond the time of the item."""
        return sum(bool(line.estimate and line.estimate.beyond) for line in self.lines)

    @property
    def sections(self) -> Sequence[Section]:
        """The lines under the titles of their categories."""
        return [_section(key, list(some)) for key, some in groupby(self.lines, key=self._key)]

    def line(self, number: int) -> Line | None:
        """The line of an inscription in force."""
        return next((line for line in self.lines if line.one.number == number), None)

    def name(self, number: int) -> str:
        """Whose inscription it is."""
        every = (*self.standing.places, *self.standing.waiting, *self.standing.others)
        return next((one.name for one in every if one.number == number), "")

    def _key(self, line: Line) -> str:
        late = line.one.admission is Admission.ADMITTED
        return "" if late and self.standing.terms.policy.late == "list" else line.one.category.key


def _section(key: str, lines: Sequence[Line]) -> Section:
    category = lines[0].one.category
    if not key:
        return Section(title=_("Admitted after the closing"), seconds=None, lines=lines)
    return Section(title=category.title, seconds=category.seconds, lines=lines)


def shown(speakers: SpeakersList, now: datetime, *, estimating: bool = True) -> Shown:
    """The list as it stands; with estimates where the programme or the floor tells of its hours."""
    stands = standing(g.db, speakers, now)
    floors = views(g.db, speakers.session_id)
    turns = heard(floors, speakers.key)
    expected = _estimates(speakers, floors, now) if estimating and stands.places else {}
    return Shown(
        speakers=speakers,
        now=now,
        standing=stands,
        lines=list(_lines(stands.places, turns, expected, own_keys())),
        meeting=_hearing(speakers, floors),
    )


def own_keys() -> frozenset[str]:
    """The keys of the delegations that the visitor acts for."""
    if not g.actor.delegation_ids:
        return frozenset()
    keys = keys_of(g.session.delegations)
    return frozenset(keys[one] for one in g.actor.delegation_ids if one in keys)


def _lines(
    places: Iterable[Inscription],
    turns: Mapping[int, Speech],
    expected: Mapping[int, Estimate],
    own: frozenset[str],
) -> Iterable[Line]:
    before = 0
    for place, one in enumerate(places, 1):
        yield Line(
            place=place,
            one=one,
            mine=one.delegation in own,
            speech=turns.get(one.number),
            before=before,
            estimate=expected.get(one.number),
        )
        before += one.number not in turns


def _estimates(
    speakers: SpeakersList, floors: Sequence[FloorView], now: datetime
) -> Mapping[int, Estimate]:
    """By inscription; none before the programme has hours for the item, nor once they are over."""
    meetings = floor_programme.meetings(g.db, speakers.session_id)
    hours = floor_estimates.windows(meetings, floors, speakers)
    if not _hearing(speakers, floors) and not any(one.ends_at > now for one in hours):
        return {}
    found = floor_estimates.outlook(g.db, g.session, speakers, now)
    return {one.number: one for one in found.estimates if not one.reply}


def _hearing(speakers: SpeakersList, floors: Iterable[FloorView]) -> str:
    """The `uid` of the meeting that is hearing a list, or ""."""
    return next(
        (
            floor.meeting_uid
            for floor in floors
            if floor.state.list_id == speakers.key
            and floor.state.state in floor_estimates.UNDER_WAY
        ),
        "",
    )
