"""Elections: by acclamation, by ballots until somebody has more than half, and by lot."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from procedure.bureau.elections import (
    Ballot,
    BallotRefusal,
    Course,
    Lot,
    acclaimed,
    ballot_refused,
    count,
    draw,
    lot_refused,
    majority,
)
from procedure.bureau.rules import Tie
from tests.unit.bureaux import BOOK

RULES = BOOK.bureau.elections


def ballot(abstentions: int = 0, invalid: int = 0, **votes: int) -> Ballot:
    """The ballot of one place with these votes."""
    papers = sum(votes.values()) + abstentions + invalid
    return Ballot(votes=votes, papers=papers, abstentions=abstentions, invalid=invalid)


def start(*candidates: str, places: int = 1) -> Course:
    return Course(candidates=candidates, places=places)


def test_acclamation_asks_for_no_more_candidates_than_places() -> None:
    assert acclaimed(["A"], 1, RULES) is True
    assert acclaimed(["A", "B"], 3, RULES) is True
    assert acclaimed(["A", "B"], 1, RULES) is False
    assert acclaimed([], 1, RULES) is False
    assert acclaimed(["A"], 1, replace(RULES, acclamation=False)) is False


@pytest.mark.parametrize(("valid", "needed"), [(0, 1), (1, 1), (2, 2), (3, 2), (82, 42), (83, 42)])
def test_a_majority_is_more_than_half(valid: int, needed: int) -> None:
    assert majority(valid, RULES) == needed


def test_two_thirds_are_reached_by_more_than_two_thirds() -> None:
    rules = replace(RULES, majority=Fraction(2, 3))
    assert [majority(valid, rules) for valid in (3, 4, 6)] == [3, 3, 5]


def test_whoever_has_more_than_half_is_elected() -> None:
    after = count(start("A", "B"), ballot(A=42, B=40), RULES)
    assert after == Course(candidates=(), places=0, number=2, elected=("A",), needed=42)
    assert after.over is True


def test_exactly_half_is_not_elected() -> None:
    after = count(start("A", "B", "C"), ballot(A=41, B=40, C=1), RULES)
    assert after == Course(candidates=("A", "B"), places=1, number=2, elected=(), needed=42)
    assert after.over is False


def test_abstentions_and_invalid_papers_do_not_count() -> None:
    after = count(start("A", "B"), ballot(A=3, B=2, abstentions=20, invalid=5), RULES)
    assert (after.elected, after.needed) == (("A",), 3)


def test_the_second_ballot_is_between_the_two_who_lead() -> None:
    after = count(start("C", "B", "A", "D"), ballot(A=30, B=29, C=20, D=3), RULES)
    assert (after.candidates, after.number, after.lot) == (("B", "A"), 2, None)


def test_a_tie_for_second_place_in_the_first_ballot_leaves_all_who_tie() -> None:
    after = count(start("A", "B", "C", "D"), ballot(A=30, B=20, C=20, D=12), RULES)
    assert (after.candidates, after.lot) == (("A", "B", "C"), None)
    again = count(after, ballot(A=30, B=26, C=26), RULES)
    assert again.lot == Lot(among=("B", "C"), places=1, elects=False, kept=("A",))
    third = draw(again, ["C"])
    assert (third.candidates, third.lot, third.number, third.places) == (("A", "C"), None, 3, 1)
    assert count(third, ballot(A=40, C=42), RULES).elected == ("C",)


def test_a_tie_for_second_place_is_drawn_at_once_where_the_rules_say_so() -> None:
    rules = replace(RULES, tie=Tie.LOTS)
    after = count(start("A", "B", "C", "D"), ballot(A=30, B=20, C=20, D=12), rules)
    assert after.lot == Lot(among=("B", "C"), places=1, elects=False, kept=("A",))


def test_two_who_tie_stand_again_and_then_the_lot_decides() -> None:
    again = count(start("A", "B"), ballot(A=41, B=41), RULES)
    assert (again.candidates, again.number, again.lot) == (("A", "B"), 2, None)
    tied = count(again, ballot(A=41, B=41), RULES)
    assert tied.lot == Lot(among=("A", "B"), places=1, elects=True)
    decided = draw(tied, ["B"])
    assert (decided.elected, decided.candidates, decided.places) == (("B",), (), 0)
    assert decided.over is True


def test_three_who_tie_again_are_drawn_down_to_two() -> None:
    again = count(start("A", "B", "C"), ballot(A=9, B=9, C=9), RULES)
    assert (again.candidates, again.lot) == (("A", "B", "C"), None)
    tied = count(again, ballot(A=9, B=9, C=9), RULES)
    assert tied.lot == Lot(among=("A", "B", "C"), places=2, elects=False)
    assert draw(tied, ["C", "A"]).candidates == ("A", "C")


def test_several_places_are_filled_by_those_with_a_majority() -> None:
    papers = Ballot(votes={"A": 8, "B": 6, "C": 5, "D": 1}, papers=10)
    after = count(start("A", "B", "C", "D", places=2), papers, RULES)
    assert (after.elected, after.over, after.needed) == (("A", "B"), True, 6)
    fewer = count(start("A", "B", "C", "D", places=3), papers, RULES)
    assert (fewer.elected, fewer.places, fewer.candidates) == (("A", "B"), 1, ("C", "D"))


def test_an_election_is_over_when_all_places_are_filled_or_nobody_is_left() -> None:
    papers = Ballot(votes={"A": 5, "B": 5}, papers=5)
    after = count(start("A", "B", places=3), papers, RULES)
    assert (after.elected, after.places, after.over) == (("A", "B"), 1, True)
    assert start("A", places=0).over is True
    assert start("A").over is False


def test_of_more_with_a_majority_than_places_those_with_most_votes_are_elected() -> None:
    papers = Ballot(votes={"A": 9, "B": 7, "C": 7, "D": 8}, papers=10)
    assert count(start(*"ABCD", places=2), papers, RULES).elected == ("A", "D")
    tied = count(start(*"ABCD", places=3), papers, RULES)
    assert (tied.elected, tied.candidates, tied.places) == (("A", "D"), ("B", "C"), 1)
    second = count(replace(start(*"ABCD", places=3), number=2), papers, RULES)
    assert second.lot == Lot(among=("B", "C"), places=1, elects=True)
    fifth = replace(papers, votes={**papers.votes, "E": 1})
    assert count(start(*"ABCDE", places=3), fifth, RULES).candidates == ("B", "C")


def test_a_lot_among_many_fills_the_places_left() -> None:
    papers = Ballot(votes={"A": 5, "B": 5, "C": 5, "D": 5}, papers=10)
    tied = count(replace(start(*"ABCD", places=2), number=2), papers, RULES)
    assert tied.lot == Lot(among=("A", "B", "C", "D"), places=2, elects=True)
    assert draw(tied, ["D", "B"]).elected == ("D", "B")


def test_there_is_no_lot_among_those_who_do_not_tie() -> None:
    papers = Ballot(votes={"A": 5, "B": 4, "C": 3}, papers=10)
    after = count(replace(start(*"ABC", places=2), number=2), papers, RULES)
    assert (after.candidates, after.places, after.lot) == (("A", "B", "C"), 2, None)


def test_one_candidate_without_a_valid_vote_stands_again() -> None:
    after = count(replace(start("A"), number=3), ballot(A=0, abstentions=4), RULES)
    assert (after.elected, after.candidates, after.lot, after.number) == ((), ("A",), None, 4)


def test_a_lot_that_elects_some_leaves_the_others_to_the_next_ballot() -> None:
    lot = Lot(among=("A", "B"), places=1, elects=True)
    after = draw(Course(candidates=("A", "B", "C"), places=2, lot=lot), ["A"])
    assert after == Course(candidates=("B", "C"), places=1, elected=("A",))


def test_there_is_no_lot_to_draw() -> None:
    with pytest.raises(ValueError, match=r"^there is no lot to be drawn$"):
        draw(start("A", "B"), ["A"])


@pytest.mark.parametrize(
    ("papers", "refusal"),
    [
        (Ballot(votes={"A": 3, "B": 2}, papers=5), None),
        (Ballot(votes={"A": 3, "B": 2}, papers=8, abstentions=2, invalid=1), None),
        (Ballot(votes={"A": 5}, papers=5), BallotRefusal.NOT_CANDIDATES),
        (Ballot(votes={"A": 5, "C": 0}, papers=5), BallotRefusal.NOT_CANDIDATES),
        (Ballot(votes={"A": 6, "B": -1}, papers=5), BallotRefusal.NEGATIVE),
        (
            Ballot(votes={"A": 3, "B": 3}, papers=5, abstentions=-1),
            BallotRefusal.NEGATIVE,
        ),
        (Ballot(votes={"A": 3, "B": 3}, papers=5, invalid=-1), BallotRefusal.NEGATIVE),
        (
            Ballot(votes={"A": 0, "B": 0}, papers=2, abstentions=2, invalid=1),
            BallotRefusal.TOO_FEW_PAPERS,
        ),
        (Ballot(votes={"A": 0, "B": 0}, papers=3, abstentions=2, invalid=1), None),
        (Ballot(votes={"A": 3, "B": 3}, papers=5), BallotRefusal.VOTES_DO_NOT_ADD_UP),
        (Ballot(votes={"A": 3, "B": 1}, papers=5), BallotRefusal.VOTES_DO_NOT_ADD_UP),
        (Ballot(votes={"A": 4, "B": 2}, papers=9, abstentions=3), BallotRefusal.TOO_MANY_PAPERS),
    ],
)
def test_a_ballot_that_cannot_be_is_refused(papers: Ballot, refusal: BallotRefusal | None) -> None:
    assert ballot_refused(start("A", "B"), papers, 8) is refusal


def test_a_paper_has_as_many_names_as_places_or_fewer() -> None:
    course = start("A", "B", "C", places=2)
    for votes, refusal in (
        ({"A": 5, "B": 4, "C": 1}, None),
        ({"A": 5, "B": 0, "C": 0}, None),
        ({"A": 5, "B": 5, "C": 1}, BallotRefusal.VOTES_DO_NOT_ADD_UP),
        ({"A": 6, "B": 0, "C": 0}, BallotRefusal.VOTES_DO_NOT_ADD_UP),
        ({"A": 4, "B": 0, "C": 0}, BallotRefusal.VOTES_DO_NOT_ADD_UP),
    ):
        assert ballot_refused(course, Ballot(votes=votes, papers=5), 5) is refusal


def test_no_ballot_once_it_is_over_nor_before_the_lot() -> None:
    over = count(start("A", "B"), ballot(A=2, B=1), RULES)
    assert ballot_refused(over, Ballot(votes={}, papers=0), 9) is BallotRefusal.OVER
    assert lot_refused(over, []) is BallotRefusal.NO_LOT
    tied = count(replace(start("A", "B"), number=2), ballot(A=1, B=1), RULES)
    assert ballot_refused(tied, ballot(A=1, B=0), 9) is BallotRefusal.LOT_FIRST
    assert lot_refused(tied, ["A"]) is None
    assert lot_refused(tied, ["C"]) is BallotRefusal.NOT_TIED
    for drawn in ([], ["A", "B"], ["A", "A"]):
        assert lot_refused(tied, drawn) is BallotRefusal.WRONG_NUMBER_DRAWN


@st.composite
def ballots(draw_: st.DrawFn) -> tuple[Course, Ballot]:
    names = "ABCDEF"[: draw_(st.integers(1, 6))]
    votes = {name: draw_(st.integers(0, 9)) for name in names}
    papers = ballot(draw_(st.integers(0, 3)), draw_(st.integers(0, 3)), **votes)
    return replace(start(*names), number=draw_(st.integers(1, 4))), papers


@given(ballots())
def test_who_is_elected_has_strictly_more_than_half(case: tuple[Course, Ballot]) -> None:
    course, papers = case
    after = count(course, papers, RULES)
    passed = [one for one, votes in papers.votes.items() if 2 * votes > papers.valid]
    assert list(after.elected) == passed
    assert after.places == 1 - len(passed)
    assert set(after.candidates) <= set(course.candidates) - set(after.elected)
    assert after.over is bool(passed)


@given(ballots())
def test_nobody_who_stands_again_had_fewer_votes_than_who_does_not(
    case: tuple[Course, Ballot],
) -> None:
    course, papers = case
    after = count(course, papers, RULES)
    assume(not after.over)
    kept = [papers.votes[one] for one in (after.lot.among if after.lot else after.candidates)]
    standing = {*after.candidates}
    gone = [papers.votes[one] for one in course.candidates if one not in standing]
    assert max(gone, default=0) <= min(kept)
    assert len(standing) >= min(2, len(course.candidates))
