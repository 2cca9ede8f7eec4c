"""Letters to who asked to be an observer: what was decided.

Within the transaction of the decision, in which the session is locked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from models.conferences import ConferenceSession
from models.mail import LetterKind
from models.observers import ObserverDecision, ObserverRequest
from procedure.observers.values import Decider, Effect
from scheduler.text import Text, text
from services import mail
from services.errors import cited
from services.observer_data import path_of

ADDRESS = re.compile(r"[^\s<>,;:()\[\]\"']+@[^\s<>,;:()\[\]\"'@]+\.[^\s<>,;:()\[\]\"'@.]+")
LONGEST_ADDRESS = 254  # characters
LONGEST_NAME = 200
CONFERENCE: Mapping[bool, Text] = {
    True: text("The Conference has accorded the status of observer to %(name)s."),
    False: text("The Conference has not accorded the status of observer to %(name)s."),
}
ACCORDED = text(
    "The bureau has accorded the status of observer to %(name)s, unless the Conference decides "
    "otherwise."
)
PROPOSED = text(
    "The bureau proposes to accord the status of observer to %(name)s: the Conference decides."
)
DOUBTED = text(
    "The bureau would not accord the status of observer to %(name)s: the Conference decides."
)


def tell_decided(
    db: Session,
    session: ConferenceSession,
    found: Sequence[ObserverRequest],
    post: mail.Post | None,
) -> None:
    """Tell who asked what was decided last: at the addresses of the contact, and focal points."""
    if post is None:
        return
    theirs = [row.delegation_id for row in found if row.delegation_id is not None]
    focal_points = mail.addressees(db, session, theirs)
    for row in found:
        own = focal_points.get(row.delegation_id or 0, [])
        known = {one.address.casefold() for one in own}
        others = [
            mail.Addressee(name=row.name[:LONGEST_NAME], address=one)
            for one in addresses(row.contact)
            if one.casefold() not in known
        ]
        to: dict[int | None, list[mail.Addressee]] = {row.delegation_id: own} if own else {}
        content = _content(session, row, row.decisions[-1])
        mail.put_about(db, session, post, row.number, content, to=to | {None: others})


def _content(
    session: ConferenceSession, row: ObserverRequest, decision: ObserverDecision
) -> mail.Content:
    return mail.Content(
        kind=LetterKind.OBSERVER_DECIDED,
        cause=f"observers/{row.number}/{decision.id}",
        subject=text("The status of observer: what was decided on %(name)s", name=row.name),
        paragraphs=(
            replace(_said(session, row, decision), values={"name": row.name}),
            text(
                "It was decided on %(day)s (%(rule)s).",
                day=decision.decided_on,
                rule=cited(path_of(session, row.path).rule),
            ),
        ),
    )


def addresses(contact: str) -> list[str]:
    """The mail addresses in what is known of a contact, each once, in order."""
    found: dict[str, str] = {}
    for one in ADDRESS.findall(contact):
        found.setdefault(one.casefold(), one)
    return [one for one in found.values() if len(one) <= LONGEST_ADDRESS]


def _said(session: ConferenceSession, row: ObserverRequest, decision: ObserverDecision) -> Text:
    if decision.by is Decider.CONFERENCE:
        return CONFERENCE[decision.accorded]
    if not decision.accorded:
        return DOUBTED
    return PROPOSED if path_of(session, row.path).effect is Effect.DECIDED else ACCORDED
