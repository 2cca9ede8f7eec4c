"""Which of our forms an input has: said where it is given to what reads another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.reading.errors import BadInput, FieldError
from scheduler.text import Text, text


@dataclass(frozen=True, slots=True)
class Form:
    """A form: how its `format` begins, if it has one, fields that it alone has, who reads it."""

    name: str
    fields: frozenset[str]
    said: Text


FORMS = (
    Form(
        "hemicycle-problem/",
        frozenset({"session", "business"}),
        text(
            "This is a session to be planned: “hemicycle plan” and “hemicycle explain” read it, "
            "“hemicycle check” and “hemicycle repair” before the file of a programme."
        ),
    ),
    Form(
        "hemicycle-programme/",
        frozenset({"meetings", "preferences"}),
        text(
            "This is a programme: “hemicycle check” and “hemicycle repair” read it, after the file "
            "of its session, and “hemicycle roster” after that of the interpreters."
        ),
    ),
    Form(
        "hemicycle-conferences/",
        frozenset({"bodies", "first_day", "last_day"}),
        text("This is a calendar of conferences: “hemicycle calendar” reads it."),
    ),
    Form(
        "hemicycle-calendar-problem/",
        frozenset({"T", "spd", "blocks"}),
        text("This is a calendar of conferences: “hemicycle calendar” reads it."),
    ),
    Form(
        "hemicycle-conferences-plan/",
        frozenset({"left_out", "room_changes"}),
        text(
            "This is a plan of a calendar of conferences: “hemicycle calendar” reads it with "
            "--start or --check, after the file of the calendar."
        ),
    ),
    Form(
        "hemicycle-calendar/",
        frozenset({"starts", "unplaced"}),
        text(
            "This is a plan of a calendar of conferences: “hemicycle calendar” reads it with "
            "--start or --check, after the file of the calendar."
        ),
    ),
    Form(
        "hemicycle-timetable-problem/",
        frozenset({"case", "sessions"}),
        text("This is a timetable to be made: “hemicycle timetable” reads it."),
    ),
    Form(
        "hemicycle-timetable/",
        frozenset({"score", "bounds"}),
        text("This is a timetable that was made: “hemicycle timetable” reads what to make it of."),
    ),
    Form(
        "hemicycle-roster-problem/",
        frozenset({"booths", "interpreters"}),
        text(
            "This is about interpreters: “hemicycle roster” reads it, before the file of the "
            "programme."
        ),
    ),
    Form(
        "hemicycle-roster/",
        frozenset({"duties", "levels"}),
        text(
            "This is a roster: “hemicycle roster” reads it with --roster or --check, after the "
            "file of the interpreters."
        ),
    ),
    Form(
        "hemicycle-statements/",
        frozenset({"segments", "source"}),
        text("This says who spoke at a session: “hemicycle demo” shows it, and no other command."),
    ),
    Form(
        "isp",
        frozenset({"Blocks", "Sessions_b", "Interpreters"}),
        text("This is an Interpreters Scheduling Problem: “hemicycle roster --isp” reads it."),
    ),
    Form(
        "dense",
        frozenset({"half_hours_per_slot", "items"}),
        text(
            "This is a session in half-hours, an instance to measure with. In the sources of "
            "Hemicycle, “python -m bench.dense” makes a file of it that “hemicycle plan” reads."
        ),
    ),
)

PLANS = ("hemicycle-calendar/", "hemicycle-conferences-plan/")  # of calendars of conferences

# What no form of ours is, and no YAML or JSON either: how its text reads, and who reads it
TEXTS = (
    (
        re.compile(r"[0-9\s]+"),
        text(
            "There are only figures here, as in the published meeting-scheduling instances: "
            "“hemicycle timetable” reads these, from a file whose name ends in .txt."
        ),
    ),
    (
        re.compile(r"[^:{}\[\]]+([,;\t][^:{}\[\]]+){2}.*", re.DOTALL),
        text(
            "This is text or a table, such as CSV, and neither YAML nor JSON. “hemicycle import” "
            "reads a table of delegations, with --delegations."
        ),
    ),
)


def refuse_other(data: object, *own: str) -> None:
    """Raise BadInput where data have another form than these, by their `format` or their fields.

    Data of no form that is known are for the reader to judge.
    """
    if isinstance(data, str):
        for pattern, said in TEXTS:
            if pattern.fullmatch(data):
                raise BadInput([FieldError("", said)])
    if not isinstance(data, Mapping):
        return
    named = data.get("format")
    if isinstance(named, str):
        found = [form for form in FORMS if named.startswith(form.name)]
    else:
        found = [form for form in FORMS if form.fields <= data.keys()]
    if found and not any(form.name in own for form in found):
        raise BadInput([FieldError("", found[0].said)])
