"""Where the programmes of sessions stand, for one person, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.conferences import ConferenceSession
from models.programmes import ProgrammeVersion
from models.runs import ACTIVE, SolverRun
from models.speakers import SpeakersEntry, SpeakersList
from procedure.permissions import Action, Actor, may
from procedure.programmes import VersionStatus
from procedure.speakers.values import EntryKind
from services.accounts import actors_of
from services.transactions import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A session as `actor` finds it.

    `current` is the version released last; `draft` the latest draft, if it is younger than that;
    `run_id` is the search under way. Both only for who may see drafts. `speakers` is the first list
    that is not closed and on which no delegation of the actor's has asked to speak.
    """

    session: ConferenceSession
    actor: Actor
    current: ProgrammeVersion | None
    draft: ProgrammeVersion | None
    run_id: int | None
    speakers: SpeakersList | None = None


def standings(
    db: Session, user_id: int | None, sessions: Sequence[ConferenceSession]
) -> list[Standing]:
    """The standing of each session for a user, or for the public."""
    ids = [session.id for session in sessions]
    actors = actors_of(db, user_id, sessions)
    versions = db.scalars(
        select(ProgrammeVersion)
        .where(ProgrammeVersion.session_id.in_(ids))
        .options(selectinload(ProgrammeVersion.decisions))
        .order_by(ProgrammeVersion.number)
    ).all()
    active = select(SolverRun).where(SolverRun.session_id.in_(ids), SolverRun.status.in_(ACTIVE))
    runs = {run.session_id: run.id for run in db.scalars(active)}
    lists = _lists(db, actors)
    return [
        _standing(
            session,
            actors[session.id],
            [version for version in versions if version.session_id == session.id],
            runs.get(session.id),
            lists.get(session.id),
        )
        for session in sessions
    ]


def _standing(
    session: ConferenceSession,
    actor: Actor,
    versions: Sequence[ProgrammeVersion],
    run_id: int | None,
    speakers: SpeakersList | None,
) -> Standing:
    released = [version for version in versions if version.released]
    current = max(released, key=lambda version: version.decisions[-1].id, default=None)
    followed = [one for one in versions if one.status is not VersionStatus.DISCARDED]
    latest = followed[-1] if followed else None
    drafts_open = may(actor, Action.PROGRAMME_VIEW_DRAFT)
    return Standing(
        session=session,
        actor=actor,
        current=current,
        draft=latest if drafts_open and latest not in released else None,
        run_id=run_id if drafts_open else None,
        speakers=speakers,
    )


def _lists(db: Session, actors: Mapping[int, Actor]) -> Mapping[int, SpeakersList]:
    """For each session the first list that awaits a delegation of the actor's."""
    own = {one for actor in actors.values() for one in actor.delegation_ids}
    if not own:
        return {}
    asked = select(SpeakersEntry.list_id).where(
        SpeakersEntry.delegation_id.in_(own), SpeakersEntry.kind == EntryKind.INSCRIBED
    )
    acting = [session_id for session_id, actor in actors.items() if actor.delegation_ids]
    query = (
        select(SpeakersList)
        .where(
            SpeakersList.session_id.in_(acting),
            SpeakersList.closes_at > clock(db),
            SpeakersList.id.not_in(asked),
        )
        .order_by(SpeakersList.opens_at.desc(), SpeakersList.id.desc())
    )
    return {one.session_id: one for one in db.scalars(query)}
