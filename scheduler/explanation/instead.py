"""What to do in the place of a requirement that is given up."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.problem import Business, Problem, Relation, RelationKind
from scheduler.programme import Requirement
from scheduler.text import Text, text
from scheduler.wording import duration, named

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


def change(problem: Problem, requirement: Requirement, units: int) -> Text:
    """What is to be changed, by how many units if it has units."""
    key, asked = requirement.key, requirement.text
    if key.startswith("interpretation.entitlement."):
        return text("%(requirement)s Allow %(count)d more.", requirement=asked, count=units)
    if key == "interpretation.teams":
        return text("%(requirement)s Engage %(count)d more.", requirement=asked, count=units)
    if key.startswith("time."):
        return _shorter(problem, requirement, duration(units))
    return text("%(requirement)s %(instead)s", requirement=asked, instead=_instead(problem, key))


def _shorter(problem: Problem, requirement: Requirement, time: Text) -> Text:
    """Of several pieces of business not any can be shorter: those that clash.

    Where one of them is the longest it is named: it may be so long by mistake.
    """
    of = [one for one in problem.business if one.time == requirement.key]
    if len(of) < 2:
        asked = requirement.text
        return text("%(requirement)s Shorten it by %(time)s.", requirement=asked, time=time)
    shorter = text(
        "%(requirement)s Shorten some of it, by %(time)s in all.",
        requirement=requirement.text,
        time=time,
    )
    longest, next_to_it = sorted(of, key=_minutes, reverse=True)[:2]
    if _minutes(longest) == _minutes(next_to_it):
        return shorter
    return text(
        "%(shorter)s The longest is %(business)s, %(longest)s.",
        shorter=shorter,
        business=named(longest),
        longest=duration(_minutes(longest)),
    )


def _minutes(business: Business) -> int:
    return business.needed_minutes


def _instead(problem: Problem, key: str) -> Text:
    kind, _, name = key.partition(".")
    if kind == "relations":
        return _of_relation(problem.relation_by_id[name])
    if kind == "business":
        id_, _, condition = name.rpartition(".")
        return OF_BUSINESS.get(condition) or _of_room(problem.business_by_id[id_])
    return OF_MEANS[kind]


def _of_relation(relation: Relation) -> Text:
    if relation.gap_slots or relation.gap_days:
        return text("Take them sooner after one another, or in another order.")
    return OF_RELATIONS[relation.kind]


def _of_room(business: Business) -> Text:
    if business.room is None:
        return text("Take it in a smaller room.")
    return text("Take it in another room.")
