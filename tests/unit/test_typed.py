"""What people type into forms is read, or said to be wrong by field."""

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from flask import Flask, g

from services.errors import BadRequest
from web.typed import Typed

VIENNA = ZoneInfo("Europe/Vienna")
MOMENT = datetime(2008, 10, 8, 10, tzinfo=VIENNA)
READERS = ("day", "moment", "number")


def read(reader, given):
    """What a reader makes of a field, and what is wrong with it."""
    form = {} if given is None else {"field": given}
    with Flask("a").test_request_context("/", method="POST", data=form):
        g.session = SimpleNamespace(time_zone="Europe/Vienna")
        typed = Typed()
        found = getattr(typed, reader)("field")
    try:
        typed.check()
    except BadRequest as error:
        return found, {name: str(said) for name, said in error.fields.items()}
    return found, {}


@pytest.mark.parametrize(
    ("reader", "given", "found"),
    [
        ("day", " 2008-10-08 ", date(2008, 10, 8)),
        ("day", "1900-01-01", date(1900, 1, 1)),
        ("day", "2199-12-31", date(2199, 12, 31)),
        ("moment", "2008-10-08T10:00", MOMENT),
        ("number", "0", 0),
        ("number", "999999999", 999_999_999),
    ],
)
def test_what_can_be_read(reader, given, found):
    assert read(reader, given) == (found, {})
    assert read(f"{reader}_needed", given) == (found, {})


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("given", [None, "", " "])
def test_what_is_left_empty_is_wrong_only_where_it_is_needed(reader, given):
    assert read(reader, given) == (None, {})
    assert list(read(f"{reader}_needed", given)[1]) == ["field"]


@pytest.mark.parametrize(
    ("reader", "given", "said"),
    [
        ("day", "8 October", "Give a day, such as 2008-10-08."),
        ("day", "1899-12-31", "Give a day, such as 2008-10-08."),
        ("day", "9999-12-31", "Give a day, such as 2008-10-08."),
        ("moment", "ten", "Give a day and an hour."),
        ("moment", "2008-10-08T10:00+05:00", "Give a day and an hour."),
        ("moment", "0001-01-01T00:00", "Give a day and an hour."),
        ("number", "1.5", "Give a whole number."),
        ("number", "-1", "Give a whole number."),
        ("number", "1000000000", "Give a whole number."),
        ("number", "٣", "Give a whole number."),
    ],
)
def test_what_cannot_be_read_is_named(reader, given, said):
    assert read(reader, given) == (None, {"field": said})
    assert read(f"{reader}_needed", given)[1] == {"field": said}
