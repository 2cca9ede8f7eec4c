"""The ledger of a list: what was written can be told from what was changed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from procedure.plain import BadData, moment, read_moment
from procedure.speakers.exchange import Ledger, ledger_data, read_ledger
from procedure.speakers.ledger import (
    NOTHING,
    Fault,
    FaultKind,
    chained,
    digest,
    faults,
    read_terms,
    terms_data,
)
from procedure.speakers.lot import keeps_commitment, new_commitment
from procedure.speakers.receipts import BadReceipt, read_receipt, sign
from procedure.speakers.values import Entry, EntryKind
from procedure.speakers.verify import verify
from tests.unit.speakers import CLOSES, OPENS, SEED, Book, policy, terms

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def book() -> Book:
    """A ledger with one entry of each kind."""
    made = Book(terms(policy(simultaneous_seconds=3)))
    one, other = made.inscribe("algérie"), made.inscribe("brazil")
    third = made.inscribe("canada")
    limits = tuple(replace(one, seconds=120) for one in made.terms.policy.categories)
    made.change(policy=replace(made.terms.policy, categories=limits))
    made.reveal()
    made.about(EntryKind.AMENDED, one, speaker="Ms. Benali")
    made.swap(one, other)
    proposal = made.about(EntryKind.SWAP_PROPOSED, third, other=one)
    made.add(EntryKind.SWAP_DECLINED, {"proposal": proposal})
    made.add(EntryKind.UNDONE, {"entry": made.about(EntryKind.ABSENT, third)})
    made.about(EntryKind.WITHDRAWN, third)
    late = made.inscribe("denmark", at=CLOSES)
    made.about(EntryKind.ADMITTED, late)
    made.about(EntryKind.REFUSED, made.inscribe("egypt"))
    return made


def test_an_entry_is_the_hash_of_json_that_anyone_can_write() -> None:
    entry = book().entries[1]
    written = (
        '{"actor":"desk","at":"2008-08-15T08:00:00.000000Z","data":{"delegation":"algérie",'
        '"late":false,"level":"representative","name":"Algérie","participant":"State party"},'
        f'"kind":"inscribed","previous":"{entry.previous}","sequence":2}}'
    )
    assert entry.digest == digest(entry) == sha256(written.encode()).hexdigest()


def test_the_first_entry_is_chained_to_nothing_and_each_other_to_the_last() -> None:
    entries = book().entries
    assert [entry.previous for entry in entries] == [NOTHING, *(e.digest for e in entries[:-1])]
    assert [entry.sequence for entry in entries] == list(range(1, len(entries) + 1))
    assert faults(entries) == ()


def test_a_clock_that_runs_back_does_not_take_the_ledger_with_it() -> None:
    first = book().entries[-1]
    earlier = first.at - timedelta(hours=1)
    entry = chained(first, at=earlier, kind=EntryKind.WITHDRAWN, actor="desk", data={"number": 2})
    assert entry.at == first.at


def test_terms_are_read_as_they_were_written() -> None:
    assert read_terms(json.loads(json.dumps(terms_data(terms())))) == terms()


def test_terms_close_after_they_open() -> None:
    with pytest.raises(BadData, match="closes_at: Give a moment after the opening"):
        read_terms(terms_data(terms(closes_at=OPENS)))


def rewritten(entries: list[Entry], place: int, **changes: object) -> list[Entry]:
    """The ledger with an entry changed and its digest made anew, and nothing after it."""
    changed = replace(entries[place], **changes)  # type: ignore[arg-type]  # any field
    changed = replace(changed, digest=digest(changed))
    return [*entries[:place], changed, *entries[place + 1 :]]


def test_faults_are_named_where_they_are() -> None:
    entries = book().entries
    gap, tie = [*entries[:2], *entries[3:]], [*entries[:3], *entries[2:]]
    assert faults(gap)[0] == Fault(4, FaultKind.SEQUENCE)
    assert Fault(4, FaultKind.CHAIN) in faults(gap)
    assert Fault(3, FaultKind.SEQUENCE) in faults(tie)
    early = rewritten(entries, len(entries) - 1, at=OPENS)
    assert faults(early) == (Fault(len(entries), FaultKind.TIME),)
    assert faults(rewritten(entries, 2, actor="x")) == (Fault(4, FaultKind.CHAIN),)
    forged = [replace(entry, actor="x") if entry.sequence == 3 else entry for entry in entries]
    assert faults(forged) == (Fault(3, FaultKind.DIGEST),)


def test_a_list_is_made_once_and_first() -> None:
    made = book()
    made.add(EntryKind.MADE, terms_data(made.terms))
    assert faults(made.entries) == (Fault(len(made.entries), FaultKind.FIRST),)
    assert faults(made.entries[1:])[0].kind is FaultKind.SEQUENCE
    assert Fault(2, FaultKind.FIRST) in faults(made.entries[1:])


def test_a_list_keeps_its_id_and_its_commitment() -> None:
    for change in ({"list_id": "other"}, {"commitment": new_commitment("ab" * 16)}):
        made = book()
        made.change(**change)
        assert faults(made.entries) == (Fault(len(made.entries), FaultKind.TERMS),)


def test_a_seed_is_the_one_committed_to_and_is_revealed_once() -> None:
    made = Book()
    made.add(EntryKind.REVEALED, {"seed": "ab" * 16})
    made.reveal()
    assert faults(made.entries) == (Fault(2, FaultKind.SEED), Fault(3, FaultKind.SEED))


def test_a_commitment_is_the_hash_of_the_seed_as_written() -> None:
    assert new_commitment(SEED) == sha256(SEED.encode()).hexdigest()
    assert keeps_commitment(SEED, new_commitment(SEED))
    assert not keeps_commitment("ab" * 16, new_commitment(SEED))


@pytest.mark.parametrize(
    "seed", ["", "ab" * 15, "AB" * 16, "ab" * 15 + "a", "zz" * 16, "ab" * 16 + "\n"]
)
def test_what_could_be_guessed_or_read_in_two_ways_is_no_seed(seed: str) -> None:
    with pytest.raises(ValueError, match="Give 16 bytes or more"):
        new_commitment(seed)
    assert not keeps_commitment(seed, sha256(seed.encode()).hexdigest())


def exported(made: Book) -> str:
    order = [place.number for place in made.standing().places]
    public = KEY.public_key().public_bytes_raw().hex()
    data = ledger_data(made.entries, exported_at=made.at, public_key=public, order=order)
    return json.dumps(data, ensure_ascii=False)


def test_a_ledger_given_out_is_read_as_it_was() -> None:
    made = book()
    ledger = read_ledger(json.loads(exported(made)))
    assert list(ledger.entries) == made.entries
    assert verify(ledger).findings == ()
    assert verify(ledger).standing == made.standing()


BOOK = book()
SOUND = exported(BOOK)
ENTRIES = SOUND[SOUND.index('"entries"') :]


@given(st.integers(0, len(ENTRIES) - 2), st.characters(codec="utf-8", exclude_characters="\r"))
def test_any_change_of_any_character_is_found(place: int, character: str) -> None:
    start = len(SOUND) - len(ENTRIES) + place
    changed = SOUND[:start] + character + SOUND[start + 1 :]
    try:
        ledger = read_ledger(json.loads(changed))
    except (BadData, ValueError):
        return  # not to be read at all
    # a name of a field can lose its place in an object that has another of that name, no more
    same = list(ledger.entries) == BOOK.entries
    assert same is (json.loads(changed) == json.loads(SOUND))
    assert bool(verify(ledger).findings) is not same


@given(st.data())
def test_any_byte_of_an_entry_counts(data: st.DataObject) -> None:
    entry = data.draw(st.sampled_from(BOOK.entries))
    change = data.draw(
        st.sampled_from(
            [
                {"at": entry.at + timedelta(microseconds=1)},
                {"sequence": entry.sequence + 1},
                {"actor": entry.actor + " "},
                {"data": {**entry.data, "": None}},
                {"previous": entry.previous[::-1] if entry.previous != NOTHING else "1" * 64},
                {"kind": EntryKind.AMENDED if entry.kind is EntryKind.UNDONE else EntryKind.UNDONE},
            ]
        )
    )
    assert digest(replace(entry, **change)) != entry.digest


def test_a_file_of_another_form_is_refused_by_field() -> None:
    sound = json.loads(SOUND)
    for change, said in [
        ({"format": "x"}, "format: Give hemicycle-speakers-ledger/1"),
        ({"entries": []}, "entries: Give the entry that made the list"),
        ({"entries": [1]}, "entries[0]: Give a group of fields"),
        ({"entries": {}}, "entries: Give a list"),
        ({"order": [0]}, "order[0]: Give a whole number of 1 or more"),
        ({"public_key": "ab"}, "public_key: Give 64 small hexadecimal digits"),
        ({"exported_at": "today"}, "exported_at: Give a moment"),
        ({"more": 1}, "more: There is no such field"),
    ]:
        with pytest.raises(BadData) as refused:
            read_ledger({**sound, **change})
        assert str(refused.value).startswith(said)
    entry = sound["entries"][0]
    for change, said in [
        ({"kind": "x"}, "entries[0].kind: Give one of: made, changed"),
        ({"data": []}, "entries[0].data: Give a group of fields"),
        ({"data": {"x": float("nan")}}, "entries[0].data: Give what JSON"),
        ({"data": {"x": "\ud800"}}, "entries[0].data: Give what JSON"),
        ({"sequence": True}, "entries[0].sequence: Give a whole number"),
        ({"actor": None}, "entries[0].actor: Give a text"),
    ]:
        with pytest.raises(BadData) as refused:
            read_ledger({**sound, "entries": [{**entry, **change}]})
        assert str(refused.value).startswith(said)


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)))  # noqa: DTZ001 - in UTC below
def test_a_moment_is_read_as_it_was_written(naive: datetime) -> None:
    value = naive.replace(tzinfo=UTC)
    assert read_moment(moment(value)) == value


def test_a_receipt_says_which_entry_stood_and_since_when() -> None:
    entry = BOOK.entries[1]
    token = sign(entry, KEY)
    receipt = read_receipt(token, KEY.public_key())
    assert (receipt.number, receipt.at, receipt.digest) == (2, entry.at, entry.digest)
    assert [receipt.is_of(other) for other in BOOK.entries[:3]] == [False, True, False]


TOKEN = sign(BOOK.entries[1], KEY)


@given(st.integers(0, len(TOKEN) - 1), st.characters(codec="utf-8"))
def test_a_forged_receipt_is_refused(place: int, character: str) -> None:
    forged = TOKEN[:place] + character + TOKEN[place + 1 :]
    if forged == TOKEN:
        return
    with pytest.raises(BadReceipt):
        read_receipt(forged, KEY.public_key())


@pytest.mark.parametrize("token", ["", "x", "é", TOKEN + "=", TOKEN + "A", TOKEN[:-1], "A" * 400])
def test_what_is_no_receipt_is_refused(token: str) -> None:
    with pytest.raises(BadReceipt):
        read_receipt(token, KEY.public_key())


def test_a_receipt_of_another_key_is_refused() -> None:
    with pytest.raises(BadReceipt, match="not that of this key"):
        read_receipt(TOKEN, Ed25519PrivateKey.generate().public_key())


def test_what_was_left_out_at_the_end_shows_by_a_receipt_only() -> None:
    token = sign(BOOK.entries[-1], KEY)
    shortened = Ledger(entries=tuple(BOOK.entries[:-1]), exported_at=BOOK.at)
    assert verify(shortened).findings == ()
    receipt = read_receipt(token, KEY.public_key())
    assert not any(receipt.is_of(entry) for entry in shortened.entries)
