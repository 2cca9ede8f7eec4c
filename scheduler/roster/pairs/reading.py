"""Reading an instance in the published format.

`Blocks`, `Sessions`, `Interpreters` and `Languages` are lists of names; `Sessions_b`, `Languages_s`
and `Languages_i` give the list of each block, session and interpreter, by its name or in the same
order. Names may be numbers. What is said of sessions or interpreters that are not listed counts for
nothing, as in the published instances.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from scheduler.reading import BadInput, FieldError, load_data
from scheduler.reading.errors import shown
from scheduler.reading.forms import refuse_other
from scheduler.roster.pairs.instance import Instance, Person, Session
from scheduler.text import Text, text


def load_instance(path: Path) -> Instance:
    """Read an instance from a JSON or YAML file. Raises BadInput."""
    return read_instance(load_data(path))


def read_instance(data: object) -> Instance:
    """The instance that plain data describe. Raises BadInput with every mistake found."""
    refuse_other(data, "isp")
    if not isinstance(data, Mapping):
        raise BadInput(
            [FieldError("", text("Give a group of fields: Blocks, Sessions and so on."))]
        )
    return _Reader(data).instance()


class _Reader:
    """Reads the lists and gathers the mistakes."""

    def __init__(self, data: Mapping[Any, Any]) -> None:
        self.data = data
        self.errors: list[FieldError] = []

    def instance(self) -> Instance:
        """Read all of it."""
        blocks, sessions, people = map(self.names, ("Blocks", "Sessions", "Interpreters"))
        known = set(self.names("Languages")) if "Languages" in self.data else None
        self.refuse()  # what refers to these would only be wrong again
        held = self.lists("Sessions_b", blocks, known=set(sessions), absent=())
        spoken = self.lists("Languages_s", sessions, known=known)
        understood = self.lists("Languages_i", people, known=known)
        self.errors += _blocks_unknown(self.data.get("Sessions_b"), blocks)
        block_of: dict[str, int] = {}
        for place, block in enumerate(blocks):
            for session in held.get(block, ()):
                if session in block_of:
                    reason = text("%(id)s is held in two blocks; leave one.", id=shown(session))
                    self.errors.append(FieldError("Sessions_b", reason))
                block_of[session] = place
        for session in sessions:
            if session not in block_of and isinstance(self.data.get("Sessions_b"), (Mapping, list)):
                reason = text("%(id)s is held in no block; name one.", id=shown(session))
                self.errors.append(FieldError("Sessions_b", reason))
        self.refuse()
        return Instance(
            blocks=tuple(blocks),
            sessions=tuple(
                Session(id=one, block=block_of[one], languages=frozenset(spoken[one]))
                for one in sessions
            ),
            people=tuple(Person(id=one, languages=frozenset(understood[one])) for one in people),
        )

    def names(self, field: str) -> list[str]:
        """The names of a list, or of the keys of a group."""
        value = self.data.get(field)
        if isinstance(value, Mapping):
            value = list(value)
        if not isinstance(value, list):
            self.wrong(field, value, text("Give a list of names."))
            return []
        found: dict[str, None] = {}
        for place, name in enumerate(value):
            if not _is_name(name):
                reason = text("Give a name; this is %(given)s.", given=shown(name))
                self.errors.append(FieldError(f"{field}[{place}]", reason))
            elif str(name) in found:
                reason = text("%(given)s is given twice; leave one.", given=shown(name))
                self.errors.append(FieldError(f"{field}[{place}]", reason))
            found[str(name)] = None
        return list(found)

    def lists(
        self,
        field: str,
        owners: Sequence[str],
        *,
        known: set[str] | None,
        absent: Sequence[str] | None = None,
    ) -> dict[str, Sequence[str]]:
        """The list of each owner. One that is missing is `absent`, or a mistake."""
        value = self.data.get(field)
        if isinstance(value, list):
            if len(value) != len(owners):
                reason = text(
                    "Give %(wanted)s lists; there are %(count)s.",
                    wanted=len(owners),
                    count=len(value),
                )
                self.errors.append(FieldError(field, reason))
                return {}
            given: Mapping[str, Any] = dict(zip(owners, value, strict=True))
        elif isinstance(value, Mapping):
            given = {str(name): part for name, part in value.items()}
        else:
            self.wrong(field, value, text("Give a list for each of them."))
            return {}
        return {
            owner: absent
            if owner not in given and absent is not None
            else self.members(f"{field}.{owner}", given.get(owner), known)
            for owner in owners
        }

    def members(self, path: str, value: Any, known: set[str] | None) -> Sequence[str]:
        """The names of one list."""
        if not isinstance(value, list) or not all(_is_name(name) for name in value):
            self.wrong(path, value, text("Give a list of names."))
            return ()
        names = [str(name) for name in value]
        for place, name in enumerate(names):
            if known is not None and name not in known:
                reason = text("There is no %(given)s.", given=shown(name))
                self.errors.append(FieldError(f"{path}[{place}]", reason))
        return names

    def refuse(self) -> None:
        """Raise BadInput if there are mistakes."""
        if self.errors:
            raise BadInput(self.errors)

    def wrong(self, path: str, value: object, wanted: Text) -> None:
        """Note that something else is needed, or that it is missing."""
        if value is None:
            reason = text("This is missing. %(wanted)s", wanted=wanted)
        else:
            reason = text("%(wanted)s This is %(given)s.", wanted=wanted, given=shown(value))
        self.errors.append(FieldError(path, reason))


def _blocks_unknown(value: object, blocks: Sequence[str]) -> Iterator[FieldError]:
    # left out, their sessions would be lost without a word
    for name in value if isinstance(value, Mapping) else ():
        if str(name) not in blocks:
            yield FieldError("Sessions_b", text("There is no block %(given)s.", given=shown(name)))


def _is_name(value: object) -> bool:
    return isinstance(value, (str, int)) and not isinstance(value, bool)
