"""What somebody means who does not give the id: a number of the agenda, or a title."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.problem import Problem


def business_meant(problem: Problem, given: str) -> str:
    """The id of the business of this id, agenda number or title; what is given if not just one."""
    return _meant(given, ((one.id, (one.item, one.title)) for one in problem.business))


def room_meant(problem: Problem, given: str) -> str:
    """The id of the room of this id or title; what is given if not just one."""
    return _meant(given, ((one.id, (one.title,)) for one in problem.rooms))


def _meant(given: str, known: Iterable[tuple[str, Iterable[str | None]]]) -> str:
    names = dict(known)
    if given in names:
        return given
    same = [
        id_
        for id_, others in names.items()
        if _bare(given) in {_bare(id_), *(_bare(other) for other in others if other)}
    ]
    return same[0] if len(same) == 1 else given


def _bare(name: str) -> str:
    """A name without what it may be written with or without: "2 (C)" is "2(c)"."""
    return "".join(name.split()).casefold()
