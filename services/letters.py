"""What letters say, and as rows: in what language, to whom, about what page of ours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from models.conferences import ConferenceSession
from models.mail import LONGEST_SUBJECT, Letter, LetterKind
from scheduler.text import Text, text
from services.smtp import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """How letters are written: in what language, and what page of ours has more.

    `link` gives that page for whom, or for what, a letter is about: a delegation by its row, a
    request of an observer by its number.
    """

    say: Callable[[Text], str]
    language: str
    link: Callable[[int], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Who gets a letter."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a letter says, and of what it tells: of one cause no delegation is told twice."""

    kind: LetterKind
    cause: str
    subject: Text
    paragraphs: tuple[Text, ...]


def letter_to(
    session: ConferenceSession,
    post: Post,
    content: Content,
    *,
    to: Addressee,
    cause: str,
    delegation: int | None,
    at: datetime,
    about: int | None = None,
) -> Letter:
    """A letter to one person, about a delegation, or about something else of a number.

    Who is of no delegation is given no page: they have no account to open it.
    """
    page = about or delegation
    return Letter(
        session_id=session.id,
        delegation_id=delegation,
        kind=content.kind,
        cause=cause,
        address=to.address,
        name=to.name,
        subject=_subject(post.say(content.subject)),
        text=_body(session, post, content, post.link(page) if page and delegation else ""),
        language=post.language,
        created_at=at,
        due_at=at,
    )


def _subject(said: str) -> str:
    return one_line(said)[:LONGEST_SUBJECT]


def _body(session: ConferenceSession, post: Post, content: Content, link: str) -> str:
    more = (text("More is on this page: %(link)s", link=link),) if link else ()
    end = text("The secretariat, %(session)s", session=session.title)
    return "\n\n".join(post.say(one) for one in (*content.paragraphs, *more, end)) + "\n"
