"""What explanations go by: how much it hurts to give something up, and how far they look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scheduler.programme import Requirement
from scheduler.text import Text, text
from scheduler.wording import duration

# How much it hurts to give a requirement up, by the first words of its key: a meeting more costs
# money, minutes less cost debate, and no body can sit in two meetings at once, the plenary least.
HURT = {
    "interpretation.entitlement": 20,
    "time": 30,
    "interpretation": 60,
    "at_once": 40,
    "at_once.plenary": 500,
    "rooms": 40,
    "bodies": 500,
    "chairs": 30,
    "relations": 25,
    "business": 15,
    "closures": 90,
    "preferences": 5,
    "held": 1000,
}
UNCHANGEABLE = {"held"}
GIVE_UP = text("Give this up.")
INSTEAD = {  # what to do in its place, by the first words of its key
    "at_once": text("Hold more at a time."),
    "rooms": text("Find rooms elsewhere."),
    "bodies": text("Let it hold more at a time."),
    "chairs": text("Have others chair some of them."),
    "closures": text("Hold meetings then all the same."),
    "interpretation": text("Let teams serve more."),
}
AN_HOUR_LESS = 10
MORE_MEETINGS = 50  # each, outside the hours of the session
MOST_MORE = 5  # of these: with more, another week is what is needed

CLASHES, WAYS = 3, 3  # of each so many at most
STEPS = 12  # choices to try for further ways once there is one,
STEP_UNITS = 0.5  # each for so many deterministic units, about seconds
UNITS = 2.0  # for which the least to give up is looked for
MOST_CLASHES = 20  # to learn from: with more, what to give up is searched for outright
MOST_COUNTED = 100  # of these, so long as counting alone tells what does not help
UNCOUNTED_UNITS = 0.1  # for which a question is tried without a linear relaxation first

# What a session has to work with and how much it has to do: a clash among these alone is the one to
# hear of first.
MEANS = ("time.", "interpretation.", "at_once.", "bodies.")

# A meeting outside the hours of the session: so long after the last slot, and no longer than this
BREAK_MINUTES, LONGEST_EVENING = 60, 180


def hurts(way: Mapping[str, int]) -> int:
    """How much a way out hurts: meetings and teams more by number, minutes less by hours begun."""
    return sum(
        AN_HOUR_LESS * -(-units // 60) if key.startswith("time.") else hurt(key) * max(1, units)
        for key, units in way.items()
    )


def hurt(key: str) -> int:
    """How much it hurts to give a requirement up."""
    known = _longest(key, HURT)
    assert known is not None
    return HURT[known]


def kind(key: str) -> str:
    """What keys that ask the same of one piece of business or another have in common."""
    first, _, rest = key.partition(".")
    return f"{first} {rest.rpartition('.')[2]}" if first == "business" else key


def _longest(key: str, prefixes: Iterable[str]) -> str | None:
    """The longest of these that are the first words of a key."""
    found = [prefix for prefix in prefixes if key == prefix or key.startswith(f"{prefix}.")]
    return max(found, key=len, default=None)


def unit_hurt(key: str) -> int:
    """How much one unit hurts, in sixtieths: a meeting or a team more, or a minute less."""
    return AN_HOUR_LESS if key.startswith("time.") else 60 * hurt(key)


def change(requirement: Requirement, units: int) -> Text:
    """What is to be changed, by how many units if it has units."""
    if requirement.key.startswith("interpretation.entitlement"):
        return text(
            "%(requirement)s Allow %(count)d more.", requirement=requirement.text, count=units
        )
    if requirement.key == "interpretation.teams":
        return text(
            "%(requirement)s Engage %(count)d more.", requirement=requirement.text, count=units
        )
    if requirement.key.startswith("time."):
        return text(
            "%(requirement)s Shorten it by %(time)s.",
            requirement=requirement.text,
            time=duration(units),
        )
    prefix = _longest(requirement.key, INSTEAD)
    instead = GIVE_UP if prefix is None else INSTEAD[prefix]
    return text("%(requirement)s %(instead)s", requirement=requirement.text, instead=instead)
