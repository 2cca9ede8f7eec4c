"""What holds of every list of speakers, however it came about."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from procedure.participants import Level, ParticipantKind
from procedure.speakers.exchange import Ledger
from procedure.speakers.lot import lot
from procedure.speakers.values import Admission, EntryKind, OrderPolicy, Standing, Within
from procedure.speakers.verify import verify
from tests.unit.speakers import CLOSES, OPENS, SEED, Book, policy, terms

few = settings(max_examples=40)
KEYS = ("ctoc-2008", "groups-first", "lots", "protocol")


@st.composite
def policies(draw: st.DrawFn) -> OrderPolicy:
    return policy(
        draw(st.sampled_from(KEYS)),
        simultaneous_seconds=draw(st.sampled_from([0, 5])),
        late=draw(st.sampled_from(["list", "category"])),
        swap_across_categories=draw(st.booleans()),
    )


@st.composite
def books(draw: st.DrawFn) -> Book:
    """A ledger as a server would have kept it: what is not allowed is not tried."""
    book = Book(terms(draw(policies())))
    for number in range(draw(st.integers(0, 9))):
        book.inscribe(
            f"delegation {number}",
            participant=draw(st.sampled_from(ParticipantKind)),
            level=draw(st.sampled_from(Level)),
            on_behalf_of=draw(st.sampled_from(["", "", f"group {number}"])),
        )
    for _ in range(draw(st.integers(0, 6))):
        _act(draw, book)
    if draw(st.booleans()):
        for number in range(draw(st.integers(0, 3))):
            late = book.inscribe(f"late {number}", at=max(CLOSES, book.at + timedelta(seconds=1)))
            decision = draw(st.sampled_from([EntryKind.ADMITTED, EntryKind.REFUSED, None]))
            if decision:
                book.about(decision, late)
        if draw(st.booleans()) and book.at >= CLOSES:
            book.reveal()
    return book


def _act(draw: st.DrawFn, book: Book) -> None:
    places = book.standing().places
    if not places:
        return
    one = draw(st.sampled_from(places))
    match draw(st.sampled_from(["absent", "withdraw", "amend", "swap"])):
        case "absent":
            absence = book.about(EntryKind.ABSENT, one.number)
            if draw(st.booleans()):
                book.add(EntryKind.UNDONE, {"entry": absence})
        case "withdraw":
            book.about(EntryKind.WITHDRAWN, one.number)
        case "amend":
            book.about(EntryKind.AMENDED, one.number, level=draw(st.sampled_from(Level)))
        case "swap":
            pairs = exchangeable(book)
            if pairs:
                book.swap(*draw(st.sampled_from(pairs)))


def exchangeable(book: Book) -> list[tuple[int, int]]:
    """The inscriptions that may exchange their places."""
    freely = book.terms.policy.swap_across_categories
    places = [
        place
        for place in book.standing().places
        if not place.absences and place.admission is Admission.IN_TIME
    ]
    return [
        (one.number, other.number)
        for one in places
        for other in places
        if one.number != other.number and (freely or one.category == other.category)
    ]


def numbers(standing: Standing) -> list[int]:
    return [place.number for place in standing.places]


@few
@given(books())
def test_every_inscription_is_in_one_place(book: Book) -> None:
    standing = book.standing()
    all_of_them = [*standing.places, *standing.waiting, *standing.others]
    inscribed = [one.sequence for one in book.entries if one.kind is EntryKind.INSCRIBED]
    assert sorted(one.number for one in all_of_them) == inscribed


@few
@given(books())
def test_a_ledger_kept_by_the_rules_is_sound(book: Book) -> None:
    ledger = Ledger(
        entries=tuple(book.entries), exported_at=book.at, order=tuple(numbers(book.standing()))
    )
    assert verify(ledger).findings == ()


@few
@given(books(), st.sampled_from(ParticipantKind), st.sampled_from(Level))
def test_one_more_request_changes_nothing_among_the_others(
    book: Book, participant: ParticipantKind, level: Level
) -> None:
    before = numbers(book.standing())
    added = book.inscribe("one more", participant=participant, level=level)
    after = numbers(book.standing())
    assert [number for number in after if number != added] == before


@few
@given(books(), st.data())
def test_what_touches_one_changes_nothing_among_the_others(book: Book, data: st.DataObject) -> None:
    before = numbers(book.standing())
    if not before:
        return
    one = data.draw(st.sampled_from(before))
    kind = data.draw(st.sampled_from([EntryKind.WITHDRAWN, EntryKind.ABSENT, EntryKind.AMENDED]))
    more = {"level": data.draw(st.sampled_from(Level))} if kind is EntryKind.AMENDED else {}
    book.about(kind, one, **more)
    after = numbers(book.standing())
    assert [n for n in after if n != one] == [n for n in before if n != one]


@few
@given(books(), st.data())
def test_the_same_swap_twice_changes_nothing(book: Book, data: st.DataObject) -> None:
    before = numbers(book.standing())
    pairs = exchangeable(book)
    if not pairs:
        return
    one, other = data.draw(st.sampled_from(pairs))
    book.swap(one, other)
    once = numbers(book.standing())
    exchanged = {one: other, other: one}
    assert once == [exchanged.get(number, number) for number in before]
    book.swap(*data.draw(st.permutations([one, other])))
    assert numbers(book.standing()) == before


@few
@given(books())
def test_an_undone_absence_was_none(book: Book) -> None:
    before = numbers(book.standing())
    if before:
        book.add(EntryKind.UNDONE, {"entry": book.about(EntryKind.ABSENT, before[0])})
    assert numbers(book.standing()) == before


@few
@given(books())
def test_an_order_does_not_depend_on_when_it_is_asked_for(book: Book) -> None:
    later = book.at + timedelta(days=1000)
    assert numbers(book.standing(now=OPENS)) == numbers(book.standing(now=later))


def naive(book: Book) -> list[int]:
    """The order by the words of docs/speakers.md, without swaps: category after category."""
    policy_, standing = book.terms.policy, book.standing()
    left = sorted(standing.places, key=lambda one: one.number)
    called: list[int] = []
    ends: list[int] = []
    undone = {e.data["entry"] for e in book.entries if e.kind is EntryKind.UNDONE}
    absent = [
        e.data["number"]
        for e in book.entries
        if e.kind is EntryKind.ABSENT and e.sequence not in undone
    ]
    first = OPENS + timedelta(seconds=policy_.simultaneous_seconds)
    for category in policy_.categories:
        here = [one for one in left if one.category == category]
        late = [one for one in here if one.admission is Admission.ADMITTED]
        in_time = [one for one in here if one not in late]
        there = [one for one in in_time if one.number not in absent]
        if policy_.within is Within.PROTOCOL:
            there = [one for level in Level for one in there if one.level is level]
            levels = [[one for one in there if one.level is level] for level in Level]
        else:
            levels = [there]
        for of_level in levels:
            drawn = [one for one in of_level if policy_.within is Within.LOT or one.at < first]
            if standing.seed:
                drawn.sort(key=lambda one: lot(SEED, one.delegation))
            called += [one.number for one in drawn]
            called += [one.number for one in of_level if one not in drawn]
        waits = [one.number for one in in_time if one.number in absent]
        called += sorted(waits, key=lambda n: len(absent) - absent[::-1].index(n))
        if policy_.within is Within.PROTOCOL:
            late.sort(key=lambda one: list(Level).index(one.level))
        late.sort(
            key=lambda one: (
                len(absent) - absent[::-1].index(one.number) if one.number in absent else 0
            )
        )
        (ends if policy_.late == "list" else called).extend(one.number for one in late)
    return [*called, *ends]


def without_swaps(book: Book) -> Book:
    """The same requests and decisions, without any exchange."""
    plain = Book(book.terms)
    renumbered: dict[int, int] = {}
    for entry in book.entries[1:]:
        if entry.kind in (EntryKind.SWAP_PROPOSED, EntryKind.SWAP_ACCEPTED):
            continue
        names = {n: renumbered[v] for n, v in entry.data.items() if n in ("number", "entry")}
        renumbered[entry.sequence] = plain.add(entry.kind, {**entry.data, **names}, entry.at)
    return plain


@given(books())
def test_the_order_is_that_of_a_naive_reading(book: Book) -> None:
    plain = without_swaps(book)
    assert numbers(plain.standing()) == naive(plain)


@few
@given(books())
def test_an_entry_that_may_not_be_is_found(book: Book) -> None:
    book.add(EntryKind.WITHDRAWN, {"number": 1})
    assert [finding.problem for finding in verify(_ledger(book)).findings] == ["unknown"]


def _ledger(book: Book) -> Ledger:
    return Ledger(entries=tuple(book.entries), exported_at=book.at)


@few
@given(books(), st.data())
def test_an_order_given_out_wrongly_is_found(book: Book, data: st.DataObject) -> None:
    due = numbers(book.standing())
    given_out = data.draw(st.permutations(due))
    found = verify(replace(_ledger(book), order=tuple(given_out))).findings
    wrong = [
        place for place, pair in enumerate(zip(given_out, due, strict=True), 1) if len({*pair}) > 1
    ]
    assert [(one.problem, one.detail) for one in found] == [("order", str(n)) for n in wrong[:1]]
