"""What is to be done about those who take part in a session, for who looks at it."""

from __future__ import annotations

from collections.abc import Iterator

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from procedure.permissions import Action, may
from services import awaited, mail
from services.credentials_words import NEEDS
from web.languages import current_locale
from web.next_steps import Step
from web.translate import and_list, say, short_day


def participation_steps() -> list[Step]:
    """What the visitor of the session of this page does next about delegations and officers."""
    steps: list[Step] = []
    if g.actor.delegation_ids and may(g.actor, Action.SPEAKERS_INSCRIBE):
        steps += exchanges()
    if g.actor.delegation_ids and may(g.actor, Action.CREDENTIALS_VIEW_ONE):
        steps += _of_delegations()
    if may(g.actor, Action.CREDENTIALS_EXAMINE):
        steps += _of_credentials()
    if may(g.actor, Action.OBSERVERS_DECIDE):
        steps += _of_observers()
    if may(g.actor, Action.BUREAU_MEETINGS_VIEW):
        steps += _of_bureau()
    if may(g.actor, Action.MAIL_VIEW):
        steps += _of_mail()
    return steps


def exchanges(own: frozenset[int] | None = None) -> Iterator[Step]:
    """The exchanges of places to answer: those of the visitor's delegations, or of `own`."""
    for one in awaited.of_exchanges(g.db, g.actor, g.session, own):
        said = _(
            "%(by)s proposes to %(own)s to exchange places on the list of speakers “%(title)s”.",
            by=one.by,
            own=one.own,
            title=one.speakers.title,
        )
        url = url_for("speakers.show", key=one.speakers.key)
        yield Step(text=said, label=_("Answer"), url=url)


def _of_delegations() -> Iterator[Step]:
    for one in awaited.of_delegations(g.db, g.actor, g.session):
        name = one.delegation.name_in(current_locale().language)
        if one.missing:
            needs = and_list(say(NEEDS[need]) for need in one.missing)
            yield Step(
                text=_("Still awaited from %(name)s: %(needs)s.", name=name, needs=needs),
                label=_("Credentials"),
                url=url_for("credentials.own", delegation=one.delegation.id),
            )
        if one.unnamed:
            yield Step(
                text=_("%(name)s has no delegates on the list of participants yet.", name=name),
                label=_("Delegates"),
                url=url_for("delegations.show", delegation=one.delegation.id),
            )


def _of_credentials() -> Iterator[Step]:
    found = awaited.of_credentials(g.db, g.actor, g.session)
    if found.reminders and may(g.actor, Action.CREDENTIALS_MANAGE):
        said = ngettext(
            "%(num)s delegation is to be reminded of its credentials.",
            "%(num)s delegations are to be reminded of their credentials.",
            found.reminders,
        )
        url = url_for("credentials.board", _anchor="reminders")
        yield Step(text=said, label=_("Reminders"), url=url)
    if found.unexamined:
        said = ngettext(
            "The credentials of %(num)s party are to be examined.",
            "The credentials of %(num)s parties are to be examined.",
            found.unexamined,
        )
        yield Step(text=said, label=_("Examination"), url=url_for("credentials.examination"))
    if not may(g.actor, Action.CREDENTIALS_DECIDE):
        return
    if found.objections:
        said = ngettext(
            "%(num)s objection to credentials awaits the decision of the Conference.",
            "%(num)s objections to credentials await the decision of the Conference.",
            found.objections,
        )
        url = url_for("credentials.report", _anchor="objections")
        yield Step(text=said, label=_("Objections"), url=url)
    if found.unadopted:
        said = _("The Conference is to adopt the report on credentials.")
        yield Step(text=said, label=_("Report on credentials"), url=url_for("credentials.report"))


def _of_observers() -> Iterator[Step]:
    found = awaited.of_observers(g.db, g.actor, g.session)
    url = url_for("observers.index")
    if found.first_due is not None:
        said = ngettext(
            "%(num)s request of observers awaits a decision.",
            "%(num)s requests of observers await a decision.",
            found.waiting,
        )
        day = short_day(found.first_due)
        due = _("Overdue since %(day)s.", day=day) if found.overdue else _("Due %(day)s.", day=day)
        yield Step(text=f"{said} {due}", label=_("Observers"), url=url)
    if found.unlisted and may(g.actor, Action.OBSERVERS_MANAGE):
        said = ngettext(
            "%(num)s observer is not on the list of participants yet.",
            "%(num)s observers are not on the list of participants yet.",
            found.unlisted,
        )
        yield Step(text=said, label=_("Put on the list"), url=url)


def _of_bureau() -> Iterator[Step]:
    found = awaited.of_bureau(g.db, g.actor, g.session)
    if found.without_nominee:
        said = ngettext(
            "%(num)s office of the bureau has no nominee yet.",
            "%(num)s offices of the bureau have no nominee yet.",
            found.without_nominee,
        )
        yield Step(text=said, label=_("Nominations"), url=url_for("bureau.nominations"))
    elif found.vacant:
        said = _("The officers of the bureau are to be elected.")
        yield Step(text=said, label=_("Elections"), url=url_for("bureau.elections"))


def _of_mail() -> Iterator[Step]:
    failed = mail.failed(g.db, g.actor, g.session)
    if failed:
        said = ngettext(
            "%(num)s letter could not be sent.", "%(num)s letters could not be sent.", failed
        )
        yield Step(text=said, label=_("Mail"), url=url_for("mail.index"))
