"""Credentials for trying things out: those of 2006, and some of 2008, which are invented.

Who complied in 2006, who did not, when originals were due and when the report was adopted is as the
report has it. What was given and when it does not say: that is invented, and each paper says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from models.conferences import ConferenceSession, Delegation
from models.credentials import CredentialsSubmission
from procedure.credentials.values import Finding, Form, Issuer, SubmissionKind
from procedure.participants import PARTIES, ParticipantKind
from procedure.permissions import Action
from scheduler.reading import load_data
from services.credentials import Given, submit
from services.examinations import Decided, Opinion, adopt, examine
from services.example_speakers import LOADER, VIENNA, by_the_hand
from services.sessions import opening
from services.transactions import writing

INVENTED = "Invented"
SIGNERS = (Issuer.FOREIGN_MINISTER, Issuer.HEAD_OF_STATE, Issuer.HEAD_OF_GOVERNMENT)
HOUR = timedelta(hours=1)


def as_reported(db: Session, session: ConferenceSession, path: Path) -> None:
    """What the parties gave, what the bureau found of them, and the adoption of its report."""
    data = load_data(path)
    asked = [one for one in session.delegations if one.kind in PARTIES]
    lacking: dict[str, str] = data["not_in_order"]
    adopted = data["adopted"]
    papers = list(_papers(asked, lacking, opening(session), data["invented"]))
    with by_the_hand(db, datetime(2006, 10, 18, 12, tzinfo=VIENNA)) as hand:
        with writing(db, LOADER, Action.CREDENTIALS_SUBMIT) as audit:
            audit.subject = f"session/{session.slug}/credentials"
            audit.details = {"submissions": len(papers)}
            for paper in papers:
                paper.recorded_at = hand.at
            db.add_all(papers)
        hand.on(hours=1)
        examined = examine(
            db,
            LOADER,
            session,
            expects=0,
            day=date.fromisoformat(data["examined"]),
            opinions={one.id: _opinion(one, lacking) for one in asked},
            originals_due=date.fromisoformat(data["originals_due"]),
            note=data["source"],
        )
        hand.on(hours=4)
        day = date.fromisoformat(adopted["day"])
        decided = Decided(day=day, meeting=adopted["meeting"], note=data["source"])
        adopt(db, LOADER, session, number=examined.number, decided=decided)


def _opinion(delegation: Delegation, lacking: dict[str, str]) -> Opinion:
    found = Finding.NOT_IN_ORDER if delegation.code in lacking else Finding.IN_ORDER
    return Opinion(found)


def _papers(
    asked: Iterable[Delegation], lacking: dict[str, str], opens_at: datetime, note: str
) -> Iterator[CredentialsSubmission]:
    """What each gave: most of it in the week before the opening, some of it later."""
    for place, delegation in enumerate(asked):
        form = Form.COPY if delegation.code in lacking else Form.ORIGINAL
        given: dict[str, Any] = {"kind": SubmissionKind.NAMES}
        if lacking.get(delegation.code) != "names":
            issuer = SIGNERS[place % 7 // 3]
            if delegation.kind == ParticipantKind.REIO:
                issuer = Issuer.COMPETENT_AUTHORITY
            dated = (opens_at - (20 + place % 30) * 24 * HOUR).date()
            given = {
                "kind": SubmissionKind.CREDENTIALS,
                "issuer": issuer,
                "form": form,
                "dated": dated,
            }
        yield CredentialsSubmission(
            delegation_id=delegation.id,
            note=note,
            received_at=opens_at - (170 - place * 37 % 190) * HOUR,
            recorded_by=LOADER.name,
            by_secretariat=True,
            **given,
        )


def some_of_2008(db: Session, session: ConferenceSession) -> None:
    """What six delegations gave, so that each column of the board has one: invented."""
    known = {one.name: one for one in session.delegations}
    with by_the_hand(db, datetime(2008, 10, 7, 17, tzinfo=VIENNA)) as hand:
        for name, issuer, form, before in (
            ("China", Issuer.FOREIGN_MINISTER, Form.ORIGINAL, 6),  # after the mark
            ("European Community", Issuer.COMPETENT_AUTHORITY, Form.ORIGINAL, 33),
            ("Austria", Issuer.FOREIGN_MINISTER, Form.COPY, 52),
            ("Brazil", Issuer.PERMANENT_REPRESENTATIVE, Form.ORIGINAL, 48),  # whom only 2010 knows
        ):
            given = Given(
                kind=SubmissionKind.CREDENTIALS,
                issuer=issuer,
                form=form,
                dated=(hand.at - (before + 200) * HOUR).date(),
                note=INVENTED,
                received_at=hand.at - before * HOUR,
            )
            submit(db, LOADER, known[name], given=given, upload=None)
        change = Given(kind=SubmissionKind.CHANGE, note=f"{INVENTED}: another adviser")
        submit(db, LOADER, known["China"], given=change, upload=None)
        names = Given(kind=SubmissionKind.NAMES, note=INVENTED)  # of a signatory no more is asked
        submit(db, LOADER, known["Côte d'Ivoire"], given=names, upload=None)
