"""Who presides over the meetings of other bodies than the conference: their officers, as noted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.bureau import Officer
from models.programmes import Meeting
from services.bureau_rows import holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Meetings of another body and its officers on their days; none noted, they are not known.

    Without meetings it is a body that the programme does not have, an informal discussion say.
    """

    body: str
    officers: Sequence[Officer]
    meetings: Sequence[Meeting]


def elsewhere(meetings: Iterable[Meeting], officers: Sequence[Officer]) -> list[Elsewhere]:
    """What meets in order, by its officers; then those whose body the programme does not have.

    An officer is of the body whose title, or key, was put down as that of theirs.
    """
    met: dict[tuple[str, tuple[int, ...]], Elsewhere] = {}
    named: set[str] = set()
    for one in meetings:
        names = {_plain(one.body), _plain(one.body_title)}
        named |= names
        of_body = (who for who in officers if _plain(who.board_title) in names)
        own = [who for who in of_body if holds(who, one.date)]
        key = one.body, tuple(who.id for who in own)
        before = met[key].meetings if key in met else ()
        met[key] = Elsewhere(body=one.body_title, officers=own, meetings=(*before, one))
    left: dict[str, list[Officer]] = {}
    for who in officers:
        left.setdefault(_plain(who.board_title), []).append(who)
    return [
        *met.values(),
        *(
            Elsewhere(body=own[0].board_title, officers=own, meetings=())
            for title, own in left.items()
            if title not in named
        ),
    ]


def _plain(title: str) -> str:
    return " ".join(title.split()).casefold()
