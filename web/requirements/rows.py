"""What the page shows of an entry: its sentence in clauses, each with its anchor and its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.programme import Requirement
from web.requirements.speech import _

Says = Mapping[str, Requirement]


@dataclass(frozen=True)
class Clause:
    """A sentence, or a part of one. `anchor`: the key of the requirement that it states.

    `source` is that of a condition, empty where nobody has said it, and `about` the condition in a
    word or two; None where the source of the whole entry covers it. `leads_to`: the anchor of what
    decides whether it counts.
    """

    text: str
    anchor: str = ""
    source: str | None = None
    about: str = ""
    leads_to: str = ""


@dataclass(frozen=True)
class Remark:
    """What follows from entries. `of`: the pieces of business that make it up, by anchor."""

    text: str
    anchor: str
    of: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Row:
    """What one entry asks for. `kind` and `key` name it; `label` and `title` introduce it.

    `source` is that of the entry itself, None where there is nothing to be cited. `also`: anchors
    of what it does not ask for, but a pin or its earlier self does: they lead here.
    """

    kind: str
    key: str
    anchor: str
    clauses: tuple[Clause, ...]
    label: str = ""
    title: str = ""
    source: str | None = None
    between: str = " "
    also: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """All of it on one line."""
        name = " ".join(filter(None, [self.label, self.title]))
        said = self.between.join(clause.text for clause in self.clauses)
        return _("%(name)s: %(said)s", name=name, said=said) if name else said

    @property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """What is covered ("" for the entry itself), and by which source ("" for none)."""
        stated: dict[str, list[str]] = {}
        for clause in self.clauses:
            if clause.source is not None:
                stated.setdefault(clause.source, []).append(clause.about)
        own = () if self.source is None else (("", self.source),)
        return (*own, *((", ".join(about), source) for source, about in stated.items()))


def anchor(key: str) -> str:
    """The id on the page of what has this key: an id takes no spaces."""
    return "_".join(key.split())
