"""Fields of files that are not in our own form, each mistake with its path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scheduler.reading import BadInput, FieldError
from scheduler.reading.errors import shown
from scheduler.text import text


def listed_groups(
    data: Mapping[str, Any], name: str, most: int, errors: list[FieldError]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The groups of a list that must be there, each with its path."""
    value = data.get(name)
    if not isinstance(value, list) or not value or len(value) > most:
        reason = text("Give a list of 1 to %(most)d groups of fields.", most=most)
        errors.append(FieldError(name, reason))
        return
    for place, entry in enumerate(value):
        if isinstance(entry, Mapping):
            yield f"{name}[{place}]", entry
        else:
            reason = text("Give a group of fields; this is %(given)s.", given=shown(entry))
            errors.append(FieldError(f"{name}[{place}]", reason))


def named(entry: Mapping[str, Any], path: str, name: str, errors: list[FieldError]) -> str | None:
    """A text that must be there and not be empty."""
    value = entry.get(name)
    if isinstance(value, str) and 0 < len(value.strip()) <= 1000 and value.isprintable():
        return value.strip()
    reason = text("Give a text on one line; this is %(given)s.", given=shown(value))
    errors.append(FieldError(f"{path}.{name}", reason))
    return None


def texts(data: Mapping[str, Any], path: str, name: str, errors: list[FieldError]) -> Sequence[str]:
    """The texts of a list; none where it is left out or null. Whole numbers are taken as texts."""
    value = data.get(name)
    if value is None:
        return ()
    if isinstance(value, list) and all(
        isinstance(one, str) or (isinstance(one, int) and not isinstance(one, bool))
        for one in value
    ):
        return tuple(str(one).strip() for one in value)
    reason = text("Give a list of texts; this is %(given)s.", given=shown(value))
    errors.append(FieldError(f"{path}.{name}" if path else name, reason))
    return ()


def source_of(data: Mapping[str, Any]) -> str:
    """Where the file says that it comes from, on one line."""
    value = data.get("source")
    return " ".join(value.split())[:1000] if isinstance(value, str) else ""


def refuse_if(errors: Sequence[FieldError]) -> None:
    """Raise BadInput if there are mistakes."""
    if errors:
        raise BadInput(errors)
