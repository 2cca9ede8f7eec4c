"""Why a list does not take what it is asked, by which rule; and that a verifier finds it too."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from procedure.participants import Level, ParticipantKind
from procedure.rulebook import rulebook
from procedure.speakers.exchange import Ledger
from procedure.speakers.lot import new_commitment
from procedure.speakers.refusals import (
    Refusal,
    Request,
    absence_refused,
    amendment_refused,
    answer_refused,
    change_refused,
    decision_refused,
    possible,
    refused,
    reveal_refused,
    swap_refused,
    withdrawal_refused,
)
from procedure.speakers.values import EntryKind, Swap, Within
from procedure.speakers.verify import Mistake, verify
from tests.unit.speakers import CLOSES, OPENS, SECOND, SEED, Book, policy, terms

RULES = rulebook("ctoc").speakers
SOON = OPENS + timedelta(minutes=1)


def asked(**changes: Any) -> Request:
    request = Request(
        delegation="mali", participant=ParticipantKind.STATE_PARTY, level=Level.REPRESENTATIVE
    )
    return replace(request, **changes)


def ask(request: Request, **known: Any) -> Refusal | None:
    now, order = known.pop("now", SOON), known.pop("order", policy())
    return refused(terms(order), request, now, **{"own": (), "groups": (), **known})


def found(book: Book) -> list[tuple[int, str]]:
    ledger = Ledger(entries=tuple(book.entries), exported_at=book.at)
    return [(one.sequence, one.problem.value) for one in verify(ledger).findings]


STATES_ONLY = policy("groups-first", categories=policy("groups-first").categories[1:4])


@pytest.mark.parametrize(
    ("request_", "known", "reason"),
    [
        (asked(), {}, None),
        (asked(acting_for="mali"), {}, None),
        (asked(acting_for="chad"), {}, Refusal.NOT_YOURS),
        (asked(), {"now": OPENS - SECOND}, Refusal.NOT_OPEN),
        (asked(), {"now": OPENS}, None),
        (asked(), {"now": CLOSES}, None),  # kept as late
        (asked(), {"own": [""]}, Refusal.TWICE),
        (asked(), {"own": ["African States"]}, None),
        (asked(), {"own": [""], "order": policy(statements_per_delegation=2)}, None),
        (asked(), {"own": ["", ""], "order": policy(statements_per_delegation=2)}, Refusal.TWICE),
        (asked(on_behalf_of="African States"), {"own": [""]}, None),
        (
            asked(on_behalf_of="The  african states"),
            {"groups": ["African States"]},
            Refusal.GROUP_TWICE,
        ),
        (asked(on_behalf_of="GUAM"), {"groups": ["African States"]}, None),
        (asked(participant=ParticipantKind.NGO), {"order": STATES_ONLY}, Refusal.NO_CATEGORY),
    ],
)
def test_an_inscription(request_: Request, known: dict[str, Any], reason: Refusal | None) -> None:
    assert ask(request_, **known) == reason


@pytest.mark.parametrize(
    ("reason", "rule"),
    [
        (Refusal.NOT_OPEN, "rule 42"),
        (Refusal.TWICE, "rule 45"),
        (Refusal.NO_CATEGORY, ""),
        (Refusal.DECIDED, "rule 46"),
        (Refusal.TOO_EARLY, ""),
    ],
)
def test_a_refusal_rests_on_a_rule_or_on_the_terms_of_the_list(reason: Refusal, rule: str) -> None:
    assert reason.rule(RULES) == rule


def listed() -> Book:
    book = Book()
    for name in ("algeria", "brazil", "canada", "denmark"):
        book.inscribe(name)
    book.inscribe("egypt", level="minister")
    book.about(EntryKind.WITHDRAWN, 4)
    book.about(EntryKind.ABSENT, 5)
    book.about(EntryKind.ADMITTED, book.inscribe("finland", at=CLOSES))
    book.inscribe("greece")
    return book


BOOK = listed()
STANDING = BOOK.standing()
ON_LIST = {one.delegation: one for one in (*STANDING.places, *STANDING.waiting, *STANDING.others)}


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ("brazil", None),
        ("algeria", Refusal.SAME),
        ("canada", Refusal.NOT_IN_FORCE),
        ("greece", Refusal.NOT_IN_FORCE),
        ("denmark", Refusal.ABSENT),
        ("finland", Refusal.LATE),
        ("egypt", Refusal.OTHER_CATEGORY),
        ("nobody", Refusal.UNKNOWN),
    ],
)
def test_a_swap(other: str, reason: Refusal | None) -> None:
    one, two = ON_LIST["algeria"], ON_LIST.get(other)
    assert swap_refused(policy(), one, two, acting_for="algeria") == reason
    if two:
        proposal = {"number": one.number, "other": two.number}
        book = listed()
        at = book.add(EntryKind.SWAP_PROPOSED, proposal)
        assert found(book) == ([(at, reason.value)] if reason else [])


def test_a_swap_across_categories_where_the_policy_allows_it() -> None:
    freely = policy(swap_across_categories=True)
    one, other = ON_LIST["algeria"], ON_LIST["egypt"]
    assert swap_refused(freely, one, other, acting_for=None) is None


def test_a_swap_is_proposed_once_and_by_whom_it_concerns() -> None:
    one, other = ON_LIST["algeria"], ON_LIST["brazil"]
    pending = [Swap(number=9, proposed=one.number, other=other.number)]
    again = swap_refused(policy(), one, other, pending=pending, acting_for="algeria")
    assert again is Refusal.PROPOSED
    assert swap_refused(policy(), one, other, acting_for="brazil") is Refusal.NOT_YOURS


def test_the_other_delegation_accepts_and_either_declines() -> None:
    one, other = ON_LIST["algeria"], ON_LIST["brazil"]
    swap = Swap(number=9, proposed=one.number, other=other.number)

    def answer(acting_for: str | None, *, accepts: bool) -> Refusal | None:
        return answer_refused(swap, STANDING.places, accepts=accepts, acting_for=acting_for)

    assert answer("brazil", accepts=True) is None
    assert answer("algeria", accepts=True) is Refusal.NOT_YOURS
    assert answer("algeria", accepts=False) is None
    assert answer("denmark", accepts=False) is Refusal.NOT_YOURS
    unknown = answer_refused(None, STANDING.places, accepts=True, acting_for="brazil")
    assert unknown is Refusal.UNKNOWN


def test_an_amendment_and_a_withdrawal() -> None:
    mine, withdrawn = ON_LIST["algeria"], ON_LIST["canada"]
    wanted = asked(delegation="algeria", acting_for="algeria")
    made = terms()
    assert amendment_refused(made, mine, wanted) is None
    assert amendment_refused(made, None, wanted) is Refusal.UNKNOWN
    theirs = replace(wanted, acting_for="brazil")
    assert amendment_refused(made, mine, theirs) is Refusal.NOT_YOURS
    assert amendment_refused(made, mine, wanted, own=[""]) is Refusal.TWICE
    assert withdrawal_refused(withdrawn, acting_for=None) is Refusal.NOT_IN_FORCE
    assert withdrawal_refused(ON_LIST["greece"], acting_for="greece") is None
    assert withdrawal_refused(mine, acting_for="brazil") is Refusal.NOT_YOURS


def test_the_chair_decides_late_requests_once() -> None:
    assert decision_refused(ON_LIST["greece"]) is None
    assert decision_refused(ON_LIST["finland"]) is Refusal.DECIDED
    assert decision_refused(ON_LIST["algeria"]) is Refusal.DECIDED
    assert decision_refused(ON_LIST["canada"]) is Refusal.NOT_IN_FORCE
    assert decision_refused(None) is Refusal.UNKNOWN


def test_only_who_is_on_the_list_can_be_absent() -> None:
    assert absence_refused(ON_LIST["finland"]) is None
    assert absence_refused(ON_LIST["greece"]) is Refusal.NOT_IN_FORCE
    assert absence_refused(None) is Refusal.UNKNOWN


def test_the_seed_is_revealed_when_the_first_seconds_are_over() -> None:
    book = Book(terms(policy(simultaneous_seconds=60)))
    standing = book.standing()
    assert reveal_refused(standing, SEED, OPENS + 59 * SECOND) is Refusal.TOO_EARLY
    assert reveal_refused(standing, SEED, OPENS + 60 * SECOND) is None
    assert reveal_refused(standing, "ab" * 16, CLOSES) is Refusal.WRONG_SEED
    book.reveal()
    assert reveal_refused(book.standing(), SEED, CLOSES) is Refusal.DRAWN
    assert found(book) == [(2, "too_early")]


def test_the_seed_of_a_public_drawing_is_revealed_when_the_list_is_closed() -> None:
    standing = Book(terms(policy("lots"))).standing()
    assert reveal_refused(standing, SEED, CLOSES - SECOND) is Refusal.TOO_EARLY
    assert reveal_refused(standing, SEED, CLOSES) is None


def test_terms_that_do_not_change() -> None:
    old = terms()
    later = replace(old, closes_at=CLOSES + SECOND)
    moved = replace(old, opens_at=OPENS + SECOND)
    assert change_refused(old, later, SOON, drawn=True) is None
    assert change_refused(old, moved, OPENS - SECOND, drawn=False) is None
    assert change_refused(old, moved, OPENS, drawn=False) is Refusal.FIXED
    other = replace(old, commitment=new_commitment("ab" * 16))
    assert change_refused(old, other, OPENS - SECOND, drawn=False) is Refusal.FIXED


def test_once_it_is_open_closing_and_limits_change_alone() -> None:
    old = terms()
    shorter = tuple(replace(one, seconds=60) for one in old.policy.categories)
    limits = replace(old, policy=replace(old.policy, categories=shorter))
    others = (
        replace(old, title="Another"),
        replace(old, item="9"),
        replace(old, policy=policy("protocol")),
        replace(old, policy=policy(swap_across_categories=True)),
        replace(old, policy=policy(categories=policy().categories[::-1])),
    )
    longer = replace(limits, closes_at=CLOSES + SECOND)
    for now in (OPENS, CLOSES):
        assert change_refused(old, limits, now, drawn=False) is None
        for other in others:
            assert change_refused(old, other, now, drawn=False) is Refusal.OPENED
            assert change_refused(old, other, OPENS - SECOND, drawn=False) is None
    assert change_refused(old, longer, CLOSES - SECOND, drawn=False) is None
    assert change_refused(old, longer, CLOSES, drawn=False) is Refusal.CLOSED


def test_an_order_changed_in_the_middle_is_found_in_a_ledger() -> None:
    book = Book()
    book.inscribe("algeria")
    book.change(policy=policy("protocol"))
    assert found(book) == [(3, "opened")]


def test_what_the_lot_depends_on_does_not_change_once_it_is_drawn() -> None:
    old = terms(policy("lots"))
    longer = replace(old, closes_at=CLOSES + SECOND)
    assert change_refused(old, longer, SOON, drawn=False) is None
    assert change_refused(old, longer, SOON, drawn=True) is Refusal.DRAWN
    by_request = replace(old, policy=policy("lots", within=Within.REQUEST))
    assert change_refused(old, by_request, SOON, drawn=True) is Refusal.DRAWN


def test_what_should_have_been_refused_is_found_in_a_ledger() -> None:
    book = Book()
    book.inscribe("algeria", at=OPENS - SECOND)  # 2
    book.inscribe("brazil")
    book.inscribe("brazil")  # 4
    book.inscribe("chad", on_behalf_of="African States")
    book.inscribe("mali", on_behalf_of="the African States")  # 6
    book.about(EntryKind.WITHDRAWN, 4)  # 7: what may not be is not there
    book.about(EntryKind.ADMITTED, 3)  # 8
    book.add(EntryKind.UNDONE, {"entry": 8})  # 9
    book.add(EntryKind.SWAP_ACCEPTED, {"proposal": 3})  # 10
    book.about(EntryKind.AMENDED, 3, on_behalf_of="African States")  # 11
    book.change(closes_at=CLOSES + SECOND)
    book.inscribe("late", at=CLOSES, late=True)  # 13
    book.inscribe("soon", at=CLOSES + SECOND, late=False)  # 14
    assert found(book) == [
        (2, "not_open"),
        (4, "twice"),
        (6, "group_twice"),
        (7, "unknown"),
        (8, "decided"),
        (9, "unknown"),
        (10, "unknown"),
        (11, "group_twice"),
        (13, "lateness"),
        (14, "lateness"),
    ]


def test_a_withdrawn_or_refused_statement_may_be_asked_for_again() -> None:
    book = Book()
    book.about(EntryKind.WITHDRAWN, book.inscribe("algeria"))
    book.inscribe("algeria")
    book.about(EntryKind.REFUSED, book.inscribe("brazil", at=CLOSES))
    book.inscribe("brazil")
    assert found(book) == []


@pytest.mark.parametrize(
    ("kind", "data", "field"),
    [
        (EntryKind.INSCRIBED, {"delegation": "x"}, "name"),
        (EntryKind.INSCRIBED, {"delegation": ""}, "delegation"),
        (EntryKind.AMENDED, {"number": 2, "delegation": "x"}, "delegation"),
        (EntryKind.AMENDED, {"number": 2, "late": False}, "late"),
        (EntryKind.AMENDED, {"number": 2, "level": "king"}, "level"),
        (EntryKind.AMENDED, {"number": 2, "aligned": [""]}, "aligned[0]"),
        (EntryKind.WITHDRAWN, {"number": "2"}, "number"),
        (EntryKind.SWAP_PROPOSED, {"number": 2}, "other"),
        (EntryKind.SWAP_DECLINED, {"proposal": True}, "proposal"),
        (EntryKind.ABSENT, {"number": 2, "why": "ill"}, "why"),
        (EntryKind.UNDONE, {"entry": 0}, "entry"),
    ],
)
def test_data_of_another_form_are_found(kind: EntryKind, data: dict[str, Any], field: str) -> None:
    book = Book()
    book.inscribe("algeria")
    at = book.add(kind, data)
    ledger = Ledger(entries=tuple(book.entries), exported_at=book.at)
    (finding,) = verify(ledger).findings
    assert (finding.sequence, finding.problem, finding.detail) == (at, Mistake.DATA, field)


def test_a_wrong_seed_is_found_once() -> None:
    book = Book()
    wrong = book.add(EntryKind.REVEALED, {"seed": "ab" * 16})
    assert found(book) == [(wrong, "seed")]


def test_without_readable_terms_only_the_chain_is_judged() -> None:
    book = Book()
    book.inscribe("algeria")
    book.inscribe("algeria")
    wrong = book.add(EntryKind.CHANGED, {"title": "x"})
    assert found(book) == [(wrong, "terms")]
    ledger = Ledger(entries=tuple(book.entries[1:]), exported_at=book.at)
    assert verify(ledger).standing is None


def test_what_is_taken_back_must_still_have_its_place() -> None:
    book = Book()
    refusal = book.about(EntryKind.REFUSED, book.inscribe("algeria", at=CLOSES))
    book.inscribe("algeria")
    again = book.add(EntryKind.UNDONE, {"entry": refusal})
    late = book.inscribe("brazil")
    admission = book.about(EntryKind.ADMITTED, late)
    book.about(EntryKind.WITHDRAWN, late)
    gone = book.add(EntryKind.UNDONE, {"entry": admission})
    assert found(book) == [(again, "twice"), (gone, "not_in_force")]


NO_GROUPS = policy(
    categories=tuple(replace(one, group_statements=False) for one in policy().categories)
)


@pytest.mark.parametrize(
    ("order", "participant", "own", "left"),
    [
        (policy(), ParticipantKind.STATE_PARTY, [], (True, True)),
        (policy(), ParticipantKind.STATE_PARTY, [""], (False, True)),
        (policy(), ParticipantKind.STATE_PARTY, ["African Group"], (True, True)),
        (policy(statements_per_delegation=2), ParticipantKind.STATE_PARTY, [""], (True, True)),
        (NO_GROUPS, ParticipantKind.STATE_PARTY, [""], (False, False)),
        (STATES_ONLY, ParticipantKind.NGO, [], (False, False)),
    ],
)
def test_what_a_delegation_can_still_ask_for(order, participant, own, left):
    found = possible(order, participant, own)
    assert (found.own, found.group) == left
