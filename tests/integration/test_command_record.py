"""The commands that work on the record: init, import, export."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document
from icalendar import Calendar
from sqlalchemy import Engine, make_url, select
from sqlalchemy.orm import Session

from bench.calendars import instance
from exports.calendar import calendar
from exports.reading import releases, session_record
from models.accounts import User
from models.audit import AuditRecord
from models.database import make_engine
from models.schema import downgrade, newest
from procedure.permissions import Action, Role
from procedure.programmes import VersionStatus
from scheduler.reading import load_problem, load_programme
from scheduler.writing import dump_yaml
from services.accounts import actor_of, authenticate
from services.calendar_searches import last_search
from services.calendars import calendar_by_slug
from services.feeds import released_versions
from services.programme_decisions import decide
from services.programmes import copy_version, store_programme, version
from services.sessions import session_by_slug
from tests.databases import postgresql_database
from tests.record import SECRETARIAT, a_programme
from tests.unit.problems import problem
from web.commands import main
from web.commands.stored import shown

SLUG = problem().session.id
FIRST = "519a557e89f6"  # the first revision of the tables


def commands_on(url: str, tmp_path: Path):
    """Runs a command with a database; fails unless it ends as wanted."""
    environment = {
        "HEMICYCLE_DATABASE_URL": url,
        "HEMICYCLE_QUEUE_URL": f"sqlite:///{tmp_path}/data/queue.sqlite3",
        "HEMICYCLE_SECRET_KEY": "k" * 32,
        "HEMICYCLE_PUBLIC_URL": "https://meetings.example.org",
    }

    def command(*arguments: object, code: int = 0, **options: object) -> str:
        result = CliRunner(env=environment).invoke(main, [str(a) for a in arguments], **options)
        assert isinstance(result.exception, SystemExit | None), result.exception
        assert result.exit_code == code
        return result.stderr if code else result.stdout

    return command


@pytest.fixture
def run(engine: Engine, tmp_path: Path):
    """Run a command with the database of the test."""
    return commands_on(engine.url.render_as_string(hide_password=False), tmp_path)


@pytest.fixture
def run_bare(bare_url: str, tmp_path: Path):
    """Run a command with a database without tables."""
    return commands_on(bare_url, tmp_path)


@pytest.fixture
def db(record: Session):
    return record


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "session.yaml"
    path.write_text(dump_yaml(problem()), encoding="utf-8")
    return path


@pytest.fixture
def released(run, file, db):
    """The small session, imported, with a programme that was approved, and a draft."""
    run("import", file)
    session = session_by_slug(db, SECRETARIAT, SLUG)
    approved = store_programme(db, SECRETARIAT, session, a_programme())
    decide(db, SECRETARIAT, approved, VersionStatus.APPROVED)
    store_programme(db, SECRETARIAT, session, a_programme())


def test_init_makes_the_tables_and_says_so_once(run_bare, bare_url):
    assert run_bare("init") == f"Made the tables of {shown(bare_url)}.\n"
    assert run_bare("init") == f"The tables of {shown(bare_url)} are up to date.\n"


def test_init_upgrades_and_hides_the_password(run, postgresql_server, worker_id):
    with postgresql_database(postgresql_server, f"init_{worker_id}") as bare:
        url = make_url(bare)
        url = url if url.password else url.set(password="correct horse")
        hidden = url.render_as_string(hide_password=True)
        env = {"HEMICYCLE_DATABASE_URL": url.render_as_string(hide_password=False)}
        assert run("init", env=env) == f"Made the tables of {hidden}.\n"
        engine = make_engine(bare)
        downgrade(engine, FIRST)
        engine.dispose()
        said = f"Upgraded the tables of {hidden} from {FIRST} to {newest()}.\n"
        assert run("init", env=env) == said
        assert ":***@" in said


def test_init_makes_an_account_of_the_secretariat(run, db):
    answers = "The Secretary\ncorrect horse battery\ncorrect horse battery\n"
    said = run("init", "--account", "Secretary@example.org", input=answers)
    assert said.endswith("Secretary@example.org can sign in as secretariat.\n")
    user = authenticate(db, "secretary@example.org", "correct horse battery")
    assert user is not None
    assert actor_of(db, user.id, None).roles == {Role.SECRETARIAT}


def test_init_refuses_a_short_password_by_name(run, db):
    said = run("init", "--account", "a@example.org", input="A\nshort\nshort\n", code=3)
    assert said.endswith("password: Give at least 12 characters.\n")
    assert db.scalars(select(User)).all() == []


def test_a_bad_setting_is_named(run):
    said = run("init", code=3, env={"HEMICYCLE_SECRET_KEY": "short"})
    assert said.startswith("HEMICYCLE_SECRET_KEY must have at least 32 characters")


@pytest.mark.parametrize("command", [["init"], ["export", SLUG], ["worker"], ["serve"]])
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_database_that_cannot_be_reached_is_named_without_its_password(
    run, tmp_path, kind, command
):
    (tmp_path / "folder").mkdir()
    address, hidden = {
        "sqlite": (f"sqlite:///{tmp_path}/folder",) * 2,
        "postgresql": (
            "postgresql://me:secret@127.0.0.1:1/nowhere",
            "postgresql://me:***@127.0.0.1:1/nowhere",
        ),
    }[kind]
    said = run(*command, code=3, env={"HEMICYCLE_DATABASE_URL": address})
    assert said.startswith(f"The database {hidden} cannot be used: ")
    assert "secret" not in said


@pytest.mark.parametrize(
    "command", [["import", "FILE"], ["export", SLUG], ["worker"], ["serve"]], ids=lambda c: c[0]
)
def test_without_tables_the_other_commands_say_what_to_do(run_bare, bare_url, file, command):
    said = run_bare(*[file if word == "FILE" else word for word in command], code=3)
    assert said == f"The database {shown(bare_url)} is not up to date. Run: hemicycle init\n"


def test_what_was_imported_is_exported_the_same(run, file, tmp_path):
    assert run("import", file) == f"Imported {SLUG}: Fourth session.\n"
    assert run("import", file) == f"Stated {SLUG} anew: Fourth session.\n"
    assert run("export", SLUG) == file.read_text(encoding="utf-8")
    run("export", SLUG, "--format", "json", "--out", tmp_path / "out.json")
    assert load_problem(tmp_path / "out.json") == problem()


def test_an_import_is_audited_under_the_name_of_the_command_line(run, file, db):
    run("import", file)
    (record,) = db.scalars(select(AuditRecord)).all()
    assert (record.actor, record.action) == ("command line", Action.SESSION_IMPORT)


def test_a_bad_file_is_refused_with_the_path(run, tmp_path, db):
    bad = tmp_path / "bad.yaml"
    bad.write_text(dump_yaml(problem()).replace("minutes: 60", "minutes: -60"), encoding="utf-8")
    assert run("import", bad, code=3).startswith(f"{bad}: business[0].minutes: ")
    assert db.scalars(select(AuditRecord)).all() == []


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_the_programme_comes_out_as_it_went_in(run, released, tmp_path, form):
    out = tmp_path / f"programme.{form}"
    run("export", SLUG, "--programme", "--format", form, "--out", out)
    assert load_programme(out, problem()) == a_programme()


def test_a_programme_is_json_unless_asked_otherwise(run, released):
    assert json.loads(run("export", SLUG, "--programme"))["session"] == SLUG
    assert run("export", SLUG, "--version", "2") == run("export", SLUG, "--programme")


def test_the_calendar_and_the_document(run, released, tmp_path):
    for form in ("ics", "docx"):
        run("export", SLUG, "--format", form, "--out", tmp_path / f"out.{form}")
    calendar = Calendar.from_ical((tmp_path / "out.ics").read_bytes())
    assert len(calendar.events) == len(a_programme().meetings)
    document = Document(str(tmp_path / "out.docx"))
    assert "Fourth session" in [paragraph.text for paragraph in document.paragraphs]


def test_the_calendar_of_a_version_is_the_feed_as_of_its_last_decision(run, released, db, tmp_path):
    """Version 2 was approved before version 1 was adopted, and version 3 revised after it."""
    session = session_by_slug(db, SECRETARIAT, SLUG)
    first, second = (version(db, SECRETARIAT, session, number) for number in (1, 2))
    decide(db, SECRETARIAT, second, VersionStatus.APPROVED)
    decide(db, SECRETARIAT, first, VersionStatus.ADOPTED)
    feed = calendar(
        releases(released_versions(db, session)),
        session=session_record(first),
        name=session.title,
        url="",
    )
    third = copy_version(db, SECRETARIAT, first)
    decide(db, SECRETARIAT, third, VersionStatus.REVISED)
    out = tmp_path / "out.ics"
    run("export", SLUG, "--version", "1", "--format", "ics", "--out", out)
    assert out.read_bytes() == feed
    assert feed.count(b"STATUS:CANCELLED") == len(second.meetings)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere",), "There is no session “nowhere”.\n"),
        ((SLUG, "--version", "9"), "There is no version 9 of the programme.\n"),
        (
            (SLUG, "--version", "2", "--format", "ics"),
            "--version: A calendar follows released versions only.\n",
        ),
    ],
)
def test_what_is_not_there_is_refused(run, released, arguments, said):
    assert run("export", *arguments, code=3) == said


def test_before_a_release_a_draft_must_be_chosen(run, file):
    run("import", file)
    said = run("export", SLUG, "--programme", code=3)
    assert said == "No programme has been released yet. Choose a draft by --version.\n"


def test_the_newest_revision_is_one_of_ours():
    assert newest() is not None


def test_a_calendar_is_imported_and_searched_for(run, db, tmp_path):
    path = tmp_path / "vienna.json"
    path.write_text(json.dumps(instance(4, 50)), encoding="utf-8")
    assert run("import", path) == "Imported vienna: 4 weeks, 50 meetings (edition 1).\n"
    said = run("import", path, "--calendar", "other", "--search", "0.5")
    assert said.splitlines()[1] == "Search 1 waits for workers."
    found = calendar_by_slug(db, SECRETARIAT, "other")
    search = last_search(db, SECRETARIAT, found)
    assert search is not None
    assert (search.time_limit, search.active) == (30.0, True)


def test_what_is_of_calendars_alone_is_refused_for_sessions(run, file, tmp_path):
    path = tmp_path / "vienna.json"
    path.write_text(json.dumps(instance(4, 50)), encoding="utf-8")
    assert "are for a file of a calendar" in run("import", file, "--search", "1", code=3)
    listed = ("--delegations", tmp_path / "none.csv")
    assert "A calendar has no delegations" in run("import", path, *listed, code=3)
    path.write_text(json.dumps({**instance(4, 50), "teams": -1}), encoding="utf-8")
    assert run("import", path, code=3).startswith("teams: ")


def test_a_session_is_held_by_the_rules_of_another_conference(run, file, db):
    assert "Tobacco Control" in run("import", file, "--rulebook", "fctc")
    assert session_by_slug(db, SECRETARIAT, SLUG).rulebook == "fctc"
    db.rollback()
    assert "Choose one of these: ctoc and fctc." in run(
        "import", "--session", SLUG, "--rulebook", "none", code=3
    )
    run("import", "--session", SLUG, "--rulebook", "ctoc")
    db.expire_all()
    assert session_by_slug(db, SECRETARIAT, SLUG).rulebook == "ctoc"
