"""Every requirement of a problem as a sentence with a key and its source.

The keys are shared by the model, the checker and the pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from scheduler.problem import Body, Business, Column, Problem, Relation, RelationKind, TeamChange
from scheduler.programme import Requirement
from scheduler.text import Text, ntext, text
from scheduler.wording import body_name, duration, listed, moment, named, opening, slot_date


def requirements(problem: Problem) -> tuple[Requirement, ...]:
    """All requirements of the problem: means, bodies, chairs, time, business, relations."""
    return (
        *_at_once(problem),
        *_interpretation(problem),
        *_rooms(problem),
        *(_body(problem, body) for body in problem.bodies),
        *_chairs(problem),
        *_time(problem),
        *(one for business in problem.business for one in _business(problem, business)),
        *(_relation(problem, index, one) for index, one in enumerate(problem.relations)),
    )


def requirement_by_key(problem: Problem) -> Mapping[str, Requirement]:
    """The requirements by their keys."""
    return {requirement.key: requirement for requirement in requirements(problem)}


def _requirement(key: str, sentence: Text, source: str = "") -> Requirement:
    return Requirement(key=key, text=sentence, source=source)


def _at_once(problem: Problem) -> Iterator[Requirement]:
    plenary, parallel = (problem.at_once.get(column) for column in Column)
    if plenary is not None:
        sentence = ntext(
            "At most %(n)d plenary meeting is held at a time.",
            "At most %(n)d plenary meetings are held at a time.",
            plenary,
        )
        yield _requirement("at_once.plenary", sentence)
    if parallel is not None:
        sentence = ntext(
            "At most %(n)d parallel meeting is held at a time.",
            "At most %(n)d parallel meetings are held at a time.",
            parallel,
        )
        yield _requirement("at_once.parallel", sentence)


def _interpretation(problem: Problem) -> Iterator[Requirement]:
    given = problem.interpretation
    yield _requirement("interpretation.teams", _teams(problem), given.source)
    sentence = ntext(
        "A team of interpreters serves at most %(n)d meeting a day.",
        "A team of interpreters serves at most %(n)d meetings a day.",
        given.meetings_per_team_day,
    )
    yield _requirement("interpretation.meetings_per_team_day", sentence, given.source)
    sentence = ntext(
        "A team of interpreters serves at most %(n)d meeting a week.",
        "A team of interpreters serves at most %(n)d meetings a week.",
        given.meetings_per_team_week,
    )
    yield _requirement("interpretation.meetings_per_team_week", sentence, given.source)
    limits = (
        ("total", given.entitlement.total, _entitled_in_total),
        ("plenary", given.entitlement.plenary, _entitled_in_plenary),
        ("parallel", given.entitlement.parallel, _entitled_in_parallel),
    )
    for name, most, sentence_of in limits:
        if most is not None:
            key = f"interpretation.entitlement.{name}"
            yield _requirement(key, sentence_of(most), given.entitlement.source or given.source)


def _entitled_in_total(most: int) -> Text:
    return ntext(
        "The session is entitled to %(n)d meeting with interpretation in all.",
        "The session is entitled to %(n)d meetings with interpretation in all.",
        most,
    )


def _entitled_in_plenary(most: int) -> Text:
    return ntext(
        "The session is entitled to %(n)d plenary meeting with interpretation.",
        "The session is entitled to %(n)d plenary meetings with interpretation.",
        most,
    )


def _entitled_in_parallel(most: int) -> Text:
    return ntext(
        "The session is entitled to %(n)d parallel meeting with interpretation.",
        "The session is entitled to %(n)d parallel meetings with interpretation.",
        most,
    )


def _teams(problem: Problem) -> Text:
    teams, changes = problem.interpretation.teams, problem.interpretation.changes
    if not changes:
        return ntext(
            "%(n)d team of interpreters serves the meetings of each slot.",
            "%(n)d teams of interpreters serve the meetings of each slot.",
            teams,
        )
    return ntext(
        "%(n)d team of interpreters serves the meetings of each slot, except on %(changes)s.",
        "%(n)d teams of interpreters serve the meetings of each slot, except on %(changes)s.",
        teams,
        changes=[_team_change(problem, change) for change in changes],
    )


def _team_change(problem: Problem, change: TeamChange) -> Text:
    when: Text = text("%(date)s", date=change.date)
    if change.slot is not None:
        start = next(slot.start for slot in problem.slots if slot.id == change.slot)
        when = moment(change.date, start)
    return text("%(when)s (%(teams)d)", when=when, teams=change.teams)


def _rooms(problem: Problem) -> Iterator[Requirement]:
    if problem.rooms:
        sentence = text(
            "Each meeting has a room for itself that is open, "
            "with a booth for each language of interpretation."
        )
        yield _requirement("rooms", sentence, _sources(room.source for room in problem.rooms))


def _body(problem: Problem, body: Body) -> Requirement:
    name = body_name(problem, body.id)
    sentence = text("The %(body)s holds one meeting at a time.", body=name)
    return _requirement(f"bodies.{body.id}", sentence, body.source)


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
            source = _sources(business.source for business in members)
            yield _requirement(f"chairs.{chair}", sentence, source)


def _time(problem: Problem) -> Iterator[Requirement]:
    longest = max((period.minutes for period in problem.periods), default=0)
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
        source = _sources(business.source for business in members)
        yield _requirement(f"time.{body}.{column}", sentence, source)


def _has_plenary(body: str, time: Text) -> Text:
    return text("The %(body)s has %(time)s of plenary business", body=body, time=time)


def _has_parallel(body: str, time: Text) -> Text:
    return text("The %(body)s has %(time)s of parallel business", body=body, time=time)


def _business(problem: Problem, business: Business) -> Iterator[Requirement]:
    for name, sentence in _shape(business) + _when(problem, business) + _room(problem, business):
        yield _requirement(f"business.{business.id}.{name}", sentence, business.source)


def _shape(business: Business) -> list[tuple[str, Text]]:
    it, found = opening(business), []
    if not business.may_split:
        found.append(("may_split", text("%(business)s is taken in one meeting.", business=it)))
    if business.consecutive:
        sentence = text("%(business)s is taken in slots that follow one another.", business=it)
        found.append(("consecutive", sentence))
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
    if business.fixed:
        fixed = [slot_date(problem, when) for when in business.fixed]
        sentence = text("%(business)s is taken on %(fixed)s.", business=it, fixed=fixed)
        found.append(("fixed", sentence))
    if business.documents:
        sentence = text(
            "%(business)s is not taken before %(documents)s are out in all their languages.",
            business=it,
            documents=list(business.documents),
        )
        if len(business.documents) == 1:
            sentence = text(
                "%(business)s is not taken before %(document)s is out in all its languages.",
                business=it,
                document=business.documents[0],
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


def _relation(problem: Problem, index: int, relation: Relation) -> Requirement:
    business = [problem.business_by_id[id_] for id_ in relation.business]
    match relation.kind:
        case RelationKind.BEFORE:
            sentence = _before(relation, *business)
        case RelationKind.NEVER_PARALLEL:
            sentence = text("%(business)s are never taken in parallel", business=listed(business))
        case RelationKind.TOGETHER:
            sentence = text("%(business)s are taken in one meeting", business=listed(business))
        case RelationKind.ENDS_SESSION:
            sentence = text(
                "%(business)s ends the session: nothing is taken after it or beside it",
                business=opening(business[0]),
            )
        case RelationKind.ALONE:
            sentence = text(
                "No other meeting is held while %(business)s is taken", business=named(business[0])
            )
    if relation.because:
        because = relation.because.removesuffix(".")
        sentence = text("%(sentence)s, because %(because)s.", sentence=sentence, because=because)
    else:
        sentence = text("%(sentence)s.", sentence=sentence)
    return _requirement(f"relations.{index}", sentence, relation.source)


def _before(relation: Relation, first: Business, then: Business) -> Text:
    sentence = text(
        "%(first)s is finished before %(then)s is taken", first=opening(first), then=named(then)
    )
    if relation.gap_slots:
        sentence = ntext(
            "%(sentence)s, with at least %(n)d slot between them",
            "%(sentence)s, with at least %(n)d slots between them",
            relation.gap_slots,
            sentence=sentence,
        )
    if relation.gap_days:
        sentence = ntext(
            "%(sentence)s, at least %(n)d day later",
            "%(sentence)s, at least %(n)d days later",
            relation.gap_days,
            sentence=sentence,
        )
    return sentence


def _sources(sources: Iterable[str]) -> str:
    """Each source once, in order."""
    return "; ".join(dict.fromkeys(source for source in sources if source))
