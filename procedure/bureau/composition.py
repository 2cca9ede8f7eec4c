"""Whether officers are such as the rules ask for (rule 22, paragraphs 1 and 3).

To which instruments a State is party may not be known: then a rule about it is neither kept nor
broken, and the finding says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from procedure.bureau.rules import Board, Condition, Reach, Scope
from procedure.instruments import Instrument, Membership, in_force

NOTHING_KNOWN = Membership(since={})


class Verdict(StrEnum):
    """How a finding stands to the rules."""

    BROKEN = "broken"
    MISSING = "missing"  # somebody is still to be nominated
    UNKNOWN = "unknown"
    WISH = "wish"  # not as it should be "if possible", or "normally"


class Matter(StrEnum):
    """What a finding is about."""

    PLACES_OPEN = "places_open"
    PLACES_EXCEEDED = "places_exceeded"
    GROUP_SHORT = "group_short"
    GROUP_EXCEEDED = "group_exceeded"
    NO_GROUP = "no_group"
    NOT_PARTY = "not_party"
    NOT_AS_PARTY = "not_as_party"
    TWO_OFFICES = "two_offices"
    CONDITION = "condition"
    OUT_OF_TURN = "out_of_turn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominee:
    """A State, by its code, that is nominated for an office, or holds it. `group`: its own."""

    office: str
    delegation: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """By what a composition is judged: on the day `on`, the opening of the session.

    `parties` says of States, by code, to which of the `instruments` they are party. `shares` are
    those of the rotation: offices by group, and how many; empty if it says nothing. `others` take
    part in another capacity than that of a party.
    """

    groups: Sequence[str]
    instruments: tuple[Instrument, ...]
    parties: Mapping[str, Membership]
    on: date
    shares: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    others: frozenset[str] = frozenset()

    def reaches(self, delegation: str, reach: Reach) -> bool | None:
        """Whether a State is party to the instruments in force that are asked for."""
        first, *others = in_force(self.instruments, self.on) or self.instruments[:1]
        membership = self.parties.get(delegation, NOTHING_KNOWN)
        answers = [membership.party(one.key, self.on) for one in others]
        established = membership.party(first.key, self.on)
        if reach is Reach.FIRST or not others:
            return established
        if reach is Reach.ALL:
            return _all([established, *answers])
        return _all([established, _any(answers)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is missing, broken, unknown or not as wished for, and by which rule.

    `count` is how many are missing, too many, or needed for the condition. `delegations` are those
    whom it concerns. `rule` is "" where it is practice.
    """

    verdict: Verdict
    matter: Matter
    rule: str
    office: str = ""
    group: str = ""
    delegations: tuple[str, ...] = ()
    count: int = 0
    condition: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidacy:
    """Whether a State may stand for an office; None if that is not known. `why` is against it."""

    delegation: str
    group: str
    may: bool | None
    why: tuple[Finding, ...]


def composition(nominees: Iterable[Nominee], board: Board, ground: Ground) -> tuple[Finding, ...]:
    """What the rules on composition find (rule 22); nothing of officers who are as they ask."""
    everyone = sorted(nominees, key=lambda one: (one.office, one.group, one.delegation))
    return (
        *_offices(everyone, board),
        *_groups(everyone, board, ground.groups),
        *_parties(everyone, board, ground),
        *_twice(everyone, board),
        *_conditions(everyone, board, ground),
        *_out_of_turn(everyone, board, ground.shares),
    )


def eligible(
    office: str,
    candidates: Mapping[str, str],
    nominees: Sequence[Nominee],
    board: Board,
    ground: Ground,
) -> tuple[Candidacy, ...]:
    """Who could stand for an office beside those nominated already (rule 22).

    `candidates` are the States with their groups. Who would break a rule may not.
    """
    before = set(composition(nominees, board, ground))
    found = []
    for delegation, group in candidates.items():
        nominee = Nominee(office=office, delegation=delegation, group=group)
        after = composition([*nominees, nominee], board, ground)
        why = tuple(
            one for one in after if one not in before and one.verdict is not Verdict.MISSING
        )
        verdicts = {one.verdict for one in why}
        may = None if Verdict.UNKNOWN in verdicts else True
        found.append(
            Candidacy(
                delegation=delegation,
                group=group,
                may=False if Verdict.BROKEN in verdicts else may,
                why=why,
            )
        )
    return tuple(found)


def _offices(everyone: Sequence[Nominee], board: Board) -> Iterator[Finding]:
    held = Counter(one.office for one in everyone)
    for office in board.offices:
        found = Finding(
            verdict=Verdict.MISSING, matter=Matter.PLACES_OPEN, rule=board.rule, office=office.key
        )
        missing = office.number - held[office.key]
        yield from _counted(found, missing, Matter.PLACES_EXCEEDED)


