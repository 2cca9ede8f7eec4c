"""What a summary of errors calls each field: what the label of the field itself says.

The summary stands above the form, which knows its labels. So a page is put together first, and then
each `<a data-field="id">` of its summary begins with the name of the field of that id, and leads to
it; where the page has no such field, to nothing.
"""

from __future__ import annotations

import re
from html import escape, unescape
from html.parser import HTMLParser

from flask import Flask
from flask_babel import gettext as _
from markupsafe import Markup

from web.errors import field_name

PLACE = re.compile(r'<a data-field="([^"]*)">(.*?)</a>', re.DOTALL)
NAMING = {"label", "legend"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"}


class FieldNames(HTMLParser):
    """The names of the fields of a page, by their ids.

    A field is named by its `aria-label`, by a label that is for it or around it, or, if it is a
    group, by its legend. What a label only notes (class `note`) is not of the name.
    """

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.names: dict[str, str] = {}
        self._open: list[tuple[str, str]] = []  # the elements around, with their ids
        self._named: set[str] = set()  # whom the label names that is being read
        self._words: list[str] = []
        self._silent = 0  # the depth from which words are not of the name

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter an element."""
        given = {name: value or "" for name, value in attrs}
        own = given.get("id", "")
        self.ids.add(own)
        if own and given.get("aria-label"):
            self.names[own] = given["aria-label"]
        if tag in NAMING:
            around = next((one for kind, one in reversed(self._open) if kind == "fieldset"), "")
            self._named = {given.get("for", "") if tag == "label" else around}
            self._words, self._silent = [], 0
        elif own and self._within("label"):
            self._named.add(own)
        if tag in VOID:
            return
        self._open.append((tag, own))
        aside = tag in {"select", "textarea"} or "note" in given.get("class", "").split()
        if aside and not self._silent:
            self._silent = len(self._open)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element, and whatever in it was not closed."""
        while self._open and tag in {kind for kind, _own in self._open}:
            if len(self._open) == self._silent:
                self._silent = 0
            if self._open.pop()[0] == tag:
                break
        if tag in NAMING:
            name = " ".join("".join(self._words).split()).rstrip(":")
            self.names |= dict.fromkeys(self._named - {""} - self.names.keys(), name)
            self._named, self._words = set(), []

    def handle_data(self, data: str) -> None:
        """Read on."""
        if self._named and not self._silent:
            self._words.append(data)

    def _within(self, kind: str) -> bool:
        return any(one == kind for one, _own in self._open)


def with_names(page: str) -> Markup:
    """The page, in whose summary of errors each field is named."""
    if not PLACE.search(page):
        return Markup(page)  # noqa: S704 - a part of a page, written by a template
    reader = FieldNames()
    reader.feed(page)

    def named(place: re.Match[str]) -> str:
        path, message = place.groups()
        name = reader.names.get(unescape(path)) or field_name(unescape(path))
        said = _("%(label)s: %(error)s", label=escape(name), error=message)
        return f'<a href="#{path}">{said}</a>' if unescape(path) in reader.ids else said

    return Markup(PLACE.sub(named, page))  # noqa: S704 - as above; the names are escaped


def init_app(app: Flask) -> None:
    """Let pages say `{% filter with_names %}`, as `base.html` does around the content of each."""
    app.add_template_filter(with_names)
