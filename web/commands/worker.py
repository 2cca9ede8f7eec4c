"""``hemicycle worker``: search for what is asked for on the pages, and send mail."""

from __future__ import annotations

import logging
from contextlib import suppress
from gettext import gettext as _

import click

from models.database import session_factory
from services.queue import Queue
from services.smtp import mailer_of
from web.commands.stored import prepared, settings_or_exit

BEATS = 10  # a worker that is silent for so many heartbeats is taken to be gone


@click.command()
def command() -> None:
    """Work on one search at a time, and send mail, until stopped (Ctrl-C: after the search)."""
    settings = settings_or_exit()
    with prepared(settings) as engine:
        logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s: %(message)s")
        worker = Queue(settings.queue_url).worker(
            session_factory(engine),
            solver_workers=settings.solver_workers,
            pulse_seconds=settings.heartbeat_seconds,
            silent_seconds=BEATS * settings.heartbeat_seconds,
            mailer=mailer_of(settings),
        )
        with suppress(KeyboardInterrupt):  # before it listens itself: there is no search at hand
            click.echo(_("Waiting for searches."), err=True)
            worker.run()
