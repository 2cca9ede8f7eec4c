"""Editing one entry of a problem in the plain data of the file format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scheduler.problem import Problem, closure_id, relation_id
from scheduler.reading import BadInput, FieldError, read_problem
from scheduler.requirements import requirements
from scheduler.text import Text, text
from scheduler.wording import body_name, named
from scheduler.writing import write_problem
from services.errors import BadRequest, NotFound

KEY_OF = {"slots": "id", "bodies": "id", "rooms": "id", "business": "id", "documents": "symbol"}
LISTS = frozenset({*KEY_OF, "relations", "closures"})
SINGLE = frozenset({"session", "interpretation", "at_once"})
MAPPINGS = frozenset({"preferences"})


# lists whose entries are named by what they say; and who else may refer to an entry
UNNAMED = frozenset({"relations", "closures"})
OTHERS = {
    "session": text("the session itself"),
    "held": text("what has been held already (import the file anew to change that)"),
}


@dataclass(frozen=True, slots=True)
class Edit:
    """A problem as plain data, the path of the entry that was edited in it, and what was before."""

    data: Mapping[str, Any]
    path: str
    before: Problem


def placed(
    problem: Problem,
    section: str,
    key: str | None,
    entry: Mapping[str, Any],
    position: int | None = None,
) -> Edit:
    """The problem with an entry added, or put in the place of the one that `key` names."""
    data = write_problem(problem)
    if section in SINGLE:
        data[section] = dict(entry)
        return Edit(data, section, problem)
    if section in MAPPINGS:
        if key is None:
            raise BadRequest({"": text("Say which preference.")})
        data[section] = {**data.get(section, {}), key: dict(entry)}
        return Edit(data, f"{section}.{key}", problem)
    listed = list(_listed(data, section))
    if key is None:
        place = len(listed)
    else:
        place = _place(listed, section, key)
        del listed[place]
    if position is not None:
        place = max(0, min(position, len(listed)))
    listed.insert(place, dict(entry))
    data[section] = listed
    return Edit(data, f"{section}[{place}]", problem)


def read_edited(edit: Edit) -> Problem:
    """The problem. Raises BadRequest; paths within the entry are relative to it."""
    try:
        return read_problem(edit.data)
    except BadInput as bad:
        fields: dict[str, Text] = {}
        for error in (_told(error, edit) for error in bad.errors):
            fields.setdefault(_relative(error.path, edit.path), error.text)
        raise BadRequest(fields) from None


def _told(error: FieldError, edit: Edit) -> FieldError:
    """A mistake; where the edited entry is the same as another, at the one edited, in words.

    The validator has them in the order of the file, and names the first by its place.
    """
    found = re.match(r"(\w+)\[\d+\]", error.path)
    if found is None or not error.twin or edit.path not in {found[0], error.twin}:
        return error
    section, field = found[1], error.path.removeprefix(found[0])
    if section in KEY_OF:
        name = error.text.values["id"]
        taken = text("%(id)s is the name of another already; give another.", id=name)
        return FieldError(edit.path + field, taken)
    other = error.twin
    if edit.path == error.twin:
        other, field = found[0], ".business" if section == "relations" else field
    said = text(
        "There is this already: %(said)s Change that, or this.",
        said=_referrer(edit.before, edit.data, other),
    )
    return FieldError(edit.path + field, said)


def moved(problem: Problem, section: str, key: str, position: int) -> Problem:
    """The problem with an entry of a list at another place. Raises NotFound."""
    listed = list(_listed(write_problem(problem), section))
    entry = listed[_place(listed, section, key)]
    return read_edited(placed(problem, section, key, entry, position))


def removed(problem: Problem, section: str, key: str) -> Problem:
    """The problem without an entry. Raises BadRequest naming who refers to it, or NotFound."""
    data = write_problem(problem)
    if section in SINGLE:
        raise BadRequest({"": text("This section cannot be removed, only changed.")})
    if section in MAPPINGS:
        if key not in data.get(section, {}):
            raise _no_entry(section, key)
        data[section] = {name: part for name, part in data[section].items() if name != key}
    else:
        listed = list(_listed(data, section))
        del listed[_place(listed, section, key)]
        data[section] = listed
    try:
        return read_problem(data)
    except BadInput as bad:
        raise _still_needed(problem, data, key, bad.errors) from None


def _still_needed(
    problem: Problem, data: Mapping[str, Any], key: str, errors: Iterable[FieldError]
) -> BadRequest:
    who = {str(one): one for error in errors if (one := _referrer(problem, data, error.path))}
    if not who:
        return BadRequest({error.path: error.text for error in errors})
    return BadRequest(
        {
            "": text(
                "%(key)s cannot be removed; it is asked for by: %(who)s",
                key=key,
                who=list(who.values()),
            )
        }
    )


def _referrer(problem: Problem, data: Mapping[str, Any], path: str) -> Text | str | None:
    """How to name the entry of `data` that a path lies in."""
    found = re.match(r"(business|bodies|relations|closures)\[(\d+)\]", path)
    if found is None:
        return OTHERS.get(re.split(r"[.[]", path)[0])
    section, index = found[1], int(found[2])
    if section in UNNAMED:
        sentences = {one.key: one.text for one in requirements(problem)}
        return sentences[f"{section}.{_key(section, data[section][index])}"]
    id_ = data[section][index]["id"]
    return named(problem.business_by_id[id_]) if section == "business" else body_name(problem, id_)


def _listed(data: Mapping[str, Any], section: str) -> list[Any]:
    if section not in LISTS:
        raise NotFound(text("There is no section “%(section)s”.", section=section))
    listed = data.get(section, [])
    assert isinstance(listed, list)
    return listed


def relation_key(entry: Mapping[str, Any]) -> str:
    """What names a relation: its id, or what it says."""
    return str(entry.get("id") or relation_id(entry["kind"], entry["business"]))


def _place(listed: list[Any], section: str, key: str) -> int:
    for place, entry in enumerate(listed):
        if _key(section, entry) == key:
            return place
    raise _no_entry(section, key)


def _key(section: str, entry: Mapping[str, Any]) -> str:
    match section:
        case "relations":
            return relation_key(entry)
        case "closures":
            return closure_id(entry)
    return str(entry[KEY_OF[section]])


def _no_entry(section: str, key: str) -> NotFound:
    return NotFound(text("There is no entry “%(key)s” in %(section)s.", key=key, section=section))


def _relative(path: str, entry: str) -> str:
    if path == entry:
        return ""
    for separator in (".", "["):
        if path.startswith(entry + separator):
            return path.removeprefix(entry).removeprefix(".")
    return path
