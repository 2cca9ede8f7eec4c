"""Nobody acts for the delegation of others by the number of what is theirs."""

from __future__ import annotations

from io import BytesIO

import pytest

from services.speakers_rows import ledger
from services.speakers_swaps import propose_swap
from tests.speaker_pages import HERE, a_list, austria, inscribed, others, stored
from tests.speakers import focal_point, put

__all__ = ["austria", "others"]  # fixtures


@pytest.fixture
def theirs(db, others):
    """The numbers of what two other delegations have: inscriptions, and an exchange proposed."""
    a_list(db)
    brazil, china = put(db, *others)
    proposal = propose_swap(db, focal_point(others[0]), stored(db), brazil, other=china)
    return brazil, china, proposal.sequence


def text():
    return {"file": (BytesIO(b"Mr. President"), "text.txt"), "text_language": "en"}


def test_what_others_have_is_neither_read_nor_changed(db, austria, theirs):
    brazil, _, proposal = theirs
    own = inscribed(austria)
    before = len(ledger(db, stored(db)))
    brazils = f"{HERE}inscriptions/{brazil}/"
    asked = [
        austria.get(brazils),
        austria.get(f"{brazils}receipt"),
        austria.post(brazils, data={"level": "minister"}),
        austria.post(f"{brazils}withdraw"),
        austria.post(f"{brazils}texts", data=text()),
        austria.post(f"{brazils}exchange", data={"other": own}),
        austria.post(f"{HERE}exchanges/{proposal}/accept"),
        austria.post(f"{HERE}exchanges/{proposal}/decline"),
    ]
    assert [one.status_code for one in asked] == [409] * len(asked)
    assert all("another delegation" in one.text for one in asked)
    db.rollback()
    assert len(ledger(db, stored(db))) == before
