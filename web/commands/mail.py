"""``hemicycle mail``: whether the settings of mail work."""

from __future__ import annotations

from gettext import gettext as _

import click

from config import Settings
from models.types import new_stamp
from scheduler.text import text
from services.mail import NO_MAIL
from services.smtp import Mailer, Message, Refused, Unreachable, mailer_of
from services.transactions import now
from web.commands.output import Exit
from web.commands.stored import settings_or_exit

SUBJECT = text("Hemicycle can send mail")
SAID = text("This message was sent to see whether mail can be sent. Nothing is to be done.")


@click.command()
@click.option("--test", "address", metavar="ADDRESS", required=True, help=_("To whom."))
def command(address: str) -> None:
    """Send a message to ADDRESS at once, and say whether the server has taken it."""
    settings = settings_or_exit()
    mailer = mailer_of(settings)
    if mailer is None:
        click.echo(str(NO_MAIL), err=True)
        raise SystemExit(Exit.BAD_INPUT)
    where = {"host": mailer.server.host, "port": mailer.server.port, "address": address}
    try:
        _send(mailer, settings, address)
    except Unreachable as error:
        message = _("Mail cannot be sent through %(host)s, port %(port)s: %(reason)s")
        click.echo(message % {**where, "reason": error}, err=True)
        raise SystemExit(Exit.BAD_INPUT) from None
    except Refused as error:
        message = _("%(host)s does not take mail to %(address)s: %(reason)s")
        click.echo(message % {**where, "reason": error}, err=True)
        raise SystemExit(Exit.BAD_INPUT) from None
    click.echo(_("%(host)s has taken a message to %(address)s.") % where)


def _send(mailer: Mailer, settings: Settings, address: str) -> None:
    message = Message(
        name="",
        address=address,
        subject=str(SUBJECT),
        text=f"{SAID}\n\n{settings.public_url}\n",
        language="en",
        uid=new_stamp(),
        at=now(),
    )
    with mailer.connected() as connection:
        mailer.send(connection, message)
