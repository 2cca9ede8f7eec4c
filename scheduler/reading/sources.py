"""Sources of conditions: each belongs to a condition that stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scheduler.reading.errors import FieldError
from scheduler.reading.facts import Entry, Facts, entries, group
from scheduler.text import text

# conditions that ask for something where they are not as usual
USUAL: Mapping[str, bool] = {
    "consecutive": False,
    "shares_meeting": True,
    "starts_meeting": False,
}
# limits that always have a value
ALWAYS = ("meetings_per_team_day", "meetings_per_team_week")


def source_errors(facts: Facts) -> Iterator[FieldError]:
    """Sources of conditions that are not there."""
    for section in ("business", "rooms"):
        for path, entry in entries(facts.data, section):
            for name in group(entry, "sources"):
                if not stands(entry, name):
                    wanted = text(
                        "Leave this out: there is no condition “%(name)s” here to have a source.",
                        name=name,
                    )
                    yield FieldError(f"{path}.sources.{name}", wanted)


def stands(entry: Entry, name: str) -> bool:
    """Whether an entry asks for something in a field."""
    if name in ALWAYS:
        return True
    if name == "may_split":
        return entry.get(name, False) is False
    if name == "least_minutes":
        return entry.get("may_split", False) is not False
    if name in USUAL:
        return entry.get(name, USUAL[name]) is not USUAL[name]
    return bool(entry.get(name))
