"""``hemicycle serve``: the web pages, by gunicorn in threads."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from gettext import gettext as _
from typing import Any

import click
from gunicorn.app.base import BaseApplication

from config import BadSetting, Settings, check_settings
from web.app import create_app
from web.commands.output import Exit
from web.commands.stored import prepared, settings_or_exit


@click.command()
@click.option("--host", help=_("The address to listen on; HEMICYCLE_HOST otherwise."))
@click.option("--port", type=click.IntRange(1, 65_535), help=_("HEMICYCLE_PORT otherwise."))
@click.option("--processes", type=click.IntRange(1, 64), default=1, show_default=True)
def command(host: str | None, port: int | None, processes: int) -> None:
    """Serve the web pages. Searches need a worker besides: hemicycle worker."""
    settings = settings_or_exit()
    settings = replace(settings, host=host or settings.host, port=port or settings.port)
    try:
        check_settings(settings)
    except BadSetting as error:
        click.echo(str(error), err=True)
        raise SystemExit(Exit.BAD_INPUT) from None
    with prepared(settings):  # each process then opens its own connections
        pass
    serve(settings, processes=processes)


def serve(
    settings: Settings, *, processes: int = 1, ready: Callable[[], None] | None = None
) -> None:
    """Serve until a signal ends it, then raise SystemExit. `ready` is called once we listen."""
    # one key for all processes; one of demo mode lasts as long as they do
    settings = replace(settings, secret_key=settings.secret_key or secrets.token_hex(32))
    _Server(settings, processes, ready or (lambda: _say_where(settings))).run()


def _say_where(settings: Settings) -> None:
    values = {"url": f"http://{settings.host}:{settings.port}"}
    click.echo(_("Hemicycle is at %(url)s (Ctrl-C stops it).") % values)


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn without its command line and its files."""

    def __init__(self, settings: Settings, processes: int, ready: Callable[[], None]) -> None:
        self._settings = settings
        self._options = {
            "bind": f"{settings.host}:{settings.port}",
            "workers": processes,
            "worker_class": "gthread",
            "threads": 8,
            "graceful_timeout": 5,
            "control_socket_disable": True,
            "loglevel": "warning",
            "proc_name": "hemicycle",
            "when_ready": lambda _server: ready(),
        }
        super().__init__()

    def load_config(self) -> None:
        """Take the options given; read no file and no environment."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, in each process."""
        return create_app(self._settings)
