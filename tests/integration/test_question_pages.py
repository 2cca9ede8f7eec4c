"""Alternatives, an item elsewhere, one preference against another: asked and answered on pages."""

from datetime import date

import pytest

from models.audit import AuditRecord
from models.runs import RunKind, RunStatus, SolverRun
from procedure.permissions import Action, Role
from procedure.programmes import VersionStatus
from scheduler.solve import Options
from services import moves, programmes, requirements
from services.answers import held_for
from services.searches import elsewhere
from services.searches.work import Claim, Pulse
from services.solving import run_solver
from tests import site, staged

BASE = f"/sessions/{site.SLUG}/"
RUNS = BASE + "runs/"
VERSION = BASE + "programme/versions/1/"
TRADE_OFF = {"one": "few_parallel_days", "other": "spare_time_at_end"}


@pytest.fixture
def bureau(sign_in):
    return sign_in(Role.BUREAU)


@pytest.fixture
def secretariat(sign_in):
    return sign_in(Role.SECRETARIAT)


@pytest.fixture
def work(app, db):
    """Do what a worker does with the search asked for last."""

    def work():
        run_solver(app.extensions["db_factory"], last(db).id, pulse_seconds=0.05)
        return last(db)

    return work


def last(db):
    staged.renew(db)
    return db.query(SolverRun).order_by(SolverRun.id.desc()).first()


