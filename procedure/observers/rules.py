"""Paths to the status of observer, as data of the rulebook."""

from __future__ import annotations

from dataclasses import dataclass

from procedure.observers.values import Addressee, Asks, Effect
from procedure.participants import ParticipantKind
from procedure.plain import BadData, Fields, distinct


@dataclass(frozen=True, slots=True, kw_only=True)
class ObserverPath:
    """How participants of some kinds become observers, and by which rule.

    Days are counted back from the day of the opening: applications are due `application_days`
    before it, and a list of them is to be circulated `list_days` before it; None where the rules
    set no such day.
    """

    key: str
    title: str
    kinds: tuple[ParticipantKind, ...]
    rule: str
    asks: Asks
    to: Addressee | None
    effect: Effect
    application_days: int | None
    list_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObserversRules:
    """The paths of a conference. A kind may have several: with each goes who may take it."""

    paths: tuple[ObserverPath, ...]

    def path(self, key: str) -> ObserverPath:
        """A path by its key. Raises KeyError."""
        return {path.key: path for path in self.paths}[key]


def read_observers_rules(fields: Fields) -> ObserversRules:
    """The section "observers" of a rulebook. Raises BadData."""
    rules = ObserversRules(paths=tuple(_path(one) for one in fields.groups("paths")))
    distinct([path.key for path in rules.paths], fields.at("paths"))
    fields.end()
    return rules


def _path(fields: Fields) -> ObserverPath:
    kinds = fields.choices("kinds", ParticipantKind)
    path = ObserverPath(
        key=fields.text("key"),
        title=fields.text("title"),
        kinds=tuple(kind for kind in ParticipantKind if kind in kinds),
        rule=fields.text("rule"),
        asks=fields.choice("asks", Asks),
        to=fields.choice("to", Addressee) if "to" in fields else None,
        effect=fields.choice("effect", Effect),
        application_days=_days(fields, "application_days"),
        list_days=_days(fields, "list_days"),
    )
    if not path.kinds:
        raise BadData(fields.at("kinds"), "Give the kind of participant that takes this path.")
    if (path.asks is Asks.NOTHING) != (path.to is None):
        raise BadData(fields.at("to"), "Give to whom it is sent, where something is sent.")
    if (path.effect is Effect.LISTED) != (path.list_days is not None):
        raise BadData(fields.at("list_days"), "Give by when a list is due, where there is one.")
    fields.end()
    return path


def _days(fields: Fields, name: str) -> int | None:
    return fields.whole(name) if name in fields else None
