"""Many delegations at once, by HTTP, on the real server: for tests and for `bench`."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.orm import Session

from config import Settings, write_settings
from models.accounts import Grant, User
from models.conferences import ConferenceSession, Delegation
from procedure.permissions import Role
from services.transactions import now
from tests.ports import free_port
from web.app import create_app

HEMICYCLE = Path(sys.executable).with_name("hemicycle")
PROCESSES = 2
PATIENCE = 120  # seconds: the machine may be busy
FORM = {"level": "minister", "speaker": "A. Minister"}


def settings_for(database_url: str) -> Settings:
    """Settings of a server on a database, on a port that is free."""
    port = free_port()
    return Settings(
        database_url=database_url,
        queue_url="sqlite:///:memory:",
        secret_key="k" * 32,
        port=port,
        public_url=f"http://127.0.0.1:{port}",
        secure_cookies=False,
    )


def add_focal_points(db: Session, session: ConferenceSession, number: int) -> list[User]:
    """So many States parties, each with somebody who acts for it, and whom no password lets in."""
    users = []
    for place in range(number):
        state = Delegation(
            session=session, name=f"State {place}", code=f"S{place}", kind="State party"
        )
        user = User(
            email=f"{place}@burst.example",
            name=f"Focal point {place}",
            password="",
            created_at=now(),
        )
        grant = Grant(user=user, role=Role.FOCAL_POINT, session=session, delegation=state)
        users.append(user)
        db.add_all((state, user, grant))
    db.commit()
    return users


@dataclass
class Client:
    """A browser in which somebody is signed in. It asks again when it loses its connection."""

    port: int
    cookie: str
    token: str
    lost: int = 0
    seconds: list[float] = field(default_factory=list)
    _streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, form: dict[str, str]) -> tuple[int, Any]:
        """Send a form until there is an answer: its status, and its JSON."""
        begun = time.perf_counter()
        while True:
            try:
                answer = await self._sent(path, urlencode({**form, "csrf_token": self.token}))
            except (OSError, EOFError):
                await self.leave()
                self.lost += 1
                await asyncio.sleep(0.02)
            else:
                self.seconds.append(time.perf_counter() - begun)
                return answer

    async def _sent(self, path: str, body: str) -> tuple[int, Any]:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._streams
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {self.cookie}\r\n"
            "Accept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        writer.write((head + body).encode())
        answered = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(answered.partition("content-length: ")[2].partition("\r\n")[0])
        said = await reader.readexactly(length)
        if "connection: close" in answered:
            await self.leave()
        return int(answered.split()[1]), json.loads(said)

    async def leave(self) -> None:
        """Let go of the connection."""
        if self._streams is not None:
            writer, self._streams = self._streams[1], None
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()


def clients(settings: Settings, users: Sequence[User]) -> list[Client]:
    """A browser for each user, signed in as `web.sign_in` does, but without a password."""
    app = create_app(settings)
    sessions = SecureCookieSessionInterface().get_signing_serializer(app)
    assert sessions is not None  # there is a key
    token = URLSafeTimedSerializer(settings.secret_key, salt="wtf-csrf-token").dumps("t" * 40)
    name = app.config["SESSION_COOKIE_NAME"]
    made = []
    for user in users:
        held = {"_user_id": user.fs_uniquifier, "csrf_token": "t" * 40}
        # as a browser has it from its first page on: not signed in just now
        signed = sessions.dumps({**held, "_fresh": False})
        made.append(Client(settings.port, f"{name}={signed}", token))
    return made


@dataclass(frozen=True)
class Server:
    """The server, and the processes in which it works."""

    master: int

    def workers(self) -> list[int]:
        """The ids of its processes, the oldest first."""
        listed = Path(f"/proc/{self.master}/task/{self.master}/children").read_text("ascii")
        return sorted(map(int, listed.split()))

    def kill_one(self) -> None:
        """End one of them without a word: that with whom most are connected."""
        os.kill(max(self.workers(), key=_sockets), signal.SIGKILL)


def _sockets(process: int) -> int:
    count = 0
    with suppress(FileNotFoundError):  # the process has ended
        for file in Path(f"/proc/{process}/fd").iterdir():
            with suppress(FileNotFoundError):  # closed meanwhile
                count += str(file.readlink()).startswith("socket:")
    return count


@contextmanager
def served(settings: Settings, processes: int = PROCESSES) -> Iterator[Server]:
    """``hemicycle serve`` on a database that has its tables."""
    running = subprocess.Popen(
        [HEMICYCLE, "serve", "--processes", str(processes)],
        env={**os.environ, **write_settings(settings)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert running.stdout is not None
        assert settings.public_url in running.stdout.readline()
        yield Server(running.pid)
    finally:
        running.terminate()
        running.wait(PATIENCE)
        if running.stdout is not None:
            running.stdout.close()
