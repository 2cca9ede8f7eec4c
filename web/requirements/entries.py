"""One entry, from the form to the record and back; what is typed is never lost."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Self

from flask import g

from scheduler.problem import Problem
from scheduler.wording import opening
from scheduler.writing import write_problem
from services import requirements
from services.errors import BadRequest, NotFound
from web.forms import FORMS, EntryForm
from web.forms.base import Plain, Put, digest
from web.requirements.brief import row_at
from web.requirements.rows import Row
from web.requirements.speech import _
from web.translate import say


@dataclass
class Open:
    """An entry that somebody is editing. `key` is None for a new one.

    `seen` marks the entry as it was when the form was opened; `elsewhere` is what is wrong outside
    the form, by where.
    """

    kind: str
    key: str | None
    problem: Problem
    data: Plain
    form: EntryForm
    seen: str
    elsewhere: dict[str, str] = field(default_factory=dict)

    @classmethod
    def at(cls, kind: str, key: str | None, typed: Any = None) -> Self:
        """Open an entry, as stored or as typed. Raises NotFound."""
        if kind not in FORMS:
            raise NotFound
        problem = requirements.problem_of(g.db, g.session)
        data = write_problem(problem)
        kept = typed.get("seen", "") if typed is not None else ""
        if kept and key is not None:
            key = _same(FORMS[kind], data, key, kept)
        form = FORMS[kind].opened(problem, data, key, typed)
        unknown = key is not None and not kept
        if form.found is None and (unknown or not form.to_add):
            raise NotFound
        seen = digest(form.found) if typed is None else kept
        return cls(kind, key, problem, data, form, seen)

    @property
    def new(self) -> bool:
        """Whether the entry is not stored, or not any more."""
        return self.form.found is None

    @property
    def removable(self) -> bool:
        """Whether the entry can be removed at all: it is stored, and one of a list."""
        return not self.new and bool(self.form.to_add)

    @property
    def mark(self) -> str:
        """By which the entry as it is stored now is known again."""
        return digest(self.form.found)

    @property
    def changed_meanwhile(self) -> bool:
        """Whether somebody else has changed the entry since it was opened; never a new one."""
        return self.seen != self.mark and not (self.new and self.key is None)

    @property
    def now(self) -> Row | None:
        """What the entry asks for as it is stored."""
        return None if self.new else row_at(self.problem, self.kind, self._place())

    def _place(self) -> int:
        return self.form.place_of(self.data, self.key)

    def _put(self) -> Put:
        return self.form.put(self.data, None if self.new else self.key)

    def preview(self) -> Row | None:
        """What the entry would ask for as it is typed; None while it cannot be used."""
        put = self._put()
        try:
            problem = requirements.edited_problem(
                self.problem, section=put.section, key=put.key, data=put.data
            )
        except BadRequest:
            return None
        return row_at(problem, self.kind, self._place())

    def save(self) -> str:
        """Write it; give the anchor of its row. Raises BadRequest once the form knows it; Stale."""
        put = self._put()
        place = self._place()
        try:
            requirements.put_entry(
                g.db,
                g.actor,
                g.session,
                section=put.section,
                key=put.key,
                data=put.data,
                expected_version=g.session.version,
            )
        except BadRequest as bad:
            self.tell(bad, put.inside)
            raise
        return row_at(requirements.problem_of(g.db, g.session), self.kind, place).anchor

    def tell(self, bad: BadRequest, inside: str = "") -> None:
        """Bring what the validator said to the fields, and the rest to the head of the form."""
        rest = self.form.told(bad.fields, inside)
        self.elsewhere = {path: where(self.problem, path) + what for path, what in rest.items()}

    def remove(self) -> None:
        """Remove the entry. Raises BadRequest naming who refers to it; Stale."""
        assert self.key is not None
        version = g.session.version
        part = self.form.removal(self.data, self.key)
        if part is None:
            requirements.remove_entry(
                g.db,
                g.actor,
                g.session,
                section=self.form.section,
                key=self.key,
                expected_version=version,
            )
            return
        requirements.put_entry(
            g.db,
            g.actor,
            g.session,
            section=part.section,
            key=part.key,
            data=part.data,
            expected_version=version,
        )


def _same(form: type[EntryForm], data: Plain, key: str, seen: str) -> str:
    """The key of the entry that was seen: what is named by its place may have another by now."""
    if form.key_name or digest(form.stored(data, key)) == seen:
        return key
    keys = [form.key_of(place, entry) for place, entry in enumerate(form.listed(data))]
    return next((other for other in keys if digest(form.stored(data, other)) == seen), key)


def where(problem: Problem, path: str) -> str:
    """Whose field a path from the top is, to stand before what is wrong with it."""
    if path.startswith("held."):
        return str(_("What has been held already (import the file anew to change that): "))
    found = re.match(r"(\w+)\[(\d+)\]", path)
    if found is None:
        return ""
    section, place = found[1], int(found[2])
    match section:
        case "business":
            name = say(opening(problem.business[place]))
        case "rooms":
            name = problem.rooms[place].title
        case "bodies":
            name = problem.bodies[place].title
        case "documents":
            name = problem.documents[place].symbol
        case _:
            name = path
    return _("%(name)s: ", name=name)
