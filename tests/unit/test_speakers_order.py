"""The order of a list of speakers follows from its ledger and its policy."""

from __future__ import annotations

from hashlib import sha256

import pytest

from procedure.participants import Level, ParticipantKind
from procedure.speakers.lot import lot
from procedure.speakers.values import Admission, EntryKind, Swap, Within
from tests.unit.speakers import CLOSES, OPENS, SECOND, SEED, Book, policy, terms


def test_ministers_come_first_then_the_order_of_requests() -> None:
    book = Book()
    book.inscribe("algeria")
    book.inscribe("brazil", level="minister")
    book.inscribe("canada", level="vice_minister")
    book.inscribe("denmark", level="head_of_state")
    assert book.order() == ["brazil", "denmark", "algeria", "canada"]
    assert [place.category.seconds for place in book.standing().places] == [180] * 4


def test_groups_come_first_then_rank_then_capacity() -> None:
    book = Book(terms(policy("groups-first", simultaneous_seconds=0)))
    book.inscribe("ngo", participant="Non-governmental organization")
    book.inscribe("ilo", participant="United Nations body")
    book.inscribe("council", participant="Intergovernmental organization")
    book.inscribe("palestine", participant="Entity")
    book.inscribe("japan", participant="Signatory")
    book.inscribe("mali")
    book.inscribe("ec", participant="Regional economic integration organization")
    book.inscribe("japan minister", participant="Signatory", level="minister")
    book.inscribe("monaco", level="head_of_state")
    book.inscribe("finland", on_behalf_of="the European Union")
    assert book.order() == [
        "finland", "monaco", "japan minister", "mali", "ec",
        "japan", "ilo", "palestine", "council", "ngo",
    ]  # fmt: skip
    assert book.standing().places[0].category.seconds == 300


def test_protocol_goes_by_level_then_by_request() -> None:
    book = Book(terms(policy("protocol")))
    for number, level in enumerate(reversed(Level)):
        book.inscribe(f"one {number}", level=level)
        book.inscribe(f"other {number}", level=level)
    assert book.order()[:4] == ["one 4", "other 4", "one 3", "other 3"]


def test_a_change_of_level_sorts_anew_with_the_first_moment() -> None:
    book = Book()
    first = book.inscribe("algeria")
    book.inscribe("brazil", level="minister")
    book.about(EntryKind.AMENDED, first, level="minister", speaker="The Minister of Justice")
    assert book.order() == ["algeria", "brazil"]
    assert book.standing().places[0].at == OPENS
    assert book.standing().places[0].speaker == "The Minister of Justice"


def test_who_was_absent_waits_at_the_end_of_the_category() -> None:
    book = Book()
    first = book.inscribe("algeria", level="minister")
    second = book.inscribe("brazil", level="minister")
    book.inscribe("canada", level="minister")
    book.inscribe("denmark")
    book.about(EntryKind.ABSENT, second)
    absence = book.about(EntryKind.ABSENT, first)
    assert book.order() == ["canada", "brazil", "algeria", "denmark"]
    assert [place.absences for place in book.standing().places] == [0, 1, 1, 0]
    book.add(EntryKind.UNDONE, {"entry": absence})
    assert book.order() == ["algeria", "canada", "brazil", "denmark"]


def test_a_late_request_waits_for_the_chair_and_comes_last() -> None:
    book = Book()
    book.inscribe("algeria")
    late = book.inscribe("brazil", level="minister", at=CLOSES)
    assert book.order() == ["algeria"]
    assert [waiting.number for waiting in book.standing().waiting] == [late]
    decision = book.about(EntryKind.ADMITTED, late)
    assert book.order() == ["algeria", "brazil"]
    book.add(EntryKind.UNDONE, {"entry": decision})
    book.about(EntryKind.REFUSED, late)
    assert book.order() == ["algeria"]
    assert [other.admission for other in book.standing().others] == [Admission.REFUSED]


def test_a_late_request_may_come_last_of_its_category() -> None:
    book = Book(terms(policy(late="category")))
    absent = book.inscribe("algeria", level="minister")
    book.inscribe("brazil")
    book.about(EntryKind.ADMITTED, book.inscribe("canada", level="minister", at=CLOSES))
    book.about(EntryKind.ABSENT, absent)
    assert book.order() == ["algeria", "canada", "brazil"]


def test_a_request_at_the_closing_hour_is_late() -> None:
    book = Book()
    book.inscribe("algeria", at=CLOSES - SECOND)
    book.inscribe("brazil", at=CLOSES)
    assert book.order() == ["algeria"]


def test_a_later_closing_does_not_let_in_who_was_late() -> None:
    book = Book()
    book.inscribe("algeria", at=CLOSES)
    book.change(closes_at=CLOSES + 3600 * SECOND)
    book.inscribe("brazil")
    assert book.order() == ["brazil"]


def test_withdrawn_statements_are_kept_apart() -> None:
    book = Book()
    book.about(EntryKind.WITHDRAWN, book.inscribe("algeria"))
    assert book.order() == []
    assert [other.withdrawn for other in book.standing().others] == [True]


def test_another_policy_orders_the_same_requests_anew() -> None:
    book = Book()
    book.inscribe("algeria")
    book.inscribe("brazil", level="minister")
    book.change(policy=policy("lots", categories=policy().categories[1:], within=Within.REQUEST))
    assert book.order() == ["algeria", "brazil"]


