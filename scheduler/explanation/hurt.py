"""What explanations go by: how much it hurts to give something up, and how far they look.

A bureau first moves what is its own to move: a break, a window, another chair, a part of an item
in another meeting, a smaller room. Next it asks for what money buys, a room elsewhere, a meeting
more in the entitlement, an evening, a team. Only then does it take time from the debate, of which
an hour weighs sixteen; what others count on, whom they have invited for an hour, the order of
decisions and the six weeks of a document, comes between the two. Interpreters who work longer than
the rules let them, days that are closed, two plenary meetings at once and a body in two rooms are
the last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

# By the first words of keys, or for business by its condition: see above.
HURT = {
    "preferences": 5,
    "business.consecutive": 8,
    "business.not_on": 8,
    "business.not_before": 10,
    "business.not_after": 10,
    "business.shares_meeting": 10,
    "business.most_parts": 10,
    "chairs": 10,
    "business.starts_meeting": 12,
    "business.may_split": 20,
    "business.room": 15,
    "rooms": 18,
    "interpretation.entitlement": 20,
    "business.fixed": 20,
    "relations.never_parallel": 30,
    "relations.alone": 30,
    "relations": 40,
    "business.documents": 40,
    "at_once": 40,
    "time": 48,
    "interpretation.teams": 45,
    "interpretation": 90,
    "closures": 90,
    "at_once.plenary": 500,
    "bodies": 500,
    "held": 1000,
}
UNCHANGEABLE = {"held"}
ALIKE = ("time", "interpretation.entitlement", "relations")  # each of one kind
ENTITLEMENT = "interpretation.entitlement"
A_QUARTER_LESS = 4  # of an hour, begun
MORE_MEETINGS = 30  # each, outside the hours of the session
MOST_MORE = 5  # of these: with more, another week is what is needed

CLASHES, WAYS = 5, 3  # so many at most
LARGE = 40_000  # variables and constraints of a model that answers each question in a second
STEPS = 12  # choices to try for further ways once there is one,
STEP_UNITS = 0.3  # each for so many deterministic units, about seconds
SHRINK_UNITS = 0.1  # for which a clash is tried without one of its requirements
UNITS = 2.0  # for which a first way is tried,
LEAST_UNITS = 0.4  # the least that is to be given up for a way is looked for,
SHORTER_UNITS = 0.2  # and the minutes less with which further clashes are out of the way
QUESTION_UNITS = 0.04  # that it costs to ask anything
FURTHER_UNITS = 0.5  # for which further clashes are looked for in all,
FURTHER_WAYS_UNITS = 0.6  # and further ways, once there is one
IN_VAIN = 2  # times that a programme is not constructed where there is one, before it is left
MOST_CLASHES = 20  # to learn from: with more, what to give up is searched for outright
MOST_COUNTED = 100  # of these, so long as counting alone tells what does not help,
MORE_COUNTED = 40  # and once there is a way
UNCOUNTED_UNITS = 0.1  # for which a question is tried without a linear relaxation first

# What a session has to work with and how much it has to do: a clash among these alone is the one to
# hear of first.
MEANS = ("time.", "interpretation.", "at_once.", "bodies.")

# A meeting outside the hours of the session: so long after the last slot, and no longer than this
BREAK_MINUTES, LONGEST_EVENING = 60, 180


class Way(dict[str, int]):
    """What to give up (keys of requirements), each by how many units; 0 of what has none.

    `shorter`: the minutes less of business (ids) with which a programme was found.
    """

    def __init__(self, units: Mapping[str, int], shorter: Mapping[str, int] | None = None) -> None:
        super().__init__(units)
        self.shorter = shorter or {}


def hurts(way: Mapping[str, int]) -> int:
    """How much a way out hurts: teams and meetings by number, minutes less by quarters of an hour.

    A meeting more is one also where it is one more in all and one more in plenary.
    """
    entitled = {key: max(1, units) for key, units in way.items() if _of(key, ENTITLEMENT)}
    others = sum(_hurts(key, units) for key, units in way.items() if key not in entitled)
    in_all = entitled.pop(f"{ENTITLEMENT}.total", 0)
    return others + HURT[ENTITLEMENT] * max(in_all, sum(entitled.values()))


def _hurts(key: str, units: int) -> int:
    if _of(key, "time"):
        return A_QUARTER_LESS * -(-units // 15)
    return hurt(key) * max(1, units)


def hurt(key: str) -> int:
    """How much it hurts to give a requirement up; of hours, those of a meeting."""
    known = _longest(_condition(key), HURT)
    assert known is not None
    return HURT[known]


def kind(key: str) -> str:
    """What keys have in common that ask the same of one or another, or for as much of it."""
    return _longest(key, ALIKE) or _condition(key)


def _condition(key: str) -> str:
    """The key without the piece of business that it is about."""
    first, _, rest = key.partition(".")
    return f"{first}.{rest.rpartition('.')[2]}" if first == "business" else key


def _longest(key: str, prefixes: Iterable[str]) -> str | None:
    """The longest of these that are the first words of a key."""
    return max((prefix for prefix in prefixes if _of(key, prefix)), key=len, default=None)


def _of(key: str, prefix: str) -> bool:
    return key == prefix or key.startswith(f"{prefix}.")


def unit_hurt(key: str) -> int:
    """How much one unit hurts, in sixtieths: a meeting or a team more, or a minute less."""
    return 4 * A_QUARTER_LESS if _of(key, "time") else 60 * hurt(key)
