"""Rosters without booths, against a count of every possibility, and instances that are none."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given as suppose
from hypothesis import strategies as st

from scheduler.programme import Status
from scheduler.reading import BadInput
from scheduler.roster.pairs.checker import check_pairs
from scheduler.roster.pairs.flow import demand, largest
from scheduler.roster.pairs.highs import improve
from scheduler.roster.pairs.instance import Assignment, Instance, Limits, Person, Session
from scheduler.roster.pairs.reading import read_instance
from scheduler.roster.pairs.solve import cover

TIGHT = Limits(sessions=3, consecutive=2)
LANGUAGES = ("ar", "en", "fr", "ru")


@st.composite
def instances(draw: st.DrawFn) -> Instance:
    """Up to six blocks, eight sessions and three people, among four languages."""
    blocks = draw(st.integers(1, 6))
    some = st.frozensets(st.sampled_from(LANGUAGES), min_size=1, max_size=3)
    return Instance(
        blocks=tuple(f"b{number}" for number in range(blocks)),
        sessions=tuple(
            Session(id=f"s{number}", block=draw(st.integers(0, blocks - 1)), languages=draw(some))
            for number in range(draw(st.integers(0, 8)))
        ),
        people=tuple(
            Person(id=f"p{number}", languages=draw(some))
            for number in range(draw(st.integers(0, 3)))
        ),
    )


def most_in_block(instance: Instance, block: int, people: tuple[int, ...]) -> int:
    """Pairs that these people can cover in a block, tried one by one."""
    asked = Counter(
        pair
        for session in instance.sessions
        if session.block == block
        for pair in combinations(sorted(session.languages), 2)
    )

    def most(rest: tuple[int, ...]) -> int:
        if not rest:
            return 0
        best = most(rest[1:])
        for pair in combinations(sorted(instance.people[rest[0]].languages), 2):
            if asked[pair]:
                asked[pair] -= 1
                best = max(best, 1 + most(rest[1:]))
                asked[pair] += 1
        return best

    return most(people)


def most_covered(instance: Instance, limits: Limits) -> int:
    """The most pairs covered: block by block, with the sessions of everybody and their last row."""
    everybody = range(len(instance.people))
    states = {tuple((0, 0) for _ in everybody): 0}
    for block in range(len(instance.blocks)):
        after: dict[tuple[tuple[int, int], ...], int] = {}
        for state, covered in states.items():
            free = [p for p in everybody if state[p][0] < limits.sessions]
            free = [p for p in free if state[p][1] < limits.consecutive]
            for size in range(len(free) + 1):
                for chosen in combinations(free, size):
                    then = tuple(
                        (count + 1, row + 1) if p in chosen else (count, 0)
                        for p, (count, row) in enumerate(state)
                    )
                    value = covered + most_in_block(instance, block, chosen)
                    after[then] = max(value, after.get(then, 0))
        states = after
    return max(states.values())


@suppose(instances())
def test_without_limits_every_block_is_covered_as_far_as_can_be(instance: Instance) -> None:
    people = tuple(range(len(instance.people)))
    expected = sum(most_in_block(instance, block, people) for block in range(len(instance.blocks)))
    found = cover(instance)
    assert (found.status, found.objective, found.bound) == (Status.OPTIMAL, expected, expected)


@suppose(instances())
def test_with_limits_no_roster_covers_more(instance: Instance) -> None:
    found = cover(instance, TIGHT)
    assert (found.status, found.bound) == (Status.OPTIMAL, found.objective)
    assert found.objective == most_covered(instance, TIGHT)
    assert check_pairs(instance, found.assignments, TIGHT) == ()


@suppose(instances())
def test_flows_and_the_mixed_integer_model_agree(instance: Instance) -> None:
    asked = demand(instance)
    people = [person.languages for person in instance.people]
    at_work, bound = improve(asked, people, TIGHT, 60.0)
    assert at_work is not None
    assert largest(asked, available=at_work).value == bound == most_covered(instance, TIGHT)


WITHOUT_A_FLOW = Instance(
    blocks=tuple("abcdefg"),
    sessions=tuple(
        Session(id=f"s{block}", block=block, languages=frozenset({"en", "fr"}))
        for block in (0, 1, 2, 4, 5, 6)
    ),
    people=(Person(id="p", languages=frozenset({"en", "fr"})),),
)


def test_flows_that_do_not_meet_are_left_to_the_mixed_integer_model() -> None:
    """At most two of blocks 0 to 2, and two of 4 to 6: no flow of regular windows knows both."""
    limits = Limits(sessions=5, consecutive=2)
    relaxed = [largest(demand(WITHOUT_A_FLOW), limits=limits, offset=offset) for offset in range(3)]
    assert [flow.value for flow in relaxed] == [5, 5, 5]
    found = cover(WITHOUT_A_FLOW, limits)
    assert (found.status, found.objective, found.bound) == (Status.OPTIMAL, 4, 4)


def test_a_bound_that_rounding_put_below_the_roster_says_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def rounded(*given: Any) -> tuple[Any, int]:
        at_work, bound = improve(*given)
        return at_work, bound - 1

    monkeypatch.setattr("scheduler.roster.pairs.highs.improve", rounded)
    found = cover(WITHOUT_A_FLOW, Limits(sessions=5, consecutive=2))
    assert (found.objective, found.bound) == (4, 4)


def test_without_time_a_roster_is_still_given_with_a_bound_that_holds() -> None:
    pair = frozenset({"en", "fr"})
    instance = Instance(
        blocks=tuple("abcdef"),
        sessions=tuple(Session(id=f"s{block}", block=block, languages=pair) for block in range(6)),
        people=(Person(id="p", languages=pair),),
    )
    found = cover(instance, Limits(), time_limit=0.0)
    assert found.objective <= 5 <= found.bound
    assert check_pairs(instance, found.assignments, Limits()) == ()


@suppose(instances(), st.randoms(use_true_random=False))
def test_order_and_names_change_nothing(instance: Instance, chance: Any) -> None:
    sessions, people = list(instance.sessions), list(instance.people)
    chance.shuffle(sessions)
    chance.shuffle(people)
    renamed = {"ar": "w", "en": "x", "fr": "y", "ru": "z"}
    other = replace(
        instance,
        sessions=tuple(
            replace(one, languages=frozenset(map(renamed.__getitem__, one.languages)))
            for one in sessions
        ),
        people=tuple(
            replace(
                one, id=f"q{one.id}", languages=frozenset(map(renamed.__getitem__, one.languages))
            )
            for one in people
        ),
    )
    assert cover(other, TIGHT).objective == cover(instance, TIGHT).objective


def small() -> dict[str, Any]:
    return {
        "Blocks": ["B1", "B2"],
        "Sessions": ["S1", "S2"],
        "Sessions_b": {"B1": ["S1"], "B2": ["S2"]},
        "Interpreters": ["I1", "I2"],
        "Languages": ["en", "fr", "es"],
        "Languages_s": {"S1": ["en", "fr", "es"], "S2": ["en", "fr"]},
        "Languages_i": {"I1": ["en", "fr"], "I2": ["en", "es"]},
    }


def test_a_small_instance_by_name_by_number_and_in_lists() -> None:
    named = read_instance(small())
    numbers = read_instance(
        {
            "Blocks": [1, 2],
            "Sessions": [1, 2],
            "Sessions_b": {"1": [1], "2": [2]},
            "Interpreters": [1, 2],
            "Languages": [0, 1, 2],
            "Languages_s": {"1": [0, 1, 2], "2": ["0", "1"]},
            "Languages_i": {"1": [0, 1], "2": [0, 2]},
        }
    )
    lists = read_instance(
        small()
        | {
            "Sessions_b": [["S1"], ["S2"]],
            "Languages_s": [["en", "fr", "es"], ["en", "fr"]],
            "Languages_i": [["en", "fr"], ["en", "es"]],
        }
    )
    assert [cover(one).objective for one in (named, numbers, lists)] == [3, 3, 3]
    assert lists == named


def test_what_is_said_of_people_not_listed_counts_for_nothing() -> None:
    data = small() | {"Interpreters": ["I1"]}
    assert cover(read_instance(data)).objective == 2


@pytest.mark.parametrize(
    ("change", "path", "reason"),
    [
        ({"Blocks": None}, "Blocks", "This is missing. Give a list of names."),
        ({"Sessions": "S1"}, "Sessions", 'Give a list of names. This is "S1".'),
        ({"Sessions": ["S1", "S1", "S2"]}, "Sessions[1]", '"S1" is given twice; leave one.'),
        ({"Blocks": ["B1", "B2", []]}, "Blocks[2]", "Give a name; this is []."),
        (
            {"Languages_s": {"S1": ["en"]}},
            "Languages_s.S2",
            "This is missing. Give a list of names.",
        ),
        ({"Languages_s": {"S1": ["en"], "S2": ["xx"]}}, "Languages_s.S2[0]", 'There is no "xx".'),
        ({"Languages_i": [["en"]]}, "Languages_i", "Give 2 lists; there are 1."),
        ({"Sessions_b": {"B1": ["S1"]}}, "Sessions_b", '"S2" is held in no block; name one.'),
        (
            {"Sessions_b": {"B1": ["S1", "S2"], "B2": ["S2"]}},
            "Sessions_b",
            '"S2" is held in two blocks; leave one.',
        ),
        (
            {"Sessions_b": {"B1": ["S1"], "B2": ["S2"], "B9": []}},
            "Sessions_b",
            'There is no block "B9".',
        ),
    ],
)
def test_a_mistake_is_named(change: dict[str, Any], path: str, reason: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_instance(small() | change)
    assert [(error.path, str(error.text)) for error in refused.value.errors] == [(path, reason)]


def test_what_is_no_instance_at_all() -> None:
    with pytest.raises(BadInput) as refused:
        read_instance([])
    assert str(refused.value) == "Give a group of fields: Blocks, Sessions and so on."


def broken(*assignments: Assignment, limits: Limits | None = None) -> list[str]:
    """Sentences of the checker on the small instance."""
    found = check_pairs(read_instance(small()), assignments, limits)
    assert all(str(one.rule).endswith(".") for one in found)
    return [str(one.text) for one in found]


EN_FR, EN_ES = ("en", "fr"), ("en", "es")


def test_the_checker_names_what_is_wrong() -> None:
    both = Assignment("I1", "S1", EN_FR), Assignment("I1", "S2", EN_FR)
    assert broken(*both) == []
    assert broken(Assignment("I2", "S1", EN_FR)) == ["I2 does not have the pair en and fr."]
    assert broken(Assignment("I2", "S2", EN_ES)) == ["S2 does not have the pair en and es."]
    assert broken(Assignment("I9", "S2", EN_FR)) == ["I9 does not have the pair en and fr."]
    assert broken(both[0], both[0]) == [
        "en and fr are covered 2 times in S1.",
        "I1 has 2 sessions in B1.",
    ]
    assert broken(*both, limits=Limits(sessions=1, consecutive=1)) == [
        "I1 has 2 sessions.",
        "I1 works more blocks in a row.",
    ]
