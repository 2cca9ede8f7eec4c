"""What each piece of business asks for, and what the chairs and the time of all of it ask."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.problem import Business, Column, Problem
from scheduler.programme import Requirement
from scheduler.requirements.values import joined, requirement
from scheduler.text import Text, ntext, text
from scheduler.wording import body_name, duration, listed, opening, slot_date


def of_business(problem: Problem) -> Iterator[Requirement]:
    """Chairs, time, and each piece in agenda order."""
    yield from _chairs(problem)
    yield from _time(problem)
    for business in problem.business:
        yield from _business(problem, business)


def _chairs(problem: Problem) -> Iterator[Requirement]:
    chaired: dict[str, list[Business]] = {}
    for business in problem.business:
        if business.chair:
            chaired.setdefault(business.chair, []).append(business)
    for chair, members in chaired.items():
        if len(members) > 1:
            sentence = text(
                "%(business)s are never taken in parallel, because %(chair)s chairs them.",
                business=listed(members),
                chair=chair,
            )
            source = joined(business.sources.get("chair", "") for business in members)
            yield requirement(f"chairs.{chair}", sentence, source)


def _time(problem: Problem) -> Iterator[Requirement]:
    longest = problem.longest
    groups: dict[tuple[str, Column], list[Business]] = {}
    for business in problem.business:
        groups.setdefault((business.body, business.column), []).append(business)
    for (body, column), members in groups.items():
        minutes = sum(business.needed_minutes for business in members)
        has = _has_plenary if column is Column.PLENARY else _has_parallel
        sentence = has(body_name(problem, body), duration(minutes))
        if longest:
            sentence = ntext(
                "%(sentence)s, at least %(n)d meeting of %(longest)s.",
                "%(sentence)s, at least %(n)d meetings of %(longest)s.",
                -(-minutes // longest),
                sentence=sentence,
                longest=duration(longest),
            )
        source = joined(business.source for business in members)
        yield requirement(f"time.{body}.{column}", sentence, source)


def _has_plenary(body: str, time: Text) -> Text:
    return text("The %(body)s has %(time)s of plenary business", body=body, time=time)


def _has_parallel(body: str, time: Text) -> Text:
    return text("The %(body)s has %(time)s of parallel business", body=body, time=time)


def _business(problem: Problem, business: Business) -> Iterator[Requirement]:
    for name, sentence in _shape(business) + _when(problem, business) + _room(problem, business):
        asking = ("room", "seats") if name == "room" else (name,)
        source = joined(business.sources.get(one, "") for one in asking)
        yield requirement(f"business.{business.id}.{name}", sentence, source)


def _shape(business: Business) -> list[tuple[str, Text]]:
    it, found = opening(business), []
    if not business.may_split:
        found.append(("may_split", text("%(business)s is taken in one meeting.", business=it)))
    if business.consecutive:
        sentence = text("%(business)s is taken in slots that follow one another.", business=it)
        found.append(("consecutive", sentence))
    if business.most_parts is not None:
        sentence = ntext(
            "%(business)s is taken in at most %(n)d meeting.",
            "%(business)s is taken in at most %(n)d meetings.",
            business.most_parts,
            business=it,
        )
        found.append(("most_parts", sentence))
    if not business.shares_meeting:
        sentence = text("%(business)s has its meetings for itself.", business=it)
        found.append(("shares_meeting", sentence))
    if business.starts_meeting:
        sentence = text("%(business)s starts the meeting in which it begins.", business=it)
        found.append(("starts_meeting", sentence))
    return found


def _when(problem: Problem, business: Business) -> list[tuple[str, Text]]:
    it, found = opening(business), []
    if business.not_before is not None:
        when = slot_date(problem, business.not_before)
        sentence = text("%(business)s is not taken before %(when)s.", business=it, when=when)
        found.append(("not_before", sentence))
    if business.not_after is not None:
        when = slot_date(problem, business.not_after)
        sentence = text("%(business)s is not taken after %(when)s.", business=it, when=when)
        found.append(("not_after", sentence))
    if business.not_on:
        when_not = [slot_date(problem, when) for when in business.not_on]
        sentence = text("%(business)s is not taken on %(times)s.", business=it, times=when_not)
        found.append(("not_on", sentence))
    if business.fixed:
        fixed = [slot_date(problem, when) for when in business.fixed]
        sentence = text("%(business)s is taken on %(fixed)s.", business=it, fixed=fixed)
        found.append(("fixed", sentence))
    if business.documents:
        papers = [problem.document_by_symbol[symbol] for symbol in business.documents]
        if len(papers) == 1:
            sentence = text(
                "%(business)s is not taken before %(document)s is out in all its languages, "
                "on %(out)s.",
                business=it,
                document=papers[0].symbol,
                out=papers[0].out,
            )
        else:
            sentence = text(
                "%(business)s is not taken before %(documents)s are out in all their languages.",
                business=it,
                documents=[
                    text("%(document)s (%(out)s)", document=paper.symbol, out=paper.out)
                    for paper in papers
                ],
            )
        found.append(("documents", sentence))
    return found


def _room(problem: Problem, business: Business) -> list[tuple[str, Text]]:
    it = opening(business)
    room = next((room.title for room in problem.rooms if room.id == business.room), None)
    seats = business.seats if problem.rooms else 0
    if room is not None and seats:
        sentence = ntext(
            "%(business)s is taken in %(room)s, and needs %(n)d seat.",
            "%(business)s is taken in %(room)s, and needs %(n)d seats.",
            seats,
            business=it,
            room=room,
        )
    elif room is not None:
        sentence = text("%(business)s is taken in %(room)s.", business=it, room=room)
    elif seats:
        sentence = ntext(
            "%(business)s is taken in a room with at least %(n)d seat.",
            "%(business)s is taken in a room with at least %(n)d seats.",
            seats,
            business=it,
        )
    else:
        return []
    return [("room", sentence)]
