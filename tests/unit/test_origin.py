import os
import subprocess
import sys
from pathlib import Path

import pytest

from web.commands.origin import NAMES, check_origin, origins

ROOT = Path(__file__).parents[2]


def test_here_all_packages_come_from_one_place():
    check_origin()
    assert origins() == dict.fromkeys(NAMES, ROOT)


@pytest.mark.parametrize("stranger", ["config.py", "models.py", "scheduler/__init__.py"])
def test_a_stranger_of_one_of_our_names_is_refused_by_name_and_place(tmp_path: Path, stranger: str):
    (tmp_path / stranger).parent.mkdir(exist_ok=True)
    (tmp_path / stranger).touch()
    # -c puts the working folder first on the path: start in the stranger's
    started = subprocess.run(
        [sys.executable, "-c", "from web.commands import main; main(['check', 'a', 'b'])"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    name = stranger.partition("/")[0].removesuffix(".py")
    assert started.returncode == 3
    assert " ".join(started.stderr.splitlines()[-1].split()) == (
        f"Error: Hemicycle runs from {ROOT}, but some of its packages come from elsewhere "
        f"({name}: {tmp_path}). Install it in an environment of its own, and start it from another "
        "folder."
    )
