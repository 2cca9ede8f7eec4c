"""What cannot be asked of a preference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from scheduler.problem import Column, Preference
from scheduler.reading.errors import FieldError
from scheduler.reading.facts import Entry, Facts, entries, group, number, word
from scheduler.text import text

OTHER_WEIGHTS = frozenset(Preference) - {Preference.SHORT_AGENDAS}


def weight_errors(facts: Facts) -> Iterator[FieldError]:
    """What a weight states that does not belong to it."""
    for name, weight in group(facts.data, "preferences").items():
        if isinstance(weight, Mapping):
            path = f"preferences.{name}"
            if "above" in weight and name in OTHER_WEIGHTS:
                reason = text("Leave this out: only “short_agendas” counts above a number.")
                yield FieldError(f"{path}.above", reason)
            if "rank" in weight and number(weight, "weight") == 0:
                reason = text(
                    "Leave this out, or give a weight above 0: what weighs 0 has no rank."
                )
                yield FieldError(f"{path}.rank", reason)
            if weight.get("never_worse") is True:
                yield from _never_worse(facts, name, f"{path}.never_worse")


def _never_worse(facts: Facts, name: str, path: str) -> Iterator[FieldError]:
    if name == Preference.CLOSENESS:
        reason = text(
            "Leave this out: every programme but the earlier one itself is less close to it."
        )
        yield FieldError(path, reason)
    elif name == Preference.SPARE_TIME_AT_END:
        unknown = [*_of_unknown_minutes(facts)]
        if unknown:
            reason = text(
                "Leave this out, or give the minutes of each part in the reference: %(business)s "
                "is in several parts there.",
                business=unknown[0],
            )
            yield FieldError(path, reason)


def _of_unknown_minutes(facts: Facts) -> Iterator[str]:
    """Plenary business with several parts in the reference, of which not all are known."""
    parts = Counter[str]()
    unknown = set[str]()
    for _, placement in entries(facts.data, "reference"):
        id_ = word(placement, "business")
        if id_ is not None and _is_plenary(facts.business.get(id_, {})):
            parts[id_] += 1
            if number(placement, "minutes") is None:
                unknown.add(id_)
    yield from (id_ for id_, count in parts.items() if count > 1 and id_ in unknown)


def _is_plenary(business: Entry) -> bool:
    return word(business, "column") == Column.PLENARY