def page_of(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.text


def change_requirements(db):
    session = staged.conference(db)
    requirements.put_entry(
        db,
        site.SECRETARIAT,
        session,
        section="preferences",
        data={"weight": 7},
        key="few_splits",
        expected_version=session.version,
    )


def test_alternatives_are_drafts_side_by_side(secretariat, db, work):
    url = secretariat.post(RUNS, data={"what": "several", "count": "3"}).location
    run = work()
    assert (run.kind, run.status) == (RunKind.ALTERNATIVES, RunStatus.FINISHED)
    assert [(one.place, one.version.number) for one in run.drafts] == [(0, 1), (1, 2), (2, 3)]
    assert [one.version.proof for one in run.drafts] == ["optimal", None, None]
    assert all(programmes.check_version(db, one.version) == () for one in run.drafts)
    page = page_of(secretariat, url)
    assert staged.texts(page, "h1") == ["3 programmes to choose from"]
    assert staged.texts(page, "side-by-side")[0].endswith("In all 0 0 0")
    first, second, third = staged.texts(page, "alternatives")[0].split("Version ")[1:4]
    assert first.startswith("1 The best.")
    assert "Beside version" in second + third
    assert staged.buttons(page).count("Go on with this one") == 3


def test_one_is_chosen_and_the_others_are_discarded_in_one_step(secretariat, db, work):
    url = secretariat.post(RUNS, data={"what": "several", "count": "3"}).location
    work()
    answer = secretariat.post(url + "choose", data={"place": "1"})
    assert (answer.status_code, answer.location) == (303, BASE + "programme/versions/2/")
    staged.renew(db)
    found = programmes.versions(db, site.SECRETARIAT, staged.conference(db))
    assert [one.status for one in found] == [
        VersionStatus.DISCARDED,
        VersionStatus.DRAFT,
        VersionStatus.DISCARDED,
    ]
    noted = db.query(AuditRecord).filter_by(action=Action.PROGRAMME_DISCARD).one()
    assert noted.details == {"chosen": 2, "discarded": [1, 3]}
    assert "Discarded" not in staged.buttons(page_of(secretariat, url))


def test_two_who_choose_at_once_do_not_discard_everything(secretariat, db, work):
    url = secretariat.post(RUNS, data={"what": "several", "count": "2"}).location
    work()
    assert secretariat.post(url + "choose", data={"place": "0"}).status_code == 303
    answer = secretariat.post(url + "choose", data={"place": "1"})
    assert answer.status_code == 409
    assert "It has been discarded meanwhile." in answer.text
    staged.renew(db)
    found = programmes.versions(db, site.SECRETARIAT, staged.conference(db))
    assert {one.number: one.status for one in found} == {
        1: VersionStatus.DRAFT,
        2: VersionStatus.DISCARDED,
    }
    again = secretariat.post(url + "choose", data={"place": "0"})
    assert again.location == BASE + "programme/versions/1/"


def test_who_may_not_discard_reads_them_only(bureau, work):
    url = bureau.post(RUNS, data={"what": "several", "count": "2"}).location
    work()
    assert "Go on with this one" not in staged.buttons(page_of(bureau, url))
    assert bureau.post(url + "choose", data={"place": "0"}).status_code == 403


def test_there_is_nothing_to_choose_beyond_what_was_found(secretariat, work):
    url = secretariat.post(RUNS, data={"what": "several", "count": "2"}).location
    work()
    assert secretariat.post(url + "choose", data={"place": "5"}).status_code == 404
    assert secretariat.post(url + "choose").status_code == 404


@pytest.mark.parametrize("count", ["1", "5", "-3"])
def test_how_many_has_bounds(bureau, db, count):
    answer = bureau.post(RUNS, data={"what": "several", "count": count})
    assert (answer.status_code, last(db)) == (422, None)


def test_versions_that_came_of_any_search_are_hemicycles(bureau, work):
    bureau.post(RUNS, data={"what": "several", "count": "2"})
    work()
    shown = staged.texts(page_of(bureau, BASE + "programme/versions/"), "history")
    assert all(" · Hemicycle, for The bureau" in one for one in shown)


def test_what_an_item_costs_elsewhere_is_told_time_by_time(bureau, db, work):
    staged.draft(db)
    url = bureau.post(VERSION + "elsewhere/", data={"business": "wg"}).location
    assert "It waits for a worker." in page_of(bureau, url)
    run = work()
    assert (run.answer["of"], len(run.answer["rows"])) == (6, 6)
    rows = staged.texts(page_of(bureau, url), "tr")[1:]
    assert len(rows) == 6
    assert rows[1] == "8 October 2008, 3 p.m. where it is now The same"
    assert rows[2].endswith("Make this a draft")


def test_what_rules_a_time_out_is_told(bureau, db, work):
    staged.draft(db)
    session = staged.conference(db)
    requirements.put_entry(
        db,
        site.SECRETARIAT,
        session,
        section="closures",
        data={"date": "2008-10-09", "slot": "am"},
        expected_version=session.version,
    )
    url = bureau.post(VERSION + "elsewhere/", data={"business": "wg"}).location
    work()
    (row,) = (
        row
        for row in staged.texts(page_of(bureau, url), "tr")
        if row.startswith("9 October 2008, 10")
    )
    assert row.startswith("9 October 2008, 10 a.m. Ruled out No meeting")
    assert bureau.post(url + "drafts", data={"place": "2"}).status_code == 404


def test_a_row_becomes_a_draft_once(bureau, db, work):
    staged.draft(db)
    url = bureau.post(VERSION + "elsewhere/", data={"business": "wg"}).location
    work()
    for _again in range(2):
        answer = bureau.post(url + "drafts", data={"place": "4"})
        assert (answer.status_code, answer.location) == (303, BASE + "programme/versions/2/")
    held = staged.held(db, 2)
    assert held["wg"] == ("2008-10-10", "am")
    assert staged.links(page_of(bureau, url))["Version 2"] == BASE + "programme/versions/2/"
    assert "Make this a draft" in staged.buttons(page_of(bureau, url))


def test_what_was_found_for_other_requirements_becomes_no_draft(bureau, db, work):
    staged.draft(db)
    url = bureau.post(VERSION + "elsewhere/", data={"business": "wg"}).location
    work()
    change_requirements(db)
    assert bureau.post(url + "drafts", data={"place": "4"}).status_code == 409
    page = page_of(bureau, url)
    assert "The requirements have changed since, or the version" in page
    assert "Make this a draft" not in staged.buttons(page)


def test_what_was_found_beside_a_version_changed_since_becomes_no_draft(bureau, db, work):
    version = staged.draft(db)
    url = bureau.post(VERSION + "elsewhere/", data={"business": "wg"}).location
    work()
    moves.move_meeting(
        db,
        site.SECRETARIAT,
        programmes.whole(db, version.id),
        next(one.id for one in version.meetings if one.body == "wg"),
        date=date(2008, 10, 9),
        slot="am",
        expected_row_version=version.row_version,
    )
    assert bureau.post(url + "drafts", data={"place": "4"}).status_code == 409
    assert "or the version that was asked about." in page_of(bureau, url)


def test_rows_are_seen_as_they_are_found(bureau, db):
    staged.draft(db)
    url = bureau.post(VERSION + "elsewhere/", data={"business": "wg"}).location
    run = last(db)
    row = {"date": "2008-10-08", "slot": "am", "status": "feasible", "points": [[9, 2]]}
    run.status = RunStatus.RUNNING
    run.answer = {
        "stamp": held_for(run),
        "of": 6,
        "rows": [row | {"clash": [], "programme": [["wg", "2008-10-08", "am", 180]]}],
    }
    db.commit()
    page = page_of(bureau, url)
    assert staged.texts(page, "progress-words") == ["1 of 6 times tried."]
    assert staged.texts(page, "tr")[1] == "8 October 2008, 10 a.m. +2 to +9 points"
    assert staged.buttons(page) == ["Cancel"]


def test_a_search_that_is_stopped_tells_what_it_has(app, bureau, db):
    staged.draft(db)
    bureau.post(VERSION + "elsewhere/", data={"business": "wg"})
    task = elsewhere.read(db, last(db))
    pulse = Pulse(app.extensions["db_factory"], Claim(last(db).id, 1), seconds=1.0)
    pulse.stopped.set()
    assert elsewhere.search(task, Options(time_limit=9.0, workers=1), pulse)["rows"] == []
    assert elsewhere._try(task, task.problem.periods[0], None, Options(), pulse) == ()


def test_what_was_found_before_a_search_was_cancelled_is_kept(bureau, db, work):
    staged.draft(db)
    url = bureau.post(VERSION + "elsewhere/", data={"business": "wg"}).location
    work().status = RunStatus.CANCELLED
    db.commit()
    page = page_of(bureau, url)
    assert staged.texts(page, "h1") == ["The search was cancelled"]
    assert len(staged.texts(page, "tr")) == 7
    assert staged.links(page)["Ask again"] == VERSION + "elsewhere/?business=wg"
    assert bureau.post(url + "drafts", data={"place": "4"}).status_code == 303


def test_a_cancelled_question_leads_to_itself(bureau, db):
    version = staged.draft(db)
    url = bureau.post(RUNS + "trade-off/", data=TRADE_OFF).location
    bureau.post(url + "cancel")
    assert staged.links(page_of(bureau, url))["Ask again"] == RUNS + "trade-off/"
    lost = {"kind": "lost", "when": "2008-10-08/pm"}
    url = bureau.post(VERSION + "happened/", data=lost).location
    bureau.post(url + "cancel")
    assert staged.links(page_of(bureau, url))["Ask again"] == VERSION + "happened/?kind=lost"
    url = bureau.post(RUNS, data={"what": "fewest", "based_on": version.number}).location
    bureau.post(url + "cancel")
    assert "Ask again" not in staged.links(page_of(bureau, url))


def test_an_item_is_one_of_the_session(bureau, db):
    staged.draft(db)
    answer = bureau.post(VERSION + "elsewhere/", data={"business": "99"})
    assert (answer.status_code, last(db)) == (422, None)


def test_the_board_leads_to_the_question(bureau, db):
    staged.draft(db)
    links = staged.links(page_of(bureau, VERSION + "board/"))
    asked = VERSION + "elsewhere/?business=wg"
    assert asked in links.values()
    page = page_of(bureau, asked)
    assert '<option value="wg" selected>' in page


def test_a_trade_off_is_a_curve_and_a_table(bureau, db, work):
    url = bureau.post(RUNS + "trade-off/", data=TRADE_OFF).location
    run = work()
    assert (run.kind, run.status) == (RunKind.TRADE_OFF, RunStatus.FINISHED)
    rows = run.answer["rows"]
    assert rows[-1]["one"] == 0
    page = page_of(bureau, url)
    assert page.count("<circle") == len(rows) >= 1
    assert len(staged.texts(page, "tr")) == len(rows) + 1
    assert "style=" not in page
    assert "Meetings are held in parallel on 0 days." in staged.texts(page, "tr")[-1]
    answer = bureau.post(url + "drafts", data={"place": "0"})
    assert (answer.status_code, answer.location) == (303, VERSION)
    staged.renew(db)
    version = programmes.version(db, site.SECRETARIAT, staged.conference(db), 1)
    assert programmes.check_version(db, version) == ()


def test_preferences_that_cannot_count_are_not_offered(bureau, db):
    offered = staged.options(page_of(bureau, RUNS + "trade-off/"), "one")
    assert "few_splits" in offered
    assert not {"wished_times", "near", "extra_slots", "closeness"} & set(offered)
    staged.approved(db)
    assert "closeness" in staged.options(page_of(bureau, RUNS + "trade-off/"), "one")


def test_a_preference_is_weighed_against_another(bureau, db):
    answer = bureau.post(RUNS + "trade-off/", data=TRADE_OFF | {"other": TRADE_OFF["one"]})
    assert (answer.status_code, last(db)) == (422, None)
    assert staged.texts(answer.text, "field-error") == ["Choose two preferences."]


def test_where_there_is_no_programme_every_question_says_so(bureau, db, work):
    session = staged.conference(db)
    for slot in ("am", "pm"):
        session = staged.conference(db)
        requirements.put_entry(
            db,
            site.SECRETARIAT,
            session,
            section="closures",
            data={"date": "2008-10-08", "slot": slot},
            expected_version=session.version,
        )
    requirements.put_entry(
        db,
        site.SECRETARIAT,
        session,
        section="interpretation",
        data={"languages": list(session.languages), "teams": 2, "entitlement": {"total": 1}},
        expected_version=session.version,
    )
    url = bureau.post(RUNS, data={"what": "several", "count": "2"}).location
    assert work().status is RunStatus.INFEASIBLE
    assert "What is asked for cannot all be had" in page_of(bureau, url)
    url = bureau.post(RUNS + "trade-off/", data=TRADE_OFF).location
    assert work().status is RunStatus.FAILED
    assert "Have one proposed to see why." in page_of(bureau, url)
