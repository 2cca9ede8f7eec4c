"""The one thing to do next in a session, for who looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext as _

from procedure.permissions import Action, Role, may
from procedure.programmes import VersionStatus
from scheduler.text import text
from services.programmes import label_of
from services.standings import Standing
from web.translate import say


@dataclass(frozen=True, kw_only=True)
class Step:
    """A sentence on where things stand, and a link to go on, if there is one."""

    text: str
    label: str = ""
    url: str = ""


def next_step(standing: Standing) -> Step:
    """What the actor of a standing does next."""
    return (
        _search(standing)
        or _draft(standing)
        or _beginning(standing)
        or _adoption(standing)
        or _inscription(standing)
        or _reading(standing)
    )


def _search(standing: Standing) -> Step | None:
    if standing.run_id is None:
        return None
    url = url_for("programmes.runs.show", slug=standing.session.slug, run_id=standing.run_id)
    return Step(text=_("A programme is being searched for."), label=_("Follow the search"), url=url)


def _draft(standing: Standing) -> Step | None:
    if standing.draft is None:
        return None
    draft, number = say(label_of(standing.draft)), standing.draft.number
    url = url_for("programmes.version", slug=standing.session.slug, number=number)
    if may(standing.actor, Action.PROGRAMME_APPROVE):
        ready = _("%(draft)s is ready to be looked at and released.", draft=draft)
        return Step(text=ready, label=_("Review the draft"), url=url)
    awaits = _("%(draft)s awaits the extended bureau.", draft=draft)
    return Step(text=awaits, label=_("Read the draft"), url=url)


def _beginning(standing: Standing) -> Step | None:
    if standing.current is not None or not may(standing.actor, Action.PROGRAMME_PROPOSE):
        return None
    return Step(
        text=_("There is no programme yet. Check the requirements, and have one proposed."),
        label=_("Propose a programme"),
        url=url_for("programmes.show", slug=standing.session.slug),
    )


def _adoption(standing: Standing) -> Step | None:
    current = standing.current
    if current is None or current.status is not VersionStatus.APPROVED:
        return None
    if not may(standing.actor, Action.PROGRAMME_ADOPT):
        return None
    url = url_for("programmes.decisions.adopt", slug=standing.session.slug, number=current.number)
    adopts = _("The Conference is to adopt the programme.")
    return Step(text=adopts, label=_("Record the adoption"), url=url)


def _inscription(standing: Standing) -> Step | None:
    speakers = standing.speakers
    if speakers is None:
        return None
    zone = ZoneInfo(standing.session.time_zone)
    opens, closes = (at.astimezone(zone) for at in (speakers.opens_at, speakers.closes_at))
    return Step(
        text=say(
            text(
                "The list of speakers “%(title)s” is open from %(opens)s to %(closes)s.",
                title=speakers.title,
                opens=opens,
                closes=closes,
            )
        ),
        label=_("Inscribe your delegation"),
        url=url_for("speakers.show", slug=standing.session.slug, key=speakers.key),
    )


def _reading(standing: Standing) -> Step:
    slug = standing.session.slug
    if standing.current is None:
        return Step(text=_("The programme has not been released yet."))
    if Role.FOCAL_POINT in standing.actor.roles:
        return Step(
            text=_("Your calendar can follow the programme, whatever changes."),
            label=_("Subscribe to your calendar"),
            url=url_for("calendar.show", slug=slug),
        )
    return Step(
        text=_("The programme has been released."),
        label=_("See the programme"),
        url=url_for("programmes.show", slug=slug),
    )
