"""Letters to delegations about what others did with their places on a list of speakers.

Within the transaction of what they tell of, in which the list is locked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from models.mail import LetterKind
from models.speakers import SpeakersEntry, SpeakersList
from procedure.speakers.values import Entry, Standing
from scheduler.text import Text, text
from services import mail

SUBJECTS: Mapping[LetterKind, Text] = {
    LetterKind.EXCHANGE_PROPOSED: text("An exchange of places is proposed to you"),
    LetterKind.EXCHANGE_ACCEPTED: text("Your places are exchanged"),
    LetterKind.EXCHANGE_DECLINED: text("The exchange of places was declined"),
    LetterKind.EXCHANGE_TAKEN_BACK: text("The exchange of places is not proposed any more"),
    LetterKind.REQUEST_ADMITTED: text("Your late request to speak was admitted"),
    LetterKind.REQUEST_REFUSED: text("Your late request to speak was not admitted"),
}
SAID: Mapping[LetterKind, Text] = {
    LetterKind.EXCHANGE_PROPOSED: text(
        "%(by)s proposes to %(to)s to exchange their places on the list of speakers “%(title)s”. "
        "They change once %(to)s accepts; it may as well decline."
    ),
    LetterKind.EXCHANGE_ACCEPTED: text(
        "%(by)s has accepted to exchange places with %(to)s on the list of speakers “%(title)s”."
    ),
    LetterKind.EXCHANGE_DECLINED: text(
        "%(by)s has declined to exchange places with %(to)s on the list of speakers “%(title)s”. "
        "The places stay as they are."
    ),
    LetterKind.EXCHANGE_TAKEN_BACK: text(
        "%(by)s does not propose to %(to)s any more to exchange their places on the list of "
        "speakers “%(title)s”. The places stay as they are."
    ),
    LetterKind.REQUEST_ADMITTED: text(
        "The late request of %(to)s to speak was admitted to the list of speakers “%(title)s”."
    ),
    LetterKind.REQUEST_REFUSED: text(
        "The late request of %(to)s to speak was not admitted to the list of speakers “%(title)s”."
    ),
}


def tell_other(
    db: Session,
    speakers: SpeakersList,
    kind: LetterKind,
    entry: Entry,
    *,
    by: SpeakersEntry,
    to: SpeakersEntry,
    places: Standing,
    post: mail.Post | None,
) -> None:
    """Tell the focal points of one inscription what the delegation of another did.

    `places` is the list as it stood before `entry`.
    """
    if by.delegation_id == to.delegation_id:
        return
    names = {"by": str(by.data["name"]), "to": str(to.data["name"])}
    said = [replace(SAID[kind], values={**names, "title": speakers.title})]
    numbers = [one.number for one in places.places]
    known = {by.sequence, to.sequence} <= set(numbers) and not places.to_be_drawn
    at, other = (numbers.index(one.sequence) + 1 if known else 0 for one in (to, by))
    if known and kind is LetterKind.EXCHANGE_PROPOSED:
        now = {"to": names["to"], "place": at, "by": names["by"], "other": other}
        said.append(text("%(to)s is at place %(place)s now, %(by)s at place %(other)s.", **now))
    elif known and kind is LetterKind.EXCHANGE_ACCEPTED:
        said.append(text("%(to)s is at place %(place)s now.", to=names["to"], place=other))
    _put(db, speakers, kind, entry, to=to, said=tuple(said), post=post)


def tell_decided(
    db: Session,
    speakers: SpeakersList,
    kind: LetterKind,
    entry: Entry,
    *,
    to: SpeakersEntry,
    post: mail.Post | None,
) -> None:
    """Tell the focal points of a late request what became of it."""
    values = {"to": str(to.data["name"]), "title": speakers.title}
    _put(db, speakers, kind, entry, to=to, said=(replace(SAID[kind], values=values),), post=post)


def _put(
    db: Session,
    speakers: SpeakersList,
    kind: LetterKind,
    entry: Entry,
    *,
    to: SpeakersEntry,
    said: tuple[Text, ...],
    post: mail.Post | None,
) -> None:
    if post is None or to.delegation_id is None:
        return
    content = mail.Content(
        kind=kind,
        cause=f"speakers/{speakers.key}/{entry.sequence}",
        subject=SUBJECTS[kind],
        paragraphs=said,
    )
    focal_points = mail.addressees(db, speakers.session, [to.delegation_id])
    mail.put(db, speakers.session, post, {to.delegation_id: content}, to=focal_points)
