"""The one thing to do next in a session, for who looks at it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from procedure.permissions import Action, Role, may
from procedure.programmes import VersionStatus
from services.programmes import label_of
from services.standings import Standing
from web.layout import may_open
from web.translate import say


@dataclass(frozen=True, kw_only=True)
class Step:
    """A sentence on where things stand, and a link to go on, if there is one."""

    text: str
    label: str = ""
    url: str = ""


def next_step(standing: Standing) -> Step:
    """What the actor of a standing does next."""
    step = _planning(standing) or _reading(standing)
    if step is None:
        return Step(text=_("The programme has not been released yet."))
    text, label, endpoint = step
    if not may_open(standing.actor, endpoint):
        return Step(text=text)
    return Step(text=text, label=label, url=url_for(endpoint, slug=standing.session.slug))


def _planning(standing: Standing) -> tuple[str, str, str] | None:
    actor = standing.actor
    if standing.searching:
        return _("A programme is being searched for."), _("Follow the search"), "programmes.show"
    if standing.draft is not None:
        label = say(label_of(standing.draft))
        if may(actor, Action.PROGRAMME_APPROVE):
            text = _("%(draft)s is ready to be looked at and released.", draft=label)
            return text, _("Review the draft"), "programmes.show"
        text = _("%(draft)s awaits the extended bureau.", draft=label)
        return text, _("Read the draft"), "programmes.show"
    if standing.current is None and may(actor, Action.PROGRAMME_PROPOSE):
        text = _("There is no programme yet. Check the requirements, and have one proposed.")
        return text, _("Propose a programme"), "programmes.show"
    if _awaits_adoption(standing) and may(actor, Action.PROGRAMME_ADOPT):
        text = _("The Conference is to adopt the programme.")
        return text, _("Record the adoption"), "programmes.show"
    return None


def _awaits_adoption(standing: Standing) -> bool:
    return standing.current is not None and standing.current.status is VersionStatus.APPROVED


def _reading(standing: Standing) -> tuple[str, str, str] | None:
    if standing.current is None:
        return None
    if Role.FOCAL_POINT in standing.actor.roles:
        text = _("Your calendar can follow the programme, whatever changes.")
        return text, _("Subscribe to your calendar"), "calendar.show"
    return _("The programme has been released."), _("See the programme"), "programmes.show"
