"""What holds for the whole tree: it stands alone, it is finished, its links lead somewhere."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[2]
MADE_HERE = {"instance", "dist", "build", "__pycache__", "node_modules"}
HIDDEN_OURS = {".ci"}
OTHERS = ROOT / "web/static/vendor"  # works of others, as they came
BINARY = {".mo", ".png", ".ico", ".woff2", ".docx"}
FORBIDDEN = {
    "a path of one machine": r"(?<![\w.<])/(?:work|home/\w+|root|Users|opt)/",
    "the host of a package registry": r"(?:pypi|python[h]osted)\.org|npmjs\.|yarnpkg\.com",
    "a note of something unfinished": r"\b(?:TODO|FIXME|XXX)\b",
}
LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?[^)]*\)")
HEADING = re.compile(r"^#+\s+(.*)$", re.MULTILINE)


def our_files() -> Iterator[Path]:
    """Every text file that is ours, committed or not yet."""
    for folder, subfolders, names in os.walk(ROOT):
        subfolders[:] = [
            name
            for name in subfolders
            if name not in MADE_HERE
            and (name in HIDDEN_OURS or not name.startswith("."))
            and Path(folder, name) != OTHERS
        ]
        for path in (Path(folder, name) for name in names):
            if path.suffix not in BINARY and ".sqlite3" not in path.name:
                yield path


def anchors(page: Path) -> set[str]:
    """The anchors that a forge gives the headings of a page."""
    headings = HEADING.findall(page.read_text(encoding="utf-8"))
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in plain}


def broken_links(page: Path) -> list[str]:
    """The relative links of a page that lead nowhere, with their lines."""
    broken = []
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
        for target in LINK.findall(line):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = unquote(target).partition("#")
            goal = (page.parent / path).resolve() if path else page
            found = goal.exists() and (not anchor or anchor in anchors(goal))
            if not found:
                broken.append(f"{page.relative_to(ROOT)}:{number}: {target}")
    return broken


@pytest.mark.parametrize("what", FORBIDDEN)
def test_nothing_in_the_tree_holds(what: str):
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in our_files()
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]
    assert found == []


def test_every_link_of_the_documents_leads_somewhere():
    pages = sorted(path for path in our_files() if path.suffix == ".md")
    assert ROOT / "README.md" in pages
    assert [link for page in pages for link in broken_links(page)] == []
