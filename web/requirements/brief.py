"""The page as a brief to the planner: its parts, and in each what is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import lazy_gettext as _l

from procedure.wording import item_number
from scheduler.problem import Problem
from scheduler.requirements import requirement_by_key
from web.forms import FORMS
from web.requirements import sentences
from web.requirements.business_sentences import business_rows
from web.requirements.preference_sentences import preference_rows
from web.requirements.rows import Remark, Row, Says, anchor
from web.translate import say

ROWS: Mapping[str, Callable[[Problem, Says], Iterator[Row]]] = {
    "session": sentences.session_rows,
    "slots": sentences.slot_rows,
    "at_once": sentences.at_once_rows,
    "closures": sentences.closure_rows,
    "rooms": sentences.room_rows,
    "interpretation": sentences.interpretation_rows,
    "entitlement": sentences.entitlement_rows,
    "exceptions": sentences.exception_rows,
    "bodies": sentences.body_rows,
    "business": business_rows,
    "relations": sentences.relation_rows,
    "documents": sentences.document_rows,
    "preferences": preference_rows,
}

# the parts of the page: id, title, what stands in it, the kinds of its entries
PARTS: tuple[tuple[str, Any, Any, tuple[str, ...]], ...] = (
    (
        "when",
        _l("When"),
        _l("The days of the session and the hours of its meetings."),
        ("session", "slots", "at_once", "closures"),
    ),
    ("where", _l("Where"), _l("The rooms, with their seats and booths."), ("rooms",)),
    (
        "interpreting",
        _l("Interpretation"),
        _l("Languages, the interpreters there are, and how many meetings may have them."),
        ("interpretation", "entitlement", "exceptions"),
    ),
    ("who", _l("Who meets"), _l("The bodies that hold meetings in the session."), ("bodies",)),
    (
        "what",
        _l("What is to be done"),
        _l(
            "The business in the order of the agenda. "
            "On which day each is taken, the programme decides."
        ),
        ("business",),
    ),
    (
        "order",
        _l("In what order"),
        _l("What must come first, and what must not be held at the same time."),
        ("relations",),
    ),
    (
        "documents",
        _l("Documents"),
        _l("No item is taken before its documents are out."),
        ("documents",),
    ),
    (
        "better",
        _l("What is better"),
        _l(
            "Of all programmes that keep to the above, the best is the one "
            "with the least total of what is counted here, rank by rank where there are ranks."
        ),
        ("preferences",),
    ),
)


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the page. `remarks`: what follows from its entries, and cannot be edited itself."""

    id: str
    title: str
    lead: str
    rows: tuple[Row, ...]
    remarks: tuple[Remark, ...]
    to_add: tuple[tuple[str, str], ...]


def brief(problem: Problem) -> tuple[Part, ...]:
    """All parts of the page."""
    says = requirement_by_key(problem)
    return tuple(
        Part(
            id=id_,
            title=str(title),
            lead=str(lead),
            rows=tuple(row for kind in kinds for row in ROWS[kind](problem, says)),
            remarks=tuple(_remarks(id_, problem, says)),
            to_add=tuple((kind, str(FORMS[kind].to_add)) for kind in kinds if FORMS[kind].to_add),
        )
        for id_, title, lead, kinds in PARTS
    )


def anchors(problem: Problem) -> frozenset[str]:
    """The ids on the page of all that links to requirements may lead to."""
    found: set[str] = set()
    for part in brief(problem):
        found.update(remark.anchor for remark in part.remarks)
        for row in part.rows:
            found.update((row.anchor, *row.also, *(clause.anchor for clause in row.clauses)))
    return frozenset(found)


def narrowed(parts: Sequence[Part], words: str) -> tuple[Part, ...]:
    """The parts with only those rows that have all the words; "2(a)" finds 2 (a)."""
    wanted = item_number(words.casefold()).split()
    return tuple(
        replace(
            part,
            rows=tuple(row for row in part.rows if all(word in _searched(row) for word in wanted)),
        )
        for part in parts
    )


def _searched(row: Row) -> str:
    return " ".join([row.sentence, *(source for _, source in row.sources)]).casefold()


def row_at(problem: Problem, kind: str, place: int) -> Row:
    """What one entry asks for, by its place among those of its kind."""
    return list(ROWS[kind](problem, requirement_by_key(problem)))[place]


def _remarks(part: str, problem: Problem, says: Says) -> Iterator[Remark]:
    wanted = {"when": "held", "where": "rooms", "what": "time.", "order": "chairs."}.get(part)
    for key, requirement in says.items():
        if wanted and key.startswith(wanted):
            of = {
                anchor(f"business.{one.id}"): item_number(one.item) if one.item else one.title
                for one in problem.business
                if key in {f"time.{one.body}.{one.column}", f"chairs.{one.chair}"}
            }
            yield Remark(say(requirement.text), anchor(key), of)
