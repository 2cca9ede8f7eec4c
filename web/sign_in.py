"""Signing in and out: Flask-Security on the plain session, passwords hashed with argon2id.

Flask-Security meets our plain `User` through two small adapters: `Account`, which is what it
calls a user, and `Accounts`, where it looks for one. What a person may do is no matter of its roles
but of `procedure.permissions`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache, wraps
from typing import Any

from flask import Blueprint, Flask, abort, current_app, g, redirect, request, url_for
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_security import (
    RoleMixin,
    Security,
    UserDatastore,
    UserMixin,
    current_user,
    login_user,
)
from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from models.accounts import User
from procedure.permissions import Role
from services import accounts
from web import late
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
FAILURES_OF_ADDRESS = "10 per 15 minutes"
FAILURES_OF_MACHINE = "100 per 15 minutes"
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


@cache
def _user_by(name: str, *, lower: bool) -> Select[User]:
    """Asks for a user by one column, with all grants: what is asked at every request."""
    column = getattr(User, name)
    same = (func.lower(column) if lower else column) == bindparam("value")
    return select(User).where(same).options(joinedload(User.grants))


class Accounts(UserDatastore):
    """Finds accounts in the database of the request. It never writes one."""

    def find_user(self, case_insensitive: bool = False, **wanted: Any) -> Account | None:
        """The account of which one column has the value given."""
        ((name, value),) = wanted.items()
        value = str(value).lower() if case_insensitive else value
        found = g.db.scalars(_user_by(name, lower=case_insensitive), {"value": value})
        user = found.unique().one_or_none()
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
        and all(
            late.parts(where).hostname in OWN_HOSTS
            for where in [request.host_url, *said]
            if where is not None
        )
        and not any(name in request.headers for name in FORWARDED)
    )


@bp.post("/sign-in/<role>")
@open_to_all
def as_role(role: str) -> Response:
    """Sign in as the demo user of a role; only in demo mode, only from this machine."""
    if role not in demo_roles():
        abort(404)
    user = accounts.demo_user(g.db, Role(role))
    login_user(Account(user), authn_via=["demo"])
    return late.brought_back() or redirect(_wanted())


def _wanted() -> str:
    """The page of ours that a visitor wanted to see; the sessions for anything else."""
    return late.plain(request.args.get("next", "")) or url_for("sessions.index")


def _limit_failures(app: Flask, limits_url: str) -> None:
    """Refuse attempts to sign in (429) after too many that failed.

    Counted by address, so that a password is not guessed from many machines, and by machine, so
    that one machine does not try many addresses. A conference behind one router signs in at once:
    what succeeds is not counted.
    """
    limiter = Limiter(
        get_remote_address,
        app=app,
        storage_uri=limits_url,
        in_memory_fallback_enabled=True,  # without the shared count, each process has its own
        headers_enabled=True,  # says when to try again
    )
    view: Any = app.view_functions["security.login"]
    for most, counted_by in ((FAILURES_OF_ADDRESS, _address), (FAILURES_OF_MACHINE, _machine)):
        view = limiter.limit(
            most,
            key_func=counted_by,
            methods=["POST"],
            deduct_when=lambda _response: not current_user.is_authenticated,
        )(view)
    app.view_functions["security.login"] = _with_the_form(view)


def _with_the_form(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view for signing in, which leads back to the form that was carried along."""

    @wraps(view)
    def sign_in(**given: Any) -> Any:
        answer = view(**given)
        signed_in = request.method == "POST" and current_user.is_authenticated
        return (signed_in and late.brought_back()) or answer

    return sign_in


def _address() -> str:
    data = request.get_json(silent=True) if request.is_json else request.form
    given = data.get("email", "") if isinstance(data, Mapping) else ""
    return "address " + str(given).strip().casefold()[:254]


def _machine() -> str:
    return f"machine {get_remote_address()}"


def init_app(app: Flask, *, secret_key: str, limits_url: str) -> None:
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
    _limit_failures(app, limits_url)
    app.context_processor(lambda: {"demo_roles": demo_roles()})
