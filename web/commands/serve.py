"""``hemicycle serve``: the web pages, by gunicorn."""

from __future__ import annotations

from dataclasses import replace
from gettext import gettext as _

import click

from config import BadSetting, Settings, check_settings
from web.commands.output import Exit
from web.commands.stored import prepared, settings_or_exit
from web.server import begin_again_in_greenlets, in_greenlets, serve


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
    if in_greenlets(settings):
        begin_again_in_greenlets()
    with prepared(settings):  # each process then opens its own connections
        pass
    serve(settings, processes=processes, ready=lambda: _say_where(settings))


def _say_where(settings: Settings) -> None:
    values = {"url": f"http://{settings.host}:{settings.port}"}
    click.echo(_("Hemicycle is at %(url)s (Ctrl-C stops it).") % values)
