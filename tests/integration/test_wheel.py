"""The wheel, built and installed as a user would: in an environment of its own, run from /."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UV = ROOT / ".tools/bin/uv"
SHIPPED = ("config.py", "exports", "models", "procedure", "scheduler", "services", "web")


def run(*command: str | Path, cwd: Path = ROOT, **environment: str) -> str:
    """Output of a command; it must succeed."""
    done = subprocess.run(
        [str(part) for part in command],
        check=False,
        cwd=cwd,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"{command}: {done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(Path(sys.executable).parent / "hatchling", "build", "-t", "wheel", "-d", folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment with the wheel and its declared dependencies only."""
    environment = tmp_path_factory.mktemp("environment") / "venv"
    python = environment / "bin/python"
    lock = ROOT / "requirements.lock"
    others = {"PYTHONWARNINGS": "default"}  # some dependencies are built here, by others' tools
    run(UV, "venv", "--quiet", "--python", sys.executable, environment)
    install = (UV, "pip", "install", "--quiet", "--constraint", lock, "--python", python)
    run(*install, wheel, **others)
    return environment / "bin"


def test_it_ships_our_packages_and_what_they_read(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    ours = {name.partition("/")[0] for name in names if ".dist-info/" not in name}
    assert ours == set(SHIPPED)
    sources = [
        path.relative_to(ROOT).as_posix()
        for name in SHIPPED
        for path in sorted((ROOT / name).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    ]
    assert set(sources) - set(names) == set()


def test_the_command_runs_from_elsewhere(installed: Path):
    assert "Usage: hemicycle" in run(installed / "hemicycle", "--help", cwd=Path("/"))


def test_it_plans_a_file_from_elsewhere(installed: Path):
    example = ROOT / "examples/ctoc-cop4.yaml"
    planned = run(
        installed / "hemicycle", "plan", example, "--json", "--time-limit", "3600", cwd=Path("/")
    )
    assert '"status": "optimal"' in planned


def test_all_its_packages_come_from_the_wheel(installed: Path):
    statement = (
        "from web.commands.origin import check_origin, origins; check_origin(); "
        "print({folder.name for folder in origins().values()})"
    )
    assert run(installed / "python", "-c", statement, cwd=Path("/")) == "{'site-packages'}\n"
