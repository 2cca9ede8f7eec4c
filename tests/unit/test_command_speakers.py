"""`hemicycle speakers verify`: a ledger given out is checked without our database."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from procedure.speakers.exchange import ledger_data
from procedure.speakers.ledger import FaultKind
from procedure.speakers.receipts import sign
from procedure.speakers.refusals import Refusal
from procedure.speakers.values import EntryKind
from procedure.speakers.verify import Mistake
from tests.unit.speakers import Book, policy, terms
from web.commands import main
from web.commands.speakers import SENTENCES

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw().hex()


def book() -> Book:
    made = Book(terms(policy(simultaneous_seconds=2)))
    made.inscribe("algeria")
    made.inscribe("brazil", on_behalf_of="GUAM")
    made.inscribe("canada", level="minister")
    made.reveal()
    return made


def data_of(made: Book) -> dict[str, Any]:
    order = [place.number for place in made.standing().places]
    return ledger_data(made.entries, exported_at=made.at, public_key=PUBLIC, order=order)


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., tuple[int, str]]:
    def verify(data: Any, *options: str) -> tuple[int, str]:
        file = tmp_path / "ledger.json"
        file.write_text(json.dumps(data), encoding="utf-8")
        result = CliRunner().invoke(main, ["speakers", "verify", str(file), *options])
        lines = [line.rstrip() for line in result.output.splitlines()]
        return result.exit_code, "\n".join([*lines, ""]).replace(str(file), "ledger.json")

    return verify


def test_a_sound_list_is_said_to_be_so(run: Callable[..., tuple[int, str]]) -> None:
    made = book()
    code, said = run(data_of(made))
    assert code == 0
    assert said == (
        "General discussion\n"
        "All 5 entries are sound and chained. The last digest:\n"
        f"{made.entries[-1].digest}\n"
        "The lot was drawn by the seed that was committed to: "
        "5eed5eed5eed5eed5eed5eed5eed5eed.\n"
        "The order that follows:\n"
        "   1. Canada\n"
        "   2. Brazil (GUAM)\n"
        "   3. Algeria\n"
    )


def test_a_list_is_said_as_json(run: Callable[..., tuple[int, str]]) -> None:
    code, said = run(data_of(book()), "--json")
    assert code == 0
    assert json.loads(said) == {
        "status": "sound",
        "entries": 5,
        "findings": [],
        "order": [
            {"number": 4, "delegation": "canada", "name": "Canada"},
            {"number": 3, "delegation": "brazil", "name": "Brazil"},
            {"number": 2, "delegation": "algeria", "name": "Algeria"},
        ],
        "to_be_drawn": False,
    }


def test_a_changed_entry_is_named(run: Callable[..., tuple[int, str]]) -> None:
    data = data_of(book())
    data["entries"][2]["data"]["level"] = "minister"
    code, said = run(data)
    assert code == 1
    assert said == "• It was changed: its digest is that of something else.\n  Entry 3\n"


def test_what_should_have_been_refused_is_named(run: Callable[..., tuple[int, str]]) -> None:
    made = book()
    made.inscribe("algeria")
    made.add(EntryKind.WITHDRAWN, {"number": 99})
    code, said = run(data_of_entries(made), "--json")
    assert code == 1
    assert json.loads(said)["findings"] == [
        {
            "entry": 6,
            "problem": "twice",
            "text": "The delegation had its number of statements already.",
        },
        {
            "entry": 7,
            "problem": "unknown",
            "text": "It names something that is not on the list.",
        },
    ]


def data_of_entries(made: Book) -> dict[str, Any]:
    """Without the order, which does not follow from such a ledger."""
    data = ledger_data(made.entries, exported_at=made.at, public_key=PUBLIC, order=[])
    del data["order"]
    return data


def test_another_order_than_follows_is_found(run: Callable[..., tuple[int, str]]) -> None:
    code, said = run({**data_of(book()), "order": [4, 2, 3]})
    assert code == 1
    assert said == "• The order in the file is not what follows, from place 2 on.\n"


def test_a_lot_that_is_still_to_be_drawn_is_said_to_be_so(
    run: Callable[..., tuple[int, str]],
) -> None:
    made = Book(terms(policy("lots")))
    made.inscribe("algeria")
    code, said = run(data_of(made))
    assert code == 0
    assert "The lot is still to be drawn: until then those concerned stand as they came.\n" in said


def test_a_receipt_is_held_against_the_ledger(run: Callable[..., tuple[int, str]]) -> None:
    made = book()
    token = sign(made.entries[2], KEY)
    code, said = run(data_of(made), "--receipt", token)
    assert (code, said.splitlines()[-1]) == (
        0,
        "The receipt is genuine: entry 3 is in the ledger.",
    )
    other = book()
    other.entries = other.entries[:2]
    code, said = run(data_of_entries(other), "--receipt", token, "--json")
    assert (code, json.loads(said)["status"]) == (1, "unsound")
    assert json.loads(said)["receipt"] == {
        "number": 3,
        "sound": False,
        "text": "The receipt is genuine, but its entry is not in this ledger.",
    }


def test_a_receipt_of_another_key_is_refused(run: Callable[..., tuple[int, str]]) -> None:
    made = book()
    stranger = Ed25519PrivateKey.generate()
    code, said = run(data_of(made), "--receipt", sign(made.entries[2], stranger))
    assert code == 1
    assert said.endswith("The receipt was not signed with this key, or was changed.\n")
    key = stranger.public_key().public_bytes_raw().hex()
    code, _said = run(data_of(made), "--receipt", sign(made.entries[2], stranger), "--key", key)
    assert code == 0


@pytest.mark.parametrize(
    ("change", "options", "said"),
    [
        ({"entries": []}, (), "entries: Give the entry that made the list, at least."),
        ({"format": "x"}, (), "format: Give hemicycle-speakers-ledger/1"),
        ({"public_key": ""}, ("--receipt", "x"), "public_key: Give the public key of receipts"),
        ({}, ("--receipt", "x", "--key", "x"), "public_key: Give the public key of receipts"),
    ],
)
def test_bad_input_is_refused_by_field(
    run: Callable[..., tuple[int, str]], change: dict[str, Any], options: tuple[str, ...], said: str
) -> None:
    code, output = run({**data_of(book()), **change}, *options)
    assert code == 3
    assert output.startswith(f"ledger.json: {said}")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["speakers", "verify", str(tmp_path / "no.json")])
    assert result.exit_code == 3
    assert "There is no file" in result.output


def test_there_is_a_sentence_for_whatever_can_be_found() -> None:
    assert set(SENTENCES) == {*FaultKind, *Refusal, *Mistake}
