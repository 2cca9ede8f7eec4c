"""The command line as a whole: what it lists, and what it loads."""

from __future__ import annotations

from pathlib import Path

from tests.integration.commands import EXAMPLES, hemicycle, loaded
from web.commands import COMMANDS

WEB_AND_RECORD = {"flask", "sqlalchemy", "alembic", "huey"}


def test_help_lists_every_command_without_loading_any() -> None:
    code, modules = loaded("--help")
    assert code == 0
    assert modules & ({"ortools", "yaml", "rich"} | WEB_AND_RECORD) == set()
    listed = hemicycle("--help").out
    assert [name for name in COMMANDS if f"  {name} " not in listed] == []


def test_bad_input_is_answered_without_the_solver(tmp_path: Path) -> None:
    code, modules = loaded("plan", tmp_path / "missing.yaml")
    assert code == 3
    assert modules & ({"ortools"} | WEB_AND_RECORD) == set()


def test_commands_on_files_load_neither_the_web_nor_the_record() -> None:
    code, modules = loaded("check", EXAMPLES / "ctoc-cop4.yaml", EXAMPLES / "ctoc-cop4-annex.json")
    assert code == 0
    assert modules & ({"ortools"} | WEB_AND_RECORD) == set()


def test_a_list_of_speakers_is_verified_without_the_web_and_the_record(tmp_path: Path) -> None:
    code, modules = loaded("speakers", "verify", tmp_path / "missing.json")
    assert code == 3
    assert modules & ({"ortools"} | WEB_AND_RECORD) == set()


def test_errors_of_use_are_not_findings() -> None:
    for arguments in (["plan", "--nope"], ["plan"], ["plna"], ["--nope"]):
        result = hemicycle(*arguments)
        assert (result.code, result.out) == (3, "")
        assert result.err.startswith("Usage: hemicycle")


def test_version() -> None:
    assert hemicycle("--version").out == "0.1.0\n"
