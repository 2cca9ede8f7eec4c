"""Whether a roster without booths keeps the rules: plain questions, without the flow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scheduler.roster.pairs.instance import Assignment, Instance, Limits
from scheduler.text import Text, text


@dataclass(frozen=True, slots=True)
class PairViolation:
    """What is wrong, and the rule that says so."""

    text: Text
    rule: Text


def check_pairs(
    instance: Instance, assignments: Sequence[Assignment], limits: Limits | None = None
) -> tuple[PairViolation, ...]:
    """Every rule that the assignments break."""
    return (
        *_languages(instance, assignments),
        *_covered_twice(assignments),
        *_blocks(instance, assignments, limits),
    )


def _languages(instance: Instance, assignments: Sequence[Assignment]) -> Iterator[PairViolation]:
    people = {person.id: person for person in instance.people}
    sessions = {session.id: session for session in instance.sessions}
    rule = text("A person covers two languages of a session, and has both of them.")
    for one in assignments:
        person, session = people.get(one.person), sessions.get(one.session)
        missing = None
        if person is None or not set(one.pair) <= person.languages:
            missing = one.person
        elif session is None or not set(one.pair) <= session.languages:
            missing = one.session
        if missing is not None or one.pair[0] >= one.pair[1]:
            wrong = text(
                "%(owner)s does not have the pair %(first)s and %(second)s.",
                owner=missing or one.session,
                first=one.pair[0],
                second=one.pair[1],
            )
            yield PairViolation(wrong, rule)


def _covered_twice(assignments: Sequence[Assignment]) -> Iterator[PairViolation]:
    rule = text("A pair of a session is covered by one person.")
    counts = Counter((one.session, one.pair) for one in assignments)
    for (session, pair), count in counts.items():
        if count > 1:
            wrong = text(
                "%(first)s and %(second)s are covered %(count)s times in %(session)s.",
                first=pair[0],
                second=pair[1],
                count=count,
                session=session,
            )
            yield PairViolation(wrong, rule)


def _blocks(
    instance: Instance, assignments: Sequence[Assignment], limits: Limits | None
) -> Iterator[PairViolation]:
    block_of = {session.id: session.block for session in instance.sessions}
    at_work: dict[str, list[int]] = {}
    for one in assignments:
        if one.session in block_of:
            at_work.setdefault(one.person, []).append(block_of[one.session])
    for person, blocks in at_work.items():
        for block, count in Counter(blocks).items():
            if count > 1:
                wrong = text(
                    "%(person)s has %(count)s sessions in %(block)s.",
                    person=person,
                    count=count,
                    block=instance.blocks[block],
                )
                yield PairViolation(wrong, text("A person takes one session in a block."))
        if limits is not None:
            yield from _limits(person, blocks, limits)


def _limits(person: str, blocks: Sequence[int], limits: Limits) -> Iterator[PairViolation]:
    if len(blocks) > limits.sessions:
        rule = text("A person takes at most %(most)s sessions.", most=limits.sessions)
        wrong = text("%(person)s has %(count)s sessions.", person=person, count=len(blocks))
        yield PairViolation(wrong, rule)
    row, before = 0, -2
    for block in sorted(set(blocks)):
        row = row + 1 if block == before + 1 else 1
        before = block
        if row == limits.consecutive + 1:
            rule = text("A person works at most %(most)s blocks in a row.", most=row - 1)
            wrong = text("%(person)s works more blocks in a row.", person=person)
            yield PairViolation(wrong, rule)
