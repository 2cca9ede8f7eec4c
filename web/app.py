"""The web front end, put together.

How a page is made here:

- A subject has one module, `web/<subject>.py`, with a blueprint named `bp`, listed in `BLUEPRINTS`
  below, and its templates in `web/templates/<subject>/`. Pages of a session live under
  ``/sessions/<slug>/``.
- Each view declares what it asks for (`web.guard`); reading and writing are separate views, so
  that each has its own action. The slug is taken out of the arguments before (it is `g.session`
  then), and `url_for` adds it by itself::

      @bp.get("/sessions/<slug>/programme/")
      @allow(Action.PROGRAMME_VIEW_RELEASED)
      def show() -> str:
          versions = programmes.versions(g.db, g.actor, g.session)
          return render_template("programmes/show.html", versions=versions)

      @bp.post("/sessions/<slug>/programme/propose")
      @allow(Action.PROGRAMME_PROPOSE)
      def propose() -> Response: ...

- Given to each view: `g.db` (the database), `g.actor` (who asks, in what roles), `g.session` (the
  record of the session in the URL, or None). A view parses, calls one service, and renders.
- Errors of services are not caught in views, but for a form that shows `BadRequest.fields` beside
  its fields: `web.errors` answers them all, also for htmx and JSON.
- Templates extend ``base.html``, which gives them `ui`, the macros of ``macros.html`` (a fragment
  for htmx imports them itself: ``{% import "macros.html" as ui with context %}``). Every word
  passes through ``_()``, every sentence of the engine through the filter ``say``; `web.translate`
  lists the filters, `web.layout` what else a template may use (``allowed("programme:edit")``).
- The policy on content allows no inline script, no inline style and no ``style=`` or ``on...=``
  attribute: put rules in ``static/css``, code in ``static/js``, and hand values to a script in
  ``data-`` attributes. Load them in the blocks `head` and `scripts`, with
  ``nonce="{{ csp_nonce() }}"`` on each script.
- A form that writes carries ``{{ ui.csrf_field() }}``; htmx sends the token by itself.
- The endpoints in the navigation of a session are listed in `web.layout.PARTS`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

from flask import Blueprint, Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Settings, public_host
from models.database import Clock, make_engine, session_factory
from services.queue import Queue
from web import (
    bureau,
    calendars,
    credentials,
    database,
    delegations,
    errors,
    files,
    floor,
    guard,
    headers,
    health,
    languages,
    late,
    layout,
    live,
    mail,
    observers,
    programmes,
    requirements,
    rosters,
    sessions,
    sign_in,
    speakers,
    summaries,
    translate,
    years,
)
from web.intake import TakenRequest

MOST_TYPED = 8_000_000
"""The longest form without its files, in bytes: requirements are shown before they are taken."""
BLUEPRINTS: tuple[Blueprint, ...] = (
    health.bp,
    sign_in.bp,
    sessions.bp,
    programmes.bp,
    requirements.bp,
    rosters.bp,
    calendars.bp,
    years.bp,
    delegations.bp,
    delegations.attendance_bp,
    credentials.bp,
    observers.bp,
    bureau.bp,
    speakers.bp,
    floor.bp,
    live.bp,
    mail.bp,
)


def create_app(
    settings: Settings,
    *,
    db_factory: database.DbFactory | None = None,
    enqueue: Callable[[int], object] | None = None,
    enqueue_job: Callable[[int], object] | None = None,
    translations: Path = languages.TRANSLATIONS,
    clock: Clock | None = None,
) -> Flask:
    """Make the application.

    `db_factory` opens database sessions, by default on the database of `settings`; `enqueue` wakes
    a worker for a run and `enqueue_job` for a job of a calendar, by default through the queue of
    `settings` (views find them in ``current_app.extensions``, by these names); `translations` is
    the folder of the catalogues; `clock` is by what services go, by default that of the database.
    """
    app = Flask("web")
    app.config.update(
        SETTINGS=settings,
        TRUSTED_HOSTS=_trusted_hosts(settings),
        DEMO=settings.demo,
        SESSION_COOKIE_SECURE=settings.secure_cookies and not settings.demo,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_NAME="hemicycle",
        MAX_CONTENT_LENGTH=MOST_TYPED,
        MAX_FORM_MEMORY_SIZE=MOST_TYPED,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
    )
    app.request_class = TakenRequest
    files.init_app(app, settings)
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # as Flask's manual has it
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies
        )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    database.init_app(app, db_factory or session_factory(make_engine(settings.database_url), clock))
    queue = Queue(settings.queue_url)
    app.extensions["enqueue"] = enqueue or queue.put
    app.extensions["enqueue_job"] = enqueue_job or queue.put_job
    late.init_app(app)
    sign_in.init_app(
        app,
        secret_key=settings.secret_key or secrets.token_hex(32),
        limits_url=settings.limits_url,
    )
    languages.init_app(app, settings.languages, translations)
    translate.init_app(app)
    headers.init_app(app, secure=bool(app.config["SESSION_COOKIE_SECURE"]))
    guard.init_app(app)
    errors.init_app(app)
    summaries.init_app(app)
    layout.init_app(app)
    live.init_app(app, most=settings.listeners)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    guard.check_declared(app)
    return app


def _trusted_hosts(settings: Settings) -> list[str] | None:
    """The names under which we answer: our public one, and this machine's to whoever watches us."""
    host = public_host(settings)
    return [host, "127.0.0.1", "localhost"] if host else None
