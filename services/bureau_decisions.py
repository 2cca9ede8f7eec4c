"""What the bureau and the extended bureau decide: of programmes, items in brackets, and more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models.bureau import BracketedItem, BureauDecision, BureauMeeting
from models.conferences import ConferenceSession
from models.programmes import ProgrammeVersion
from models.requirements import Business
from procedure.bureau.values import DecisionKind, ItemOutcome
from procedure.permissions import Action, Actor
from procedure.programmes import VersionStatus
from scheduler.text import Text, text
from services import bureau_rows as rows
from services.bureau_meetings import subject
from services.errors import BadRequest, RuleBroken
from services.fields import line
from services.programme_decisions import put_decision
from services.sessions import lock
from services.transactions import Entry, now, require, writes


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """An item in brackets with what was decided of it last, and what is to be done."""

    item: BracketedItem
    decision: BureauDecision | None
    to_do: Text | None = None


def items(db: Session, actor: Actor, session: ConferenceSession) -> list[Settled]:
    """The items in brackets, in order, each with what became of it."""
    require(actor, Action.BUREAU_MEETINGS_VIEW)
    query = (
        select(BracketedItem)
        .where(BracketedItem.session_id == session.id)
        .options(selectinload(BracketedItem.decisions).joinedload(BureauDecision.meeting))
        .order_by(BracketedItem.position)
    )
    numbers = db.scalars(select(Business.item).where(Business.session_id == session.id))
    asked = {_plain(one) for one in numbers if one}
    found = []
    for item in db.scalars(query):
        decision = item.decisions[-1] if item.decisions else None
        found.append(Settled(item=item, decision=decision, to_do=_to_do(item, decision, asked)))
    return found


def _to_do(item: BracketedItem, decision: BureauDecision | None, asked: set[str]) -> Text | None:
    """What a decision leaves to do in the requirements; None if they agree with it."""
    if decision is None:
        return None
    kept = decision.outcome is ItemOutcome.KEPT
    number = decision.new_number or item.number
    if kept and _plain(number) not in asked:
        return text("No business is asked for under item %(number)s: add it.", number=number)
    if not kept and _plain(item.number) in asked:
        return text("Business is asked for under item %(number)s: remove it.", number=item.number)
    return None


def _plain(number: str) -> str:
    return number.replace(" ", "")


@writes(Action.BUREAU_MANAGE)
def bracket(
    db: Session,
    _actor: Actor,
    entry: Entry,
    session: ConferenceSession,
    *,
    number: str,
    title: str,
    source: str = "",
) -> BracketedItem:
    """Note an item that a draft agenda has in brackets."""
    lock(db, session)
    number = line("number", number, most=100, needed=True)
    every = select(BracketedItem).where(BracketedItem.session_id == session.id)
    known = db.scalars(every).all()
    if any(_plain(one.number) == _plain(number) for one in known):
        raise BadRequest({"number": text("This item is in brackets already.")})
    made = BracketedItem(
        session_id=session.id,
        position=len(known),
        number=number,
        title=line("title", title, needed=True),
        source=line("source", source),
    )
    db.add(made)
    db.flush()
    entry.subject, entry.details = rows.subject(session, f"item/{number}"), {"title": made.title}
    return made


@writes(Action.BUREAU_MANAGE)
def decide(
    db: Session, actor: Actor, entry: Entry, held: BureauMeeting, *, what: str
) -> BureauDecision:
    """Note a decision, in words."""
    made = _decision(db, actor, held, DecisionKind.OTHER, what)
    if not made.text:
        raise BadRequest({"text": text("Say what was decided.")})
    db.add(made)
    db.flush()
    entry.subject, entry.details = subject(held), {"text": made.text}
    return made


@writes(Action.BUREAU_MANAGE)
def settle(
    db: Session,
    actor: Actor,
    entry: Entry,
    held: BureauMeeting,
    *,
    item_id: int,
    outcome: ItemOutcome,
    new_number: str = "",
    what: str = "",
    revises: int | None = None,
) -> BureauDecision:
    """Settle an item in brackets: kept, under its number or a new one, or deleted.

    An item is settled once; another decision on it says by its id which one it `revises`, the last.
    Raises BadRequest naming `item`, with what was decided of it.
    """
    _refuse_smaller(held)
    lock(db, held.session)
    item = db.get(BracketedItem, item_id)
    if item is None or item.session_id != held.session_id:
        raise BadRequest({"item": text("Choose an item in brackets.")})
    made = _decision(db, actor, held, DecisionKind.ITEM, what)
    made.revises_id = _refuse_settled(item, revises)
    made.item, made.outcome = item, outcome
    if outcome is ItemOutcome.KEPT:
        made.new_number = line("new_number", new_number, most=100)
    db.add(made)
    db.flush()
    entry.subject = rows.subject(held.session, f"item/{item.number}")
    entry.details = {"outcome": outcome.value, "new_number": made.new_number}
    return made


def _refuse_settled(item: BracketedItem, revises: int | None) -> int | None:
    """The decision that is revised; None for the first. Raises BadRequest naming `item`."""
    last = item.decisions[-1] if item.decisions else None
    if last is not None and last.id != revises:
        raise BadRequest({"item": _decided(item, last)})
    if last is None and revises is not None:
        raise BadRequest({"item": text("Nothing was decided of this item: settle it.")})
    return revises


def _decided(item: BracketedItem, last: BureauDecision) -> Text:
    """What was decided of an item, by whom and when, and what to do to change it."""
    rules = rows.rules_of(last.meeting.session)
    return text(
        "%(item)s: %(outcome)s. The %(body)s decided so on %(day)s, as %(who)s noted. To decide "
        "otherwise, choose to revise that decision.",
        item=item.number,
        outcome=outcome_of(last),
        body=rules.extended if last.meeting.extended else rules.bureau.title,
        day=last.meeting.held_on,
        who=last.by,
    )


def outcome_of(decision: BureauDecision) -> Text:
    """What a decision makes of an item, in words."""
    if decision.outcome is ItemOutcome.DELETED:
        return text("deleted")
    if not decision.new_number:
        return text("kept")
    return text("kept as %(number)s", number=decision.new_number)


@writes(Action.PROGRAMME_APPROVE)
def approve_programme(
    db: Session,
    actor: Actor,
    entry: Entry,
    held: BureauMeeting,
    *,
    version: ProgrammeVersion,
    what: str = "",
    waiver: str = "",
) -> BureauDecision:
    """Approve a draft of the programme: it is released by it, as by `programme_decisions.decide`.

    Raises RuleBroken (rule 8), BadRequest naming `waiver` or `version`.
    """
    _refuse_smaller(held)
    if version.session_id != held.session_id:
        raise BadRequest({"version": text("Choose a version of this session.")})
    made = _decision(db, actor, held, DecisionKind.PROGRAMME, what)
    put_decision(
        db,
        actor,
        entry,
        version,
        VersionStatus.APPROVED,
        note=made.text or f"{rows.rules_of(held.session).extended}, {held.held_on.isoformat()}",
        waiver=waiver,
        decided_at=_moment(held),
    )
    made.version_id = version.id
    db.add(made)
    db.flush()
    entry.details["bureau_meeting"] = held.number
    return made


def _moment(held: BureauMeeting) -> datetime:
    """The day of a meeting as a moment: as late in it as has passed."""
    zone = ZoneInfo(held.session.time_zone)
    return min(datetime.combine(held.held_on, time(23, 59), zone), now())


def _refuse_smaller(held: BureauMeeting) -> None:
    rules = rows.rules_of(held.session)
    if rules.extended and not held.extended:
        raise RuleBroken(
            text("%(source)s", source=rules.extended_rule),
            text("The bureau decides this with the chairs of the regional groups."),
        )


def _decision(
    db: Session, actor: Actor, held: BureauMeeting, kind: DecisionKind, what: str
) -> BureauDecision:
    """A decision under the next number of its meeting, whose row is locked."""
    db.execute(select(BureauMeeting.id).where(BureauMeeting.id == held.id).with_for_update())
    last = select(func.max(BureauDecision.number)).where(BureauDecision.meeting_id == held.id)
    moment = now(db)
    if held.held_on > moment.astimezone(ZoneInfo(held.session.time_zone)).date():
        raise BadRequest({"text": text("This meeting has not been held yet.")})
    return BureauDecision(
        meeting_id=held.id,
        number=(db.scalar(last) or 0) + 1,
        kind=kind,
        text=what.replace("\0", "").strip(),
        new_number="",
        at=moment,
        by=actor.name,
    )
