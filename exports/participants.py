"""The list of participants: categories, and in each the delegations in the order of a language.

Under each are its delegates, the head first. As in the reports of conferences, "The former Yugoslav
Republic of Macedonia" stands under T.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from docx.document import Document as DocxDocument
from docx.shared import Cm, Pt

from exports.docx_files import describe, new_document, to_bytes, write, write_page_number
from exports.sheets import Table
from exports.speakers import LEVELS
from exports.wording import Wording, untranslated
from models.conferences import ConferenceSession, Delegation
from models.delegations import Delegate
from procedure.participants import Function, ParticipantKind

N_ = untranslated  # marks a word for translation where it is kept, not said
HEADINGS: Mapping[ParticipantKind, str] = {
    ParticipantKind.STATE_PARTY: N_("States parties"),
    ParticipantKind.REIO: N_("Regional economic integration organizations"),
    ParticipantKind.SIGNATORY: N_("Signatories"),
    ParticipantKind.OBSERVER_STATE: N_("Observer States"),
    ParticipantKind.ENTITY: N_("Entities maintaining permanent observer missions"),
    ParticipantKind.UN_BODY: N_("United Nations bodies and specialized agencies"),
    ParticipantKind.IGO: N_("Intergovernmental organizations"),
    ParticipantKind.NGO_ECOSOC: N_("Non-governmental organizations in consultative status"),
    ParticipantKind.NGO: N_("Other non-governmental organizations"),
}
FUNCTIONS: Mapping[Function, str] = {
    Function.HEAD: N_("Head of delegation"),
    Function.REPRESENTATIVE: N_("Representative"),
    Function.ALTERNATE: N_("Alternate"),
    Function.ADVISER: N_("Adviser"),
    Function.EXPERT: N_("Expert"),
}
ORDER = tuple(Function)
HAN = re.compile(r"[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


@dataclass(frozen=True, slots=True)
class Category:
    """Those who take part in one capacity, in the order of the language."""

    kind: str
    title: str
    delegations: tuple[Delegation, ...]


def categories(listed: Iterable[Delegation], words: Wording) -> tuple[Category, ...]:
    """The capacities in which somebody takes part, those of the rules first."""
    by_kind: dict[str, list[Delegation]] = {kind.value: [] for kind in ParticipantKind}
    for one in listed:
        by_kind.setdefault(one.kind, []).append(one)
    return tuple(
        Category(kind, heading(kind, words), in_order(found, words))
        for kind, found in by_kind.items()
        if found
    )


def heading(kind: str, words: Wording) -> str:
    """What stands above those who take part in a capacity."""
    known = {one.value: title for one, title in HEADINGS.items()}
    return words.gettext(known[kind]) if kind in known else kind


def in_order(listed: Iterable[Delegation], words: Wording) -> tuple[Delegation, ...]:
    """Delegations by their names in the language, in its order (that of ICU)."""
    key = words.sort_key()
    language = words.locale.language
    return tuple(sorted(listed, key=lambda one: (key(one.name_in(language)), one.id)))


def members(delegation: Delegation) -> tuple[Delegate, ...]:
    """The delegates of a delegation, the head first."""
    found = sorted(
        delegation.delegates, key=lambda one: (ORDER.index(one.function), one.position, one.id)
    )
    return tuple(found)


def person(one: Delegate) -> str:
    """A delegate as a list names them: "Ms. Ana María SILVA", "Mr. TANG Guoqiang".

    Names in Chinese characters have the family name first, and no blank.
    """
    family, given = one.family_name.upper(), one.given_name
    if given and HAN.fullmatch(family + given):
        names = [family + given]
    else:
        names = [family, given] if one.family_name_first else [given, family]
    return " ".join(part for part in (one.honorific, *names) if part)


def participants_table(listed: Iterable[Delegation], words: Wording, *, people: bool) -> Table:
    """The list as a sheet: a row for each delegate, or for each delegation without one.

    Without `people`, a row for each delegation. Addresses are never in it.
    """
    say, language = words.gettext, words.locale.language
    head = [say("Capacity"), say("Delegation"), say("Code"), say("Regional group")]
    if people:
        head += [say("Name"), say("Function"), say("Post"), say("Level")]
    rows: list[tuple[str, ...]] = []
    for category in categories(listed, words):
        for one in category.delegations:
            group = words.translate(one.regional_group) if one.regional_group else ""
            row = (category.title, one.name_in(language), one.code, group)
            if people:
                found = [(*row, *_of_member(member, words)) for member in members(one)]
                rows += found or [(*row, "", "", "", "")]
            else:
                rows.append(row)
    return Table(say("List of participants"), tuple(head), tuple(rows))


def _of_member(one: Delegate, words: Wording) -> tuple[str, str, str, str]:
    say = words.gettext
    return person(one), say(FUNCTIONS[one.function]), one.post, say(LEVELS[one.level])


def participants_document(
    session: ConferenceSession,
    listed: Sequence[Delegation],
    words: Wording,
    *,
    people: bool,
    at: datetime,
) -> bytes:
    """The list as a Word document (DOCX), with the delegates only if `people`."""
    document = new_document(words)
    title = words.gettext("List of participants")
    describe(
        document,
        title=title,
        subject=session.title,
        identifier=f"{session.slug}/participants",
        at=at,
        tag=words.tag,
    )
    write(document.add_paragraph(style="Heading 1"), title, words)
    write(document.add_paragraph(), session.title, words, italic=True)
    when = words.days(session.first_day, session.last_day)
    write(
        document.add_paragraph(),
        words.in_a_row(part for part in (session.venue, when) if part),
        words,
    )
    write(document.add_paragraph(), _how_many(listed, words, people=people), words)
    for category in categories(listed, words):
        _write_category(document, category, words, people=people)
    footer = document.sections[0].footer.paragraphs[0]
    write_page_number(footer)
    write_page_number(document.sections[0].first_page_footer.paragraphs[0])
    return to_bytes(document)


def _how_many(listed: Sequence[Delegation], words: Wording, *, people: bool) -> str:
    """How many take part: "Delegations: 128; delegates: 640"."""
    if not people:
        return words.gettext("Delegations: %(delegations)s", delegations=len(listed))
    delegates = sum(len(one.delegates) for one in listed)
    return words.gettext(
        "Delegations: %(delegations)s; delegates: %(people)s",
        delegations=len(listed),
        people=delegates,
    )


def _write_category(
    document: DocxDocument, category: Category, words: Wording, *, people: bool
) -> None:
    line = document.add_paragraph(style="Heading 2")
    line.paragraph_format.space_before = Pt(12)
    line.paragraph_format.keep_with_next = True
    write(line, category.title, words)
    for one in category.delegations:
        found = members(one) if people else ()
        name = document.add_paragraph()
        name.paragraph_format.keep_with_next = bool(found)
        name.paragraph_format.space_before = Pt(6 if found else 0)
        write(name, one.name_in(words.locale.language), words, bold=bool(found))
        for number, member in enumerate(found):
            _write_member(document, member, words, last=number == len(found) - 1)


def _write_member(document: DocxDocument, one: Delegate, words: Wording, *, last: bool) -> None:
    line = document.add_paragraph()
    line.paragraph_format.left_indent = Cm(0.8)
    line.paragraph_format.keep_with_next = not last
    said = [person(one), one.post, words.gettext(FUNCTIONS[one.function])]
    write(line, words.in_a_row(part for part in said if part), words)
