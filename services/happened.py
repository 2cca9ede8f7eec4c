"""What has happened to a session: as it is stated, and put into the requirements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from models.programmes import ProgrammeVersion
from scheduler.event_wording import said_of_broken_off, sentence
from scheduler.events import Event
from scheduler.happened import broken_off, happened
from scheduler.problem import Problem, SlotDate
from scheduler.reading import BadInput
from scheduler.reading.events import read_events, read_slot_date, refuse_what_is_over
from scheduler.text import Text
from services.errors import BadRequest, Stale
from services.programmes import programme_of, whole
from services.requirements import problem_of, restate
from services.transactions import Entry


def events_of(problem: Problem, given: Iterable[str]) -> tuple[Event, ...]:
    """Events given as on a command line: ``overran 2(a) 74``. Raises BadRequest naming `event`."""
    try:
        return read_events(given, problem)
    except BadInput as error:
        raise BadRequest({"event": error.errors[0].text}) from None


def happening_of(
    problem: Problem, given: Iterable[str], since: str | None
) -> tuple[tuple[Event, ...], SlotDate | None]:
    """Events to repair after, and since when. Raises BadRequest naming `event`, `since`."""
    events, moment = events_of(problem, given), since_of(problem, since)
    try:
        refuse_what_is_over(events, problem, moment)
    except BadInput as error:
        raise BadRequest({"event": error.errors[0].text}) from None
    return events, moment


def since_of(problem: Problem, given: str | None) -> SlotDate | None:
    """The moment before which all has been held, as ``DATE[/SLOT]``. Raises BadRequest."""
    try:
        return read_slot_date(given, problem, "since") if given else None
    except BadInput as error:
        raise BadRequest({"since": error.errors[0].text}) from None


def told(
    problem: Problem, given: Iterable[str], broken_off: Iterable[str] = ()
) -> tuple[Text, ...]:
    """What happened, in sentences; none where the session no longer knows what was named."""
    try:
        happening = tuple(sentence(event, problem) for event in events_of(problem, given))
    except BadRequest:
        return ()
    known = (problem.business_by_id.get(id_) for id_ in broken_off)
    return (*happening, *(said_of_broken_off(one) for one in known if one is not None))


def put_down(
    db: Session,
    entry: Entry,
    version: ProgrammeVersion,
    *,
    events: Sequence[str],
    since: str | None,
    expected_version: int,
) -> tuple[str, ...]:
    """Let the requirements say what happened, and what a version has before `since` be held.

    Gives the business (ids) that was broken off. Within the caller's transaction, whose audit
    record then says so. Raises BadRequest naming `event`, `since`, or what the requirements cannot
    say; Stale.
    """
    session = version.session
    if session.version != expected_version:
        raise Stale
    problem = problem_of(db, session)
    happening, moment = happening_of(problem, events, since)
    asked = happened(problem, programme_of(whole(db, version.id)), happening, moment)
    restate(session, asked)
    entry.subject = f"session/{session.slug}/requirements/events"
    entry.details = {"events": list(events), "since": since, "version": version.number}
    return broken_off(problem, asked)
