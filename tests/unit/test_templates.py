"""Every template compiles, and nothing that a reader sees in one escapes translation."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment

from tests.site import NOWHERE
from web.app import create_app

FOLDER = Path(__file__).parents[2] / "web/templates"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.*"))
SPOKEN = {"alt", "aria-description", "aria-label", "hx-confirm", "label", "placeholder", "title"}
NAMES = {"Hemicycle"}  # the same in every language
UNSEEN = {"code", "script", "style"}  # commands are the same in every language, too
JINJA = re.compile(
    r"\{%[-+]?\s*trans\b.*?\bendtrans\s*[-+]?%\}|\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL
)
ATTRIBUTE = re.compile(r"(?P<name>[a-z]+(?:-[a-z]+)*)=\"(?P<value>[^\"]*)\"")
LETTERS = re.compile(r"[^\W\d_]{2,}")


@pytest.fixture(scope="module")
def environment() -> Environment:
    """That of the application, with its filters and tests: an unknown one does not compile."""
    return create_app(NOWHERE).jinja_env


class Reader(HTMLParser):
    """Collects the words a reader would see, with the lines on which they stand."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.unseen = 0
        self.found: list[tuple[int, str]] = []

    def note(self, text: str) -> None:
        line, _ = self.getpos()
        for offset, part in enumerate(text.split("\n")):
            words = [word for word in LETTERS.findall(part) if word not in NAMES]
            if words:
                self.found.append((line + offset, part.strip()))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in UNSEEN
        for name, value in attrs:
            if name in SPOKEN:
                self.note(value or "")

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in UNSEEN

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.note(ATTRIBUTE.sub(self.attribute, data))

    def attribute(self, match: re.Match[str]) -> str:
        """Take an attribute that a macro gives to its caller's tag out of the text."""
        return match["value"] if match["name"] in SPOKEN else ""


def without_jinja(source: str) -> str:
    """The HTML of a template: code, comments and {% trans %} blocks made blank, lines kept."""
    return JINJA.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), source)


def bare_strings(source: str) -> list[tuple[int, str]]:
    """The lines and texts of a template that do not pass through gettext."""
    reader = Reader()
    reader.feed(without_jinja(source))
    reader.close()
    return reader.found


def test_every_template_compiles(environment: Environment):
    assert "base.html" in TEMPLATES
    compiled = [environment.get_template(name).filename for name in TEMPLATES]
    assert compiled == [str(FOLDER / name) for name in TEMPLATES]


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_a_reader_sees_passes_through_gettext(name: str):
    found = bare_strings((FOLDER / name).read_text(encoding="utf-8"))
    assert [f"web/templates/{name}:{line}: {text}" for line, text in found] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>{{ _('Meetings') }}</p>", []),
        ("<p>\n{{ _('Meetings') }}\nRooms</p>", [(3, "Rooms")]),
        ("{% trans n=count %}\n{{ n }} meeting{% pluralize %}{{ n }} meetings{% endtrans %}", []),
        ("{% trans %}a{% endtrans %}\n<b>bare</b>", [(2, "bare")]),
        ("{# a note\nof two lines #}\n<b>bare</b>", [(3, "bare")]),
        ('<a {% if x < y %}class="active"{% endif %} href="{{ url }}">{{ x }}</a>', []),
        ('<a\n title="{{ _("x") }}" aria-label="Close">×</a>', [(1, "Close")]),
        ('<input value="draft" placeholder="">', []),
        ("<script>const name = 1;</script><style>p { color: red }</style>", []),
        ("<title>{{ title }} · Hemicycle</title>", []),
        ("<p>&nbsp;1&ndash;2 {{ a }}</p>", []),
        ('{% macro m() %}aria-invalid="true" title="Wrong"{% endmacro %}', [(1, "Wrong")]),
        ("{% set x = 'trans' %}<p>bare</p>", [(1, "bare")]),
    ],
)
def test_bare_strings_are_found_with_their_lines(source: str, found: list[tuple[int, str]]):
    assert bare_strings(source) == found


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_is_stored_never_passes_for_a_sentence(name):
    """The ``_()`` of templates puts values into what it is given, and takes it for safe."""
    source = (FOLDER / name).read_text(encoding="utf-8")
    assert re.findall(r"(?<![\w.])n?_?(?:gettext|_)\((?![\"'])[^)]*\)?", source) == []
