"""The chair's table: one page from the opening of a meeting to its adjournment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import g, render_template

from models.programmes import Meeting
from models.speakers import SpeakersList
from procedure.floor.records import SpeechRecord, records
from procedure.floor.rules import FloorRules
from procedure.floor.state import counting
from procedure.floor.values import FloorEvent, FloorState, MeetingState, Turn
from procedure.participation import Act, Verdict
from procedure.permissions import Action
from procedure.speakers.values import Inscription
from scheduler.problem import Column
from scheduler.text import Text
from services import attendance, floor, floor_programme, participation, participation_words
from services.delegation_keys import keys_of
from services.errors import NotFound
from services.floor_programme import ProgrammeMeeting
from services.floor_public import public_state
from services.floor_queues import Quorum, list_of, lists_for, queue_of, quorum_of, rules_of
from services.floor_rows import views
from services.speakers_rows import standing
from services.transactions import clock
from web import live
from web.floor.able import called, of_keys, reasons
from web.floor.blueprint import bp
from web.floor.meetings import meeting_of
from web.floor.suspensions import offered
from web.guard import allow
from web.translate import say

BASE = "/sessions/<slug>/floor/<meeting>/"
MOST_EVENTS = 12  # of the record, on the page
TIMES = (60, 120, 180, 300, 600, 900, 1200, 1800)  # seconds for whoever is on no list
CHOSEN_FOR = (Act.DECIDE, Act.POINT_OF_ORDER, Act.REPLY)
ASKED = frozenset({"roll", "take", "adjourn", "undo", "call", "withdraw"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An event as the record shows it: whether it counts, or was undone."""

    event: FloorEvent
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """All that the page shows. `speech` is the plain data from which the clock is shown.

    `why` says of actions, by their names, why they cannot be taken now. `missing` is who
    would be found absent now, `late` how many requests after the closing wait for the chair,
    `noted` how many parties the attendance has. `after` is the meeting
    in which the rest of the list is heard. `footings`: on what footing those who wait may speak, by
    the keys of delegations.
    """

    meeting: Meeting
    state: FloorState
    speech: Mapping[str, Any] | None
    rules: FloorRules
    quorum: Quorum
    noted: int | None
    speakers: SpeakersList | None
    queue: Sequence[Inscription]
    footings: Mapping[str, Verdict]
    lists: Sequence[SpeakersList]
    others: Sequence[SpeakersList]
    why: Mapping[str, Text]
    missing: tuple[int, str] | None
    late: int
    undoes: FloorEvent | None
    last: FloorEvent | None
    happened: Sequence[Happened]
    spoken: Sequence[SpeechRecord]
    after: ProgrammeMeeting | None

    @property
    def next(self) -> Inscription | None:
        """Who is called next."""
        return self.queue[0] if self.queue else None

    def beside(self, one: Inscription) -> Sequence[Text]:
        """What who presides is to know before they call somebody."""
        footing = self.footings.get(one.delegation)
        if footing is None:
            return ()
        return participation_words.at_the_table(
            footing, plenary=self.meeting.column == Column.PLENARY
        )

    def barred(self, one: Inscription) -> bool:
        """Whether somebody who is on the list may not speak, by now."""
        footing = self.footings.get(one.delegation)
        return footing is not None and not footing.allowed

    def rule_of(self, one: Inscription) -> Text:
        """By which rule."""
        return participation_words.rule_of(self.footings[one.delegation])

    @property
    def keys(self) -> Mapping[str, str]:
        """Why keys do nothing now, in words."""
        return {key: say(why) for key, why in of_keys(self.why).items()}

    @property
    def point(self) -> bool:
        """Whether a point of order is being made."""
        current = self.state.current
        return current is not None and current.turn is Turn.POINT_OF_ORDER


def table_of(uid: str) -> Table:
    """The table of a meeting as it stands. Raises NotFound."""
    meeting = meeting_of(uid)
    found = floor.floor_of(g.db, g.actor, g.session, uid)
    state, rules = found.state, rules_of(g.session)
    speakers = list_of(g.db, g.session.id, state.list_id)
    queue = queue_of(g.db, speakers) if speakers else ()
    here, others = lists_for(g.db, g.session, uid)
    why = reasons(state, rules, queue)
    counted = {event.sequence for event in counting(found.events)}
    recent = found.events[: -MOST_EVENTS - 1 : -1]
    return Table(
        meeting=meeting,
        state=state,
        speech=public_state(g.db, g.session.id, uid)["current"],
        rules=rules,
        quorum=quorum_of(g.db, g.session, found),
        noted=_noted(uid, found.state),
        speakers=speakers,
        queue=queue,
        footings=_footings(queue),
        lists=here,
        others=others,
        why=why,
        missing=_missing(state, queue, why),
        late=len(standing(g.db, speakers, clock(g.db)).waiting) if speakers else 0,
        undoes=found.events[state.undoable - 1] if state.undoable else None,
        last=found.events[-1] if found.events else None,
        happened=[Happened(event=one, counts=one.sequence in counted) for one in recent],
        spoken=records(uid, state.spoken),
        after=_after(meeting, speakers),
    )


