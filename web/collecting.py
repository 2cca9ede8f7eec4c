"""What rulebooks say on pages and in documents, for `make messages` to collect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

import yaml

SAID = {"groups", "kinds", "title", "short", "rule"}
"""The keys of words that are said; so are those that end in `_rule`. All others are ours."""


def extract_rulebook(
    fileobj: IO[bytes], keywords: object, comment_tags: object, options: object
) -> Iterator[tuple[int, str, str, list[str]]]:
    """The messages of a rulebook, each once, as Babel asks for them."""
    del keywords, comment_tags, options
    for said in dict.fromkeys(_said(yaml.safe_load(fileobj))):
        yield 1, "", said, []


def _said(data: Any, key: str = "") -> Iterator[str]:
    match data:
        case dict():
            for name, value in data.items():
                yield from _said(value, str(name))
        case list():
            for value in data:
                yield from _said(value, key)
        case str() if key in SAID or key.endswith("_rule"):
            yield data
