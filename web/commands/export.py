"""``hemicycle export``: a stored session, or its programme, as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from gettext import gettext as _
from pathlib import Path

import click
import yaml
from sqlalchemy.orm import Session

from exports.calendar import calendar
from exports.organization_of_work import organization_of_work
from exports.reading import releases, session_record, version_record
from models.conferences import ConferenceSession
from models.programmes import ProgrammeVersion
from scheduler.reading import BadInput, FieldError
from scheduler.text import Text, text
from scheduler.writing import dump_json, dump_yaml, write_problem, write_programme
from services.errors import BadRequest, NotFound
from services.feeds import released_versions
from services.programmes import current_version, programme_of, version
from services.requirements import problem_of
from services.sessions import session_by_slug
from web.commands.output import refuse, write_file
from web.commands.stored import COMMAND_LINE, stored_data


@click.command()
@click.argument("session")
@click.option("--programme", is_flag=True, help=_("Its programme, not what is asked for."))
@click.option("--version", "number", type=int, help=_("A version of the programme, by its number."))
@click.option(
    "--format",
    "form",
    type=click.Choice(["yaml", "json", "ics", "docx"]),
    help=_("ics and docx are of the programme. Else yaml, or json for a programme."),
)
@click.option("--out", type=click.Path(path_type=Path), help=_("Write to a file."))
def command(
    session: str, programme: bool, number: int | None, form: str | None, out: Path | None
) -> None:
    """Export what is asked for in SESSION (its slug), or its programme."""
    with stored_data() as db:
        stored = session_by_slug(db, COMMAND_LINE, session)
        if programme or number is not None or form in PROGRAMME_ONLY:
            chosen = _chosen(db, stored, number)
            content = PROGRAMME[form or "json"](db, chosen)
        else:
            content = PROBLEM[form or "yaml"](db, stored)
    if out is None:
        click.echo(content, nl=False)
    else:
        _write(out, content)


def _write(out: Path, content: bytes) -> None:
    try:
        reason = _unfit(out)
        if reason is None:
            write_file(out, content)
    except OSError as error:
        why = error.strerror or str(error)
        reason = text("This cannot be written: %(reason)s.", reason=why)
    if reason is not None:
        raise refuse(BadInput([FieldError("", reason)]), out, as_json=False)


def _unfit(out: Path) -> Text | None:
    if out.is_dir() or not out.parent.is_dir():
        return text("Give a file in a folder that is there, for --out.")
    if out.is_symlink() or (out.exists() and not out.is_file()):
        return text("Give a new file or a plain one, for --out: no link, pipe or device.")
    return None


def _chosen(db: Session, session: ConferenceSession, number: int | None) -> ProgrammeVersion:
    if number is not None:
        return version(db, COMMAND_LINE, session, number)
    current = current_version(db, COMMAND_LINE, session)
    if current is None:
        raise NotFound(text("No programme has been released yet. Choose a draft by --version."))
    return current


def _problem_yaml(db: Session, session: ConferenceSession) -> bytes:
    return dump_yaml(problem_of(db, session)).encode()


def _problem_json(db: Session, session: ConferenceSession) -> bytes:
    return dump_json(write_problem(problem_of(db, session))).encode()


def _programme_data(db: Session, chosen: ProgrammeVersion) -> dict[str, object]:
    return write_programme(programme_of(chosen), problem_of(db, chosen.session))


def _programme_yaml(db: Session, chosen: ProgrammeVersion) -> bytes:
    data = _programme_data(db, chosen)
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=100).encode()


def _programme_json(db: Session, chosen: ProgrammeVersion) -> bytes:
    return dump_json(_programme_data(db, chosen)).encode()


def _programme_ics(db: Session, chosen: ProgrammeVersion) -> bytes:
    if not chosen.released:
        raise BadRequest({"--version": text("A calendar follows released versions only.")})
    released = releases(released_versions(db, chosen.session))
    last = max(at for at, one in enumerate(released) if one.number == chosen.number)
    session = session_record(chosen)
    return calendar(released[: last + 1], session=session, name=session.title, url="")


def _programme_docx(_db: Session, chosen: ProgrammeVersion) -> bytes:
    return organization_of_work(version_record(chosen), session=session_record(chosen))


PROBLEM: Mapping[str, Callable[[Session, ConferenceSession], bytes]] = {
    "yaml": _problem_yaml,
    "json": _problem_json,
}
PROGRAMME: Mapping[str, Callable[[Session, ProgrammeVersion], bytes]] = {
    "yaml": _programme_yaml,
    "json": _programme_json,
    "ics": _programme_ics,
    "docx": _programme_docx,
}
PROGRAMME_ONLY = PROGRAMME.keys() - PROBLEM.keys()
