"""``hemicycle account``: who may sign in, and as what."""

from __future__ import annotations

from gettext import gettext as _

import click
from sqlalchemy.orm import Session

from models.accounts import User
from models.conferences import ConferenceSession, Delegation
from procedure.permissions import Role
from scheduler.text import text
from services.accounts import create_user, grant, user_by_email
from services.delegations import delegations
from services.errors import BadRequest
from services.sessions import session_by_slug
from web.commands.stored import COMMAND_LINE, stored_data


@click.command()
@click.argument("email")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    required=True,
    help=_("What the person is."),
)
@click.option("--session", "slug", metavar="SLUG", help=_("In this session only, not in all."))
@click.option("--delegation", metavar="NAME", help=_("Whose focal point the person is."))
def command(email: str, role: str, slug: str | None, delegation: str | None) -> None:
    """Give EMAIL a role. An account is made if there is none; its password is asked for."""
    with stored_data() as db:
        session = None if slug is None else session_by_slug(db, COMMAND_LINE, slug)
        own = _delegation(db, Role(role), session, delegation)
        user = account_of(db, email)
        grant(db, COMMAND_LINE, user, Role(role), session=session, delegation=own)
        values = {"email": user.email, "role": role, "where": slug or _("all sessions")}
        click.echo(_("%(email)s can sign in as %(role)s in %(where)s.") % values)


def account_of(db: Session, email: str) -> User:
    """The account with an address; if there is none, one is made of the answers given."""
    user = user_by_email(db, email)
    if user is not None:
        return user
    name = click.prompt(_("Name"))
    password = click.prompt(_("Password"), hide_input=True, confirmation_prompt=True)
    return create_user(db, COMMAND_LINE, email=email, name=name, password=password)


def _delegation(
    db: Session, role: Role, session: ConferenceSession | None, name: str | None
) -> Delegation | None:
    if (role is Role.FOCAL_POINT) != (name is not None) or (name is not None and session is None):
        sentence = text("A focal point has a delegation in a session; other roles have none.")
        raise BadRequest({"--delegation": sentence})
    if session is None or name is None:
        return None
    for delegation in delegations(db, COMMAND_LINE, session):
        if delegation.name == name:
            return delegation
    sentence = text("There is no delegation “%(name)s” in this session.", name=name)
    raise BadRequest({"--delegation": sentence})
