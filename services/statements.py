"""Texts of statements: given early, and until they are delivered read by interpreters only.

Whoever gives a text says its language; of what kind it is, is seen from what is in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from babel import Locale, UnknownLocaleError
from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from models.speakers import SpeakersEntry, SpeakersList, StatementText
from procedure.permissions import Action, Actor, may
from procedure.speakers.order import inscription
from procedure.speakers.refusals import Refusal, withdrawal_refused
from procedure.speakers.values import EntryKind
from scheduler.text import text
from services.errors import BadRequest, NotFound
from services.files import DOCX, ODT, PDF, PLAIN, Accepted, Upload, name_and_type, told
from services.floor_queues import heard
from services.floor_rows import views
from services.inscriptions import acting_for
from services.live import announce
from services.speakers import subject
from services.speakers_rows import lock, own, row_of, terms_of
from services.speakers_words import broken, check
from services.transactions import Entry as Audit
from services.transactions import clock, require, writes

TEXTS = Accepted(
    {".pdf": PDF, ".docx": DOCX, ".odt": ODT, ".txt": PLAIN},
    text("Give a PDF, DOCX or ODT, or a plain text in UTF-8 (.txt)."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class File(Upload):
    """What whoever gives a text sends."""

    language: str
    check_against_delivery: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The texts of an inscription as somebody finds them. `open`: whether they may read them.

    `delivered`: the statement has been made. Before, of texts that they may not read only the
    secretariat is told, which gives texts for delegations.
    """

    listed: Sequence[StatementText]
    delivered: bool
    open: bool


@writes(Action.STATEMENT_GIVE)
def give_text(
    db: Session, actor: Actor, audit: Audit, speakers: SpeakersList, number: int, *, file: File
) -> StatementText:
    """Give the text of a statement, in place of an earlier one in that language and type.

    Raises BadRequest naming `file` or `language`; NotFound, RuleBroken.
    """
    lock(db, speakers)  # two who give a text at once give one after the other
    row = _inscribed(db, actor, speakers, number)
    replay = own(db, speakers, row.delegation_id or 0)
    found = inscription(replay.wishes[number], terms_of(speakers))
    check(speakers, withdrawal_refused(found, acting_for=None))  # gone: nobody will deliver it
    name, media_type = name_and_type(file, TEXTS)
    language = _language(file.language)
    at = clock(db)  # a query: before there is a row that is not whole yet
    kept, gone = _given(db, speakers, number, language, media_type), {}
    if kept is None:
        kept = StatementText(
            list_id=speakers.id, number=number, language=language, media_type=media_type
        )
        db.add(kept)
    else:
        gone = {"removed_file": told(kept.file_name, kept.size, kept.sha256)}
    kept.file_name, kept.size = name, len(file.content)
    kept.content, kept.sha256 = file.content, sha256(file.content).hexdigest()
    kept.check_against_delivery = file.check_against_delivery
    kept.given_at, kept.given_by = at, actor.name
    audit.subject = subject(speakers.session.slug, speakers)
    audit.details = {"text_of": number, "language": language, "sha256": kept.sha256, **gone}
    announce(db, speakers.session_id)
    db.flush()
    return kept


def _given(
    db: Session, speakers: SpeakersList, number: int, language: str, media_type: str
) -> StatementText | None:
    """The text that another in the same language and of the same type takes the place of."""
    query = select(StatementText).where(
        StatementText.list_id == speakers.id,
        StatementText.number == number,
        StatementText.language == language,
        StatementText.media_type == media_type,
    )
    return db.scalar(query)


@writes(Action.STATEMENT_GIVE)
def withdraw_text(
    db: Session, actor: Actor, audit: Audit, speakers: SpeakersList, text_id: int
) -> None:
    """Take a text back. Raises NotFound, RuleBroken."""
    kept = _text(db, speakers, text_id)
    _inscribed(db, actor, speakers, kept.number)
    audit.subject = subject(speakers.session.slug, speakers)
    gone = told(kept.file_name, kept.size, kept.sha256)
    audit.details = {"text_of": kept.number, "language": kept.language, "removed_file": gone}
    db.delete(kept)
    announce(db, speakers.session_id)


def texts_of(db: Session, actor: Actor, speakers: SpeakersList) -> Mapping[int, Texts]:
    """The texts of a list that somebody may read, by inscription, without their content."""
    require(actor, Action.SPEAKERS_VIEW)
    query = select(StatementText).where(StatementText.list_id == speakers.id)
    rows = db.scalars(query.order_by(StatementText.number, StatementText.language)).all()
    done, mine = _delivered(db, speakers), _own_numbers(db, actor, speakers, rows)
    told, early = may(actor, Action.SPEAKERS_MANAGE), may(actor, Action.STATEMENT_READ_EARLY)
    found = {
        number: Texts(
            listed=[row for row in rows if row.number == number],
            delivered=number in done,
            open=early or number in done or number in mine,
        )
        for number in dict.fromkeys(row.number for row in rows)
    }
    return {number: texts for number, texts in found.items() if told or texts.open}


def text_of(db: Session, actor: Actor, speakers: SpeakersList, text_id: int) -> StatementText:
    """A text with its content, for whoever may read it now. Raises NotFound, as if it were not."""
    require(actor, Action.SPEAKERS_VIEW)
    kept = _text(db, speakers, text_id, content=True)
    found = texts_of(db, actor, speakers).get(kept.number)
    if found is None or not found.open:
        raise NotFound(text("There is no such text, or it has not been delivered yet."))
    return kept


def _delivered(db: Session, speakers: SpeakersList) -> frozenset[int]:
    """The inscriptions of which the statement has been made, to its end."""
    speeches = heard(views(db, speakers.session_id), speakers.key)
    return frozenset(number for number, one in speeches.items() if one.ended_at is not None)


def _own_numbers(
    db: Session, actor: Actor, speakers: SpeakersList, rows: Sequence[StatementText]
) -> frozenset[int]:
    if not actor.delegation_ids or not rows:
        return frozenset()
    columns = SpeakersEntry.__table__.c
    query = select(columns.sequence).where(
        columns.list_id == speakers.id,
        columns.delegation_id.in_(actor.delegation_ids),
        columns.kind == EntryKind.INSCRIBED,
    )
    return frozenset(db.scalars(query))


def _inscribed(db: Session, actor: Actor, speakers: SpeakersList, number: int) -> SpeakersEntry:
    """The inscription of a text, for whoever may act for it."""
    row = row_of(db, speakers, number, {EntryKind.INSCRIBED})
    key = str(row.data["delegation"])
    if acting_for(actor, row.delegation_id, key) not in {None, key}:
        raise broken(speakers, Refusal.NOT_YOURS)
    return row


def _text(
    db: Session, speakers: SpeakersList, text_id: int, *, content: bool = False
) -> StatementText:
    query = select(StatementText).where(
        StatementText.id == text_id, StatementText.list_id == speakers.id
    )
    if content:
        query = query.options(undefer(StatementText.content))
    found = db.scalar(query) if 0 < text_id < 2**31 else None
    if found is None:
        raise NotFound(text("There is no such text, or it has not been delivered yet."))
    return found


def _language(given: str) -> str:
    try:
        return str(Locale.parse(given, sep="-").language)
    except (UnknownLocaleError, ValueError):
        raise BadRequest({"language": text("Choose the language of the text.")}) from None
