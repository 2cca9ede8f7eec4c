"""Alternatives, an item elsewhere, one preference against another: asked and answered on pages."""

import pytest

from models.audit import AuditRecord
from models.runs import RunKind, RunStatus
from procedure.permissions import Action
from procedure.programmes import VersionStatus
from services import programmes, requirements
from tests import site, staged

pytestmark = pytest.mark.in_turn

BASE = f"/sessions/{site.SLUG}/"
RUNS = BASE + "runs/"
VERSION = BASE + "programme/versions/1/"
TRADE_OFF = {"one": "few_parallel_days", "other": "spare_time_at_end"}


def test_alternatives_are_drafts_side_by_side(secretariat, db, work):
    url = secretariat.post(RUNS, data={"what": "several", "count": "3"}).location
    run = work()
    assert (run.kind, run.status) == (RunKind.ALTERNATIVES, RunStatus.FINISHED)
    assert [(one.place, one.version.number) for one in run.drafts] == [(0, 1), (1, 2), (2, 3)]
    assert [one.version.proof for one in run.drafts] == ["optimal", None, None]
    assert all(programmes.check_version(db, one.version) == () for one in run.drafts)
    page = staged.page_of(secretariat, url)
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
    assert "Discarded" not in staged.buttons(staged.page_of(secretariat, url))


def test_two_who_choose_at_once_do_not_discard_everything(secretariat, db, work):
    url = secretariat.post(RUNS, data={"what": "several", "count": "2"}).location
    work()
    assert secretariat.post(url + "choose", data={"place": "0"}).status_code == 303
    answer = secretariat.post(url + "choose", data={"place": "1"})
    assert answer.status_code == 409
    assert "It has been discarded meanwhile: another one was chosen." in answer.text
    staged.renew(db)
    found = programmes.versions(db, site.SECRETARIAT, staged.conference(db))
    assert {one.number: one.status for one in found} == {
        1: VersionStatus.DRAFT,
        2: VersionStatus.DISCARDED,
    }
    again = secretariat.post(url + "choose", data={"place": "0"})
    assert again.location == BASE + "programme/versions/1/"
    page = staged.page_of(secretariat, url)
    assert "Go on with this one" not in staged.buttons(page)  # nothing is left to be discarded


def test_who_may_not_discard_reads_them_only(bureau, work):
    url = bureau.post(RUNS, data={"what": "several", "count": "2"}).location
    work()
    assert "Go on with this one" not in staged.buttons(staged.page_of(bureau, url))
    assert bureau.post(url + "choose", data={"place": "0"}).status_code == 403


def test_there_is_nothing_to_choose_beyond_what_was_found(secretariat, work):
    url = secretariat.post(RUNS, data={"what": "several", "count": "2"}).location
    work()
    assert secretariat.post(url + "choose", data={"place": "5"}).status_code == 404
    assert secretariat.post(url + "choose").status_code == 404


@pytest.mark.parametrize("count", ["1", "5", "-3"])
def test_how_many_has_bounds(bureau, db, count):
    answer = bureau.post(RUNS, data={"what": "several", "count": count})
    assert (answer.status_code, staged.last_search(db)) == (422, None)


def test_versions_that_came_of_any_search_are_hemicycles(bureau, work):
    bureau.post(RUNS, data={"what": "several", "count": "2"})
    work()
    shown = staged.texts(staged.page_of(bureau, BASE + "programme/versions/"), "history")
    assert all(" · Hemicycle, for The bureau" in one for one in shown)


def test_a_cancelled_question_leads_to_itself(bureau, db):
    version = staged.draft(db)
    url = bureau.post(RUNS + "trade-off/", data=TRADE_OFF).location
    bureau.post(url + "cancel")
    assert staged.links(staged.page_of(bureau, url))["Ask again"] == RUNS + "trade-off/"
    lost = {"kind": "lost", "when": "2008-10-08/pm"}
    url = bureau.post(VERSION + "happened/", data=lost).location
    bureau.post(url + "cancel")
    assert staged.links(staged.page_of(bureau, url))["Ask again"] == VERSION + "happened/?kind=lost"
    url = bureau.post(RUNS, data={"what": "fewest", "based_on": version.number}).location
    bureau.post(url + "cancel")
    assert "Ask again" not in staged.links(staged.page_of(bureau, url))


def test_questions_that_were_cancelled_show_what_they_had_found(bureau, db, work_cancelled):
    staged.draft(db)
    url = bureau.post(RUNS + "trade-off/", data=TRADE_OFF).location
    assert work_cancelled().answer["rows"]
    page = staged.page_of(bureau, url)
    assert "The search ended before the whole curve was found." not in page
    assert "Make this a draft" in staged.buttons(page)
    url = bureau.post(RUNS, data={"what": "several", "count": "2"}).location
    assert len(work_cancelled().drafts) == 2
    page = staged.page_of(bureau, url)
    assert staged.texts(page, "h1") == ["2 programmes to choose from"]
    assert "The search was cancelled. This is what it had found by then." in page


def test_one_of_several_that_was_found_in_time_is_kept(bureau, db, work_cancelled):
    url = bureau.post(RUNS, data={"what": "several", "count": "2"}).location
    run = work_cancelled()
    run.drafts.pop()
    db.commit()
    page = staged.page_of(bureau, url)
    assert staged.texts(page, "h1") == ["The search was cancelled"]
    assert "What it had found by then is kept as a draft, and proven the best." in page
    assert staged.links(page)["Version 1"] == VERSION


def test_a_trade_off_is_a_curve_and_a_table(bureau, db, work):
    url = bureau.post(RUNS + "trade-off/", data=TRADE_OFF).location
    run = work()
    assert (run.kind, run.status) == (RunKind.TRADE_OFF, RunStatus.FINISHED)
    rows = run.answer["rows"]
    assert rows[-1]["one"] == 0
    page = staged.page_of(bureau, url)
    assert page.count("<circle") == len(rows) == 1
    assert "Both can be had at once: there is nothing to trade." in page
    assert run.answer["at_odds"] == {"pairs": [], "complete": True}
    assert "no two pull against each other" in page
    assert len(staged.texts(page, "tr")) == len(rows) + 1
    assert "style=" not in page
    assert "Meetings are held in parallel on 0 days." in staged.texts(page, "tr")[-1]
    answer = bureau.post(url + "drafts", data={"place": "0"})
    assert (answer.status_code, answer.location) == (303, VERSION)
    staged.renew(db)
    version = programmes.version(db, site.SECRETARIAT, staged.conference(db), 1)
    assert programmes.check_version(db, version) == ()


def test_preferences_that_cannot_count_are_not_offered(bureau, db):
    offered = staged.options(staged.page_of(bureau, RUNS + "trade-off/"), "one")
    assert "few_splits" in offered
    assert not {"wished_times", "near", "extra_slots", "closeness"} & set(offered)
    staged.approved(db)
    assert "closeness" in staged.options(staged.page_of(bureau, RUNS + "trade-off/"), "one")


def test_a_preference_is_weighed_against_another(bureau, db):
    answer = bureau.post(RUNS + "trade-off/", data=TRADE_OFF | {"other": TRADE_OFF["one"]})
    assert (answer.status_code, staged.last_search(db)) == (422, None)
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
    assert "What is asked for cannot all be had" in staged.page_of(bureau, url)
    url = bureau.post(RUNS + "trade-off/", data=TRADE_OFF).location
    assert work().status is RunStatus.FAILED
    assert "Have one proposed to see why." in staged.page_of(bureau, url)
