"""How the engine names things in its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, time

from scheduler.problem import Business, Column, Problem, SlotDate
from scheduler.programme import Meeting
from scheduler.text import ENGLISH, Language, Text, text

LONGEST_BODY = 40  # characters of a title that a sentence bears
LONGEST_BUSINESS = 60
LEAST_TO_JOIN = 2
MANY = 5  # of which a list is told in short
LETTERED = re.compile(r"(?P<item>.+ )\((?P<letter>[a-z])\)")


def named(business: Business) -> Text:
    """The business within a sentence: "item 2 (c)", or its title and id."""
    if _is_item(business):
        return text("item %(number)s", number=item_number(business.id))
    title = _shortened(business.title, LONGEST_BUSINESS)
    return text("%(title)s (%(id)s)", title=title, id=business.id)


def opening(business: Business) -> Text:
    """The business at the beginning of a sentence."""
    if _is_item(business):
        return text("Item %(number)s", number=item_number(business.id))
    return named(business)


def _is_item(business: Business) -> bool:
    return item_number(business.id) == item_number(business.item or "")


def item_number(number: str) -> str:
    """The number of an agenda item as United Nations documents write it: "2 (c)"."""
    return re.sub(r"(?<=[\w)])\(", " (", number)


def _shortened(title: str, longest: int) -> str:
    if len(title) <= longest:
        return title
    return title[:longest].rsplit(" ", 1)[0] + "…"


def listed(business: Iterable[Business]) -> Text | list[Text]:
    """Several pieces of business at the beginning of a sentence; many items with their letters."""
    names = [named(one) if place else opening(one) for place, one in enumerate(business)]
    return several(names, within=False) if len(names) >= MANY else names


def several(names: Sequence[Text], *, within: bool) -> Text | list[Text]:
    """Names that `named` or `opening` gave, as one: "items 1 (f), 2 (a) to (c) and 3".

    Those that are no items come after them.
    """
    numbers = [name.values["number"] for name in names if "number" in name.values]
    others = [name for name in names if "number" not in name.values]
    if len(numbers) < LEAST_TO_JOIN:
        first, *rest = names
        return [_within(first) if within else first, *map(_within, rest)]
    shown = _in_runs(numbers)
    pattern = text("items %(numbers)s") if within else text("Items %(numbers)s")
    items = Text(pattern.msgid, {"numbers": shown})
    return text("%(items)s as well as %(others)s", items=items, others=others) if others else items


def _within(name: Text) -> Text:
    number = name.values.get("number")
    return name if number is None else text("item %(number)s", number=number)


def _in_runs(numbers: Sequence[str]) -> list[str | Text]:
    """Three or more letters of one item that follow one another as "2 (c) to (h)"."""
    runs: list[list[str]] = []
    for number in numbers:
        if runs and _follows(runs[-1][-1], number):
            runs[-1].append(number)
        else:
            runs.append([number])
    shown: list[str | Text] = []
    for run in runs:
        if len(run) > LEAST_TO_JOIN:
            shown.append(text("%(first)s to %(last)s", first=run[0], last=run[-1].split()[-1]))
        else:
            shown += run
    return shown


def _follows(number: str, other: str) -> bool:
    one, then = LETTERED.fullmatch(number), LETTERED.fullmatch(other)
    return (
        one is not None
        and then is not None
        and one["item"] == then["item"]
        and ord(one["letter"]) + 1 == ord(then["letter"])
    )


def body_name(problem: Problem, body: str) -> str:
    """The title of a body, with its id where that has to be shortened; its id if it is not known.

    Shortened titles of working groups may all begin alike.
    """
    known = problem.body_by_id.get(body)
    return body if known is None else titled(known.title, body)


def titled(title: str, body: str) -> str:
    """The title of a body within a sentence."""
    shown = _shortened(title, LONGEST_BODY)
    return shown if shown == title else f"{shown} ({body})"


def duration(minutes: int) -> Text:
    """Hours and minutes: "35 h 51 min"."""
    hours, rest = divmod(minutes, 60)
    if hours and rest:
        return text("%(hours)d h %(minutes)d min", hours=hours, minutes=rest)
    if hours:
        return text("%(hours)d h", hours=hours)
    return text("%(minutes)d min", minutes=rest)


def ordinal(number: int) -> Text:
    """The place in a row: "1st"."""
    match ENGLISH.ordinal_form(number):
        case "one":
            return text("%(number)dst", number=number)
        case "two":
            return text("%(number)dnd", number=number)
        case "few":
            return text("%(number)drd", number=number)
        case _:
            return text("%(number)dth", number=number)


def moment(day: date, hour: time) -> Text:
    """A period by its day and the time at which it begins."""
    return text("%(date)s, %(time)s", date=day, time=hour)


def slot_date(problem: Problem, when: SlotDate) -> Text:
    """A slot on a day, or the whole day."""
    if when.slot is None:
        return text("%(date)s", date=when.date)
    return moment(when.date, next(slot.start for slot in problem.slots if slot.id == when.slot))


def meeting_name(problem: Problem, meeting: Meeting) -> Text:
    """The meeting at the beginning of a sentence."""
    return text(
        "The %(ordinal)s meeting of the %(body)s on %(moment)s",
        ordinal=ordinal(meeting.number),
        body=body_name(problem, meeting.body),
        moment=moment(meeting.date, meeting_hour(problem, meeting)),
    )


def meeting_within(problem: Problem, meeting: Meeting) -> Text:
    """The meeting within a sentence."""
    return text(
        "the %(ordinal)s meeting of the %(body)s on %(moment)s",
        ordinal=ordinal(meeting.number),
        body=body_name(problem, meeting.body),
        moment=moment(meeting.date, meeting_hour(problem, meeting)),
    )


def meeting_hour(problem: Problem, meeting: Meeting) -> time:
    """When its slot begins; where the session has no such slot, when it says that it begins."""
    known = (slot.start for slot in problem.slots if slot.id == meeting.slot)
    return next(known, meeting.start.time())


def column_name(column: Column) -> Text:
    """The column as an adjective."""
    return text("plenary") if column is Column.PLENARY else text("parallel")


def languages(codes: Iterable[str]) -> list[Language]:
    """Languages to be said by their names."""
    return [Language(code) for code in codes]