def test_who_has_no_place_in_a_changed_policy_is_heard_last() -> None:
    book = Book()
    book.inscribe("ngo", participant="Non-governmental organization")
    book.inscribe("mali")
    states = policy("groups-first", categories=policy("groups-first").categories[1:4])
    book.change(policy=states)
    assert [place.category.key for place in book.standing().places] == ["parties", "parties"]


def draw(delegation: str) -> str:
    """The lot as anyone can work it out with sha256sum."""
    return sha256(f"{SEED}:{delegation}".encode()).hexdigest()


def test_the_first_seconds_are_ordered_by_the_lot_before_all_later_ones() -> None:
    book = Book(terms(policy(simultaneous_seconds=10)))
    names = [f"delegation {number}" for number in range(10)]
    for name in names:
        book.inscribe(name)
    book.inscribe("later", at=OPENS + 10 * SECOND)
    assert book.standing().to_be_drawn
    assert book.order() == [*names, "later"]
    book.reveal()
    assert not book.standing().to_be_drawn
    assert book.order() == [*sorted(names, key=draw), "later"]


def test_nothing_is_to_be_drawn_when_nobody_came_in_the_first_seconds() -> None:
    book = Book(terms(policy(simultaneous_seconds=10)))
    assert book.standing(now=OPENS).to_be_drawn
    book.inscribe("later", at=OPENS + 10 * SECOND)
    assert not book.standing().to_be_drawn


def test_a_public_drawing_orders_all_who_came_in_time() -> None:
    book = Book(terms(policy("lots")))
    names = [f"delegation {number}" for number in range(20)]
    for name in names:
        book.inscribe(name)
    book.reveal(at=CLOSES)
    book.about(EntryKind.ADMITTED, book.inscribe("late"))
    assert book.order() == [*sorted(names, key=draw), "late"]


def test_to_withdraw_and_ask_again_draws_the_same_lot() -> None:
    book = Book(terms(policy("lots")))
    for name in ("algeria", "brazil", "canada"):
        book.inscribe(name)
    book.about(EntryKind.WITHDRAWN, 2)
    book.inscribe("algeria")
    book.reveal(at=CLOSES)
    assert book.order() == sorted(["algeria", "brazil", "canada"], key=draw)


def test_an_amendment_does_not_draw_another_lot() -> None:
    book = Book(terms(policy("lots")))
    numbers = [book.inscribe(name) for name in ("algeria", "brazil", "canada", "denmark")]
    book.reveal(at=CLOSES)
    drawn = book.order()
    for number in numbers:
        book.about(EntryKind.AMENDED, number, on_behalf_of=f"group {number}")
    assert book.order() == drawn


def test_to_ask_for_many_groups_draws_one_lot() -> None:
    book = Book(terms(policy("lots")))
    others = [book.inscribe(f"delegation {number}") for number in range(9)]
    tickets = [book.inscribe("algeria", on_behalf_of=f"Group {number}") for number in range(9)]
    book.reveal(at=CLOSES)
    drawn = [place.number for place in book.standing().places]
    ahead = sum(draw(f"delegation {number}") < draw("algeria") for number in range(9))
    assert drawn[ahead : ahead + 9] == tickets
    assert {*drawn} == {*others, *tickets}


def test_the_lot_is_by_delegation() -> None:
    assert lot(SEED, "finland") == draw("finland")


def test_a_swap_exchanges_two_places_and_no_others() -> None:
    book = Book()
    numbers = [book.inscribe(name) for name in ("algeria", "brazil", "canada", "denmark")]
    book.swap(numbers[0], numbers[2])
    assert book.order() == ["canada", "brazil", "algeria", "denmark"]


def test_a_swap_waits_for_the_other_delegation() -> None:
    book = Book()
    one, other = book.inscribe("algeria"), book.inscribe("brazil")
    proposal = book.about(EntryKind.SWAP_PROPOSED, one, other=other)
    assert book.standing().swaps == (Swap(number=proposal, proposed=one, other=other),)
    assert book.order() == ["algeria", "brazil"]
    book.add(EntryKind.SWAP_DECLINED, {"proposal": proposal})
    assert book.standing().swaps == ()
    assert book.order() == ["algeria", "brazil"]


def test_a_proposal_falls_with_either_inscription() -> None:
    book = Book()
    one, other = book.inscribe("algeria"), book.inscribe("brazil")
    book.about(EntryKind.SWAP_PROPOSED, one, other=other)
    book.about(EntryKind.WITHDRAWN, other)
    assert book.standing().swaps == ()


def test_a_swap_across_categories_exchanges_them_where_the_policy_allows_it() -> None:
    book = Book(terms(policy(swap_across_categories=True)))
    book.inscribe("algeria", level="minister")
    one = book.inscribe("brazil", level="minister")
    other = book.inscribe("canada")
    book.inscribe("denmark")
    book.swap(one, other)
    assert book.order() == ["algeria", "canada", "brazil", "denmark"]


def test_a_swap_under_protocol_exchanges_the_levels_too() -> None:
    book = Book(terms(policy("protocol")))
    one = book.inscribe("algeria", level="minister")
    other = book.inscribe("brazil")
    book.inscribe("canada", level="vice_minister")
    book.swap(one, other)
    assert book.order() == ["brazil", "canada", "algeria"]


@pytest.mark.parametrize("kind", ParticipantKind)
@pytest.mark.parametrize("key", ["ctoc-2008", "groups-first", "lots", "protocol"])
def test_every_participant_has_a_category_in_each_preset(kind: ParticipantKind, key: str) -> None:
    book = Book(terms(policy(key)))
    book.inscribe("somebody", participant=kind)
    assert book.order() == ["somebody"]
