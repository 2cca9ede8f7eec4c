"""What pieces of business ask of each other."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.problem import Business, Problem, Relation, RelationKind
from scheduler.programme import Requirement
from scheduler.requirements.values import requirement
from scheduler.text import Text, ntext, text
from scheduler.wording import listed, named, opening


def of_relations(problem: Problem) -> Iterator[Requirement]:
    """The relations as they are listed."""
    for relation in problem.relations:
        yield _relation(problem, relation)


def _relation(problem: Problem, relation: Relation) -> Requirement:
    business = [problem.business_by_id[id_] for id_ in relation.business]
    match relation.kind:
        case RelationKind.BEFORE:
            sentence = _before(relation, *business)
        case RelationKind.AFTER_BEGUN:
            sentence = text(
                "%(then)s is taken in later slots than the one in which %(first)s is begun",
                then=opening(business[1]),
                first=named(business[0]),
            )
        case RelationKind.NEAR:
            sentence = text(
                "%(one)s and %(other)s are wished to begin soon after one another",
                one=opening(business[0]),
                other=named(business[1]),
            )
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
    return requirement(f"relations.{relation.id}", sentence, relation.source)


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
