"""What a delegation says of a statement when it inscribes itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from procedure.participants import Level
from procedure.speakers.values import Inscription
from scheduler.text import Text, text
from services.errors import BadRequest
from services.fields import line

LONGEST_NAME = 200
MOST_ALIGNED = 200  # names of States


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a delegation says of its statement."""

    level: Level
    speaker: str = ""
    function: str = ""
    gender: str = ""
    language: str = ""
    on_behalf_of: str = ""
    aligned: tuple[str, ...] = ()


def plain(wanted: Wanted) -> dict[str, Any]:
    """What is said of a statement, as in the data of an entry: all but the gender."""
    return {
        "level": wanted.level.value,
        "speaker": wanted.speaker,
        "function": wanted.function,
        "language": wanted.language,
        "on_behalf_of": wanted.on_behalf_of,
        "aligned": list(wanted.aligned),
    }


def of_inscription(found: Inscription) -> Wanted:
    """What is said of a statement now, without the gender (`services.genders`)."""
    return Wanted(
        level=found.level,
        speaker=found.speaker,
        function=found.function,
        language=found.language,
        on_behalf_of=found.on_behalf_of,
        aligned=found.aligned,
    )


def checked(wanted: Wanted) -> Wanted:
    """The same in the form in which it is kept. Raises BadRequest naming all bad fields."""
    wrong: dict[str, Text] = {}

    def fit(field: str, value: str, most: int = LONGEST_NAME) -> str:
        try:
            return line(field, value, most=most)
        except BadRequest as error:
            wrong.update(error.fields)
            return ""

    aligned = _distinct(name.strip() for name in wanted.aligned)
    clean = replace(
        wanted,
        speaker=fit("speaker", wanted.speaker),
        function=fit("function", wanted.function),
        gender=fit("gender", wanted.gender, 50),
        language=fit("language", wanted.language, 35),
        on_behalf_of=fit("on_behalf_of", wanted.on_behalf_of),
        aligned=_distinct(fit("aligned", name) for name in aligned[:MOST_ALIGNED]),
    )
    if len(aligned) > MOST_ALIGNED:
        wrong["aligned"] = text("Give at most %(most)s States.", most=MOST_ALIGNED)
    if wrong:
        raise BadRequest(wrong)
    return clean


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
