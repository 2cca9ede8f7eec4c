"""``hemicycle roster``: give the meetings of a programme their interpreters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from gettext import gettext as _
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from scheduler.programme import Status
from scheduler.reading import BadInput, FieldError, load_data
from scheduler.roster.outcome import Roster, RosterOutcome
from scheduler.roster.problem import RosterProblem
from scheduler.roster.reading import (
    programme_named,
    read_meetings,
    read_roster,
    read_roster_problem,
    slot_date,
)
from scheduler.roster.wording import post
from scheduler.roster.writing import write_roster
from scheduler.text import Text, text
from scheduler.wording import ordinal
from scheduler.writing import dump_json
from web.commands.output import Exit, refuse, write_json
from web.commands.roster_table import standing
from web.commands.searching import (
    aside,
    check_out,
    interruptible,
    make_folder,
    search_options,
    watched,
    write_out,
)

EXITS = {
    Status.OPTIMAL: Exit.DONE,
    Status.FEASIBLE: Exit.DONE,
    Status.INFEASIBLE: Exit.INFEASIBLE,
    Status.UNKNOWN: Exit.NOT_FOUND,
}
A_PATH = click.Path(path_type=Path)
MAKES = ("isp", "old", "out", "calendars", "sheet")
OTHER_SHEETS = {".xlsx", ".xls", ".ods"}


@click.command(
    epilog=_(
        "Exit: 0 roster, or one that keeps every rule; 1 one with violations; 2 infeasible; 3 bad"
        " input; 4 nothing found in time; 130 interrupted."
    )
)
@click.argument("file", type=A_PATH)
@click.argument("programme", type=A_PATH, required=False)
@search_options(seconds=60.0)
@click.option("--out", type=A_PATH, help=_("Write the JSON to a file."))
@click.option("--roster", "old", type=A_PATH, help=_("Repair this roster."))
@click.option(
    "--absent", multiple=True, metavar="PERSON[@DATE[/SLOT]]", help=_("Who cannot come; repeat it.")
)
@click.option(
    "--from", "since", metavar="MOMENT", help=_("Meetings begun before stay as they are.")
)
@click.option("--check", "checked", type=A_PATH, help=_("Only check this roster (JSON)."))
@click.option("--calendars", type=A_PATH, help=_("Write a calendar for each person to a folder."))
@click.option("--sheet", type=A_PATH, help=_("Write the duties to a sheet (CSV)."))
@click.option("--isp", is_flag=True, help=_("FILE is an Interpreters Scheduling Problem."))
@click.option("--limits", is_flag=True, help=_("With --isp: 15 sessions, 3 blocks in a row."))
def command(file: Path, programme: Path | None, *, as_json: bool, **given: Any) -> None:
    """Give the meetings of PROGRAMME (JSON, as plan writes it) the interpreters in FILE.

    Without PROGRAMME, FILE names it.
    """
    _check_use(programme, given)
    if given["checked"] is not None:
        problem = _problem(file, programme, as_json=as_json)
        roster = _old(given["checked"], problem, as_json=as_json)
        from web.commands.roster_check import tell  # noqa: PLC0415 (rich is for people)

        raise SystemExit(tell(problem, roster, as_json=as_json))
    for path in filter(None, (given["out"], given["sheet"])):
        check_out(path, file, as_json=as_json)
    if given["calendars"] is not None:
        make_folder(given["calendars"], as_json=as_json)
    if given["isp"]:
        data, status = _cover_pairs(file, as_json=as_json, **given), Status.OPTIMAL
    else:
        data, status = _make(file, programme, as_json=as_json, **given)
    if given["out"] is not None:
        write_out(given["out"], dump_json(data))
    raise SystemExit(EXITS[status])


def _check_use(programme: Path | None, given: dict[str, Any]) -> None:
    if given["isp"] and (programme or any(given[name] for name in ("old", "calendars", "sheet"))):
        raise click.UsageError(_("--isp takes one file, and neither --roster nor other files."))
    if given["limits"] and not given["isp"]:
        raise click.UsageError(_("--limits goes with --isp."))
    if given["checked"] is not None and any(given[name] for name in MAKES):
        raise click.UsageError(_("--check only checks: leave out what is for making a roster."))
    if given["sheet"] is not None and given["sheet"].suffix.lower() in OTHER_SHEETS:
        raise click.UsageError(_("--sheet writes CSV: give a name that ends in .csv."))
    if (given["absent"] or given["since"]) and given["old"] is None:
        raise click.UsageError(_("--absent and --from go with --roster."))


def _refuse(path: Path, reason: Text, *, as_json: bool, field: str = "") -> SystemExit:
    return refuse(BadInput([FieldError(field, reason)]), path, as_json=as_json)


def _cover_pairs(
    file: Path, *, as_json: bool, limits: bool, time_limit: float, seed: int, **_given: Any
) -> dict[str, Any]:
    """Answer an Interpreters Scheduling Problem."""
    from scheduler.roster.pairs.instance import Limits  # noqa: PLC0415 (as below)
    from scheduler.roster.pairs.reading import load_instance  # noqa: PLC0415 (as below)

    try:
        instance = load_instance(file)
    except BadInput as error:
        raise refuse(error, file, as_json=as_json) from None
    # OR-Tools takes time to load: a file with mistakes is answered before
    from scheduler.roster.pairs.solve import cover  # noqa: PLC0415 (see above)

    asked = Limits() if limits else None
    with interruptible() as interrupted:
        found = aside(
            lambda: cover(instance, asked, time_limit=time_limit, seed=seed, cancelled=interrupted)
        )
    figures = {
        "objective": found.objective,
        "bound": found.bound,
        "status": found.status.value,
        "wall_seconds": round(found.wall_seconds, 3),
    }
    taken = [
        {"interpreter": one.person, "session": one.session, "languages": list(one.pair)}
        for one in found.assignments
    ]
    data = {**figures, "assignments": taken}
    if as_json:
        write_json(data)
    else:
        for name, value in figures.items():
            click.echo(f"{name} {value}")
    return data


def _make(
    file: Path,
    programme: Path | None,
    *,
    as_json: bool,
    old: Path | None,
    absent: Sequence[str],
    since: str | None,
    **given: Any,
) -> tuple[dict[str, Any], Status]:
    """Make a roster, or repair one; print it, and write what is asked for."""
    problem = _problem(file, programme, as_json=as_json)
    before = None if old is None else _old(old, problem, as_json=as_json)
    from scheduler.roster.repair import repair  # noqa: PLC0415 (loads OR-Tools)
    from scheduler.roster.solve import RosterOptions, make_roster  # noqa: PLC0415 (loads OR-Tools)

    options = RosterOptions(**{name: given[name] for name in ("time_limit", "workers", "seed")})
    changes = None
    away = [_absence(one, problem, file, as_json=as_json) for one in absent]
    moment = None if since is None else _moment(since, problem, file, as_json=as_json)
    with interruptible() as interrupted, watched(standing) as progress:
        if before is None:
            outcome = aside(
                lambda: make_roster(problem, options, progress=progress, cancelled=interrupted)
            )
        else:
            repaired = aside(
                lambda: repair(
                    problem,
                    before,
                    away,
                    since=moment,
                    options=options,
                    progress=progress,
                    cancelled=interrupted,
                )
            )
            outcome, changes = repaired.outcome, repaired.changes
    data = write_roster(outcome, problem, changes if outcome.roster else None)
    if as_json:
        write_json(data)
    else:
        from web.commands.roster_table import print_roster  # noqa: PLC0415 (rich is for people)

        print_roster(outcome, problem, changes)
    if outcome.roster is not None:
        _export(outcome, problem, calendars=given["calendars"], sheet=given["sheet"])
    return data, outcome.status


def _problem(file: Path, programme: Path | None, *, as_json: bool) -> RosterProblem:
    try:
        data = load_data(file)
        named = programme_named(data)
    except BadInput as error:
        raise refuse(error, file, as_json=as_json) from None
    if programme is None and named is None:
        reason = text("Name the file of the programme here, or on the command line.")
        raise _refuse(file, reason, as_json=as_json, field="programme")
    path = programme or file.parent / (named or "")
    try:
        meetings = read_meetings(load_data(path))
    except BadInput as error:
        raise refuse(error, path, as_json=as_json) from None
    try:
        return read_roster_problem(data, meetings)
    except BadInput as error:
        raise refuse(error, file, as_json=as_json) from None


def _old(path: Path, problem: RosterProblem, *, as_json: bool) -> Roster:
    try:
        return read_roster(load_data(path), problem)
    except BadInput as error:
        raise refuse(error, path, as_json=as_json) from None


def _absence(value: str, problem: RosterProblem, file: Path, *, as_json: bool) -> Any:
    from scheduler.roster.repair import Absence  # noqa: PLC0415 (loads OR-Tools)

    person, at, when = value.partition("@")
    if person not in problem.person_by_id:
        reason = text("There is no interpreter %(person)s.", person=person)
        raise _refuse(file, reason, as_json=as_json, field="--absent")
    if not at:
        return Absence(person)
    try:
        absence = Absence(person, slot_date(when.replace("/", " ", 1)))
    except ValueError:
        reason = text("Give a day, or a slot of it, after the @: 2008-10-09/AM.")
        raise _refuse(file, reason, as_json=as_json, field="--absent") from None
    if absence.when is not None and not any(one.within(absence.when) for one in problem.sittings):
        reason = text("There is no meeting to be absent from at %(when)s.", when=when)
        raise _refuse(file, reason, as_json=as_json, field="--absent")
    return absence


def _moment(value: str, problem: RosterProblem, file: Path, *, as_json: bool) -> datetime:
    """A moment; without an offset, by the clock of the first meeting."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        reason = text("Give a day and a time, such as 2008-10-09T08:00.")
        raise _refuse(file, reason, as_json=as_json, field="--from") from None
    if moment.tzinfo is not None or not problem.sittings:
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.replace(tzinfo=problem.sittings[0].start.tzinfo)


