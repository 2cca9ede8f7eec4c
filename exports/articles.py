"""Which names take "the" inside an English sentence: `english.yaml` says by what one knows."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml

BRACKETS = re.compile(r"\([^)]*\)")


def in_sentence(name: str) -> str:
    """A name as it stands inside a sentence: "the European Union", "GUAM", "Mali"."""
    if name.startswith("The "):
        return f"the {name[4:]}"
    names, nouns, without = _known()
    bare = BRACKETS.sub("", name).strip()
    words = set(re.findall(r"[^\W\d_]+", bare.casefold()))
    takes = bare in names or bool(words & nouns)
    return f"the {name}" if takes and bare not in without and not name.startswith("the ") else name


@cache
def _known() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    source = files("exports").joinpath("english.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(source)
    return frozenset(data["names"]), frozenset(data["nouns"]), frozenset(data["without"])
