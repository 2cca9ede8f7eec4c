"""One action of the chair's table: its locks, its transaction, what it may use and writes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.conferences import ConferenceSession, Delegation
from models.floor import Floor
from models.speakers import SpeakersList
from procedure.floor.refusals import FloorRefusal
from procedure.floor.rules import FloorRules
from procedure.floor.state import state
from procedure.floor.values import FloorEventKind, FloorState, Turn
from procedure.participation import Act
from procedure.permissions import Action, Actor
from procedure.speakers.values import Inscription
from scheduler.text import text
from services import (
    floor_programme,
    floor_words,
    participation,
    participation_words,
    speakers_rows,
)
from services.delegation_keys import keys_of
from services.errors import BadRequest, NotFound
from services.floor_queues import heard, list_of, rules_of
from services.floor_rows import append, lock, view, views
from services.genders import gender_of
from services.transactions import Entry, clock, writing


class Table:
    """The table during one action. `events` and `state` are of before it, until it `happens`."""

    def __init__(
        self,
        db: Session,
        session: ConferenceSession,
        floor: Floor,
        audit: Entry,
        *,
        actor: Actor,
        speakers: SpeakersList | None,
    ) -> None:
        self.db = db
        self.actor = actor
        self.session = session
        self.meeting_uid = floor.meeting_uid
        self.now = clock(db)
        self.rules: FloorRules = rules_of(session)
        self.events = list(view(db, session.id, floor.meeting_uid).events)
        self.state: FloorState = state(self.events)
        self._floor = floor
        self._audit = audit
        self._speakers = speakers

    @property
    def speakers(self) -> SpeakersList:
        """The list that is heard, locked. Raises RuleBroken where there is none."""
        if self._speakers is None:
            self.check(FloorRefusal.NO_LIST)
        assert self._speakers is not None  # or it was refused
        return self._speakers

    def check(self, refusal: FloorRefusal | None) -> None:
        """Raise RuleBroken for a refusal."""
        floor_words.check(refusal, self.rules)

    def happens(self, kind: FloorEventKind, **data: Any) -> FloorState:
        """Write an event, and tell how the floor stands after it."""
        event = append(self.db, self._floor, kind, actor=self.actor.name, data=data)
        self.events.append(event)
        self.state = state(self.events)
        self._audit.details.setdefault("events", []).append(
            {"sequence": event.sequence, "kind": kind.value, "data": data}
        )
        return self.state

    def note(self, what: str) -> None:
        """Let the audit say something more."""
        self._audit.details["note"] = what

    def calls(self, inscription: Inscription, *, ends: bool = False) -> FloorState:
        """Give the floor to an inscription of the list, if its delegation may still speak."""
        if inscription.delegation in self.delegations():
            self.check_may(inscription.delegation, Act.SPEAK)
        return self.happens(
            FloorEventKind.CALLED,
            turn=Turn.STATEMENT.value,
            name=inscription.name,
            delegation=inscription.delegation,
            seconds=inscription.category.seconds,
            list_id=self.speakers.key,
            number=inscription.number,
            speaker=inscription.speaker,
            function=inscription.function,
            gender=gender_of(self.db, self.speakers, inscription.number),
            on_behalf_of=inscription.on_behalf_of,
            aligned=list(inscription.aligned),
            participant=inscription.participant.value,
            category=inscription.category.key,
            group=self._group(inscription.delegation),
            **({"ends": True} if ends else {}),
        )

    def capacity(self, key: str) -> dict[str, str]:
        """What an event tells of a delegation. Raises BadRequest naming `delegation`."""
        found = self.delegation(key)
        return {"delegation": key, "participant": found.kind, "group": found.regional_group}

    def delegation(self, key: str) -> Delegation:
        """A delegation by its key. Raises BadRequest naming `delegation`."""
        found = self.delegations().get(key)
        if found is None:
            raise BadRequest({"delegation": text("Choose a delegation of this session.")})
        return found

    def delegations(self) -> Mapping[str, Delegation]:
        """The delegations of the session by their keys."""
        every = self.db.scalars(
            select(Delegation).where(Delegation.session_id == self.session.id)
        ).all()
        keys = keys_of(every)
        return {keys[one.id]: one for one in every}

    def parties_among(self, keys: Collection[str]) -> int:
        """How many of these delegations are parties: the quorum counts no others."""
        present = [one for key, one in self.delegations().items() if key in keys]
        deciding = participation.verdicts(self.db, self.session, present, Act.DECIDE)
        return sum(one.allowed for one in deciding.values())

    def check_may(self, key: str, act: Act) -> None:
        """Raise RuleBroken if a delegation may not do something, citing the rule."""
        verdict = participation.verdict(self.db, self.delegation(key), act)
        participation_words.check(verdict)

    def heard(self) -> frozenset[int]:
        """The inscriptions of the list whose turn has come, in any meeting."""
        return frozenset(heard(views(self.db, self.session.id), self.speakers.key))

    def _group(self, key: str) -> str:
        found = self.delegations().get(key)
        return found.regional_group if found else ""


@contextmanager
def at_the_table(
    db: Session,
    actor: Actor,
    session: ConferenceSession,
    meeting_uid: str,
    expects: int,
    *,
    with_list: bool = False,
    undoes: bool = False,
) -> Iterator[Table]:
    """Permission, transaction, audit record and locks of one action.

    `with_list` asks for the list that is heard, `undoes` for that of an absence which is to be
    taken back: a list is locked before the floor. Raises Behind unless `expects` is the sequence
    of the last event, NotFound for what is no meeting of the released programme.
    """
    with writing(db, actor, Action.FLOOR_RUN) as audit:
        before = view(db, session.id, meeting_uid)
        if not before.events and floor_programme.meeting(db, session.id, meeting_uid) is None:
            raise NotFound(text("There is no such meeting in the programme."))
        key = before.state.list_id if with_list else ""
        if undoes and before.state.undoable:
            last = before.events[before.state.undoable - 1]
            key = last.data["list_id"] if last.kind is FloorEventKind.ABSENT else ""
        speakers = list_of(db, session.id, key)
        if speakers is not None:
            at = speakers_rows.lock(db, speakers)
            if speakers_rows.draw_is_due(speakers, at):
                speakers_rows.draw(db, speakers, at=at)
        floor = lock(db, session, meeting_uid)
        table = Table(db, session, floor, audit, actor=actor, speakers=speakers)
        if expects != table.state.sequence:
            raise floor_words.Behind(table.events[max(0, expects) :])
        audit.subject = f"session/{session.slug}/floor/{meeting_uid}"
        yield table
