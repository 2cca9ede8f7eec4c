"""What is said on pages and in documents is collected for translation by `make messages`."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python

ROOT = Path(__file__).parents[2]
SPOKEN = {"_", "_l", "N_", "gettext", "lazy_gettext", "say", "text"}


def keywords() -> dict[str, object]:
    """The names of functions whose messages are collected."""
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8")
    given = re.findall(r"--keywords (\w+)(?= )", recipe)
    return DEFAULT_KEYWORDS | dict.fromkeys(given)


def said(path: Path) -> set[str]:
    """The messages that a module says in so many words."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and getattr(call.func, "attr", getattr(call.func, "id", "")) in SPOKEN
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


@pytest.mark.parametrize("folder", ["exports", "services", "web"])
def test_every_message_is_collected(folder: str) -> None:
    missed = {}
    for path in sorted((ROOT / folder).rglob("*.py")):
        with path.open("rb") as module:
            found = extract_python(module, keywords(), [], {"encoding": "utf-8"})
            collected = {one for _, _, message, _ in found for one in (message,) if one}
        collected = {one[0] if isinstance(one, tuple) else one for one in collected}
        if left := said(path) - collected - {""}:
            missed[path.name] = sorted(left)
    assert missed == {}
