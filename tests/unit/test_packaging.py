"""The declared dependencies, the lock and the wheel say the same."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from web.commands.origin import NAMES

ROOT = Path(__file__).parents[2]
DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINNED = {
    canonicalize_name(name): version
    for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", LOCK, re.MULTILINE)
}


def test_the_lock_satisfies_every_declared_dependency():
    groups = [DECLARED["project"]["dependencies"], *DECLARED["dependency-groups"].values()]
    wanted = [Requirement(line) for group in groups for line in group]
    missing = [
        str(requirement)
        for requirement in wanted
        if not requirement.specifier.contains(
            PINNED.get(canonicalize_name(requirement.name), "0"), prereleases=True
        )
    ]
    assert missing == [], "run: make lock"


def test_every_line_of_the_lock_has_hashes_and_names_no_index():
    pins = re.split(r"^(?=\S)", LOCK, flags=re.MULTILINE)[1:]
    assert [pin.splitlines()[0] for pin in pins if "--hash=sha256:" not in pin] == []
    assert "://" not in LOCK


def test_the_wheel_takes_in_exactly_our_top_level_names():
    included = DECLARED["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]
    assert sorted(name.removesuffix(".py") for name in included) == sorted(NAMES)
