"""The list of organizations that is circulated before a session, as a document and as a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from exports.docx_files import describe, new_document, to_bytes, write, write_page_number
from exports.sheets import Table
from exports.wording import Wording
from models.conferences import ConferenceSession
from models.observers import ObserverRequest
from procedure.observers.rules import ObserverPath


def list_table(found: Sequence[ObserverRequest], words: Wording) -> Table:
    """The organizations in the order of the language, with what is known of them."""
    say = words.gettext
    rows = tuple(
        (one.name, one.code, words.translate(one.kind), one.about) for one in in_order(found, words)
    )
    head = (say("Name"), say("Code"), say("Capacity"), say("About the organization"))
    return Table(say("List of organizations"), head, rows)


def in_order(found: Sequence[ObserverRequest], words: Wording) -> list[ObserverRequest]:
    """Requests by their names, in the order of the language."""
    key = words.sort_key()
    return sorted(found, key=lambda one: (key(one.name), one.number))


def list_document(
    session: ConferenceSession,
    path: ObserverPath,
    found: Sequence[ObserverRequest],
    words: Wording,
    *,
    symbol: str,
    due: date,
    at: datetime,
) -> bytes:
    """The list as a Word document (DOCX). `due` is the day by which it is to be circulated."""
    document = new_document(words)
    title = words.gettext("List of organizations that have applied for the status of observer")
    describe(
        document,
        title=title,
        subject=session.title,
        identifier=symbol or f"{session.slug}/observers/{path.key}",
        at=at,
        tag=words.tag,
    )
    if symbol:
        write(document.add_paragraph(style="Small"), symbol, words)
    write(document.add_paragraph(style="Heading 1"), title, words)
    write(document.add_paragraph(), session.title, words, italic=True)
    write(document.add_paragraph(), _lead(path, due, words) if found else _none(path, words), words)
    for place, one in enumerate(in_order(found, words), 1):
        line = document.add_paragraph()
        line.paragraph_format.keep_with_next = bool(one.about)
        write(line, f"{place}. {one.name}", words, bold=bool(one.about))
        if one.about:
            write(document.add_paragraph(style="Small"), one.about, words)
    section = document.sections[0]
    for footer in (section.footer, section.first_page_footer):
        write_page_number(footer.paragraphs[0])
    return to_bytes(document)


def _none(path: ObserverPath, words: Wording) -> str:
    """That there is nobody to list, under which rule."""
    return words.gettext(
        "Under %(rule)s of the rules of procedure, no organization has applied for the status of "
        "observer.",
        rule=words.translate(path.rule),
    )


def _lead(path: ObserverPath, due: date, words: Wording) -> str:
    """What the list is, under which rule, and what follows from it."""
    return words.gettext(
        "Under %(rule)s of the rules of procedure, the organizations below have applied for the "
        "status of observer. The list is to be circulated not later than %(day)s. If there is no "
        "objection to an organization, the status should be accorded unless the Conference "
        "decides otherwise; if there is, the matter is referred to the Conference.",
        rule=words.translate(path.rule),
        day=words.dated(due),
    )