def _groups(everyone: Sequence[Nominee], board: Board, groups: Sequence[str]) -> Iterator[Finding]:
    if not board.per_group:
        return
    has = Counter(one.group for one in everyone)
    for group in groups:
        found = Finding(
            verdict=Verdict.MISSING, matter=Matter.GROUP_SHORT, rule=board.rule, group=group
        )
        yield from _counted(found, board.per_group - has[group], Matter.GROUP_EXCEEDED)
    for one in everyone:
        if one.group not in groups:
            yield _about(one, Verdict.BROKEN, Matter.NO_GROUP, board.rule)


def _counted(found: Finding, missing: int, exceeded: Matter) -> Iterator[Finding]:
    """A finding where some are missing, one of the other matter where there are too many."""
    if missing > 0:
        yield replace(found, count=missing)
    if missing < 0:
        yield replace(found, verdict=Verdict.BROKEN, matter=exceeded, count=-missing)


def _parties(everyone: Sequence[Nominee], board: Board, ground: Ground) -> Iterator[Finding]:
    """Officers are elected from among the representatives of States parties (paragraph 1)."""
    for one in everyone:
        party = ground.reaches(one.delegation, Reach.FIRST)
        if not party:
            verdict = Verdict.UNKNOWN if party is None else Verdict.BROKEN
            yield _about(one, verdict, Matter.NOT_PARTY, board.rule)
        elif one.delegation in ground.others:  # the record says it is party, and that it is not
            yield _about(one, Verdict.BROKEN, Matter.NOT_AS_PARTY, board.rule)


def _twice(everyone: Sequence[Nominee], board: Board) -> Iterator[Finding]:
    for delegation, offices in sorted(Counter(one.delegation for one in everyone).items()):
        if offices > 1:
            yield Finding(
                verdict=Verdict.BROKEN,
                matter=Matter.TWO_OFFICES,
                rule=board.one_per_state_rule,
                delegations=(delegation,),
                count=offices,
            )


def _conditions(everyone: Sequence[Nominee], board: Board, ground: Ground) -> Iterator[Finding]:
    for condition in board.conditions:
        if condition.scope is Scope.BOARD:
            yield from _condition(condition, "", everyone, board.places, ground)
            continue
        for group in ground.groups:
            some = [one for one in everyone if one.group == group]
            yield from _condition(condition, group, some, board.per_group, ground)


def _condition(
    condition: Condition, group: str, some: Sequence[Nominee], places: int, ground: Ground
) -> Iterator[Finding]:
    """Whether enough of these officers are from parties, or can still be."""
    answers = {one.delegation: ground.reaches(one.delegation, condition.reach) for one in some}
    left = max(0, places - len(some))
    unknown = tuple(sorted(code for code, answer in answers.items() if answer is None))
    short = condition.officers - sum(answer is True for answer in answers.values())
    if short <= 0:
        return
    if short > len(unknown) + left:
        verdict = Verdict.WISH if condition.wish else Verdict.BROKEN
    elif left and short == len(unknown) + left:
        verdict = Verdict.MISSING  # it rests on who is still to be nominated
    elif not left:
        verdict = Verdict.UNKNOWN
    else:
        return
    if verdict is Verdict.MISSING and condition.wish:
        return
    yield Finding(
        verdict=verdict,
        matter=Matter.CONDITION,
        rule=condition.rule,
        group=group,
        delegations=unknown if verdict is Verdict.UNKNOWN else (),
        count=condition.officers,
        condition=condition,
    )


def _out_of_turn(
    everyone: Sequence[Nominee], board: Board, shares: Mapping[str, Mapping[str, int]]
) -> Iterator[Finding]:
    """Offices that go from group to group are held by that whose turn it is (paragraph 3)."""
    if not shares:
        return
    rotating = {turn.office for turn in board.turns}
    for one in everyone:
        if one.office in rotating and not shares.get(one.group, {}).get(one.office):
            yield _about(one, Verdict.WISH, Matter.OUT_OF_TURN, board.rotation_rule)


def _about(one: Nominee, verdict: Verdict, matter: Matter, rule: str) -> Finding:
    return Finding(
        verdict=verdict,
        matter=matter,
        rule=rule,
        office=one.office,
        group=one.group,
        delegations=(one.delegation,),
    )


def _all(answers: Iterable[bool | None]) -> bool | None:
    seen = set(answers)
    if False in seen:
        return False
    return None if None in seen else True


def _any(answers: Iterable[bool | None]) -> bool | None:
    seen = set(answers)
    if True in seen:
        return True
    return None if None in seen else False
