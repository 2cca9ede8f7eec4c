"""``hemicycle plan``: exit codes, the table, the JSON, the live view."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import termios
import time
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from scheduler.checker import check
from scheduler.reading import load_problem, load_programme, read_problem, read_programme
from scheduler.reading.files import parse_json
from scheduler.reading.shape import check_shape
from scheduler.writing import dump_yaml
from tests.integration.commands import EXAMPLES, HEMICYCLE, called, hemicycle, loaded, until
from tests.integration.searches import a_long_problem
from tests.unit.problem_files import small
from web.commands import main

COP4 = EXAMPLES / "ctoc-cop4.yaml"
LONG = ("--time-limit", "3600")  # the machine may be busy


@pytest.fixture
def small_file(tmp_path: Path) -> Path:
    file = tmp_path / "small.yaml"
    file.write_text(dump_yaml(read_problem(small())), encoding="utf-8")
    return file


def test_a_command_does_not_wait_for_a_solver_that_it_has_left_behind(small_file: Path) -> None:
    code = (
        "import sys, threading\n"
        "from scheduler import stopping\n"
        "from web.commands import main\n"
        "endless = threading.Thread(target=threading.Event().wait)\n"
        "endless.start()\n"
        "stopping.leave_behind(endless)\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "plan", str(small_file), "--json", *LONG],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (done.returncode, parse_json(done.stdout)["status"]) == (0, "optimal")


@pytest.fixture
def long_file(tmp_path: Path) -> Path:
    """A search for its programme does not come to an end by itself."""
    file = tmp_path / "long.yaml"
    file.write_text(dump_yaml(a_long_problem()), encoding="utf-8")
    return file


@pytest.fixture
def too_much(tmp_path: Path) -> Path:
    data = small()
    data["interpretation"]["entitlement"] = {"total": 0, "source": "No money"}
    file = tmp_path / "too-much.yaml"
    file.write_text(dump_yaml(read_problem(data)), encoding="utf-8")
    return file


def test_the_fourth_session_as_json(tmp_path: Path) -> None:
    out = tmp_path / "programme.json"
    given = ("--workers", "2", "--seed", "1", *LONG)
    result = hemicycle("plan", COP4, "--json", *given, "--out", out)
    assert (result.code, result.err) == (0, "")
    data = result.json
    assert data["status"] == "optimal"
    assert data["objective"] == data["bound"] == sum(data["preferences"].values())
    assert check_shape(data, "programme") == []
    assert out.read_text(encoding="utf-8") == result.out
    assert [file.name for file in tmp_path.iterdir()] == ["programme.json"]
    problem = load_problem(COP4)
    assert check(problem, load_programme(out, problem)) == ()


def test_the_table_of_a_programme(small_file: Path) -> None:
    result = called("plan", small_file)
    assert (result.code, result.err) == (0, "")
    for line in (
        "Date and time",
        "Wednesday, 8 October",
        "10:00–13:00",
        "1st meeting · Hall · interpreted",
        "Opening [60 min]",
        "2nd meeting · Hall · interpreted into en",
        "Proven in",
    ):
        assert line.replace("[60 min]", "[60\N{NO-BREAK SPACE}min]") in result.out


def test_an_item_that_goes_on_is_marked_continued(tmp_path: Path) -> None:
    data = small()
    data["business"][0] |= {"minutes": 300, "may_split": True}
    data["relations"] = []
    file = tmp_path / "long.yaml"
    file.write_text(dump_yaml(read_problem(data)), encoding="utf-8")
    assert called("plan", file).out.count("Opening (continued)") == 1


def test_no_programme(too_much: Path) -> None:
    result = called("plan", too_much)
    assert (result.code, result.err) == (2, "")
    assert "There is no programme, proven" in result.out
    assert "0 meetings with interpretation" in result.out
    assert "Source: No money" in result.out


def test_no_programme_replaces_none_that_is_there(too_much: Path, tmp_path: Path) -> None:
    out = tmp_path / "programme.json"
    out.write_text("the programme of yesterday")
    result = called("plan", too_much, "--out", out)
    assert (result.code, result.err) == (2, f"{out} stays as it was: there is no programme.\n")
    assert out.read_text() == "the programme of yesterday"
    out.unlink()
    assert called("plan", too_much, "--out", out).err == ""
    assert parse_json(out.read_text())["status"] == "infeasible"


def test_no_programme_as_json(too_much: Path) -> None:
    result = called("plan", too_much, "--json")
    assert result.code == 2
    data = result.json
    assert (data["status"], data["meetings"], data["objective"]) == ("infeasible", [], None)
    assert check_shape(data, "programme") == []
    clash = {requirement["requirement"] for requirement in data["explanation"]["clash"]}
    assert "interpretation.entitlement.total" in clash


def test_nothing_found_in_the_time() -> None:
    result = called("plan", COP4, "--json", "--time-limit", "0.000001")
    assert (result.code, result.json["status"], result.json["meetings"]) == (4, "unknown", [])


def test_bad_input_names_every_mistake(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    text = COP4.read_text(encoding="utf-8")
    text = text.replace("minutes: 360", "minutes: -1", 1).replace("body: WGIC", "body: WGI", 1)
    file.write_text(text, encoding="utf-8")
    errors = [
        ("business[6].minutes", "Give a whole number from 1 to 100000; this is -1."),
        ("business[9].body", 'There is no "WGI"; "WGIC" is probably meant.'),
    ]
    result = called("plan", file, "--json")
    assert result.code == 3
    assert result.err.splitlines() == [f"{file}: {path}: {reason}" for path, reason in errors]
    assert result.json == {
        "status": "bad_input",
        "errors": [{"file": str(file), "path": path, "text": text} for path, text in errors],
    }


@pytest.mark.parametrize("name", ["missing.yaml", ".", "broken.yaml"])
def test_files_that_cannot_be_used(tmp_path: Path, name: str) -> None:
    (tmp_path / "broken.yaml").write_text("session: [", encoding="utf-8")
    result = CliRunner().invoke(main, ["plan", str(tmp_path / name)])
    assert (result.exit_code, result.stdout) == (3, "")
    assert len(result.stderr.splitlines()) == 1


def test_a_folder_that_is_not_there(tmp_path: Path, small_file: Path) -> None:
    out = tmp_path / "nowhere" / "programme.json"
    result = CliRunner().invoke(main, ["plan", str(small_file), "--out", str(out)])
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == f"{out}: Give a file in a folder that is there, for --out.\n"


@pytest.mark.parametrize("kind", ["pipe", "link", "link to nothing", "device"])
def test_what_is_no_plain_file_is_not_written(tmp_path: Path, small_file: Path, kind: str) -> None:
    out = tmp_path / "programme.json"
    if kind == "pipe":
        os.mkfifo(out)
    elif kind == "device":
        out = Path("/dev/null")
    else:
        target = tmp_path / "target.json"
        out.symlink_to(target)
        if kind == "link":
            target.write_text("kept", encoding="utf-8")
    before = out.lstat()
    result = CliRunner().invoke(main, ["plan", str(small_file), "--out", str(out)])
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == (
        f"{out}: Give a new file or a plain one, for --out: no link, pipe or device.\n"
    )
    assert out.lstat().st_ino == before.st_ino


def test_the_problem_is_not_written_over(small_file: Path) -> None:
    before = small_file.read_bytes()
    out = small_file.parent / "." / small_file.name
    result = CliRunner().invoke(main, ["plan", str(small_file), "--out", str(out), "--json"])
    assert result.exit_code == 3
    reason = "This is the file of the session; give another, for --out."
    assert result.stderr == f"{out}: {reason}\n"
    assert parse_json(result.stdout)["errors"] == [{"file": str(out), "path": "", "text": reason}]
    assert small_file.read_bytes() == before


def test_a_file_that_cannot_be_written_is_refused_before_the_search(small_file: Path) -> None:
    out = small_file.parent / ("x" * 255)  # no room left for the name of a file beside it
    code, modules = loaded("plan", small_file, "--out", out)
    assert code == 3
    assert "ortools" not in modules
    result = CliRunner().invoke(main, ["plan", str(small_file), "--out", str(out)])
    assert result.stderr == f"{out}: This cannot be written: File name too long.\n"


def found(file: Path, printed: bytes) -> str:
    """How a search ended: with a programme that breaks nothing."""
    data, problem = parse_json(printed.decode()), load_problem(file)
    assert check(problem, read_programme(data, problem)) == ()
    return str(data["status"])


def test_what_was_found_is_printed_before_it_is_written(long_file: Path) -> None:
    folder = long_file.parent / "folder"
    folder.mkdir()
    out = folder / "programme.json"
    main_side, terminal = pty.openpty()
    with subprocess.Popen(
        [HEMICYCLE, "plan", long_file, "--json", "--out", out, *LONG],
        stdout=subprocess.PIPE,
        stderr=terminal,
    ) as process:
        os.close(terminal)
        seen = until(main_side, b"Best so far")
        folder.rmdir()
        process.send_signal(signal.SIGINT)
        seen += until(main_side, None)
        assert process.stdout is not None
        assert found(long_file, process.stdout.read()) == "feasible"
        assert process.wait() == 3
    os.close(main_side)
    assert "This cannot be written: No such file or directory." in seen.decode()


@pytest.mark.parametrize("limit", ["nan", "-nan", "0", "inf"])
def test_a_time_limit_is_a_number_of_seconds(small_file: Path, limit: str) -> None:
    result = CliRunner().invoke(main, ["plan", str(small_file), "--time-limit", limit])
    assert (result.exit_code, result.stdout) == (3, "")
    assert "Invalid value for '--time-limit'" in result.stderr


def test_an_interrupt_before_the_search_is_no_finding(tmp_path: Path) -> None:
    file = tmp_path / "session.yaml"
    os.mkfifo(file)
    # An interrupt inside open() leaves the file for Python to close, and to warn of if asked to
    as_a_user = {**os.environ, "PYTHONWARNINGS": ""}
    with subprocess.Popen(
        [HEMICYCLE, "plan", file], stderr=subprocess.PIPE, env=as_a_user
    ) as process:
        with file.open("wb"):  # opens when the command does
            # one that comes just before it reads is not heard before there is something to read
            while process.poll() is None:
                process.send_signal(signal.SIGINT)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=60)
        assert process.returncode == 130
        assert process.stderr is not None
        assert process.stderr.read() == b"Interrupted.\n"


def hears_no_interrupt(process: subprocess.Popen[bytes]) -> bool:
    """Whether a process ignores them from now on."""
    status = Path(f"/proc/{process.pid}/status").read_text("ascii")
    ignored = int(status.partition("SigIgn:")[2].split()[0], 16)
    return bool(ignored >> (signal.SIGINT - 1) & 1)


def test_a_second_interrupt_ends_the_command(long_file: Path) -> None:
    main_side, terminal = pty.openpty()
    with subprocess.Popen(
        [HEMICYCLE, "plan", long_file, *LONG], stdout=subprocess.PIPE, stderr=terminal
    ) as process:
        seen = until(main_side, b"Best so far")
        # while its terminal is held, the first does not bring it to its end before the second
        termios.tcflow(terminal, termios.TCOOFF)
        while not hears_no_interrupt(process):  # two at one moment would count as one
            process.send_signal(signal.SIGINT)
            time.sleep(0.005)
        termios.tcflow(terminal, termios.TCOON)
        os.close(terminal)
        seen += until(main_side, None)
        assert process.stdout is not None
        assert (process.wait(), process.stdout.read()) == (130, b"")
    os.close(main_side)
    assert "Interrupted." in seen.decode()


def test_a_file_written_before_is_replaced_whole(tmp_path: Path, small_file: Path) -> None:
    out = tmp_path / "programme.json"
    out.write_text("x" * 100_000, encoding="utf-8")
    assert called("plan", small_file, "--out", out).code == 0
    assert load_programme(out, load_problem(small_file)).meetings != ()


def test_objective_and_bound_are_live_on_a_terminal() -> None:
    main_side, terminal = pty.openpty()
    with subprocess.Popen(
        [HEMICYCLE, "plan", COP4], stdout=subprocess.DEVNULL, stderr=terminal
    ) as process:
        os.close(terminal)
        seen = until(main_side, None)
        assert process.wait() == 0
    os.close(main_side)
    assert "Best so far:" in seen.decode()


def test_an_interrupted_search_gives_the_best_programme_so_far(long_file: Path) -> None:
    main_side, terminal = pty.openpty()
    with subprocess.Popen(
        [HEMICYCLE, "plan", long_file, "--json", *LONG],
        stdout=subprocess.PIPE,
        stderr=terminal,
    ) as process:
        os.close(terminal)
        until(main_side, b"Best so far")
        process.send_signal(signal.SIGINT)
        until(main_side, None)
        assert process.stdout is not None
        assert found(long_file, process.stdout.read()) == "feasible"
        assert process.wait() == 0
    os.close(main_side)


def test_programmes_to_choose_from_stand_side_by_side(tmp_path: Path, small_file: Path) -> None:
    out = tmp_path / "programmes.json"
    done = called("plan", small_file, "--alternatives", "2", "--out", out)
    assert done.code == 0
    assert "Programmes to choose from" in done.out
    assert "Programme 2, beside the first:" in done.out
    data = parse_json(out.read_text(encoding="utf-8"))
    (other,) = data["alternatives"]
    assert other["meetings"] != data["meetings"]
    assert load_programme(out, load_problem(small_file)).meetings != ()
