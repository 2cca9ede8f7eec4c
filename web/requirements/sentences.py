"""The sentences in which the page says what is asked for, entry by entry.

Where a requirement of the engine has a key, its sentence (or the clause that states it) carries the
key as its anchor, so that explanations and violations can point at it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from scheduler.problem import Problem, Room, Slot, SlotDate
from web.requirements.rows import Clause, Row, Says, anchor
from web.requirements.speech import _, ngettext
from web.translate import and_list, day, hour, hours, say, short_day
from web.words import language_name


def joined(parts: Iterable[str]) -> str:
    """Clauses in a row, as one sentence."""
    return _("%(clauses)s.", clauses=_("; ").join(part for part in parts if part))


def moment(problem: Problem, when: SlotDate) -> str:
    """A slot on a day, or the whole day."""
    if when.slot is None:
        return short_day(when.date)
    slot = next(slot for slot in problem.slots if slot.id == when.slot)
    return _("%(day)s, %(hours)s", day=short_day(when.date), hours=hours(slot.start, slot.end))


def keyed(says: Says, *keys: str) -> tuple[Clause, ...]:
    """The engine's own sentences of these keys, of those that hold."""
    return tuple(Clause(say(says[key].text), key) for key in keys if key in says)


def session_rows(problem: Problem, _says: Says) -> Iterator[Row]:
    """The session: when, where, and the days without meetings."""
    given = problem.session
    sentences = [
        _(
            "The session is held from %(first)s to %(last)s.",
            first=day(given.first_day),
            last=day(given.last_day),
        )
    ]
    if given.venue:
        sentences = [
            _(
                "The session is held in %(venue)s from %(first)s to %(last)s.",
                venue=given.venue,
                first=day(given.first_day),
                last=day(given.last_day),
            )
        ]
    if given.days_without_meetings:
        free = and_list(day(one) for one in given.days_without_meetings)
        sentences.append(_("There are no meetings on %(days)s.", days=free))
    sentences.append(_("Hours are those of %(zone)s.", zone=given.time_zone))
    yield Row(
        kind="session",
        key="",
        anchor="session",
        clauses=tuple(Clause(sentence) for sentence in sentences),
        source=given.source,
    )


def slot_rows(problem: Problem, _says: Says) -> Iterator[Row]:
    """The hours of meetings, ordinary and extra."""
    for slot in problem.slots:
        yield Row(
            kind="slots",
            key=slot.id,
            anchor=anchor(f"slots.{slot.id}"),
            clauses=(Clause(_slot(slot)),),
            source=slot.source,
        )


def _slot(slot: Slot) -> str:
    when = {
        "start": hour(slot.start),
        "end": hour(slot.end),
        "days": and_list(short_day(one) for one in slot.days),
        "cost": slot.cost,
    }
    if slot.cost and slot.days:
        return _(
            "If needed, also from %(start)s to %(end)s on %(days)s; each use costs %(cost)s.",
            **when,
        )
    if slot.cost:
        return _("If needed, also from %(start)s to %(end)s; each use costs %(cost)s.", **when)
    if slot.days:
        return _("From %(start)s to %(end)s, meetings are held on %(days)s only.", **when)
    return _("From %(start)s to %(end)s, meetings are held every day.", **when)


def at_once_rows(problem: Problem, says: Says) -> Iterator[Row]:
    """How many meetings are held side by side."""
    clauses = keyed(says, "at_once.plenary", "at_once.parallel")
    yield Row(
        kind="at_once",
        key="",
        anchor="at_once",
        clauses=clauses,
        source=problem.at_once_source,
    )


def closure_rows(problem: Problem, says: Says) -> Iterator[Row]:
    """The times without meetings."""
    for closure in problem.closures:
        key = f"closures.{closure.id}"
        yield Row(
            kind="closures",
            key=closure.id,
            anchor=anchor(key),
            clauses=(Clause(say(says[key].text)),),
            source=closure.source,
        )


def room_rows(problem: Problem, _says: Says) -> Iterator[Row]:
    """The rooms."""
    for room in problem.rooms:
        yield Row(
            kind="rooms",
            key=room.id,
            anchor=anchor(f"rooms.{room.id}"),
            title=room.title,
            clauses=tuple(_room(problem, room)),
            source=room.source,
            between=_("; "),
        )


