"""A form for one entry of a problem: plain data in, plain data out.

Plain data is that of the file format. A form only brings an entry into fields and back; whether it
is right is for the one validator to say, and `told` brings what it said to the fields.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form
from wtforms.fields import Field

from scheduler.problem import Problem
from scheduler.reading.sources import stands
from scheduler.text import Text
from web.forms.fields import Line
from web.translate import say

Plain = dict[str, Any]
PREFIX = "f-"
SOURCE_OF = "source_of_"
WRITTEN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
OWN_PATH = re.compile(r"[a-z_]+(\.[a-z_]+)*")


@dataclass(frozen=True, kw_only=True)
class Put:
    """An entry as `services.requirements.put_entry` takes it.

    `inside`: the path of what the form states, where that is only a part of the entry.
    """

    section: str
    key: str | None
    data: Plain
    inside: str = ""


class EntryForm(Form):
    """The fields of one kind of entry.

    `kind` names the form; `section` is where its entries stand in the file format: a list in which
    each is named by its `key_name` (by its place if there is none), or a single entry.
    """

    kind: ClassVar[str]
    section: ClassVar[str]
    key_name: ClassVar[str] = ""
    single: ClassVar[bool] = False
    to_add: ClassVar[Any] = ""
    to_edit: ClassVar[Any] = ""
    added: ClassVar[Any] = _l("Added.")
    fields_of: ClassVar[Mapping[str, str]] = {}  # path in the entry -> field, where they differ

    problem: Problem
    found: Plain | None

    @classmethod
    def opened(cls, problem: Problem, data: Plain, key: str | None, typed: Any = None) -> Self:
        """The form of a stored entry, or an empty one; or what was sent (`typed`)."""
        form = cls.made_for(problem)(prefix=PREFIX)
        form.problem, form.found = problem, cls.stored(data, key)
        form.offer()
        if typed is not None:
            form.process(typed)
        else:
            form.process(data=form.usual() if form.found is None else form.values(form.found))
        return form

    @classmethod
    def made_for(cls, _problem: Problem) -> type[Self]:
        """The form, with the fields that only this problem asks for."""
        return cls

    @classmethod
    def listed(cls, data: Plain) -> Sequence[Plain]:
        """The stored entries that the form is for."""
        found = data.get(cls.section, [])
        return [found] if cls.single else list(found)

    @classmethod
    def stored(cls, data: Plain, key: str | None) -> Plain | None:
        """The stored entry that `key` names; the single one in any case."""
        if cls.single:
            return cls.listed(data)[0]
        if key is None:
            return None
        for place, entry in enumerate(cls.listed(data)):
            if cls.key_of(place, entry) == key:
                return entry
        return None

    @classmethod
    def key_of(cls, place: int, entry: Plain) -> str:
        """What names an entry of the list."""
        return str(entry[cls.key_name]) if cls.key_name else str(place)

    @classmethod
    def place_of(cls, data: Plain, key: str | None) -> int:
        """Where in its list the entry stands; where a new one will stand."""
        if cls.single:
            return 0
        keys = [cls.key_of(place, entry) for place, entry in enumerate(cls.listed(data))]
        return keys.index(key) if key in keys else len(keys)

    def offer(self) -> None:
        """Give the fields their choices."""

    def usual(self) -> Plain:
        """What the fields of a new entry hold."""
        return {}

    def values(self, found: Plain) -> Plain:
        """What the fields of a stored entry hold."""
        return found

    def entry(self) -> Plain:
        """The entry that the fields state."""
        raise NotImplementedError

    def put(self, _data: Plain, key: str | None) -> Put:
        """What is to be put where."""
        return Put(section=self.section, key=key, data=self.entry())

    @classmethod
    def removal(cls, _data: Plain, _key: str) -> Put | None:
        """What is to be put to remove a part of an entry; None where the entry itself goes."""
        return None

    def told(self, errors: Mapping[str, Text], inside: str = "") -> dict[str, str]:
        """Bring what the validator said to the fields; what belongs to none is given back."""
        rest: dict[str, str] = {}
        for path, text in errors.items():
            name = self.field_name(_within(path, inside))
            field = self._fields.get(name or "")
            if field is None:
                rest[path] = say(text)
            else:
                field.errors = [*field.errors, self._said(field, text)]
        return rest

    def field_name(self, path: str) -> str | None:
        """The field that a path within the entry belongs to."""
        own = OWN_PATH.match(path)
        if own is None:
            return None
        steps = own[0].split(".")
        starts = [".".join(steps[:count]) for count in range(len(steps), 0, -1)]
        return next(
            (self.fields_of.get(start, start) for start in starts if self._has(start)), None
        )

    def _has(self, path: str) -> bool:
        return path in self.fields_of or path in self._fields

    def name_for(self, wanted: str, taken: Iterable[str]) -> str:
        """The id of the entry, which stays, or one for a new entry."""
        return str(self.found["id"]) if self.found else free_id(wanted, taken)

    @staticmethod
    def _said(field: Field, text: Text) -> str:
        if not field.data:
            return str(_("Fill this in."))
        return say(replace(text, values={name: _day(one) for name, one in text.values.items()}))

    def wrong_in(self, names: Iterable[str]) -> bool:
        """Whether any of these fields is wrong, so that what hides them must be open."""
        return any(self[name].errors for name in names)

    def wrong(self) -> dict[str, str]:
        """What is wrong, by the ids of the fields."""
        return {
            field.id: _(
                "%(label)s: %(error)s", label=field.label.text, error=" ".join(field.errors)
            )
            for field in self
            if field.errors
        }


class SourcedForm(EntryForm):
    """An entry that says where it comes from; `source_of_x` where the condition `x` on it does."""

    source = Line(
        _l("Source"), _l("The document, decision or rule that this comes from. It may be left out.")
    )

    def field_name(self, path: str) -> str | None:
        """Sources of conditions have fields of their own."""
        return super().field_name(path.replace("sources.", SOURCE_OF, 1))

    def sources(self, entry: Plain) -> Plain:
        """What was filled in for the conditions that stand: a source goes with its condition."""
        told = {name: self[SOURCE_OF + name].data for name in self._sourced()}
        return filled(sources=filled(**{n: s for n, s in told.items() if stands(entry, n)}))

    def _sourced(self) -> list[str]:
        return [name.removeprefix(SOURCE_OF) for name in self._fields if name.startswith(SOURCE_OF)]


def with_sources(found: Plain) -> Plain:
    """A stored entry with a value for each field that holds the source of a condition."""
    told: Plain = found.get("sources", {})
    return found | {SOURCE_OF + name: source for name, source in told.items()}


def _day(value: Any) -> Any:
    """A day that is written as files write it, as a day; what else there is, as it is."""
    written = isinstance(value, str) and WRITTEN_DAY.fullmatch(value)
    return date.fromisoformat(value) if written else value


def _within(path: str, inside: str) -> str:
    return path.removeprefix(inside).removeprefix(".") if inside else path


def filled(**fields: Any) -> Plain:
    """The fields that hold something: what is left empty is left out of an entry."""
    return {name: value for name, value in fields.items() if value or type(value) is int}


def digest(entry: Any) -> str:
    """A mark by which an entry is known again, to see whether somebody else has changed it."""
    written = json.dumps(entry, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:20]


def free_id(wanted: str, taken: Iterable[str]) -> str:
    """A short name made of some words, and of a number if it is taken."""
    base = "-".join(re.findall(r"[\w()]+", wanted)[:4])[:40].strip("-") or "1"
    used = set(taken)
    numbers = (f"{base}-{number}" for number in range(2, len(used) + 3))
    return next(name for name in (base, *numbers) if name not in used)
