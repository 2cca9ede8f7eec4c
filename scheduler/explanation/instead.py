"""What to do in the place of a requirement that is given up."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.explanation.hurt import Way
from scheduler.problem import Business, Problem, Relation, RelationKind
from scheduler.programme import Requirement
from scheduler.text import Text, text
from scheduler.wording import duration, named

MOST_SHORTER = 3  # pieces of business that a sentence bears
OF_MEANS: Mapping[str, Text] = {  # by the first word of the key
    "at_once": text("Hold more at a time."),
    "rooms": text("Find rooms elsewhere."),
    "bodies": text("Let it hold more at a time."),
    "chairs": text("Have others chair some of them."),
    "closures": text("Hold meetings then all the same."),
    "interpretation": text("Let teams serve more."),
    "preferences": text("Let it be worse."),
}
OF_BUSINESS: Mapping[str, Text] = {
    "may_split": text("Let it be continued in another meeting."),
    "most_parts": text("Let it be continued in more meetings."),
    "consecutive": text("Let there be other slots between."),
    "shares_meeting": text("Let it share a meeting."),
    "starts_meeting": text("Let other business come before it."),
    "not_before": text("Take it earlier."),
    "not_after": text("Take it later."),
    "not_on": text("Take it then all the same."),
    "fixed": text("Take it at another time."),
    "documents": text("Take it without waiting."),
}
OF_RELATIONS: Mapping[RelationKind, Text] = {
    RelationKind.BEFORE: text("Take them in another order, or at the same time."),
    RelationKind.AFTER_BEGUN: text("Take them in another order, or at the same time."),
    RelationKind.NEVER_PARALLEL: text("Let them be taken in parallel."),
    RelationKind.TOGETHER: text("Take them in different meetings."),
    RelationKind.ENDS_SESSION: text("Take other business after it or beside it."),
    RelationKind.ALONE: text("Hold other meetings beside it."),
}


def change(problem: Problem, requirement: Requirement, way: Way) -> Text:
    """What is to be changed of a requirement on the way out."""
    key, asked, units = requirement.key, requirement.text, way[requirement.key]
    if key.startswith("interpretation.entitlement."):
        return text("%(requirement)s Allow %(count)d more.", requirement=asked, count=units)
    if key == "interpretation.teams":
        return text("%(requirement)s Engage %(count)d more.", requirement=asked, count=units)
    if key.startswith("time."):
        return _shorter(problem, requirement, way)
    return text("%(requirement)s %(instead)s", requirement=asked, instead=_instead(problem, key))


def _shorter(problem: Problem, requirement: Requirement, way: Way) -> Text:
    """Of several pieces of business not any can be shorter: some with which it goes are named."""
    of = [one for one in problem.business if one.time == requirement.key]
    asked, time = requirement.text, duration(way[requirement.key])
    if len(of) == 1:
        return text("%(requirement)s Shorten it by %(time)s.", requirement=asked, time=time)
    shorter = text(
        "%(requirement)s Shorten some of it, by %(time)s in all.", requirement=asked, time=time
    )
    some = [
        text("%(business)s by %(time)s", business=named(one), time=duration(way.shorter[one.id]))
        for one in of
        if way.shorter.get(one.id)
    ]
    if not 0 < len(some) <= MOST_SHORTER:
        return shorter
    return text("%(shorter)s For instance: %(some)s.", shorter=shorter, some=some)


def _instead(problem: Problem, key: str) -> Text:
    kind, _, name = key.partition(".")
    if kind == "relations":
        return _of_relation(problem.relation_by_id[name])
    if kind == "business":
        id_, _, condition = name.rpartition(".")
        business = problem.business_by_id[id_]
        if condition == "not_on" and business.chair:
            return text(
                "Take it then all the same, under another chair if %(chair)s is away.",
                chair=business.chair,
            )
        return OF_BUSINESS.get(condition) or _of_room(business)
    return OF_MEANS[kind]


def _of_relation(relation: Relation) -> Text:
    if relation.gap_slots or relation.gap_days:
        return text("Take them in another order, or sooner after one another where that will do.")
    return OF_RELATIONS[relation.kind]


def _of_room(business: Business) -> Text:
    if business.room is None:
        return text("Take it in a smaller room.")
    return text("Take it in another room.")
