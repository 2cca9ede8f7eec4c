"""The server: gunicorn in threads or, for many listeners, in greenlets."""

from __future__ import annotations

import gc
import logging
import os
import resource
import secrets
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from threading import Thread
from typing import Any

from gevent import monkey
from gunicorn.app.base import BaseApplication
from sqlalchemy.orm import configure_mappers

from config import Settings
from web.app import create_app

FOR_PAGES = 8  # threads
GIVING_WAY = 8  # threads of those who were told to leave and have not left yet
MOST_THREADS = 500  # of listeners; beyond, greenlets
IDLE_CONNECTIONS = 1_000  # kept open for the next request of the same page
STOP_SECONDS = 5
LOOK_SECONDS = 0.2


def in_greenlets(settings: Settings) -> bool:
    """Whether the pages that listen are too many for a thread each."""
    return settings.listeners > MOST_THREADS


def begin_again_in_greenlets() -> None:
    """Start this command anew, so that nothing is loaded that would know of threads only.

    Returns where that has been done.
    """
    if monkey.is_module_patched("socket"):
        return
    code = (
        "from gevent import monkey; monkey.patch_all(); from web.commands import main; "
        "main(prog_name='hemicycle')"
    )
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-P", "-c", code, *sys.argv[1:]])  # noqa: S606 - ourselves


def serve(settings: Settings, *, processes: int = 1, ready: Callable[[], None]) -> None:
    """Serve until a signal ends it, then raise SystemExit. `ready` is called once we listen."""
    # one key for all processes; one of demo mode lasts as long as they do
    settings = replace(settings, secret_key=settings.secret_key or secrets.token_hex(32))
    _allow_files(settings.listeners + IDLE_CONNECTIONS)
    _Server(settings, processes, ready).run()


def _allow_files(connections: int) -> None:
    """Ask for as many open files as connections, and some for ourselves."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + 200
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn without its command line and its files."""

    def __init__(self, settings: Settings, processes: int, ready: Callable[[], None]) -> None:
        self._settings = settings
        self._options = {
            "bind": f"{settings.host}:{settings.port}",
            "backlog": 2048,
            "workers": processes,
            "worker_class": "gevent" if in_greenlets(settings) else "gthread",
            "threads": settings.listeners + FOR_PAGES + GIVING_WAY,
            "worker_connections": settings.listeners + FOR_PAGES + GIVING_WAY + IDLE_CONNECTIONS,
            "graceful_timeout": STOP_SECONDS,
            "control_socket_disable": True,
            "loglevel": "warning",
            "proc_name": "hemicycle",
            "when_ready": lambda _server: ready(),
            "post_worker_init": _end_streams_with,
        }
        super().__init__()

    def load_config(self) -> None:
        """Take the options given; read no file and no environment."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, in each process."""
        logging.getLogger("gunicorn.error").addFilter(_not_merely_gone)
        app = create_app(self._settings)
        configure_mappers()  # else at the first query
        gc.collect()
        gc.freeze()  # what stays need not be looked at again: that takes longer than a page may
        return app


def _not_merely_gone(record: logging.LogRecord) -> bool:
    """That a listener has left without a word is nothing to write down."""
    return not (record.exc_info and isinstance(record.exc_info[1], TimeoutError))


def _end_streams_with(worker: Any) -> None:
    """A process that is to end waits for its requests: end those that would never end."""
    hub = worker.app.callable.extensions["live"]

    def look() -> None:
        while worker.alive:
            time.sleep(LOOK_SECONDS)
        hub.close()

    Thread(target=look, name="live-end", daemon=True).start()
