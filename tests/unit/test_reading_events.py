"""Events in words: each form is read, and each mistake is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.events import Away, Event, Late, Lost, Overran, RoomClosed, Teams
from scheduler.problem import Column, Held
from scheduler.reading import BadInput
from scheduler.reading.events import read_events, read_slot_date, refuse_what_is_over
from tests.unit.problems import FRI, THU, at, business, document, problem, room, slot

SOME = problem(
    business("2(a)", chair="Ms. A. Example", documents=("A/CONF/1",)),
    documents=(document("A/CONF/1", THU),),
    rooms=(room("hall"),),
)


@pytest.mark.parametrize(
    ("given", "event"),
    [
        ("overran 2(a) 74", Overran(business="2(a)", minutes=74)),
        ("overran 2 (a) 74", Overran(business="2(a)", minutes=74)),
        ("overran 2(A) 74", Overran(business="2(a)", minutes=74)),
        ("closed Hall 2008-10-09", RoomClosed(room="hall", when=at(THU))),
        ("lost 2008-10-09", Lost(when=at(THU))),
        ("lost 2008-10-09/am parallel", Lost(when=at(THU, "am"), column=Column.PARALLEL)),
        ("away Ms. A. Example 2008-10-09/pm", Away(chair="Ms. A. Example", when=at(THU, "pm"))),
        ("late A/CONF/1 2008-10-10", Late(document="A/CONF/1", out=FRI)),
        ("teams 1 2008-10-09/am", Teams(teams=1, when=at(THU, "am"))),
        ("closed hall 2008-10-09", RoomClosed(room="hall", when=at(THU))),
    ],
)
def test_each_form_is_read(given: str, event: Event) -> None:
    assert read_events([given], SOME) == (event,)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            "",
            "Say what happened as one of “overran ITEM MINUTES”, “lost DATE[/SLOT] ",
        ),
        ("overran 2(a)", "Say what happened as one of “overran ITEM MINUTES”"),
        ("away 2008-10-09", "Say what happened as one of “overran ITEM MINUTES”"),
        ("late 2008-10-09", "Say what happened as one of “overran ITEM MINUTES”"),
        ("closed 2008-10-09", "Say what happened as one of “overran ITEM MINUTES”"),
        ("overran 9 74", 'There is no "9"; give one of: 2(a).'),
        ("overran 2(a) many", "Give a number from 1 to 1440, not “many”."),
        ("overran 2(a) an hour", "Give a number from 1 to 1440, not “hour”."),
        ("overran 2(a) 0", "Give a number from 1 to 1440, not “0”."),
        ("overran 2(a) 99999999999999999999", "Give a number from 1 to 1440"),
        ("lost yesterday", "Give a day such as 2008-10-14, not “yesterday”."),
        ("lost 2008-11-09", "There are no meetings on 9 November 2008."),
        ("lost 2008-10-09/night", "There is no slot “night” that day. Give one of am and pm."),
        ("away Ms. B. Example 2008-10-09", 'There is no "Ms. B. Example"; "Ms. A. Example" is'),
        ("late A/CONF/1 14 October 2008", "Give a day such as 2008-10-14, not “2008”."),
        ("away Ms. A. Example on Friday", "Give a day such as 2008-10-14, not “Friday”."),
        ("closed attic 2008-10-09", 'There is no "attic"; give one of: hall.'),
    ],
)
def test_each_mistake_is_named(given: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_events(["overran 2(a) 1", given], SOME)
    (error,) = refused.value.errors
    assert error.path == "--event[1]"
    assert str(error.text).startswith(said)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("away Ms. A. Example 2008-10-09", "No item of the session has a chair."),
        ("late A/CONF/1 2008-10-10", "The session has no documents."),
        ("closed hall 2008-10-09", "The session has no rooms."),
    ],
)
def test_what_the_session_has_none_of_is_named(given: str, said: str) -> None:
    with pytest.raises(BadInput, match=f"^--event.0.: {said}$"):
        read_events([given], problem(business("1"), rooms=()))


@pytest.mark.parametrize("event", ["lost", "away Ms. A. Example", "closed hall", "teams 1"])
def test_what_is_over_is_refused(event: str) -> None:
    """A day of which one meeting is still to be held is not over."""
    since = at(THU, "pm")
    for over in ("2008-10-08", "2008-10-09/am"):
        happened = read_events(["late A/CONF/1 2008-10-08", f"{event} {over}"], SOME)
        with pytest.raises(BadInput) as refused:
            refuse_what_is_over(happened, SOME, since)
        (error,) = refused.value.errors
        assert (error.path, str(error.text)) == (
            "--event[1]",
            "Meetings before 9 October 2008, 15:00 have been held, and stay as they were. Give "
            "what happened after that, or say that fewer have been held.",
        )
    for coming in ("2008-10-09", "2008-10-09/pm", "2008-10-10"):
        refuse_what_is_over(read_events([f"{event} {coming}"], SOME), SOME, since)


def test_what_the_session_has_as_held_is_over() -> None:
    held = replace(SOME, held=Held(before=at(THU), parts=()))
    events = read_events(["lost 2008-10-08"], held)
    with pytest.raises(BadInput, match=r"^--event.0.: Meetings before 9 October 2008 have been"):
        refuse_what_is_over(events, held, None)
    refuse_what_is_over(events, SOME, None)


def test_long_lists_are_left_out() -> None:
    many = problem(*(business(str(number)) for number in range(31)))
    with pytest.raises(BadInput, match=r'^--event.0.: There is no "x"[.]$'):
        read_events(["overran x 30"], many)


def test_long_lists_of_slots_are_left_out() -> None:
    many = problem(slots=tuple(slot(f"s{hour}", hour, hour + 1) for hour in range(10, 20)) * 4)
    with pytest.raises(BadInput, match=r"^--event.0.: There is no slot “x” that day[.]$"):
        read_events(["lost 2008-10-09/x"], many)


def test_a_moment_is_a_day_or_a_slot() -> None:
    assert read_slot_date("2008-10-09/am", SOME, "--from") == at(THU, "am")
    with pytest.raises(BadInput) as refused:
        read_slot_date("soon", SOME, "--from")
    assert [error.path for error in refused.value.errors] == ["--from"]
