"""Signing in and out: Flask-Security on the plain session, passwords hashed with argon2id.

Flask-Security meets our plain `User` through two small adapters: `Account`, which is what it
calls a user, and `Accounts`, where it looks for one. What a person may do is no matter of its roles
but of `procedure.permissions`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, abort, current_app, g, redirect, request, url_for
from flask_security import RoleMixin, Security, UserDatastore, UserMixin, login_user
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from models.accounts import User
from procedure.permissions import Role
from services import accounts
from web.guard import open_to_all

LOOPBACK = frozenset({"127.0.0.1", "::1"})
OWN_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
FORWARDED = (
    "Forwarded",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Real-IP",
    "Via",
)
bp = Blueprint("sign_in", __name__)


class Account(UserMixin):
    """A `User` as Flask-Security sees it."""

    fs_uniquifier = ""  # looked for on the class; what the cookie names

    def __init__(self, user: User) -> None:
        self.user = user
        self.email = user.email
        self.password = user.password
        self.active = user.active
        self.fs_uniquifier = user.fs_uniquifier
        self.roles = []


class Accounts(UserDatastore):
    """Finds accounts in the database of the request. It never writes one."""

    def find_user(self, case_insensitive: bool = False, **wanted: Any) -> Account | None:
        """The account of which one column has the value given."""
        ((name, value),) = wanted.items()
        column = getattr(User, name)
        same = func.lower(column) == str(value).lower() if case_insensitive else column == value
        user = g.db.scalar(select(User).where(same))
        return None if user is None else Account(user)

    def find_role(self, role: str) -> None:
        """Roles are grants of ours, not Flask-Security's."""

    def put(self, model: Account) -> Account:
        """Nothing to do: nothing is changed through Flask-Security."""
        return model

    def commit(self) -> None:
        """Nothing to do, as in `put`."""


def demo_roles() -> tuple[Role, ...]:
    """The roles in which a visitor on this machine may sign in by one click."""
    return tuple(Role) if _demo_here() else ()


def _demo_here() -> bool:
    """Demo mode, asked for from this machine, under its own name, and not through a proxy.

    A proxy may hide itself and give our name; the browser then still says where it thinks it is.
    """
    said = [request.headers.get(name) for name in ("Origin", "Referer")]
    return (
        bool(current_app.config["DEMO"])
        and request.remote_addr in LOOPBACK
        and all(_is_own(where) for where in [request.host_url, *said] if where is not None)
        and not any(name in request.headers for name in FORWARDED)
    )


def _is_own(where: str) -> bool:
    try:
        return urlsplit(where).hostname in OWN_HOSTS
    except ValueError:  # what is sent need be no address
        return False


@bp.post("/sign-in/<role>")
@open_to_all
def as_role(role: str) -> Response:
    """Sign in as the demo user of a role; only in demo mode, only from this machine."""
    if role not in demo_roles():
        abort(404)
    user = accounts.demo_user(g.db, Role(role))
    login_user(Account(user), authn_via=["demo"])
    return redirect(url_for("sessions.index"))


def init_app(app: Flask, *, secret_key: str) -> None:
    """Set up sign-in. Cross-site protection must have been set up before."""
    app.config.update(
        SECRET_KEY=secret_key,
        SECURITY_PASSWORD_SALT=secret_key,
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106  # the name of a method, not a password
        SECURITY_PASSWORD_SINGLE_HASH=True,
        SECURITY_LOGIN_URL="/sign-in",
        SECURITY_LOGOUT_URL="/sign-out",
        SECURITY_LOGOUT_METHODS=["POST"],
        SECURITY_POST_LOGIN_VIEW="/",
        SECURITY_POST_LOGOUT_VIEW="/",
        SECURITY_SEND_REGISTER_EMAIL=False,
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_FLASH_MESSAGES=False,
        SECURITY_FRESHNESS=timedelta(minutes=-1),  # no page asks for the password again
    )
    Security(app, Accounts(Account, RoleMixin))
    app.context_processor(lambda: {"demo_roles": demo_roles()})
