"""The stream of what happens on the floor of a meeting, and the time by our clock."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from flask import Blueprint, Flask, current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from procedure.permissions import Action, may
from services.floor_public import public_places, public_state
from services.listeners import Full, Listener, Rank, Watched
from services.live import Hub
from web.floor.meetings import meeting_of
from web.guard import allow, open_to_all

bp = Blueprint("live", __name__)

BEAT_SECONDS = 5.0
RETRY_SECONDS = 5
GONE_MILLISECONDS = 20_000  # after so long without an acknowledgement a page is no longer there
SIGN_OF_LIFE = b":\n\n"  # a comment, for who stands between: pages are not told of it
UNBUFFERED = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

# What everybody may know of the floor of a meeting, by the event that brings it, the most urgent
# first: from the database, the number of the session and the uid of the meeting, plain data.
Public = Callable[[Session, int, str], Mapping[str, Any]]
EVENTS: Mapping[str, Public] = {"floor": public_state, "places": public_places}


def milliseconds() -> float:
    """The time by our clock, since 1970."""
    return round(time.time() * 1000, 1)


def message(name: str, data: str, number: int | None = None) -> bytes:
    """A server-sent event."""
    numbered = "" if number is None else f"id: {number}\n"
    return f"{numbered}event: {name}\ndata: {data}\n\n".encode()


class Stream:
    """The events of a listener, until either side ends it. It beats, so that silence is noticed.

    While we hear of no changes ourselves there is no beat: pages are to say that they may be old.
    """

    def __init__(self, hub: Hub, listener: Listener) -> None:
        self._hub = hub
        self._listener = listener

    def __iter__(self) -> Iterator[bytes]:
        yield b"retry: 2000\n\n"
        due = time.monotonic()  # a beat, at once: it is the proof that we are heard
        while True:
            news = self._listener.take(max(0.0, due - time.monotonic()))
            if news is None:
                return
            if time.monotonic() >= due:
                news += message("beat", str(milliseconds())) if self._hub.hears else SIGN_OF_LIFE
                due = time.monotonic() + BEAT_SECONDS
            if news:
                yield news

    def close(self) -> None:
        """Called at the end of the response, also of one that was never begun."""
        self._hub.leave(self._listener)


@bp.get("/live/time")
@open_to_all
def now() -> Response:
    """The time by our clock."""
    return Response(str(milliseconds()), mimetype="text/plain")


def _tell_time() -> Response | None:
    """Before all else: how long that would take, nobody could tell from outside."""
    return now() if request.endpoint == "live.now" else None


@bp.get("/sessions/<slug>/live/<meeting>")
@allow(Action.FLOOR_VIEW)
def stream(meeting: str) -> Response:
    """What happens on the floor of a meeting, as it happens."""
    hub: Hub = current_app.extensions["live"]
    try:
        listener = hub.subscribe(_watched(meeting), _rank(meeting))
    except Full:
        return Response(status=503, headers={"Retry-After": str(RETRY_SECONDS)})
    _notice_when_gone(request.environ.get("gunicorn.socket"))
    return Response(Stream(hub, listener), mimetype="text/event-stream", headers=UNBUFFERED)


@bp.get("/sessions/<slug>/live/<meeting>/now")
@allow(Action.FLOOR_VIEW)
def state(meeting: str) -> dict[str, Any]:
    """The same at this moment, for who finds no place or no stream."""
    hub: Hub = current_app.extensions["live"]
    sent = hub.latest(_watched(meeting))
    return {"now": milliseconds()} | {name: _data(one) for name, one in sent.items()}


def screen_key(meeting: str) -> str:
    """What lets a screen of a meeting, on which nobody is signed in, keep its place."""
    written: str = _screens().dumps(meeting)
    return written


def _screens() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="screens")


def _rank(meeting: str) -> Rank:
    if may(g.actor, Action.FLOOR_RUN):
        return Rank.OPERATOR
    with suppress(BadSignature):
        if _screens().loads(request.args.get("screen", "")) == meeting:
            return Rank.OPERATOR
    return Rank.PUBLIC if g.actor.user_id is None else Rank.SIGNED_IN


def _watched(meeting: str) -> Watched:
    return Watched(g.session.id, meeting_of(meeting).uid)


def _data(sent: bytes) -> Any:
    return json.loads(sent.partition(b"data: ")[2])


def _notice_when_gone(connection: socket.socket | None) -> None:
    """A phone that has left without a word keeps its place no longer than need be."""
    if connection is not None and hasattr(socket, "TCP_USER_TIMEOUT"):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, GONE_MILLISECONDS)


def init_app(app: Flask, *, most: int, events: Mapping[str, Public] = EVENTS) -> None:
    """Make the hub of this process; it wakes with its first listener."""
    app.before_request_funcs.setdefault(None, []).insert(0, _tell_time)

    def work_out(watched: Watched) -> Iterator[tuple[str, bytes]]:
        for name, public in events.items():
            with app.extensions["db_factory"]() as db:
                data = public(db, watched.session_id, watched.meeting)
            yield name, message(name, _json(data), data.get("sequence"))

    def engine() -> Any:
        with app.extensions["db_factory"]() as db:
            return db.get_bind()

    app.extensions["live"] = Hub(engine, work_out, most=most)


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
