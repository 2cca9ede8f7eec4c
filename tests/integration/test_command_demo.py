"""The demo and the server as processes: from nothing to a page, and stopped cleanly."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import psutil
import pytest

from models.database import make_engine
from models.schema import upgrade
from tests.integration.commands import HEMICYCLE, called
from tests.ports import free_port

PATIENCE = 300  # seconds: the machine may be busy
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@contextmanager
def started(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A command in a folder, with its output in a file there; stopped as by Ctrl-C."""
    with (folder / "log").open("a+", encoding="utf-8") as log:
        process = subprocess.Popen(
            [HEMICYCLE, *arguments],
            cwd=folder,
            stdout=log,
            stderr=log,
            text=True,
            env=os.environ | {"HEMICYCLE_SOLVER_TIME_LIMIT": "3600"},  # the machine may be busy
        )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=PATIENCE)


def page(browser: OpenerDirector, url: str, **form: str) -> tuple[int, str]:
    try:
        with browser.open(
            url, urlencode(form).encode() if form else None, timeout=PATIENCE
        ) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def wait_for(url: str, process: subprocess.Popen[str]) -> OpenerDirector:
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    while process.poll() is None:
        try:
            if page(browser, f"{url}/healthz") == (200, "ok\n"):
                return browser
        except (URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError(f"ended with {process.returncode}")


def workers(process: subprocess.Popen[str]) -> list[psutil.Process]:
    children = psutil.Process(process.pid).children()
    found = []
    for one in children:
        with suppress(psutil.NoSuchProcess):  # it has ended
            if one.cmdline()[-1:] == ["worker"]:
                found.append(one)
    return found


def test_the_demo_plans_serves_replaces_its_worker_and_ends_with_it(tmp_path):
    url = f"http://127.0.0.1:{free_port()}"
    with started(tmp_path, "demo", "--port", url.rpartition(":")[2]) as process:
        browser = wait_for(url, process)
        family = psutil.Process(process.pid).children(recursive=True)
        token = TOKEN.search(page(browser, f"{url}/sign-in")[1])
        assert token is not None
        status, home = page(browser, f"{url}/sign-in/secretariat", csrf_token=token[1])
        worker = next(one for one in family if one.cmdline()[-1] == "worker")
        worker.kill()
        while len(renewed := workers(process)) != 1 or renewed[0] == worker:
            time.sleep(0.2)
        family += renewed
        taken = subprocess.run(
            [HEMICYCLE, "demo", "--port", url.rpartition(":")[2]],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
    assert (status, "Sign out" in home) == (200, True)
    assert home.count("Approved by the extended bureau") == 1
    assert len(family) == 3
    assert [one.pid for one in family if one.is_running()] == []
    assert process.returncode == 0
    log = (tmp_path / "log").read_text(encoding="utf-8")
    assert "16th meeting" in log
    assert "no programme has fewer points" in log
    assert f"Hemicycle is at {url}, for this machine only." in log
    assert taken.returncode == 3
    assert "cannot be used" in taken.stderr


def test_what_an_earlier_demo_left_is_brought_up_to_date(tmp_path):
    (tmp_path / "instance").mkdir()
    engine = make_engine(f"sqlite:///{tmp_path}/instance/demo.sqlite3")
    upgrade(engine, "519a557e89f6")  # the first of all
    engine.dispose()
    url = f"http://127.0.0.1:{free_port()}"
    with started(tmp_path, "demo", "--keep", "--port", url.rpartition(":")[2]) as process:
        assert page(wait_for(url, process), f"{url}/")[0] == 200
    assert "is not up to date" not in (tmp_path / "log").read_text(encoding="utf-8")


def test_a_demo_that_goes_on_knows_its_visitors_again(tmp_path, sqlite_template):
    (tmp_path / "instance").mkdir()
    shutil.copy(sqlite_template, tmp_path / "instance/demo.sqlite3")
    url = f"http://127.0.0.1:{free_port()}"
    again = ("demo", "--keep", "--port", url.rpartition(":")[2])
    with started(tmp_path, *again) as process:
        browser = wait_for(url, process)
        token = TOKEN.search(page(browser, f"{url}/sign-in")[1])
    assert token is not None
    with started(tmp_path, *again) as process:
        wait_for(url, process)
        status, _said = page(browser, f"{url}/sign-in/secretariat", csrf_token=token[1])
    assert status == 404  # there is nobody in this record; a token of somebody else has 400
    assert (tmp_path / "instance" / "demo.secret").stat().st_mode & 0o077 == 0


def test_the_demo_refuses_to_serve_other_machines(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HEMICYCLE_HOST", "0.0.0.0")
    done = called("demo")
    assert done.code == 3
    assert done.err == (
        "HEMICYCLE_DEMO runs on this machine only; HEMICYCLE_HOST must be 127.0.0.1\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def prepared(tmp_path, monkeypatch, bare_url):
    """A folder for what the commands leave, and a database of each kind in turn."""
    monkeypatch.setenv("HEMICYCLE_DATABASE_URL", bare_url)
    monkeypatch.setenv("HEMICYCLE_SECRET_KEY", "k" * 32)
    monkeypatch.setenv("HEMICYCLE_PUBLIC_URL", "https://meetings.example.org")
    monkeypatch.chdir(tmp_path)
    assert called("init").code == 0
    return tmp_path


def test_the_server_serves_without_a_worker_and_without_demo_roles(prepared):
    url = f"http://127.0.0.1:{free_port()}"
    with started(prepared, "serve", "--port", url.rpartition(":")[2]) as process:
        browser = wait_for(url, process)
        children = psutil.Process(process.pid).children(recursive=True)
        home = page(browser, url)
        sign_in = page(browser, f"{url}/sign-in")[1]
    assert (home[0], "No sessions yet" in home[1]) == (200, True)
    assert "/sign-in/secretariat" not in sign_in
    assert len(children) == 1
    assert process.returncode == 0


def test_the_worker_waits_and_stops(prepared):
    with started(prepared, "worker") as process:
        log = prepared / "log"
        while "Waiting for searches." not in log.read_text(encoding="utf-8"):
            assert process.poll() is None
            time.sleep(0.2)
    assert process.returncode == 0
