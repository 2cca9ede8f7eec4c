"""How sentences about rosters name things."""

from __future__ import annotations

from scheduler.roster.problem import Sitting
from scheduler.text import Language, Text, text
from scheduler.wording import ordinal, titled


def at(sitting: Sitting) -> Text:
    """A meeting within a sentence."""
    values = {
        "ordinal": ordinal(sitting.number),
        "body": titled(sitting.title or sitting.body, sitting.body),
        "date": sitting.date,
        "time": sitting.start.time(),
    }
    if sitting.title:
        return text("the %(ordinal)s meeting of the %(body)s on %(date)s, %(time)s", **values)
    return text("the %(ordinal)s meeting of %(body)s on %(date)s, %(time)s", **values)


def post(languages: tuple[str, ...], *, within: bool = False) -> Text:
    """A booth, or a pair of languages, at the beginning of a sentence or within it."""
    names = [Language(language) for language in languages]
    if len(names) == 1:
        begun, inside = (
            text("The %(booth)s booth", booth=names[0]),
            text("the %(booth)s booth", booth=names[0]),
        )
    else:
        begun = text("The pair of %(languages)s", languages=names)
        inside = text("the pair of %(languages)s", languages=names)
    return inside if within else begun
