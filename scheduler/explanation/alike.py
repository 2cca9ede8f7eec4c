"""Business that is alike: what holds of some of it holds of as much of the rest.

Pieces are alike where they ask for the same and nothing else tells one from the other. A clash
among requirements of some of them is then one among those of others too, and what is needed for it
of one piece is needed of each: what would be asked of the solver for every piece is asked once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from scheduler.problem import Business, Problem

Names = frozenset[str]


class Alike:
    """The alike pieces of a problem, with the keys of their requirements.

    None are where more is asked of some of them than the problem says (`more`).
    """

    def __init__(self, problem: Problem, *, more: bool = False) -> None:
        classes: dict[Business, list[str]] = {}
        for one in () if problem.never_worse or more else problem.business:
            same = replace(one, id="", title="", item=None, source="", sources={}, wished=None)
            classes.setdefault(same, []).append(one.id)
        told_apart = {id_ for relation in problem.relations for id_ in relation.business}
        if problem.held is not None:
            told_apart |= {part.business for part in problem.held.parts}
        self._classes: list[list[str]] = []
        for ids in classes.values():
            alike = [id_ for id_ in ids if id_ not in told_apart]
            if len(alike) > 1:
                self._classes.append(alike)
        self._class_of = {id_: ids for ids in self._classes for id_ in ids}

    def images(self, key: str, clash: Collection[str]) -> set[str]:
        """Keys that stand for others in a clash as this one does for its piece; itself as well."""
        id_, name = _piece(key)
        asked = _asked(clash)
        same = [one for one in self._class_of.get(id_, ()) if asked.get(one) == asked.get(id_)]
        return {key, *(f"business.{one}.{name}" for one in same)}

    def last(self, clash: Collection[str]) -> set[str]:
        """The same clash among the last of those that are alike."""
        asked, moved = _asked(clash), set(clash)
        for ids in self._classes:
            among = sorted((asked[id_] for id_ in ids if id_ in asked), key=sorted)
            if among:
                moved -= {key for id_ in ids if id_ in asked for key in _keys(id_, asked[id_])}
                for id_, names in zip(ids[-len(among) :], among, strict=True):
                    moved |= _keys(id_, names)
        return moved

    def in_order(self, keys: Iterable[str], touched: Iterable[str]) -> list[Sequence[str]]:
        """Keys of alike pieces, of which the earlier may always be given up before the later.

        Of those pieces only of which something is `touched`.
        """
        asked, of = _asked(keys), _asked(touched).keys()
        return [
            [f"business.{id_}.{min(asked[id_])}" for id_ in ids]
            for ids in self._classes
            if not of.isdisjoint(ids) and ids[0] in asked
        ]


def _piece(key: str) -> tuple[str, str]:
    """The id of the piece of business that a key is of, and what is asked of it; empty if none."""
    first, _, rest = key.partition(".")
    id_, _, name = rest.rpartition(".")
    return (id_, name) if first == "business" else ("", "")


def _asked(keys: Iterable[str]) -> dict[str, Names]:
    asked: dict[str, set[str]] = {}
    for key in keys:
        id_, name = _piece(key)
        if id_:
            asked.setdefault(id_, set()).add(name)
    return {id_: frozenset(names) for id_, names in asked.items()}


def _keys(id_: str, names: Iterable[str]) -> set[str]:
    return {f"business.{id_}.{name}" for name in names}
