"""The ledger of a list, for everybody: as a page, as a file, and to check a receipt against."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import g, jsonify, render_template, request
from werkzeug.wrappers import Response

from models.speakers import SpeakersList
from procedure.permissions import Action
from procedure.plain import moment
from procedure.speakers.exchange import read_ledger
from procedure.speakers.receipts import BadReceipt, Receipt, read_receipt, unverified
from procedure.speakers.replay import Replay
from procedure.speakers.values import Entry, EntryKind
from scheduler.text import Text, text
from services import speakers as lists
from services.receipts import public_key
from services.speakers_decisions import UNDOABLE
from services.speakers_rows import terms_of
from web.guard import allow
from web.speakers.blueprint import LIST, bp, list_asked
from web.speakers.words import kind_name, told

LONGEST_TOKEN = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What became of a receipt: its entry, or why it is refused."""

    receipt: Receipt | None = None
    entry: Entry | None = None
    wrong: Text | None = None


@bp.get(LIST + "ledger")
@allow(Action.SPEAKERS_VERIFY)
def ledger(key: str) -> str:
    """All that was asked for, entry by entry."""
    speakers = list_asked(key)
    entries = _entries(speakers)
    replay = Replay(terms_of(speakers).policy)
    for entry in entries:
        replay.take(entry)
    return render_template(
        "speakers/ledger.html",
        speakers=speakers,
        entries=entries,
        names=_names(entries),
        undoable={one for one in replay.decided if replay.decided[one].kind in UNDOABLE},
        public_key=public_key(speakers),
        kind_name=kind_name,
        told=told,
        written=moment,
    )


@bp.get(LIST + "ledger.json")
@allow(Action.SPEAKERS_VERIFY)
def ledger_file(key: str) -> Response:
    """The ledger as the file that `hemicycle speakers verify` reads."""
    answer: Response = jsonify(lists.ledger_of(g.db, g.actor, list_asked(key)))
    name = f"{g.session.slug}-speakers-{key}.json"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@bp.get(LIST + "check")
@allow(Action.SPEAKERS_VERIFY)
def check(key: str) -> str:
    """Whether a receipt is genuine, and its entry stands in the ledger."""
    speakers = list_asked(key)
    token = "".join(request.args.get("receipt", "").split())
    checked = _checked(speakers, token) if token else None
    return render_template(
        "speakers/check.html",
        speakers=speakers,
        token=token,
        checked=checked,
        public_key=public_key(speakers),
        told=told,
        written=moment,
    )


def _checked(speakers: SpeakersList, token: str) -> Checked:
    signer = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key(speakers)))
    if len(token) > LONGEST_TOKEN:
        return Checked(wrong=text("This is not a receipt: it is too long."))
    try:
        receipt = read_receipt(token, signer)
    except BadReceipt:
        return Checked(wrong=_why(token))
    entries = {entry.sequence: entry for entry in _entries(speakers)}
    entry = entries.get(receipt.number)
    if entry is None or not receipt.is_of(entry):
        missing = text("It was signed for this list, but its entry is not in the ledger.")
        return Checked(receipt=receipt, wrong=missing)
    return Checked(receipt=receipt, entry=entry)


def _why(token: str) -> Text:
    try:
        unverified(token)
    except BadReceipt:
        return text("This is not a receipt: something is missing from it, or was added.")
    return text(
        "It was not signed with the key of this list: it is forged, was changed, or is of another "
        "list."
    )


def _entries(speakers: SpeakersList) -> tuple[Entry, ...]:
    return read_ledger(lists.ledger_of(g.db, g.actor, speakers)).entries


def _names(entries: tuple[Entry, ...]) -> dict[int, str]:
    """Whose inscriptions they are, by their numbers."""
    return {
        entry.sequence: str(entry.data["name"])
        for entry in entries
        if entry.kind is EntryKind.INSCRIBED
    }
