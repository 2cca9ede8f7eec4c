"""Receipts of inscriptions, signed with the key of their list."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from models.speakers import SpeakersList
from procedure.speakers.receipts import Receipt, sign
from procedure.speakers.values import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedReceipt:
    """What whoever asked to speak is given: a receipt, and the token that proves it.

    `late`: the chair has to decide.
    """

    receipt: Receipt
    token: str
    late: bool = False


def signed(speakers: SpeakersList, entry: Entry) -> SignedReceipt:
    """The receipt of an entry; the same however often it is asked for."""
    return SignedReceipt(
        receipt=Receipt(number=entry.sequence, at=entry.at, digest=entry.digest),
        token=sign(entry, _key(speakers)),
        late=bool(entry.data.get("late", False)),
    )


def public_key(speakers: SpeakersList) -> str:
    """The key with which receipts of a list are verified, in hexadecimal digits."""
    return _key(speakers).public_key().public_bytes_raw().hex()


def _key(speakers: SpeakersList) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(speakers.receipt_key))
