"""Receipts: what whoever asked to speak holds in hand, signed, so that it cannot be disowned."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from procedure.plain import BadData, Fields, moment
from procedure.speakers.ledger import canonical
from procedure.speakers.values import Entry

SIGNATURE_BYTES = 64


class BadReceipt(ValueError):
    """A token that is not a receipt, or not one that the key has signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a receipt says: which entry stood in the ledger of a list, and since when."""

    number: int
    at: datetime
    digest: str

    def is_of(self, entry: Entry) -> bool:
        """Whether it was given for this very entry."""
        return (self.number, self.at, self.digest) == (entry.sequence, entry.at, entry.digest)


def sign(entry: Entry, key: Ed25519PrivateKey) -> str:
    """A receipt for an entry, as a token of letters, figures, hyphens and underscores.

    The digest, by the chain, stands for the list and all that was there before.
    """
    content = canonical({"number": entry.sequence, "at": moment(entry.at), "digest": entry.digest})
    return urlsafe_b64encode(key.sign(content) + content).decode().rstrip("=")


def read_receipt(token: str, key: Ed25519PublicKey) -> Receipt:
    """What a token says. Raises BadReceipt if it was not signed with the key that belongs to it."""
    content = _content(token)
    signature, said = content[:SIGNATURE_BYTES], content[SIGNATURE_BYTES:]
    try:
        key.verify(signature, said)
    except InvalidSignature:
        raise BadReceipt("The signature is not that of this key.") from None
    return _read(said)


def unverified(token: str) -> Receipt:
    """What a token says, whoever signed it: enough to look for its entry in a ledger."""
    return _read(_content(token)[SIGNATURE_BYTES:])


def _content(token: str) -> bytes:
    try:
        content = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
    except ValueError:
        raise BadReceipt("This is not a receipt.") from None
    # decoding passes over strange characters: one receipt has one token only
    if urlsafe_b64encode(content).decode().rstrip("=") != token:
        raise BadReceipt("This is not a receipt.")
    return content


def _read(said: bytes) -> Receipt:
    try:
        fields = Fields(json.loads(said))
        receipt = Receipt(
            number=fields.whole("number", least=1),
            at=fields.moment("at"),
            digest=fields.text("digest"),
        )
        fields.end()
    except (BadData, ValueError, RecursionError):
        raise BadReceipt("This is not a receipt.") from None
    return receipt
