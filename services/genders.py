"""The gender of who speaks, where it was given: for statistics only, and in no ledger.

Functions for services and pages: none has a transaction of its own.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.speakers import SpeakerGender, SpeakersList


def gender_of(db: Session, speakers: SpeakersList, number: int) -> str:
    """The gender of who speaks by an inscription; "" where it was not given."""
    kept = db.get(SpeakerGender, (speakers.id, number))
    return kept.gender if kept else ""


def keep_gender(db: Session, speakers: SpeakersList, number: int, gender: str) -> None:
    """Keep it for an inscription that is written; "" forgets what was given before."""
    kept = db.get(SpeakerGender, (speakers.id, number))
    if kept is None:
        if gender:
            db.flush()  # the inscription comes first
            db.add(SpeakerGender(list_id=speakers.id, number=number, gender=gender))
    elif gender:
        kept.gender = gender
    else:
        db.delete(kept)
