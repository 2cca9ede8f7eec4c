"""From a file to plain data: YAML or JSON, of a bounded size and without surprises.

YAML is read as version 1.2 reads it: ``10:00`` and ``no`` are texts, and dates stay texts. A key
given twice is refused; so is an alias, which may stand for a million nodes in a few lines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from scheduler.reading.errors import BadInput, FieldError
from scheduler.text import Text, text

MOST_BYTES = 5_000_000
MOST_DEPTH = 50
MOST_DIGITS = 1000  # of a number; Python reads 4,300


class _Loader(yaml.CSafeLoader):
    """The safe loader with the few plain values of YAML 1.2."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 (PyYAML's own attribute)


_EXPONENT = "[eE][-+]?[0-9]+"
_FLOAT = rf"[-+]?(?:(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:{_EXPONENT})?|[0-9]+{_EXPONENT})"
for _tag, _pattern, _first in (
    ("bool", "true|false", "tf"),
    ("null", "null|~|", ["n", "~", ""]),
    ("int", "-?(?:0|[1-9][0-9]*)", "-0123456789"),
    ("float", _FLOAT, "-+.0123456789"),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first)
    )


def load_data(path: Path) -> Any:
    """Read a file. Names ending in ``.json`` are JSON, all others YAML. Raises BadInput."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except IsADirectoryError:
        raise _refusal(text("%(path)s is a folder; name a file.", path=str(path))) from None
    except FileNotFoundError:
        raise _refusal(text("There is no file %(path)s.", path=str(path))) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _refusal(
            text("%(path)s cannot be read: %(reason)s.", path=str(path), reason=reason)
        ) from None
    return parse_json(content) if path.suffix.lower() == ".json" else parse_yaml(content)


def parse(content: bytes) -> Any:
    """Plain data from a file without a name: JSON where it begins as JSON. Raises BadInput."""
    return parse_json(content) if content.lstrip()[:1] == b"{" else parse_yaml(content)


def parse_json(content: bytes | str) -> Any:
    """Plain data from JSON. Raises BadInput."""
    source = _decoded(content)
    if not source.strip():
        raise _refusal(text("The file is empty."))
    try:
        return json.loads(
            source,
            object_pairs_hook=_once_each,
            parse_constant=_no_constant,
            parse_int=_whole_number,
        )
    except json.JSONDecodeError as error:
        raise _refusal(
            text("This is not JSON: %(reason)s.", reason=error.msg),
            f"line {error.lineno}, column {error.colno}",
        ) from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError as error:
        if isinstance(error, BadInput):
            raise
        raise _refusal(text("This is not JSON: %(reason)s.", reason=str(error))) from None


def parse_yaml(content: bytes | str) -> Any:
    """Plain data from YAML. Raises BadInput."""
    source = _decoded(content)
    try:
        _check_nesting(source)
        loader = _Loader(source)
        try:
            node = loader.get_single_node()
            if node is None:
                raise _refusal(text("The file is empty."))
            errors = list(_mistakes(node))
            if errors:
                raise BadInput(errors)
            return loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        reason = ", ".join(part for part in (error.context, error.problem) if part)
        raise _refusal(
            text("This is not YAML: %(reason)s.", reason=reason), _place(error.problem_mark)
        ) from None
    except (yaml.YAMLError, ValueError) as error:
        if isinstance(error, BadInput):
            raise
        reason = str(error).splitlines()[0]
        raise _refusal(text("This is not YAML: %(reason)s.", reason=reason)) from None


def _decoded(content: bytes | str) -> str:
    size = len(content)
    if size > MOST_BYTES:
        raise _refusal(text("The file is larger than %(limit)s bytes.", limit=MOST_BYTES))
    try:
        return content if isinstance(content, str) else content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refusal(
            text(
                "The file is not text in UTF-8 (see byte %(byte)s): save it as UTF-8.",
                byte=error.start,
            )
        ) from None


def _check_nesting(source: str) -> None:
    """Refuse aliases and nesting without end before nodes are made of them, which recurses in C."""
    depth = 0
    for event in yaml.parse(source, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            raise _refusal(
                text("Anchors and aliases (& and *) are not allowed: write the value out."),
                _place(event.start_mark),
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MOST_DEPTH:
                raise _too_deep()
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _mistakes(node: yaml.Node) -> Iterator[FieldError]:
    """Names given twice, names that are no texts, and numbers without end."""
    if isinstance(node, yaml.ScalarNode):
        if node.tag.endswith(":int") and len(node.value) > MOST_DIGITS:
            yield FieldError(_place(node.start_mark), _too_long())
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _mistakes(child)
    elif isinstance(node, yaml.MappingNode):
        names: set[str] = set()
        for key, child in node.value:
            if not isinstance(key, yaml.ScalarNode):
                yield FieldError(_place(key.start_mark), text("The name of a field is a text."))
                continue
            if key.value in names:
                yield FieldError(_place(key.start_mark), _twice(key.value))
            names.add(key.value)
            yield from _mistakes(key)
            yield from _mistakes(child)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        name = next(name for name in names if names.count(name) > 1)
        raise _refusal(_twice(name), name)
    return fields


def _whole_number(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise _refusal(_too_long())
    return int(digits)


def _no_constant(name: str) -> Any:
    raise _refusal(text("%(name)s is not a number that can be used.", name=name))


def _twice(name: str) -> Text:
    return text("“%(name)s” is given twice; leave one.", name=name)


def _too_long() -> Text:
    return text("A number here has more than %(limit)s digits.", limit=MOST_DIGITS)


def _too_deep() -> BadInput:
    return _refusal(text("The fields are nested too deeply."))


def _place(mark: Any) -> str:
    return f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""


def _refusal(reason: Text, path: str = "") -> BadInput:
    return BadInput([FieldError(path, reason)])
