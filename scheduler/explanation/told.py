"""What a clash says: what is asked alike of several pieces of business, in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scheduler.problem import Business, Problem
from scheduler.programme import Requirement, Told
from scheduler.requirements.values import joined
from scheduler.text import Text, ntext, text
from scheduler.wording import duration, opening, several

MOST_LENGTHS = 3  # of business that a sentence bears; where there are more, their sum


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sentence of one thing, named by its value `about`, and what it becomes of several.

    `within`: whether their names stand within the sentence; None where they are not business.
    """

    msgid: str
    about: str
    of_several: Text
    within: bool | None = False


PATTERNS = (
    Pattern("No meeting is held on %(when)s", "when", text("No meeting is held on %(when)s"), None),
    Pattern(
        "No plenary meeting is held on %(when)s",
        "when",
        text("No plenary meeting is held on %(when)s"),
        None,
    ),
    Pattern(
        "No parallel meeting is held on %(when)s",
        "when",
        text("No parallel meeting is held on %(when)s"),
        None,
    ),
    Pattern(
        "The %(body)s holds one meeting at a time.",
        "body",
        text("Each of these holds one meeting at a time: %(body)s."),
        None,
    ),
    Pattern(
        "%(business)s is taken in one meeting.",
        "business",
        text("Each of %(business)s is taken in one meeting."),
        within=True,
    ),
    Pattern(
        "%(business)s is taken in slots that follow one another.",
        "business",
        text("Each of %(business)s is taken in slots that follow one another."),
        within=True,
    ),
    Pattern(
        "%(business)s is taken in at most %(n)d meeting.",
        "business",
        ntext(
            "Each of %(business)s is taken in at most %(n)d meeting.",
            "Each of %(business)s is taken in at most %(n)d meetings.",
            0,
        ),
        within=True,
    ),
    Pattern(
        "%(business)s has its meetings for itself.",
        "business",
        text("Each of %(business)s has its meetings for itself."),
        within=True,
    ),
    Pattern(
        "%(business)s starts the meeting in which it begins.",
        "business",
        text("Each of %(business)s starts the meeting in which it begins."),
        within=True,
    ),
    Pattern(
        "%(business)s is not taken before %(when)s.",
        "business",
        text("%(business)s are not taken before %(when)s."),
    ),
    Pattern(
        "%(business)s is not taken after %(when)s.",
        "business",
        text("%(business)s are not taken after %(when)s."),
    ),
    Pattern(
        "%(business)s is not taken on %(times)s.",
        "business",
        text("%(business)s are not taken on %(times)s."),
    ),
    Pattern(
        "%(business)s is taken on %(fixed)s.",
        "business",
        text("%(business)s are taken on %(fixed)s."),
    ),
    Pattern(
        "%(business)s is not taken before %(document)s is out in all its languages, on %(out)s.",
        "business",
        text(
            "%(business)s are not taken before %(document)s is out in all its languages, "
            "on %(out)s."
        ),
    ),
    Pattern(
        "%(business)s is not taken before %(documents)s are out in all their languages.",
        "business",
        text("%(business)s are not taken before %(documents)s are out in all their languages."),
    ),
    Pattern(
        "%(business)s is taken in %(room)s, and needs %(n)d seat.",
        "business",
        ntext(
            "%(business)s are taken in %(room)s, and need %(n)d seat.",
            "%(business)s are taken in %(room)s, and need %(n)d seats.",
            0,
        ),
    ),
    Pattern(
        "%(business)s is taken in %(room)s.",
        "business",
        text("%(business)s are taken in %(room)s."),
    ),
    Pattern(
        "%(business)s is taken in a room with at least %(n)d seat.",
        "business",
        ntext(
            "%(business)s are taken in a room with at least %(n)d seat.",
            "%(business)s are taken in a room with at least %(n)d seats.",
            0,
        ),
    ),
    Pattern(
        "%(first)s is finished before %(then)s is taken",
        "first",
        text("%(first)s are finished before %(then)s is taken"),
    ),
    Pattern(
        "%(first)s is finished before %(then)s is taken",
        "then",
        text("%(first)s is finished before %(then)s are taken"),
        within=True,
    ),
    Pattern(
        "%(then)s is taken in later slots than the one in which %(first)s is begun",
        "then",
        text("%(then)s are taken in later slots than the one in which %(first)s is begun"),
    ),
    Pattern(
        "No other meeting is held while %(business)s is taken",
        "business",
        text("No other meeting is held while any of %(business)s is taken"),
        within=True,
    ),
)