def _footings(queue: Sequence[Inscription]) -> Mapping[str, Verdict]:
    """As the rules have it now: it may have changed since they were inscribed."""
    if not queue:
        return {}
    keys, waiting = keys_of(g.session.delegations), {one.delegation for one in queue}
    listed = [one for one in g.session.delegations if keys[one.id] in waiting]
    found = participation.verdicts(g.db, g.session, listed, Act.SPEAK)
    return {keys[one]: verdict for one, verdict in found.items()}


def _noted(uid: str, state: FloorState) -> int | None:
    """How many parties were noted as present at a meeting that is to be opened."""
    if state.state is not MeetingState.NOT_OPENED:
        return None
    return attendance.parties_noted(g.db, g.session, uid)


def _missing(
    state: FloorState, queue: Sequence[Inscription], why: Mapping[str, Text]
) -> tuple[int, str] | None:
    """Who would be found absent now."""
    who = called(state, queue)
    return None if who is None or "absent" in why else (who.number, who.name)


def _after(meeting: Meeting, speakers: SpeakersList | None) -> ProgrammeMeeting | None:
    """The next meeting on the business of the list that is not over."""
    if speakers is None:
        return None
    over = {
        one.meeting_uid
        for one in views(g.db, g.session.id)
        if one.state.state is MeetingState.ADJOURNED
    }
    every = floor_programme.on_business(
        floor_programme.meetings(g.db, g.session.id), speakers.business
    )
    later = (one for one in every if one.starts_at > meeting.starts_at and one.uid not in over)
    return next(later, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A delegation that can be chosen, by its key.

    The rules let it raise a point of order if `raises`, exercise the right of reply if `replies`.
    """

    key: str
    name: str
    party: bool
    present: bool
    raises: bool
    replies: bool


def choices(state: FloorState | None = None, uid: str = "") -> Sequence[Choice]:
    """The delegations of the session by name; present are those of the last roll call.

    Before the first roll call of the meeting of a `uid` they are those of the attendance.
    """
    keys = keys_of(g.session.delegations)
    verdicts = participation.verdicts_on(g.db, g.session, g.session.delegations, CHOSEN_FOR)
    here = state.present if state else frozenset()
    if here is None:
        here = frozenset(keys[one] for one in attendance.present_at(g.db, g.session.id, uid))
    return [
        Choice(
            key=keys[one.id],
            name=one.name,
            party=verdicts[Act.DECIDE][one.id].allowed,
            present=keys[one.id] in here,
            raises=verdicts[Act.POINT_OF_ORDER][one.id].allowed,
            replies=verdicts[Act.REPLY][one.id].allowed,
        )
        for one in sorted(g.session.delegations, key=lambda one: one.name)
    ]


@bp.get(BASE)
@allow(Action.FLOOR_RUN)
def table(meeting: str) -> str:
    """The chair's table of a meeting."""
    return render_template(
        "floor/table.html",
        table=table_of(meeting),
        choices=choices(),
        times=TIMES,
        days=offered(meeting),
        screen=live.screen_key(meeting),
        now=live.milliseconds(),
        beat=live.BEAT_SECONDS,
    )


@bp.get(BASE + "part")
@allow(Action.FLOOR_RUN, stays=True)
def part(meeting: str) -> str:
    """The part of the page that follows what happens."""
    return render_template("floor/table_part.html", table=table_of(meeting))


@bp.get(BASE + "ask/<kind>")
@allow(Action.FLOOR_RUN, stays=True)
def ask(meeting: str, kind: str) -> str:
    """What is asked before an action that loads what it asks."""
    if kind not in ASKED:
        raise NotFound
    shown = table_of(meeting)
    return render_template(
        f"floor/ask_{kind}.html", table=shown, choices=choices(shown.state, meeting)
    )
