"""Letters to delegations about what others did with their places on a list of speakers.

Within the transaction of what they tell of, in which the list is locked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from models.mail import LetterKind
from models.speakers import SpeakersEntry, SpeakersList
from procedure.permissions import Actor
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
    LetterKind.REQUEST_WAITING: text("The decision on your late request to speak was taken back"),
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
    LetterKind.REQUEST_WAITING: text(
        "What was decided of the late request of %(to)s to speak on the list of speakers "
        "“%(title)s” was taken back. The request is kept, and waits for a decision again."
    ),
}
FOR_YOU = text("The secretariat has acted for you on a list of speakers")
NOW_AT = text("%(to)s is at place %(place)s now.")


def tell_both(
    db: Session,
    actor: Actor,
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

    Where the secretariat did that for the other, its focal points are told too. `places` is the
    list as it stood before `entry`.
    """
    if by.delegation_id == to.delegation_id:
        return
    names = {"by": str(by.data["name"]), "to": str(to.data["name"])}
    said = replace(SAID[kind], values={**names, "title": speakers.title})
    numbers = [one.number for one in places.places]
    known = {by.sequence, to.sequence} <= set(numbers) and not places.to_be_drawn
    at, other = (numbers.index(one.sequence) + 1 if known else 0 for one in (to, by))
    to_them, to_us = [said], [said]
    if known and kind is LetterKind.EXCHANGE_PROPOSED:
        now = {"to": names["to"], "place": at, "by": names["by"], "other": other}
        stands = text("%(to)s is at place %(place)s now, %(by)s at place %(other)s.", **now)
        to_them.append(stands)
        to_us.append(stands)
    elif known and kind is LetterKind.EXCHANGE_ACCEPTED:
        to_them.append(replace(NOW_AT, values={"to": names["to"], "place": other}))
        to_us.append(replace(NOW_AT, values={"to": names["by"], "place": at}))
    _put(db, speakers, kind, entry, to=to, said=tuple(to_them), post=post)
    if by.delegation_id not in actor.delegation_ids:
        to_us.append(text("The secretariat has entered this for %(by)s.", by=names["by"]))
        _put(db, speakers, kind, entry, to=by, said=tuple(to_us), post=post, subject=FOR_YOU)


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
    subject: Text | None = None,
) -> None:
    if post is None or to.delegation_id is None:
        return
    content = mail.Content(
        kind=kind,
        cause=f"speakers/{speakers.key}/{entry.sequence}",
        subject=subject or SUBJECTS[kind],
        paragraphs=said,
    )
    focal_points = mail.addressees(db, speakers.session, [to.delegation_id])
    mail.put(db, speakers.session, post, {to.delegation_id: content}, to=focal_points)