def _room(problem: Problem, room: Room) -> Iterator[Clause]:
    seats = ngettext("%(num)s seat", "%(num)s seats", room.seats)
    booths = _("no booths")
    if room.booths:
        booths = ngettext(
            "booths for %(num)s language", "booths for %(num)s languages", room.booths
        )
    if not room.closed:
        yield Clause(joined([seats, booths]))
        return
    yield Clause(_("; ").join([seats, booths]))
    closed = and_list(moment(problem, when) for when in room.closed)
    source = room.sources.get("closed", "")
    said = joined([_("closed on %(when)s", when=closed)])
    yield Clause(said, source=source, about=_("closed"))


def interpretation_rows(problem: Problem, says: Says) -> Iterator[Row]:
    """Languages and teams."""
    given = problem.interpretation
    listed = and_list(language_name(code) for code in given.languages)
    limits = {
        "meetings_per_team_day": _("most in a day"),
        "meetings_per_team_week": _("most in a week"),
    }
    yield Row(
        kind="interpretation",
        key="",
        anchor="interpretation",
        clauses=(
            Clause(_("The languages of the session are %(languages)s.", languages=listed)),
            *keyed(says, "interpretation.teams"),
            *(
                replace(clause, source=given.sources.get(name, ""), about=about)
                for name, about in limits.items()
                for clause in keyed(says, f"interpretation.{name}")
            ),
        ),
        source=given.source,
    )


def entitlement_rows(problem: Problem, says: Says) -> Iterator[Row]:
    """How many meetings may have interpretation."""
    limits = keyed(
        says, *(f"interpretation.entitlement.{name}" for name in ("total", "plenary", "parallel"))
    )
    no_limit = Clause(_("The number of meetings with interpretation has no limit."))
    yield Row(
        kind="entitlement",
        key="",
        anchor="interpretation.entitlement",
        clauses=limits or (no_limit,),
        source=problem.interpretation.entitlement.source if limits else None,
    )


def exception_rows(problem: Problem, _says: Says) -> Iterator[Row]:
    """Times with another number of teams."""
    for index, change in enumerate(problem.interpretation.changes):
        when = moment(problem, SlotDate(date=change.date, slot=change.slot))
        sentence = ngettext(
            "On %(when)s there is %(num)s team of interpreters.",
            "On %(when)s there are %(num)s teams of interpreters.",
            change.teams,
            when=when,
        )
        yield Row(
            kind="exceptions",
            key=str(index),
            anchor=f"interpretation.changes.{index}",
            clauses=(Clause(sentence),),
            source=change.source,
        )


def body_rows(problem: Problem, says: Says) -> Iterator[Row]:
    """The bodies that meet."""
    for body in problem.bodies:
        clauses: tuple[Clause, ...] = (Clause(say(says[f"bodies.{body.id}"].text)),)
        if body.numbered_with:
            other = problem.body_by_id[body.numbered_with].title
            numbered = _("Its meetings are numbered with those of the %(body)s.", body=other)
            clauses = (*clauses, Clause(numbered))
        yield Row(
            kind="bodies",
            key=body.id,
            anchor=anchor(f"bodies.{body.id}"),
            title=body.title,
            clauses=clauses,
            source=body.source,
        )


def relation_rows(problem: Problem, says: Says) -> Iterator[Row]:
    """What pieces of business ask of each other."""
    for relation in problem.relations:
        key = f"relations.{relation.id}"
        yield Row(
            kind="relations",
            key=relation.id,
            anchor=anchor(key),
            clauses=(Clause(say(says[key].text)),),
            source=relation.source,
        )


def document_rows(problem: Problem, _says: Says) -> Iterator[Row]:
    """The documents, and when they are out."""
    for document in problem.documents:
        yield Row(
            kind="documents",
            key=document.symbol,
            anchor=anchor(f"documents.{document.symbol}"),
            label=document.symbol,
            title=document.title,
            clauses=(Clause(_out(document.issued)),),
            source=document.source,
        )


def _out(issued: Mapping[str, date]) -> str:
    if len(set(issued.values())) == 1:
        return _("Out in all languages on %(day)s.", day=short_day(max(issued.values())))
    listed = [
        _("%(day)s in %(language)s", day=short_day(on), language=language_name(code))
        for code, on in sorted(issued.items(), key=lambda pair: pair[1])
    ]
    return _("Out on %(days)s.", days=and_list(listed))
