import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import run
from tests.run import GATES, Gate, Result, main, summary

ROOT = Path(__file__).parents[2]
GOOD, BAD = (sys.executable, "-c", ""), (sys.executable, "-c", "raise SystemExit(3)")


def results(monkeypatch: pytest.MonkeyPatch, *gates: Gate, groups: list[str]) -> int:
    monkeypatch.setattr(run, "GATES", gates)
    return main(groups)


def lines(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """Names of gates and their results in the summary; the seconds left out."""
    table = capsys.readouterr().out.partition("--- summary\n")[2].splitlines()
    return {line[:20].strip(): line[31:].strip() for line in table}


def test_a_gate_that_fails_fails_the_whole_and_hides_no_other(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    gates = (Gate("first", "a", BAD), Gate("second", "b", GOOD))
    assert results(monkeypatch, *gates, groups=[]) == 1
    assert lines(capsys) == {"first": "FAILED (3)", "second": "passed", "all": ""}


def test_a_gate_whose_need_failed_is_named_and_not_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    gates = (Gate("first", "a", BAD), Gate("second", "a", GOOD, needs="first"))
    assert results(monkeypatch, *gates, groups=["a"]) == 1
    assert lines(capsys)["second"] == "not run: first failed"


def test_a_gate_beside_the_others_is_shown_in_its_place_and_counts_as_much(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    says = (sys.executable, "-c", "import sys; print('Why'); sys.exit('and how')")
    gates = (
        Gate("first", "a", GOOD),
        Gate("second", "a", says, beside=True),
        Gate("third", "a", GOOD, needs="second"),
    )
    assert results(monkeypatch, *gates, groups=[]) == 1
    out = capsys.readouterr().out
    assert "--- first\n\n--- second\nWhy\nand how\n\n--- summary\n" in out
    assert "FAILED (1)" in out
    assert "not run: second failed" in out


def test_a_group_runs_its_own_gates_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    gates = (Gate("first", "a", BAD), Gate("second", "b", GOOD))
    assert results(monkeypatch, *gates, groups=["b"]) == 0
    assert lines(capsys) == {"second": "passed", "all": ""}


def test_an_unknown_group_is_refused_with_those_known(capsys: pytest.CaptureFixture[str]):
    assert main(["units"]) == 2
    assert capsys.readouterr().err == ("unknown: units; known: unit, lint, integration, browser\n")


def test_the_summary_gives_seconds_of_each_and_of_all():
    gate = GATES[0]
    assert summary([Result(gate, 0, 1.25), Result(gate, 1, 2.5)], 3.0).splitlines() == [
        "unit tests               1.2 s  passed",
        "unit tests               2.5 s  FAILED (1)",
        "all                      3.0 s",
    ]


def test_without_a_browser_and_the_means_to_install_one_it_says_what_is_missing(tmp_path: Path):
    started = subprocess.run(
        [sys.executable, "-m", "tests.chromium"],
        check=False,
        cwd=ROOT,
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert started.returncode == 1
    assert started.stderr.startswith(
        "The browser tests need Chromium, and it could not be installed from here: "
        "there is no apt-get.\nInstall it (on Debian or Ubuntu: apt-get install chromium)"
    )
