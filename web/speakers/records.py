"""Who spoke on a list, for how long, what it makes in all, and the paragraph of the report."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from flask import g, render_template
from werkzeug.wrappers import Response

from exports.sheets import Table, duration, sheet, workbook
from exports.speakers import list_table, record_table, statistics
from exports.statements import paragraph
from models.speakers import SpeakersList
from procedure.floor.records import SpeechRecord
from procedure.permissions import Action
from services import floor_programme
from services.floor_queues import speeches_on
from services.speakers_rows import standing, terms_of
from services.transactions import clock
from web.files import CSV, XLSX, attachment
from web.guard import allow
from web.speakers.blueprint import LIST, bp, list_asked
from web.timetable import wording


@bp.get(LIST + "records")
@allow(Action.SPEAKERS_VIEW)
def records(key: str) -> str:
    """Who has spoken."""
    speakers = list_asked(key)
    spoken = _spoken(speakers)
    return render_template(
        "speakers/records.html",
        speakers=speakers,
        source=terms_of(speakers).policy.source,
        records=spoken,
        meetings=_meetings(),
        statistics=_statistics(speakers, spoken),
        paragraph=paragraph((one.speech for one in spoken), wording()),
        duration=duration,
    )


@bp.get(LIST + "records.csv")
@allow(Action.SPEAKERS_VIEW)
def records_sheet(key: str) -> Response:
    """Who has spoken, as a sheet."""
    speakers = list_asked(key)
    return _attached(sheet(_record(speakers, _spoken(speakers))), CSV, f"{key}-records.csv")


@bp.get(LIST + "records.xlsx")
@allow(Action.SPEAKERS_VIEW)
def records_workbook(key: str) -> Response:
    """The list, who has spoken, and what it makes in all, as a workbook."""
    speakers = list_asked(key)
    spoken = _spoken(speakers)
    tables = [_list(speakers), _record(speakers, spoken), *_statistics(speakers, spoken)]
    content = workbook(tables, right_to_left=wording().right_to_left)
    return _attached(content, XLSX, f"{key}.xlsx")


@bp.get(LIST + "list.csv")
@allow(Action.SPEAKERS_VIEW)
def list_sheet(key: str) -> Response:
    """The list as it stands, as a sheet."""
    return _attached(sheet(_list(list_asked(key))), CSV, f"{key}.csv")


def _spoken(speakers: SpeakersList) -> Sequence[SpeechRecord]:
    return speeches_on(g.db, speakers.session_id, speakers.key)


def _list(speakers: SpeakersList) -> Table:
    stands = standing(g.db, speakers, clock(g.db))
    return list_table(stands, zone=_zone(), words=wording())


def _record(speakers: SpeakersList, spoken: Sequence[SpeechRecord]) -> Table:
    return record_table(
        spoken,
        zone=_zone(),
        meetings=_meetings(),
        categories=_categories(speakers),
        words=wording(),
    )


def _statistics(speakers: SpeakersList, spoken: Sequence[SpeechRecord]) -> tuple[Table, ...]:
    return statistics(spoken, categories=_categories(speakers), words=wording())


def _categories(speakers: SpeakersList) -> dict[str, str]:
    return {one.key: one.title for one in terms_of(speakers).policy.categories}


def _meetings() -> dict[str, str]:
    """The names of the meetings by their uids: "2nd meeting"."""
    words = wording()
    found = floor_programme.meetings(g.db, g.session.id)
    return {one.uid: words.meeting(one.number) for one in found}


def _zone() -> ZoneInfo:
    return ZoneInfo(g.session.time_zone)


def _attached(content: str | bytes, kind: str, name: str) -> Response:
    return attachment(content, kind, f"{g.session.slug}-{name}")
