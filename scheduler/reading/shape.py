"""The shape of an input, as the published JSON Schema has it, and its mistakes in plain words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError, validators

from scheduler.reading.errors import BadInput, FieldError, listed, nearest, path_of, shown
from scheduler.text import Text, text

MOST_DEPTH = 50

WANTED: Mapping[str, Text] = {
    "id": text("a short name without spaces, of at most 60 characters"),
    "slug": text("a short name of small letters, figures and hyphens, such as ctoc-cop4"),
    "line": text("a text on one line, of at most 1,000 characters"),
    "name": text("a text on one line, of 1 to 1,000 characters"),
    "date": text("a date as year-month-day, such as 2008-10-08"),
    "time": text('a time of day in quotes, such as "10:00"'),
    "slot_date": text("a day, such as 2008-10-08, or a slot of a day, such as 2008-10-08 AM"),
    "instant": text("a time with its offset, such as 2008-10-08T10:00:00+02:00"),
    "language": text("a language code, such as en or pt-BR"),
    "languages": text("all, none, or a list of language codes, such as [en, fr]"),
    "issued": text("a date such as 2008-08-27, or such a date for each language"),
    "agenda_number": text('the number of an agenda item in quotes, such as "2(a)"'),
    "room": text("the id of a room, or null where none is given"),
    "problem_format": text("hemicycle-problem/1, the name of this format"),
    "programme_format": text("hemicycle-programme/1, the name of this format"),
    "timetable_problem_format": text("hemicycle-timetable-problem/1, the name of this format"),
    "conferences_format": text("hemicycle-conferences/1, the name of this format"),
    "conferences_plan_format": text("hemicycle-conferences-plan/1, the name of this format"),
    "day_or_hour": text("a day, such as 2008-10-08, or a time of it, such as 2008-10-08 10:00"),
}
BY_TYPE: Mapping[str, Text] = {
    "string": text("a text"),
    "boolean": text("true or false"),
    "array": text("a list"),
    "object": text("a group of fields"),
    "number": text("a number"),
    "integer": text("a whole number"),
}


def check_shape(data: object, name: str) -> list[FieldError]:
    """Mistakes of shape, in the order of the input. `name` is ``problem`` or ``programme``."""
    errors = sorted(_validator(name).iter_errors(data), key=lambda error: _order(error.path))
    # a number may be both no whole one and too large
    return list({str(one): one for one in map(_explained, errors)}.values())


def schema(name: str) -> dict[str, Any]:
    """The published JSON Schema called `name`: ``problem`` or ``programme``."""
    source = files("scheduler").joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(source)
    return content


def plain(value: Any, depth: int = 0) -> Any:
    """The value with dates and times as texts, tuples as lists and names of fields as texts."""
    if depth > MOST_DEPTH:
        raise BadInput([FieldError("", text("The fields are nested too deeply."))])
    if isinstance(value, Mapping):
        return {str(name): plain(part, depth + 1) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part, depth + 1) for part in value]
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


@cache
def _validator(name: str) -> Any:
    types = Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool)
    )
    keywords = {"required": _required, "additionalProperties": _additional, "pattern": _pattern}
    extend: Any = validators.extend
    kind = extend(Draft202012Validator, keywords, type_checker=types)
    content = schema(name)
    kind.check_schema(content)
    return kind(content, format_checker=_formats())


def _formats() -> FormatChecker:
    checker = FormatChecker(formats=())
    checker.checks("date", raises=ValueError)(_is_date)
    checker.checks("slot-date", raises=ValueError)(_is_slot_date)
    checker.checks("date-time", raises=ValueError)(_is_instant)
    return checker


def _is_date(value: object) -> bool:
    # Python's own reader takes week dates and dates without hyphens too
    if not isinstance(value, str):
        return True
    return bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) and date.fromisoformat(value))


def _is_slot_date(value: object) -> bool:
    if not isinstance(value, str):
        return True
    day, space, slot = value.partition(" ")
    return _is_date(day) and (not space or bool(re.fullmatch(r"\S{1,60}", slot)))


def _is_instant(value: object) -> bool:
    if not isinstance(value, str):
        return True
    return bool(re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T", value)) and (
        datetime.fromisoformat(value).tzinfo is not None
    )


def _required(
    validator: Any, names: Sequence[str], instance: Any, _schema: Any
) -> Iterator[ValidationError]:
    if validator.is_type(instance, "object"):
        for name in names:
            if name not in instance:
                yield ValidationError(name)


def _additional(
    validator: Any, allowed: Any, instance: Any, parent: Mapping[str, Any]
) -> Iterator[ValidationError]:
    if not validator.is_type(instance, "object"):
        return
    for name in instance:
        if name in parent.get("properties", {}):
            continue
        if allowed is False:
            yield ValidationError(name)
        else:
            yield from validator.descend(instance[name], allowed, path=name)


def _pattern(
    validator: Any, pattern: str, instance: Any, _schema: Any
) -> Iterator[ValidationError]:
    # the whole text: $ would also match before a line break at the end
    if validator.is_type(instance, "string") and not re.fullmatch(pattern, instance):
        yield ValidationError("pattern")


def _order(path: Any) -> list[tuple[int, str]]:
    return [(step, "") if isinstance(step, int) else (-1, step) for step in path]


def _explained(error: Any) -> FieldError:
    steps, given, limit = list(error.absolute_path), error.instance, error.validator_value
    match error.validator:
        case "required":
            wanted = _wanted(_resolved(error.schema["properties"][error.message]))
            sentence = text("This is missing. Give %(wanted)s.", wanted=wanted)
            return FieldError(path_of([*steps, error.message]), sentence)
        case "additionalProperties":
            path = path_of([*steps, shown(error.message)[1:-1]])
            return FieldError(path, _unknown(error.message, error.schema["properties"]))
        case "enum":
            sentence = _not_among(given, limit)
        case "minItems" | "minProperties":
            sentence = text("Give at least %(limit)s.", limit=limit)
        case "maxItems" | "maxProperties":
            sentence = text(
                "Give at most %(limit)s; there are %(count)s.", limit=limit, count=len(given)
            )
        case "uniqueItems":
            twice = next(value for value in given if given.count(value) > 1)
            sentence = text("%(given)s is given twice; leave one.", given=shown(twice))
        case _:
            sentence = _instead(error.schema, given)
    return FieldError(path_of(steps), sentence)


def _unknown(name: str, properties: Mapping[str, Any]) -> Text:
    meant = nearest(name, properties)
    if meant:
        return text(
            "There is no field “%(name)s” here; “%(meant)s” is probably meant.",
            name=shown(name)[1:-1],
            meant=meant,
        )
    return text(
        "There is no field “%(name)s” here; the fields are: %(known)s.",
        name=shown(name)[1:-1],
        known=listed(properties),
    )


def _not_among(given: Any, known: Sequence[str]) -> Text:
    meant = nearest(given, known) if isinstance(given, str) else None
    if meant:
        return text(
            "Give one of: %(known)s. This is %(given)s; “%(meant)s” is probably meant.",
            known=listed(known),
            given=shown(given),
            meant=meant,
        )
    return text(
        "Give one of: %(known)s. This is %(given)s.", known=listed(known), given=shown(given)
    )


def _instead(part: Mapping[str, Any], given: Any) -> Text:
    wanted = _wanted(part)
    bare = isinstance(given, (int, float)) and "in quotes" not in wanted.msgid
    if part.get("type") == "string" and bare:
        return text('Give %(wanted)s, in quotes: "%(given)s".', wanted=wanted, given=shown(given))
    return text("Give %(wanted)s; this is %(given)s.", wanted=wanted, given=shown(given))


def _resolved(part: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = part.get("$ref")
    if reference is None:
        return part
    name = reference.rsplit("/", 1)[1]
    found: Mapping[str, Any] = _definitions()[name]
    return found


@cache
def _definitions() -> Mapping[str, Any]:
    return {**schema("programme")["$defs"], **schema("problem")["$defs"]}


def _wanted(part: Mapping[str, Any]) -> Text:
    known = WANTED.get(part.get("title", ""))
    if known:
        return known
    if "enum" in part:
        return text("one of: %(known)s", known=listed(part["enum"]))
    kind = part.get("type", "object")
    if kind == "integer":
        return text(
            "a whole number from %(least)s to %(most)s",
            least=part["minimum"],
            most=part["maximum"],
        )
    return BY_TYPE.get(kind if isinstance(kind, str) else kind[0], text("something else"))