def _export(
    outcome: RosterOutcome, problem: RosterProblem, *, calendars: Path | None, sheet: Path | None
) -> None:
    if calendars is None and sheet is None:
        return
    from exports import roster as exports  # noqa: PLC0415 (icalendar is for those who ask)

    assert outcome.roster is not None
    duties = []
    for duty in outcome.roster.duties:
        sitting, person = problem.sitting_by_id[duty.sitting], problem.person_by_id[duty.person]
        meeting = _("%(body)s, %(ordinal)s meeting") % {
            "body": sitting.body,
            "ordinal": ordinal(sitting.number),
        }
        duties.append(
            exports.Duty(
                person=person.id,
                name=person.name,
                key=sitting.id,
                meeting=meeting,
                post=str(post(duty.languages)),
                starts_at=sitting.start,
                ends_at=sitting.end,
                room=sitting.room_title or sitting.room or "",
                chief=duty.chief,
            )
        )
    if sheet is not None:
        write_out(sheet, exports.sheet(duties))
    if calendars is not None:
        made = datetime.now(UTC)
        for person in problem.people:
            mine = [duty for duty in duties if duty.person == person.id]
            if mine:
                content = exports.person_calendar(
                    mine, session=problem.session, name=person.name, made=made
                )
                write_out(calendars / f"{quote(person.id, safe='')}.ics", content)
