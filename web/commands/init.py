"""``hemicycle init``: make or upgrade the database, and the first account."""

from __future__ import annotations

from gettext import gettext as _

import click

from models.database import session_factory
from models.schema import revision_of, upgrade
from procedure.permissions import Role
from services.accounts import grant
from web.commands.account import account_of
from web.commands.stored import (
    COMMAND_LINE,
    connected,
    reaching,
    refusals,
    settings_or_exit,
    shown,
)


@click.command()
@click.option("--account", metavar="EMAIL", help=_("Make an account of the secretariat, too."))
def command(account: str | None) -> None:
    """Make the database of HEMICYCLE_DATABASE_URL, or bring its tables up to date."""
    settings = settings_or_exit()
    with connected(settings) as engine:
        with reaching(settings):
            before = revision_of(engine)
            upgrade(engine)
            after = revision_of(engine)
        _say_done(shown(settings.database_url), before, after)
        if account is not None:
            with session_factory(engine)() as db, refusals():
                grant(db, COMMAND_LINE, account_of(db, account), Role.SECRETARIAT)
            click.echo(_("%(email)s can sign in as secretariat.") % {"email": account})


def _say_done(url: str, before: str | None, after: str | None) -> None:
    if before is None:
        click.echo(_("Made the tables of %(url)s.") % {"url": url})
    elif before == after:
        click.echo(_("The tables of %(url)s are up to date.") % {"url": url})
    else:
        values = {"url": url, "before": before, "after": after}
        click.echo(_("Upgraded the tables of %(url)s from %(before)s to %(after)s.") % values)
