"""``hemicycle speakers verify``: whether the ledger of a list of speakers is sound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path
from typing import Any

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from procedure.plain import BadData
from procedure.speakers.exchange import Ledger, read_ledger
from procedure.speakers.ledger import FaultKind
from procedure.speakers.receipts import BadReceipt, Receipt, read_receipt
from procedure.speakers.refusals import Refusal
from procedure.speakers.values import Standing
from procedure.speakers.verify import Finding, Mistake, Verification, verify
from scheduler.reading import BadInput, FieldError, load_data
from scheduler.text import text
from web.commands.output import Exit, bullet, console, refuse, write_json

SENTENCES: dict[FaultKind | Refusal | Mistake, str] = {
    FaultKind.SEQUENCE: _("Its number is not the next one: entries are missing, or out of order."),
    FaultKind.TIME: _("It is earlier than the entry before it."),
    FaultKind.CHAIN: _("It is not chained to the entry before it."),
    FaultKind.DIGEST: _("It was changed: its digest is that of something else."),
    FaultKind.FIRST: _("The first entry, and no other, makes the list."),
    FaultKind.TERMS: _("Its terms cannot be read, or are those of another list or lot."),
    FaultKind.SEED: _("The seed is not the one committed to, or was revealed before."),
    Refusal.NOT_OPEN: _("The list had not opened yet."),
    Refusal.TWICE: _("The delegation had its number of statements already."),
    Refusal.GROUP_TWICE: _("Somebody spoke on behalf of this group already."),
    Refusal.NO_CATEGORY: _("The order of the list has no place for such a speaker."),
    Refusal.NOT_YOURS: _("It is of another delegation."),
    Refusal.UNKNOWN: _("It names something that is not on the list."),
    Refusal.NOT_IN_FORCE: _("The inscription was withdrawn or refused, or not admitted yet."),
    Refusal.OTHER_CATEGORY: _("It exchanges places between categories of speakers."),
    Refusal.SAME: _("It exchanges a place with itself."),
    Refusal.PROPOSED: _("The same exchange was proposed already."),
    Refusal.ABSENT: _("It exchanges the place of somebody who was absent when called."),
    Refusal.LATE: _("It exchanges the place of a late request."),
    Refusal.DECIDED: _("There was nothing to decide, or it was decided already."),
    Refusal.TOO_EARLY: _("The lot was not to be drawn yet."),
    Refusal.DRAWN: _("The lot had been drawn, and what it depends on does not change."),
    Refusal.WRONG_SEED: _("The seed is not the one committed to."),
    Refusal.CLOSED: _("It moves the closing of a list that was closed."),
    Refusal.OPENED: _("The list had opened: only its closing and time limits change then."),
    Refusal.FIXED: _("It changes a term that does not change."),
    Mistake.DATA: _("Its data are not those of an entry of its kind: %(detail)s"),
    Mistake.LATENESS: _("It is marked late or in time, and was not."),
    Mistake.ORDER: _("The order in the file is not what follows, from place %(detail)s on."),
}


@click.group()
def command() -> None:
    """Check what was kept of lists of speakers."""


@command.command("verify", epilog=_("Exit: 0 all is sound, 1 something is not, 3 bad input."))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--receipt", "token", metavar="TOKEN", help=_("Check a receipt against it, too."))
@click.option("--key", metavar="HEX", help=_("The public key of receipts; else that in FILE."))
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
def verify_command(file: Path, token: str | None, key: str | None, as_json: bool) -> None:
    """Check the ledger of a list in FILE (JSON): its chain, its lot, each request, the places."""
    try:
        ledger = _read(file)
        signer = None if token is None else _key(key or ledger.public_key)
    except BadInput as error:
        raise refuse(error, file, as_json=as_json) from None
    found = verify(ledger)
    checked = None if token is None or signer is None else _check(token, signer, ledger)
    sound = not found.findings and (checked is None or not checked.wrong)
    if as_json:
        write_json(_data(ledger, found, checked, sound=sound))
    else:
        _print(ledger, found, checked)
    raise SystemExit(Exit.DONE if sound else Exit.VIOLATIONS)


@dataclass(frozen=True, slots=True)
class _Checked:
    """A receipt held against a ledger: `wrong` says what is not right, or is ""."""

    receipt: Receipt | None
    wrong: str


def _read(file: Path) -> Ledger:
    data = load_data(file)
    try:
        return read_ledger(data)
    except BadData as error:
        raise BadInput([FieldError(error.path, text(error.wanted))]) from None


def _key(digits: str) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(digits))
    except ValueError:
        wanted = text("Give the public key of receipts in 64 hexadecimal digits.")
        raise BadInput([FieldError("public_key", wanted)]) from None


def _check(token: str, key: Ed25519PublicKey, ledger: Ledger) -> _Checked:
    try:
        receipt = read_receipt(token, key)
    except BadReceipt:
        return _Checked(None, _("The receipt was not signed with this key, or was changed."))
    if any(receipt.is_of(entry) for entry in ledger.entries):
        return _Checked(receipt, "")
    return _Checked(receipt, _("The receipt is genuine, but its entry is not in this ledger."))


def _sentence(finding: Finding) -> str:
    return SENTENCES[finding.problem] % {"detail": finding.detail}


def _data(
    ledger: Ledger, found: Verification, checked: _Checked | None, *, sound: bool
) -> dict[str, Any]:
    data: dict[str, Any] = {
        "status": "sound" if sound else "unsound",
        "entries": len(ledger.entries),
        "findings": [
            {
                "entry": finding.sequence or None,
                "problem": finding.problem.value,
                "text": _sentence(finding),
            }
            for finding in found.findings
        ],
    }
    if found.standing:
        data["order"] = [
            {"number": place.number, "delegation": place.delegation, "name": place.name}
            for place in found.standing.places
        ]
        data["to_be_drawn"] = found.standing.to_be_drawn
    if checked:
        number = checked.receipt.number if checked.receipt else None
        data["receipt"] = {"number": number, "sound": not checked.wrong, "text": checked.wrong}
    return data


def _print(ledger: Ledger, found: Verification, checked: _Checked | None) -> None:
    out = console()
    for finding in found.findings:
        entry = _("Entry %(number)s") % {"number": finding.sequence}
        out.print(bullet(_sentence(finding), *([entry] if finding.sequence else [])))
    if found.standing and not found.findings:
        for line in _sound(ledger, found.standing):
            out.print(line)
    if checked and checked.receipt and not checked.wrong:
        number = checked.receipt.number
        out.print(
            _("The receipt is genuine: entry %(number)s is in the ledger.") % {"number": number}
        )
    elif checked:
        out.print(checked.wrong)


def _sound(ledger: Ledger, standing: Standing) -> Iterator[str]:
    yield standing.terms.title
    yield _("All %(count)s entries are sound and chained. The last digest:") % {
        "count": len(ledger.entries)
    }
    yield ledger.entries[-1].digest
    if standing.seed:
        yield _("The lot was drawn by the seed that was committed to: %(seed)s.") % {
            "seed": standing.seed
        }
    elif standing.to_be_drawn:
        yield _("The lot is still to be drawn: until then those concerned stand as they came.")
    yield _("The order that follows:") if standing.places else _("Nobody is on the list.")
    for place, inscription in enumerate(standing.places, start=1):
        group = f" ({inscription.on_behalf_of})" if inscription.on_behalf_of else ""
        yield f"{place:>4}. {inscription.name}{group}"
