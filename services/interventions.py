"""Points of order, and rights of reply: actions of the chair's table, as those of `services.floor`.

`delegation` is the key of a delegation.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.conferences import ConferenceSession
from procedure.floor import replies
from procedure.floor.refusals import (
    FloorRefusal,
    refused,
    reply_call_refused,
    reply_refused,
)
from procedure.floor.values import FloorEventKind as Kind
from procedure.floor.values import FloorState, ReplyRequest, Turn
from procedure.participation import Act
from procedure.permissions import Actor
from services.fields import line
from services.floor_queues import delivered, list_of, queue_of
from services.floor_table import Table, at_the_table


def raise_point(
    db: Session,
    actor: Actor,
    session: ConferenceSession,
    meeting_uid: str,
    *,
    expects: int,
    delegation: str,
) -> FloorState:
    """A delegation raises a point of order: whoever has the floor is interrupted."""
    with at_the_table(db, actor, session, meeting_uid, expects) as table:
        table.check(refused(table.state, Kind.POINT_RAISED))
        table.check_may(delegation, Act.POINT_OF_ORDER)
        return table.happens(
            Kind.POINT_RAISED,
            name=table.delegation(delegation).name,
            seconds=table.rules.point_of_order_seconds,
            list_id=table.state.list_id,
            **table.capacity(delegation),
        )


def rule_on_point(
    db: Session,
    actor: Actor,
    session: ConferenceSession,
    meeting_uid: str,
    *,
    expects: int,
    ruling: str,
) -> FloorState:
    """The President rules on the point of order, and whoever was interrupted goes on."""
    with at_the_table(db, actor, session, meeting_uid, expects) as table:
        table.check(refused(table.state, Kind.POINT_RULED))
        return table.happens(Kind.POINT_RULED, ruling=line("ruling", ruling, needed=True))


def ask_reply(
    db: Session,
    actor: Actor,
    session: ConferenceSession,
    meeting_uid: str,
    *,
    expects: int,
    delegation: str,
) -> FloorState:
    """A delegation asks for a right of reply on the item of the list that is heard."""
    with at_the_table(db, actor, session, meeting_uid, expects) as table:
        name = table.delegation(delegation).name
        list_id = table.state.list_id
        table.check(refused(table.state, Kind.REPLY_ASKED))
        table.check(None if list_id else FloorRefusal.NO_LIST)
        made = _delivered(table, delegation, list_id)
        allowed = table.rules.replies_per_item
        table.check(reply_refused(table.state, delegation, delivered=made, allowed=allowed))
        table.check_may(delegation, Act.REPLY)
        return table.happens(
            Kind.REPLY_ASKED, delegation=delegation, name=name, list_id=list_id, reply=made + 1
        )


def withdraw_reply(
    db: Session,
    actor: Actor,
    session: ConferenceSession,
    meeting_uid: str,
    *,
    expects: int,
    request: int,
) -> FloorState:
    """A delegation no longer wants to reply. `request` is the sequence of the event that asked."""
    with at_the_table(db, actor, session, meeting_uid, expects) as table:
        table.check(refused(table.state, Kind.REPLY_WITHDRAWN))
        asked = _asked(table, request)
        return table.happens(
            Kind.REPLY_WITHDRAWN,
            request=request,
            delegation=asked.delegation,
            name=asked.name,
        )


def call_reply(
    db: Session,
    actor: Actor,
    session: ConferenceSession,
    meeting_uid: str,
    *,
    expects: int,
    request: int,
) -> FloorState:
    """Give the floor for a right of reply: after the list, unless the rulebook knows better."""
    with at_the_table(db, actor, session, meeting_uid, expects) as table:
        table.check(refused(table.state, Kind.CALLED))
        asked = _asked(table, request)
        speakers = list_of(db, session.id, asked.list_id)
        waiting = len(queue_of(db, speakers, table.now)) if speakers else 0
        after_list = table.rules.replies_after_list
        table.check(
            reply_call_refused(table.state, request, waiting=waiting, after_list=after_list)
        )
        made = _delivered(table, asked.delegation, asked.list_id)
        table.check(FloorRefusal.NO_MORE_REPLIES if made >= table.rules.replies_per_item else None)
        allotted = replies.allotted(made + 1, table.rules.reply_seconds)
        return table.happens(
            Kind.CALLED,
            turn=Turn.REPLY.value,
            name=asked.name,
            seconds=int(allotted.total_seconds()),
            list_id=asked.list_id,
            reply=made + 1,
            request=request,
            **table.capacity(asked.delegation),
        )


def _asked(table: Table, request: int) -> ReplyRequest:
    found = next((one for one in table.state.replies if one.event == request), None)
    if found is None:
        table.check(FloorRefusal.NO_SUCH_REQUEST)
    assert found is not None  # or it was refused
    return found


def _delivered(table: Table, delegation: str, list_id: str) -> int:
    return delivered(table.db, table.session.id, delegation, list_id)
