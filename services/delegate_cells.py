"""A delegate as a row of a file, and a row as the data of a delegate."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from models.delegations import Delegate
from procedure.participants import Function, Level
from scheduler.text import Text, text
from services.delegates import DelegateData, checked, data_of, read_languages
from services.errors import BadRequest
from services.table_files import column

COLUMNS = (
    "number",
    "delegation",
    "honorific",
    "given_name",
    "family_name",
    "family_name_first",
    "function",
    "post",
    "level",
    "languages",
    "email",
)
FIRST = "family_name_first"
YES, NO = "yes", ("no", "")
HEAD = "head_of_delegation"  # as people call a head
Choice = TypeVar("Choice", bound=StrEnum)


def cells(one: Delegate, key: str) -> Mapping[str, str]:
    """A delegate as a row of the file; `key` is what the file calls the delegation."""
    data = data_of(one)
    return {
        "number": str(one.id),
        "delegation": key,
        "honorific": data.honorific,
        "given_name": data.given_name,
        "family_name": data.family_name,
        "family_name_first": YES if data.family_name_first else "",
        "function": data.function.value,
        "post": data.post,
        "level": data.level.value,
        "languages": ", ".join(data.languages),
        "email": data.email,
    }


def tidied(given: Mapping[str, str]) -> Mapping[str, str]:
    """Values written in another way than the file has them, as it has them."""
    tidy = dict(given)
    if tidy.get("level") == "":
        tidy["level"] = Level.REPRESENTATIVE.value
    for name, kind in (("function", Function), ("level", Level)):
        if name in tidy:
            try:
                tidy[name] = choice(tidy[name], kind, name).value
            except BadRequest:
                continue
    if (first := tidy.get(FIRST, "?").casefold()) in {YES, *NO}:
        tidy[FIRST] = first if first == YES else ""
    if "languages" in tidy:
        tidy["languages"] = ", ".join(dict.fromkeys(read_languages(tidy["languages"])))
    return tidy


def data_said(given: Mapping[str, str], own: Delegate | None) -> DelegateData:
    """What a row says; of what it says nothing, what is kept. Raises BadRequest."""
    base = data_of(own) if own is not None else None
    wrong: dict[str, Text] = {}

    def chosen(name: str, kind: type[Choice], otherwise: Choice | None) -> Choice | None:
        if name not in given and otherwise is not None:
            return otherwise
        try:
            return choice(given.get(name, ""), kind, name)
        except BadRequest as error:
            wrong.update(error.fields)
            return otherwise

    function = chosen("function", Function, base.function if base else None)
    level = chosen("level", Level, base.level if base else Level.REPRESENTATIVE)
    said = {
        name: given.get(name, getattr(base, name) if base else "")
        for name in ("honorific", "given_name", "family_name", "post", "email")
    }
    languages = (
        read_languages(given["languages"])
        if "languages" in given
        else base.languages
        if base
        else ()
    )
    first = given.get(FIRST, YES if base and base.family_name_first else "")
    if first not in {YES, *NO}:
        wrong[FIRST] = text("Say “yes” or nothing.")
    data = DelegateData(
        **said,
        family_name_first=first == YES,
        function=function or Function.ADVISER,
        level=level or Level.REPRESENTATIVE,
        languages=languages,
    )
    try:
        fit = checked(data)
    except BadRequest as error:
        wrong = {**error.fields, **wrong}
    if wrong:
        raise BadRequest(wrong)
    return fit


def choice(said: str, kind: type[Choice], name: str) -> Choice:
    """A word of an enumeration, as the file has it or with blanks. Raises BadRequest."""
    wanted = column(said)
    if wanted == HEAD:
        wanted = Function.HEAD.value
    try:
        return kind(wanted)
    except ValueError:
        raise BadRequest({name: text("Give one of: %(words)s.", words=list(kind))}) from None
