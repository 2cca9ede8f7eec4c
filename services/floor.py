"""The chair's table: what happens on the floor of a meeting, each by one action.

Points of order and rights of reply: `services.interventions`; what everybody sees:
`services.floor_public`.

`expects` is the sequence of the last event that the operator saw. Whoever is behind is refused with
what has changed (`Behind`), so that two operators cannot do the same twice, nor skip a speaker.
Every action returns how the floor stands after it, and raises Behind, RuleBroken, NotFound or
BadRequest. The moment is that of the database.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from models.conferences import ConferenceSession
from procedure.floor import quorum, refusals
from procedure.floor.refusals import FloorRefusal, refused
from procedure.floor.values import FloorEventKind as Kind
from procedure.floor.values import FloorState, Turn
from procedure.participation import Act
from procedure.permissions import Action, Actor
from procedure.plain import moment
from procedure.speakers.values import Inscription
from scheduler.text import text
from services import speakers_decisions
from services.errors import BadRequest
from services.fields import line
from services.floor_queues import left_over, list_of, parties, queue_of
from services.floor_rows import FloorView, view, views
from services.floor_table import Table, at_the_table
from services.floor_undo import take_back
from services.floor_words import Behind
from services.transactions import require

LONGEST_TURN = 24 * 60 * 60  # seconds


def floor_of(db: Session, actor: Actor, session: ConferenceSession, meeting_uid: str) -> FloorView:
    """The floor of a meeting, with all that happened on it."""
    require(actor, Action.FLOOR_VIEW)
    return view(db, session.id, meeting_uid)


def open_meeting(
    db: Session,
    actor: Actor,
    session: ConferenceSession,
    meeting_uid: str,
    *,
    expects: int,
    present: int | None = None,
) -> FloorState:
    """Open a meeting with so many parties present: without a number, those of the roll call."""
    with at_the_table(db, actor, session, meeting_uid, expects) as table:
        every = parties(db, session)
        if present is None:
            present = table.parties_among(table.state.present or ())
        if not 0 <= present <= every:
            wanted = text("Give how many of the %(parties)s parties are present.", parties=every)
            raise BadRequest({"present": wanted})
        needed = quorum.to_open(every, table.rules.quorum_to_open)
        table.check(refusals.opening_refused(table.state, present, needed))
        return table.happens(Kind.OPENED, present=present, quorum=needed)


def roll_call(
    db: Session,
    actor: Actor,
    session: ConferenceSession,
    meeting_uid: str,
    *,
    expects: int,
    present: Collection[str],
) -> FloorState:
    """Put down which delegations are present, by their keys."""
    with at_the_table(db, actor, session, meeting_uid, expects) as table:
        table.check(refused(table.state, Kind.ROLL_CALLED))
        if unknown := sorted(set(present) - set(table.delegations())):
            raise BadRequest({"present": text("No such delegation: %(keys)s.", keys=unknown)})
        here = sorted(set(present))
        return table.happens(Kind.ROLL_CALLED, present=here, parties=table.parties_among(here))


def take_list(
    db: Session,
    actor: Actor,
    session: ConferenceSession,
    meeting_uid: str,
    *,
    expects: int,
    list_id: str,
) -> FloorState:
    """Hear a list from now on. Replies that an adjourned meeting has left on it come with it."""
    with at_the_table(db, actor, session, meeting_uid, expects) as table:
        table.check(refused(table.state, Kind.LIST_TAKEN))
        speakers = list_of(db, session.id, list_id)
        if speakers is None:
            raise BadRequest({"list_id": text("Choose a list of speakers of this session.")})
        if table.state.list_id == list_id:
            table.check(FloorRefusal.LIST_TAKEN_ALREADY)
        waiting = {one.delegation for one in table.state.replies}
        left = left_over(views(db, session.id), meeting_uid, list_id)
        state = table.happens(Kind.LIST_TAKEN, list_id=list_id, title=speakers.title)
        for one in left:
            if one.delegation not in waiting:
                state = table.happens(
                    Kind.REPLY_ASKED,
                    delegation=one.delegation,
                    name=one.name,
                    list_id=list_id,
                    reply=one.reply,
                    carried=True,
                )
        return state


def call(
    db: Session,
    actor: Actor,
    session: ConferenceSession,
    meeting_uid: str,
    *,
    expects: int,
    number: int,
) -> FloorState:
    """Give the floor to an inscription on the list that is heard, in or out of its turn."""
    with at_the_table(db, actor, session, meeting_uid, expects, with_list=True) as table:
        table.check(refused(table.state, Kind.CALLED))
        return table.calls(_waiting(table, number))


def next_(
    db: Session,
    actor: Actor,
    session: ConferenceSession,
    meeting_uid: str,
    *,
    expects: int,
    expected: int,
) -> FloorState:
    """Give the floor to the next on the list, whom the operator names; who has it ends with that.

    Raises Behind too where another inscription has become the next.
    """
    with at_the_table(db, actor, session, meeting_uid, expects, with_list=True) as table:
        table.check(refusals.next_refused(table.state))
        queue = queue_of(db, table.speakers, table.now)
        if not queue:
            table.check(FloorRefusal.LIST_EXHAUSTED)
        if queue[0].number != expected:
            name = queue[0].name
            raise Behind((), text("Nothing was done: the next speaker is now %(name)s.", name=name))
        return table.calls(queue[0], ends=table.state.current is not None)


def call_other(
    db: Session,
    actor: Actor,
    session: ConferenceSession,
    meeting_uid: str,
    *,
    expects: int,
    name: str,
    seconds: int,
    delegation: str = "",
    speaker: str = "",
    function: str = "",
) -> FloorState:
    """Give the floor to somebody who is on no list: the secretariat, who introduces an item.

    `delegation` is a key, or "" for who belongs to none.
    """
    with at_the_table(db, actor, session, meeting_uid, expects) as table:
        table.check(refused(table.state, Kind.CALLED))
        if not 0 < seconds <= LONGEST_TURN:
            raise BadRequest({"seconds": text("Give a time from a second to a day.")})
        if delegation:
            table.check_may(delegation, Act.SPEAK)
        return table.happens(
            Kind.CALLED,
            turn=Turn.OTHER.value,
            name=line("name", name, most=200, needed=True),
            seconds=seconds,
            speaker=line("speaker", speaker),
            function=line("function", function),
            **(table.capacity(delegation) if delegation else {"delegation": ""}),
        )


def absent(
    db: Session,
    actor: Actor,
    session: ConferenceSession,
    meeting_uid: str,
    *,
    expects: int,
    number: int,
) -> FloorState:
    """Whoever was called, or is about to be, is not there: the ledger has it too."""
    with at_the_table(db, actor, session, meeting_uid, expects, with_list=True) as table:
        list_id, current = table.state.list_id, table.state.current
        table.check(refusals.absent_refused(table.state, list_id, number))
        called = current if current and current.number == number else _waiting(table, number)
        entry = speakers_decisions.mark_absent(db, actor, table.speakers, number)
        return table.happens(
            Kind.ABSENT, list_id=list_id, number=number, entry=entry.sequence, name=called.name
        )


def suspend(
    db: Session,
    actor: Actor,
    session: ConferenceSession,
    meeting_uid: str,
    *,
    expects: int,
    until: datetime | None = None,
) -> FloorState:
    """Suspend the meeting, until a moment if one is said. The clock stands still."""
    with at_the_table(db, actor, session, meeting_uid, expects) as table:
        table.check(refused(table.state, Kind.SUSPENDED))
        if until is not None and until <= table.now:
            raise BadRequest({"until": text("Give a moment that is still to come.")})
        return table.happens(Kind.SUSPENDED, until=until and moment(until))


def undo(
    db: Session, actor: Actor, session: ConferenceSession, meeting_uid: str, *, expects: int
) -> FloorState:
    """Take back the last action that counts; again, the one before. Both stay in the record."""
    with at_the_table(db, actor, session, meeting_uid, expects, undoes=True) as table:
        table.check(refused(table.state, Kind.UNDONE))
        return take_back(table)


def pause(
    db: Session, actor: Actor, session: ConferenceSession, meeting_uid: str, *, expects: int
) -> FloorState:
    """Stop the clock of who has the floor."""
    return _simply(db, actor, session, meeting_uid, expects=expects, kind=Kind.PAUSED)


def resume(
    db: Session, actor: Actor, session: ConferenceSession, meeting_uid: str, *, expects: int
) -> FloorState:
    """Let the clock run again."""
    return _simply(db, actor, session, meeting_uid, expects=expects, kind=Kind.RESUMED)


def end(
    db: Session, actor: Actor, session: ConferenceSession, meeting_uid: str, *, expects: int
) -> FloorState:
    """End the speech; after a point of order the statement that it interrupted goes on."""
    return _simply(db, actor, session, meeting_uid, expects=expects, kind=Kind.ENDED)


def continue_(
    db: Session, actor: Actor, session: ConferenceSession, meeting_uid: str, *, expects: int
) -> FloorState:
    """Continue a suspended meeting."""
    return _simply(db, actor, session, meeting_uid, expects=expects, kind=Kind.CONTINUED)


def adjourn(
    db: Session, actor: Actor, session: ConferenceSession, meeting_uid: str, *, expects: int
) -> FloorState:
    """End the meeting. Whoever is still on the list is heard in the next one on the item."""
    return _simply(db, actor, session, meeting_uid, expects=expects, kind=Kind.ADJOURNED)


def _simply(
    db: Session,
    actor: Actor,
    session: ConferenceSession,
    meeting_uid: str,
    *,
    expects: int,
    kind: Kind,
) -> FloorState:
    with at_the_table(db, actor, session, meeting_uid, expects) as table:
        table.check(refused(table.state, kind))
        return table.happens(kind)


def _waiting(table: Table, number: int) -> Inscription:
    """An inscription that is still to be heard."""
    queue = {one.number: one for one in queue_of(table.db, table.speakers, table.now)}
    if number not in queue:
        table.check(
            FloorRefusal.HEARD_ALREADY if number in table.heard() else FloorRefusal.NOT_ON_LIST
        )
    return queue[number]