def told(
    problem: Problem,
    clash: Iterable[Requirement],
    hours: Mapping[str, Sequence[Business]],
) -> tuple[Told, ...]:
    """The sentences of a clash, each where the first requirement that it tells of stands.

    `hours`: the business whose hours are needed for it, where it is not all that a `time`
    requirement (its key) is about.
    """
    return _together(
        _of_hours(problem, one, hours[one.key]) if one.key in hours else _as_entered(one)
        for one in clash
    )


def told_together(clash: Iterable[Requirement]) -> tuple[Told, ...]:
    """The sentences of a clash of all hours."""
    return _together(map(_as_entered, clash))


def _as_entered(one: Requirement) -> Told:
    return Told(requirements=(one,), text=one.text, source=one.source)


def _together(lines: Iterable[Told]) -> tuple[Told, ...]:
    found = list(lines)
    for pattern in PATTERNS:
        found = _joined(found, pattern)
    return tuple(found)


def _joined(lines: Sequence[Told], pattern: Pattern) -> list[Told]:
    """Those together that say the same but for what they are about."""
    alike: dict[str, list[Told]] = {}
    for place, line in enumerate(lines):
        alone = _put(line.text, pattern, "") if len(line.requirements) == 1 else None
        alike.setdefault(str(place) if alone is None else repr(alone), []).append(line)
    return [_one(group, pattern) if len(group) > 1 else group[0] for group in alike.values()]


def _one(lines: Sequence[Told], pattern: Pattern) -> Told:
    names = [_about(line.text, pattern) for line in lines]
    value = names if pattern.within is None else several(names, within=pattern.within)
    sentence = _put(lines[0].text, pattern, value)
    assert sentence is not None
    return Told(
        requirements=tuple(one for line in lines for one in line.requirements),
        text=sentence,
        source=joined(source for line in lines for source in line.source.split("; ")),
    )


def _put(sentence: Text, pattern: Pattern, value: Any) -> Text | None:
    """The sentence about something else; None where it is not of this pattern."""
    if sentence.msgid == pattern.msgid:
        several_ = pattern.of_several
        return Text(several_.msgid, {**sentence.values, pattern.about: value}, several_.plural)
    inner = sentence.values.get("sentence")
    found = _put(inner, pattern, value) if isinstance(inner, Text) else None
    if found is None:
        return None
    return Text(sentence.msgid, {**sentence.values, "sentence": found}, sentence.plural)


def _about(sentence: Text, pattern: Pattern) -> Any:
    while sentence.msgid != pattern.msgid:
        sentence = sentence.values["sentence"]
    return sentence.values[pattern.about]


def _of_hours(problem: Problem, time: Requirement, business: Sequence[Business]) -> Told:
    """How long these take, each by itself or in all; `time` is the requirement of all hours."""
    by_length: dict[int, list[Business]] = {}
    for one in business:
        by_length.setdefault(one.needed_minutes, []).append(one)
    if len(by_length) <= MOST_LENGTHS:
        clauses = [
            _each(members, minutes, within=place > 0)
            for place, (minutes, members) in enumerate(by_length.items())
        ]
        sentence = text("%(clauses)s.", clauses=clauses)
    else:
        minutes = sum(one.needed_minutes for one in business)
        sentence = ntext(
            "%(business)s take %(time)s in all, at least %(n)d meeting of %(longest)s.",
            "%(business)s take %(time)s in all, at least %(n)d meetings of %(longest)s.",
            -(-minutes // problem.longest),
            business=several([opening(one) for one in business], within=False),
            time=duration(minutes),
            longest=duration(problem.longest),
        )
    return Told(requirements=(time,), text=sentence, source=joined(one.source for one in business))


def _each(business: Sequence[Business], minutes: int, *, within: bool) -> Text:
    names = several([opening(one) for one in business], within=within)
    if len(business) == 1:
        return text("%(business)s takes %(time)s", business=names, time=duration(minutes))
    return text("%(business)s take %(time)s each", business=names, time=duration(minutes))
