"""What explanations go by: how much it hurts to give something up, and how far they look."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.programme import Requirement
from scheduler.text import Text, text
from scheduler.wording import duration

# How much it hurts to give a requirement up, by the first words of its key: a meeting more costs
# money, minutes less cost debate, and what the bodies are cannot be changed.
HURT = {
    "interpretation.entitlement": 20,
    "time": 30,
    "interpretation": 60,
    "at_once": 40,
    "rooms": 40,
    "bodies": 100,
    "chairs": 30,
    "relations": 25,
    "business": 15,
    "closures": 90,
    "preferences": 5,
    "held": 1000,
}
UNCHANGEABLE = {"held"}
AN_HOUR_LESS = 10
MORE_MEETINGS = 50  # each, outside the hours of the session
MOST_MORE = 5  # of these: with more, another week is what is needed

CLASHES, WAYS = 3, 3  # of each so many at most
STEPS = 12  # choices to try for further ways once there is one

# What a session has to work with and how much it has to do: a clash among these alone is the one to
# hear of first.
MEANS = ("time.", "interpretation.", "at_once.", "bodies.")

# A meeting outside the hours of the session: so long after the last slot, and no longer than this
BREAK_MINUTES, LONGEST_EVENING = 60, 180


def hurts(way: Mapping[str, int]) -> int:
    """How much a way out hurts: meetings more by their number, minutes less by hours begun."""
    return sum(
        AN_HOUR_LESS * -(-units // 60) if key.startswith("time.") else hurt(key) * max(1, units)
        for key, units in way.items()
    )


def hurt(key: str) -> int:
    """How much it hurts to give a requirement up."""
    prefixes = [prefix for prefix in HURT if key == prefix or key.startswith(f"{prefix}.")]
    return HURT[max(prefixes, key=len)]


def change(requirement: Requirement, units: int) -> Text:
    """What is to be changed, by how many units if it has units."""
    if requirement.key.startswith("interpretation.entitlement"):
        return text(
            "%(requirement)s Allow %(count)d more.", requirement=requirement.text, count=units
        )
    if requirement.key.startswith("time."):
        return text(
            "%(requirement)s Shorten it by %(time)s.",
            requirement=requirement.text,
            time=duration(units),
        )
    return text("%(requirement)s Give this up.", requirement=requirement.text)
