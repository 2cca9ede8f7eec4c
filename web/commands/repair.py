"""``hemicycle repair``: change as little of a programme as what has happened allows."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.event_wording import said_of_broken_off
from scheduler.reading import BadInput, load_problem, load_programme
from scheduler.reading.events import FORMS, read_events, read_slot_date, refuse_what_is_over
from scheduler.writing import dump_json, write_outcome
from web.commands.outcome import EXITS, print_outcome
from web.commands.output import bullet, console, refuse, write_json
from web.commands.searching import aside, check_out, interruptible, search_options, write_found

if TYPE_CHECKING:
    from scheduler.repair import Repair


@click.command(
    epilog=_(
        "Events: %(forms)s. Exit: 0 programme, 2 infeasible, 3 bad input, 4 nothing found in time, "
        "130 interrupted."
    )
    % {"forms": "; ".join(FORMS)}
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("programme", type=click.Path(path_type=Path))
@click.option(
    "--event", "events", multiple=True, metavar="EVENT", help=_("What happened; repeat it.")
)
@click.option(
    "--from",
    "since",
    metavar="DATE[/SLOT]",
    help=_("What the programme has before this has been held, and stays."),
)
@search_options(seconds=60.0)
@click.option("--out", type=click.Path(path_type=Path), help=_("Write the JSON to a file."))
def command(file: Path, programme: Path, *, as_json: bool, out: Path | None, **given: Any) -> None:
    """Repair PROGRAMME (JSON, as plan writes it) of the session in FILE."""
    try:
        problem = load_problem(file)
        happened = read_events(given["events"], problem)
        since = given["since"] and read_slot_date(given["since"], problem, "--from")
        refuse_what_is_over(happened, problem, since)
    except BadInput as error:
        raise refuse(error, file, as_json=as_json) from None
    try:
        before = load_programme(programme, problem)
    except BadInput as error:
        raise refuse(error, programme, as_json=as_json) from None
    if out is not None:
        check_out(out, file, as_json=as_json)
    # OR-Tools takes a second to load: a file with mistakes is answered before
    from scheduler.repair import repair  # noqa: PLC0415 (see above)
    from scheduler.solve import Options  # noqa: PLC0415 (see above)

    options = Options(**{name: given[name] for name in ("time_limit", "workers", "seed")})
    with interruptible() as interrupted:
        repaired = aside(
            lambda: repair(
                problem, before, happened, since=since, options=options, cancelled=interrupted
            )
        )
    data = _data(repaired)
    if as_json:
        write_json(data)
    else:
        _print(repaired)
    if out is not None:
        write_found(out, dump_json(data), found=repaired.outcome.programme is not None)
    raise SystemExit(EXITS[repaired.outcome.status])


def _data(repaired: Repair) -> dict[str, Any]:
    data = write_outcome(repaired.outcome, repaired.problem)
    if repaired.outcome.programme is not None:
        data["repair"] = {
            "moved": repaired.moved,
            "fewest": repaired.fewest,
            "broken_off": _broken_off(repaired),
            "touched": {
                "bodies": list(repaired.touched.bodies),
                "chairs": list(repaired.touched.chairs),
            },
            "changes": [
                {
                    "kind": change.kind.value,
                    "text": str(change.text),
                    "date": change.date.isoformat(),
                    "slot": change.slot,
                }
                for change in repaired.changes
            ],
        }
    return data


def _broken_off(repaired: Repair) -> list[str]:
    known = repaired.problem.business_by_id
    return [str(said_of_broken_off(known[id_])) for id_ in repaired.broken_off]


def _print(repaired: Repair) -> None:
    out = console()
    if repaired.outcome.programme is None:
        print_outcome(repaired.outcome, repaired.problem)
        return
    print_outcome(repaired.outcome, repaired.problem, verdict=_verdict(repaired))
    for change in repaired.changes:
        out.print(bullet(str(change.text)))
    for sentence in _broken_off(repaired):
        out.print(bullet(sentence))
    if repaired.touched.bodies:
        out.print(_("Who is touched: %(names)s.") % {"names": ", ".join(_touched(repaired))})


def _touched(repaired: Repair) -> list[str]:
    """Titles of bodies, and names of chairs."""
    known = repaired.problem.body_by_id
    bodies = (known[one].title if one in known else one for one in repaired.touched.bodies)
    return [*bodies, *repaired.touched.chairs]


def _verdict(repaired: Repair) -> str:
    values = {
        "moved": repaired.moved,
        "fewest": repaired.fewest,
        "seconds": f"{repaired.outcome.wall_seconds:.1f}",
    }
    if not repaired.changes:
        return _("Nothing need change.")
    if not repaired.moved:
        return _("Nothing moves; only this changes:")
    if repaired.moved == repaired.fewest:
        return _("Proven in %(seconds)s s: none changes fewer places than %(moved)s.") % values
    return _("%(moved)s changes of place; no programme has fewer than %(fewest)s.") % values
