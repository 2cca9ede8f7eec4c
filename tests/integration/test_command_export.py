"""Where an export is written, and where it is not."""

from __future__ import annotations

import pytest

from tests.integration.test_command_record import SLUG, file, run

__all__ = ["file", "run"]  # fixtures
FOLDER = "Give a file in a folder that is there, for --out."
PLAIN = "Give a new file or a plain one, for --out: no link, pipe or device."


@pytest.fixture
def imported(run, file):
    run("import", file)


def test_a_file_that_is_there_is_put_in_place_whole(run, file, imported, tmp_path):
    out = tmp_path / "out.yaml"
    out.write_text("before", encoding="utf-8")
    assert run("export", SLUG, "--out", out) == ""
    assert out.read_bytes() == file.read_bytes()
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".out")] == []


@pytest.mark.parametrize(
    ("where", "said"),
    [("missing/out.yaml", FOLDER), ("folder", FOLDER), ("link", PLAIN)],
)
def test_what_cannot_be_written_is_refused(run, imported, tmp_path, where, said):
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    out = tmp_path / where
    assert run("export", SLUG, "--out", out, code=3) == f"{out}: {said}\n"
    assert not (tmp_path / "elsewhere").exists()


def test_why_it_cannot_be_written_is_said(run, imported, tmp_path):
    out = tmp_path / ("long" * 64)
    assert run("export", SLUG, "--out", out, code=3) == (
        f"{out}: This cannot be written: File name too long.\n"
    )
