"""The course of an election: candidates who withdraw, what is void, what is called off."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from procedure.bureau.courses import (
    CalledOff,
    Drawn,
    Step,
    Unopposed,
    Void,
    Withdrawn,
    follow,
    may_withdraw,
    unopposed_refused,
    void_refused,
    void_steps,
    withdrawal_refused,
)
from procedure.bureau.elections import Ballot, BallotRefusal, Course, Lot, ballot_refused
from tests.unit.bureaux import BOOK

RULES = BOOK.bureau.elections


def ballot(**votes: int) -> Ballot:
    """The ballot of one place with these votes."""
    return Ballot(votes=votes, papers=sum(votes.values()))


def start(candidates: str, places: int = 1) -> Course:
    return Course(candidates=tuple(candidates), places=places)


def last(candidates: str, *steps: Step, places: int = 1) -> Course:
    return follow(start(candidates, places), steps, RULES)[-1]


TIED = ballot(A=30, B=26, C=26)
LED = (ballot(A=30, B=20, C=20, D=12), TIED)  # B and C are to be drawn to stand with A


def test_there_is_a_course_before_the_first_step_and_after_each() -> None:
    assert follow(start("AB"), (), RULES) == [start("AB")]
    one, two, three = follow(start("AB"), (ballot(A=5, B=5), ballot(A=6, B=4)), RULES)
    assert (one.number, two.number, three.number) == (1, 2, 3)
    assert [one.elected, two.elected, three.elected] == [(), (), ("A",)]


def test_before_the_papers_are_counted_the_ballot_is_held_anew_without_the_name() -> None:
    course = last("ABC", Withdrawn("B"))
    assert course == Course(candidates=("A", "C"), places=1, number=1, withdrawn=("B",))
    assert ballot_refused(course, ballot(A=3, B=2, C=1), 9) is BallotRefusal.NOT_CANDIDATES
    assert ballot_refused(course, ballot(A=3, C=1), 9) is None


def test_after_they_are_counted_it_counts_for_the_next_ballot() -> None:
    counted = ballot(A=30, B=29, C=20, D=3)
    course = last("ABCD", counted, Withdrawn("B"))
    assert (course.candidates, course.number, course.needed) == (("A",), 2, 42)
    again = last("ABCD", counted, Withdrawn("B"), ballot(A=0))
    assert (again.elected, again.candidates, again.number) == ((), ("A",), 3)
    alone = last("ABCD", counted, Withdrawn("B"), ballot(A=40))
    assert (alone.elected, alone.over) == (("A",), True)


def test_who_is_left_may_be_elected_without_a_ballot() -> None:
    steps = (ballot(A=41, B=41), Withdrawn("B"))
    assert unopposed_refused(last("AB", *steps[:1]), RULES) is BallotRefusal.TOO_MANY
    assert unopposed_refused(last("AB", *steps), RULES) is None
    course = last("AB", *steps, Unopposed())
    assert course == Course(
        candidates=(), places=0, number=2, elected=("A",), needed=42, withdrawn=("B",)
    )
    assert unopposed_refused(course, RULES) is BallotRefusal.OVER
    never = replace(RULES, acclamation=False)
    assert unopposed_refused(last("AB", *steps), never) is BallotRefusal.BALLOT_NEEDED


def test_places_for_which_nobody_is_left_stay_open() -> None:
    course = last("ABC", Withdrawn("A"), Withdrawn("C"), Unopposed(), places=2)
    assert (course.elected, course.places, course.over) == (("B",), 1, True)
    nobody = last("AB", Withdrawn("A"), Withdrawn("B"))
    assert (nobody.elected, nobody.over, nobody.withdrawn) == ((), True, ("A", "B"))
    assert withdrawal_refused(nobody, "AB", "A") is BallotRefusal.OVER


def test_only_who_stands_can_withdraw() -> None:
    course = last("ABCD", ballot(A=30, B=29, C=20, D=3))
    assert withdrawal_refused(course, "ABCD", "B") is None
    assert withdrawal_refused(course, "ABCD", "E") is BallotRefusal.NOT_STANDING
    some = last("ABC", Ballot(votes={"A": 9, "B": 4, "C": 4}, papers=9), places=2)
    assert (some.elected, some.candidates) == (("A",), ("B", "C"))
    assert withdrawal_refused(some, "ABC", "A") is BallotRefusal.NOT_STANDING


def test_who_was_left_out_withdraws_too_and_does_not_come_back_by_a_void() -> None:
    steps = (ballot(A=30, B=29, C=20, D=3), Withdrawn("D"))
    course = last("ABCD", *steps)
    assert (course.candidates, course.withdrawn, course.number) == (("A", "B"), ("D",), 2)
    assert may_withdraw(course, "ABCD") == ("A", "B", "C")
    assert withdrawal_refused(course, "ABCD", "C") is None
    assert withdrawal_refused(course, "ABCD", "D") is BallotRefusal.NOT_STANDING
    assert last("ABCD", *steps, Void()).candidates == ("A", "B", "C")


def test_those_left_fill_the_places_beside_those_elected() -> None:
    steps = (Ballot(votes={"A": 9, "B": 4, "C": 4, "D": 1}, papers=9), Withdrawn("C"))
    course = last("ABCD", *steps, Withdrawn("D"), Unopposed(), places=2)
    assert (course.elected, course.places, course.over) == (("A", "B"), 0, True)


def test_a_lot_is_drawn_among_those_who_are_left_of_it() -> None:
    again = (ballot(A=9, B=9, C=9), ballot(A=9, B=9, C=9))
    assert last("ABC", *again).lot == Lot(among=("A", "B", "C"), places=2, elects=False)
    course = last("ABC", *again, Withdrawn("B"))
    assert (course.candidates, course.lot, course.over) == (("A", "C"), None, False)
    four = Ballot(votes=dict.fromkeys("ABCD", 5), papers=10)
    tied = (four, four)
    assert last("ABCD", *tied, places=2).lot == Lot(among=tuple("ABCD"), places=2, elects=True)
    fewer = last("ABCD", *tied, Withdrawn("A"), places=2)
    assert fewer.lot == Lot(among=tuple("BCD"), places=2, elects=True)
    assert fewer.candidates == tuple("BCD")
    none = last("ABCD", *tied, Withdrawn("A"), Withdrawn("B"), places=2)
    assert (none.lot, none.candidates, none.places) == (None, ("C", "D"), 2)


def test_who_led_leaves_a_place_to_those_who_tie() -> None:
    lot = last("ABCD", *LED).lot
    assert lot == Lot(among=("B", "C"), places=1, elects=False, kept=("A",))
    course = last("ABCD", *LED, Withdrawn("A"))
    assert (course.candidates, course.lot) == (("B", "C"), None)
    one_less = last("ABCD", *LED, Withdrawn("C"))
    assert (one_less.candidates, one_less.lot) == (("A", "B"), None)


def test_who_led_with_more_who_tie_leaves_a_place_to_draw() -> None:
    votes = ballot(A=30, B=10, C=10, D=10, E=2)
    started = replace(start("ABCDE"), number=2)
    before, without_a, without_e = (
        follow(started, (votes, *more), RULES)[-1]
        for more in ((), (Withdrawn("A"),), (Withdrawn("E"),))
    )
    assert before.lot == Lot(among=("B", "C", "D"), places=1, elects=False, kept=("A",))
    assert without_a.lot == Lot(among=("B", "C", "D"), places=2, elects=False, kept=())
    assert without_e.lot == before.lot
    assert without_e.candidates == ("A", "B", "C", "D")
    left = follow(started, (votes, Withdrawn("C"), Withdrawn("D")), RULES)[-1]
    assert (left.candidates, left.lot) == (("A", "B"), None)  # E was behind them
    steps = (votes, Withdrawn("A"), Drawn(("D", "B")))
    assert follow(started, steps, RULES)[-1].candidates == ("B", "D")


def test_a_ballot_that_is_void_is_as_if_it_had_not_been_begun() -> None:
    counted = ballot(A=30, B=29, C=20)
    course = last("ABC", counted, Void())
    assert course == start("ABC")
    steps = (counted, Void(), ballot(A=5, B=3, C=3))
    assert last("ABC", *steps) == last("ABC", steps[-1])
    second = last("ABC", counted, ballot(A=29, B=29), Void())
    assert second == last("ABC", counted)
    both = last("ABC", counted, ballot(A=29, B=29), Void(), Void())
    assert both == start("ABC")


def test_a_lot_that_is_void_is_drawn_again() -> None:
    course = last("ABCD", *LED, Drawn(("C",)), Void())
    assert course == last("ABCD", *LED)
    assert last("ABCD", *LED, Drawn(("C",)), Void(), Void()) == last("ABCD", LED[0])


def test_who_withdrew_after_a_ballot_that_is_void_stays_out() -> None:
    course = last("ABC", ballot(A=30, B=29, C=20), Withdrawn("B"), Void())
    assert course == Course(candidates=("A", "C"), places=1, withdrawn=("B",))


def test_only_what_was_counted_is_void() -> None:
    counted = ballot(A=5, B=5)
    for steps, refusal in (
        ((), BallotRefusal.NOTHING_COUNTED),
        ((Withdrawn("C"),), BallotRefusal.NOTHING_COUNTED),
        ((counted,), None),
        ((counted, Void()), BallotRefusal.NOTHING_COUNTED),
        ((counted, counted, Void()), None),
        ((*LED, Drawn(("C",)), Void(), Void()), None),
        ((*LED, Void(), Void()), BallotRefusal.NOTHING_COUNTED),
    ):
        assert void_refused(start("AB"), steps) is refusal


def test_what_ended_an_election_is_void_but_not_what_was_called_off() -> None:
    elects = ballot(A=5, B=4)
    assert void_refused(last("AB", elects), (elects,)) is None
    assert last("AB", elects, Void()) == start("AB")
    alone = (ballot(A=5, B=5), Withdrawn("B"), Unopposed())
    assert last("AB", *alone).elected == ("A",)
    assert void_refused(last("AB", *alone), alone) is None
    assert last("AB", *alone, Void()) == last("AB", *alone[:2])
    assert void_steps((*alone, Void())) == {2, 3}
    assert last("AB", *alone, Void(), Void()) == last("AB", Withdrawn("B"))
    off = (elects, CalledOff())
    assert void_refused(last("AB", ballot(A=5, B=5), CalledOff()), off) is BallotRefusal.OVER
    everybody = (Withdrawn("A"), Withdrawn("B"))
    assert void_refused(last("AB", *everybody), everybody) is BallotRefusal.NOTHING_COUNTED


def test_an_election_that_is_called_off_is_over_and_who_was_elected_stays() -> None:
    course = last("AB", CalledOff())
    assert (course.over, course.called_off, course.elected) == (True, True, ())
    assert course.candidates == ("A", "B")
    some = (Ballot(votes={"A": 9, "B": 4, "C": 4}, papers=9), CalledOff())
    assert last("ABC", *some, places=2).elected == ("A",)
    assert ballot_refused(course, ballot(A=1, B=0), 9) is BallotRefusal.OVER


@pytest.mark.parametrize("steps", [(), (ballot(A=5, B=5),)])
def test_an_election_that_goes_on_is_not_called_off(steps: tuple[Step, ...]) -> None:
    course = last("AB", *steps)
    assert (course.called_off, course.over, course.withdrawn) == (False, False, ())


@given(
    st.lists(st.integers(0, 9), min_size=4, max_size=4),
    st.sampled_from("ABCD"),
    st.integers(1, 2),
    st.integers(1, 3),
)
def test_who_has_withdrawn_is_never_elected_nor_drawn(
    votes: list[int], who: str, number: int, places: int
) -> None:
    valid = max(votes) + 1
    first = Ballot(votes=dict(zip("ABCD", votes, strict=True)), papers=valid)
    begun = replace(start("ABCD", places), number=number)
    course = follow(begun, [first], RULES)[-1]
    assume(withdrawal_refused(course, "ABCD", who) is None)
    after = follow(begun, [first, Withdrawn(who)], RULES)[-1]
    assert who not in (*after.candidates, *after.elected)
    assert set(after.candidates) <= set(course.candidates) - {who}
    if after.lot is None and course.lot is None:
        assert set(after.candidates) == set(course.candidates) - {who}
    if after.lot is not None:
        assert who not in (*after.lot.among, *after.lot.kept)
        assert 0 < after.lot.places < len(after.lot.among)
    assert (after.number, after.places, after.elected) == (
        course.number,
        course.places,
        course.elected,
    )
    assert (
        follow(begun, [first, Withdrawn(who), Void()], RULES)[-1]
        == (follow(begun, [Withdrawn(who)], RULES)[-1])
    )
