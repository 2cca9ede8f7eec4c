"""Mutation testing of the rules: each change of a rule is noticed by a test, or explained.

`mutmut` changes the functions, not the properties, of the files in its section of pyproject.toml,
one thing at a time, and runs the tests of the rules against each. A mutant that survives is
explained in `mutants.yaml`, by its function and the lines changed, since its number is another with
every change of the function. What survives without an explanation, and an explanation of what does
not survive, is an error.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent
EXPLAINED = HERE / "mutants.yaml"
WORKED_ON = HERE.parent / "mutants"
MUTMUT = Path(sys.executable).with_name("mutmut")
SURVIVED = re.compile(r"^\s*(\S+)__mutmut_(\d+): ([a-z ]+)$", re.MULTILINE)
FATES = frozenset({"survived", "no tests", "suspicious"})  # who hangs has been noticed


@dataclass(frozen=True, slots=True, order=True)
class Mutant:
    """A function, and the lines taken out of it and put into it, as in a diff."""

    function: str
    change: str


def main() -> int:
    """Run mutmut, and say what survived unexplained. The exit code."""
    shutil.rmtree(WORKED_ON, ignore_errors=True)  # mutmut would not look at changed tests again
    workers = str(os.cpu_count() or 1)
    # Mutants that are named have their tests run by name before, as they will be with each mutant:
    # a test that cannot be found by its name would count as one that fails.
    subprocess.run([MUTMUT, "run", "--max-children", workers, "*"], check=True)
    found, known = set(survivors()), explained()
    for mutant in sorted(found - known.keys()):
        print(f"\nSurvives, and is not explained: {mutant.function}\n{mutant.change}")
    for mutant in sorted(known.keys() - found):
        print(f"\nExplained, but does not survive: {mutant.function}\n{mutant.change}")
    print(f"\n{len(found)} mutants survive; {len(known)} are explained.")
    return int(found != known.keys())


def survivors() -> Iterator[Mutant]:
    """The mutants that no test noticed."""
    for match in SURVIVED.finditer(_said("results")):
        name, number, fate = match.groups()
        if fate in FATES:
            diff = _said("show", f"{name}__mutmut_{number}")
            yield Mutant(_function(name), _change(diff))


def explained() -> dict[Mutant, str]:
    """The mutants that may survive, and why."""
    listed = yaml.safe_load(EXPLAINED.read_text(encoding="utf-8")) or []
    return {Mutant(one["function"], one["change"].strip()): one["why"] for one in listed}


def _function(name: str) -> str:
    """`procedure.instruments.x_in_force` is in_force; of a class, `xǁMembershipǁparty` is party."""
    module, _, mangled = name.rpartition(".")
    return f"{module}.{mangled.removeprefix('x_').removeprefix('xǁ').replace('ǁ', '.')}"


def _change(diff: str) -> str:
    lines = (line for line in diff.splitlines() if re.match(r"[-+](?![-+]{2})", line))
    return "\n".join(f"{line[0]} {line[1:].strip()}" for line in lines if "def x" not in line)


def _said(*words: str) -> str:
    run = subprocess.run([MUTMUT, *words], check=True, capture_output=True, text=True)
    return run.stdout


if __name__ == "__main__":
    sys.exit(main())
