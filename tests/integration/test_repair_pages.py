"""Something has happened: said on a page, put into the requirements, and the fewest changes."""

from dataclasses import replace

import pytest
from lxml import html

from models.audit import AuditRecord
from models.conferences import Delegation
from models.runs import RunKind, RunStatus
from procedure.permissions import Action
from services import moves, programmes, requirements
from services.requirements import problem_of, restate
from tests import site, staged
from tests.record import PARTS
from tests.unit.problems import WED, at

pytestmark = pytest.mark.in_turn

BASE = f"/sessions/{site.SLUG}/"
HAPPENED = BASE + "programme/versions/1/happened/"
LOST = {"kind": "lost", "when": "2008-10-08/pm", "column": "parallel"}


@pytest.fixture
def version(db):
    return staged.approved(db)


def version_now(db):
    staged.renew(db)
    return {"version": staged.conference(db).version, "record": "y"}


def test_what_can_happen_is_chosen_first(bureau, version):
    page = staged.page_of(bureau, HAPPENED)
    assert staged.texts(page, "happenings") == [
        "An item, or its list of speakers, needs more time A meeting cannot be held "
        "Another number of teams of interpreters is there A room cannot be used"
    ]
    assert staged.links(page)["A meeting cannot be held"] == HAPPENED + "?kind=lost"


def test_the_form_offers_the_periods_of_the_session(bureau, version):
    page = staged.page_of(bureau, HAPPENED + "?kind=lost")
    when = staged.options(page, "when")
    assert when[:3] == ["2008-10-08", "2008-10-08/am", "2008-10-08/pm"]
    assert staged.options(page, "column") == ["", "plenary", "parallel"]
    assert "the secretariat puts it into the requirements" in page


def test_a_lost_meeting_moves_and_who_is_touched_is_said(secretariat, db, version, work):
    session = staged.conference(db)
    session.delegations.append(
        Delegation(name="Botswana", code="BW", kind="State party", follows=["cop"])
    )
    db.commit()
    answer = secretariat.post(HAPPENED, data=LOST | version_now(db))
    assert answer.status_code == 303
    assert "No parallel meeting can be held on 8 October 2008, 3 p.m." in staged.page_of(
        secretariat, answer.location
    )
    run = work()
    assert (run.kind, run.answer) == (RunKind.REPAIR, {"moved": 2, "fewest": 2})
    page = staged.page_of(secretariat, answer.location)
    assert staged.texts(page, "h1") == ["Version 2 is ready"]
    assert staged.texts(page, "lead") == ["2 changes of place: proven the fewest."]
    assert staged.texts(page, "told") == [
        "No parallel meeting can be held on 8 October 2008, 3 p.m."
    ]
    (changes,) = staged.texts(page, "changes")
    assert changes.startswith("Working group (wg), moved from 8 October 2008, 3 p.m. to ")
    (touched,) = staged.texts(page, "touched")
    assert touched.endswith("Meetings of WG change. Followed by: Austria.")
    assert programmes.check_version(db, run.result) == ()
    assert problem_of(db, run.session).closures[0].slot == "pm"


def test_a_cancelled_repair_keeps_the_fewest_changes_found_by_then(
    secretariat, db, version, work_cancelled
):
    url = secretariat.post(HAPPENED, data=LOST).location
    run = work_cancelled()
    assert (run.status, run.answer) == (RunStatus.CANCELLED, {"moved": 2, "fewest": 2})
    page = staged.page_of(secretariat, url)
    assert staged.texts(page, "h1") == ["The search was cancelled"]
    assert staged.texts(page, "lead") == [
        "What it had found by then is kept as a draft. 2 changes of place: proven the fewest."
    ]
    assert staged.links(page)["Version 2"] == BASE + "programme/versions/2/"
    assert "Put this into the requirements" in staged.buttons(page)


def test_how_few_changes_there_are_so_far_is_said(bureau, db, version):
    url = bureau.post(HAPPENED, data=LOST).location
    run = staged.last_search(db)
    run.status, run.answer = RunStatus.RUNNING, {"moved": 4, "fewest": 1}
    db.commit()
    (said,) = staged.texts(staged.page_of(bureau, url), "progress-sheet")
    assert said.endswith("So far: 4 changes of place; none has fewer than 1.")


def test_what_is_not_recorded_only_asks(secretariat, db, version, work):
    secretariat.post(HAPPENED, data=LOST)
    run = work()
    assert (run.asked["recorded"], run.answer["moved"]) == (False, 2)
    assert problem_of(db, run.session).closures == ()


def test_what_was_only_asked_is_put_into_the_requirements_afterwards(
    secretariat, db, version, work
):
    url = secretariat.post(HAPPENED, data=LOST).location
    assert "This was only asked" not in staged.page_of(secretariat, url)  # it is not known yet
    work()
    page = staged.page_of(secretariat, url)
    assert "This was only asked: the requirements do not say that it happened." in page
    assert "Put this into the requirements" in staged.buttons(page)
    assert secretariat.post(url + "record", data={"version": "77"}).status_code == 409
    answer = secretariat.post(url + "record", data=version_now(db))
    assert (answer.status_code, answer.location) == (303, url)
    run = staged.last_search(db)
    assert (run.asked["recorded"], problem_of(db, run.session).closures[0].slot) == (True, "pm")
    assert "This was only asked" not in staged.page_of(secretariat, url)
    assert secretariat.post(url + "record", data=version_now(db)).status_code == 404
    assert len(problem_of(db, run.session).closures) == 1


def test_who_may_not_edit_requirements_is_told_that_they_do_not_say_it(bureau, db, version, work):
    url = bureau.post(HAPPENED, data=LOST).location
    work()
    page = staged.page_of(bureau, url)
    assert "This was only asked" in page
    assert "Put this into the requirements" not in staged.buttons(page)
    assert bureau.post(url + "record", data=version_now(db)).status_code == 403


def test_what_cannot_be_searched_for_is_not_recorded_either(secretariat, db, version):
    copied = programmes.copy_version(db, site.SECRETARIAT, version)
    moves.pin_meeting(
        db, site.SECRETARIAT, copied, copied.meetings[0].id, expected_row_version=copied.row_version
    )
    problem = problem_of(db, staged.conference(db))
    fewer = replace(problem, business=problem.business[1:], relations=())
    requirements.import_problem(db, site.SECRETARIAT, fewer)
    more = {"kind": "overran", "business": "2", "minutes": "30"}
    answer = secretariat.post(BASE + "programme/versions/2/happened/", data=more | version_now(db))
    assert answer.status_code == 422
    assert "is not possible any more. Unpin it." in staged.texts(answer.text, "error-summary")[0]
    assert staged.last_search(db) is None
    assert problem_of(db, staged.conference(db)).business_by_id["2"].minutes == 240


def test_what_only_the_search_was_told_leads_to_no_line_of_the_requirements(
    bureau, db, version, work
):
    problem = problem_of(db, staged.conference(db))
    fixed = [
        replace(one, fixed=(at(WED, "pm"),)) if one.id == "wg" else one for one in problem.business
    ]
    asked = replace(problem, business=tuple(fixed))
    requirements.import_problem(db, site.SECRETARIAT, asked)
    url = bureau.post(HAPPENED, data=LOST | {"when": "2008-10-08/pm"}).location
    work()
    page = staged.page_of(bureau, url)
    clash = html.fromstring(page).find_class("clash")[0]
    assert [link.get("href") for link in clash.iter("a")] == [
        BASE + "requirements/#business.wg.fixed"
    ]
    assert "No parallel meeting is held on 8 October 2008" in clash.text_content()


def test_what_is_recorded_leaves_one_record_that_names_the_search(secretariat, db, version):
    secretariat.post(HAPPENED, data=LOST | version_now(db))
    staged.renew(db)
    noted = db.query(AuditRecord).filter_by(action=Action.REQUIREMENTS_EDIT).one()
    assert noted.subject == f"session/{site.SLUG}/requirements/events"
    assert noted.details == {
        "events": ["lost 2008-10-08/pm parallel"],
        "since": None,
        "version": 1,
        "run": staged.last_search(db).id,
    }


def test_only_what_can_happen_to_the_session_is_asked_about(bureau, version):
    page = staged.page_of(bureau, HAPPENED + "?kind=away")  # nobody is named as chair
    assert staged.texts(page, "h1") == ["Something has happened"]
    assert len(staged.texts(page, "happenings")) == 1


def test_who_may_not_follow_a_search_for_a_roster_is_told_of_it(bureau, secretariat, db, version):
    secretariat.post(BASE + "runs/")
    staged.last_search(db).kind = RunKind.ROSTER
    db.commit()
    answer = bureau.post(HAPPENED, data=LOST)
    assert answer.status_code == 409
    assert "A roster of interpreters is being searched for." in answer.text


def test_who_may_not_edit_requirements_records_nothing(bureau, db, version, work):
    bureau.post(HAPPENED, data=LOST | version_now(db))
    run = work()
    assert (run.asked["recorded"], problem_of(db, run.session).closures) == (False, ())


def test_an_item_that_overran_keeps_what_was_held_and_gets_its_minutes(
    secretariat, db, version, work
):
    more = {"kind": "overran", "business": "2", "minutes": "30", "since": "2008-10-08/pm"}
    secretariat.post(HAPPENED, data=more | version_now(db))
    run = work()
    problem = problem_of(db, run.session)
    assert problem.business_by_id["2"].minutes == 270
    assert {(part.business, part.minutes) for part in problem.held.parts} == {("1", 60), ("2", 120)}
    assert programmes.check_version(db, run.result) == ()
    held = programmes.whole(db, run.result.id).meetings[0]
    assert [(item.business, item.minutes) for item in held.items] == [("1", 60), ("2", 120)]


@pytest.mark.parametrize("record", [{}, {"record": "y"}])
def test_what_was_broken_off_is_said(secretariat, db, version, work, record):
    session = staged.conference(db)
    given = problem_of(db, session)
    in_a_row = [replace(one, consecutive=one.id == "2") for one in given.business]
    restate(session, replace(given, business=tuple(in_a_row)))
    db.commit()
    more = {"kind": "overran", "business": "1", "minutes": "30", "since": "2008-10-08/pm"}
    stands = {"version": version_now(db)["version"]}
    answer = secretariat.post(HAPPENED, data=more | record | stands)
    run = work()
    held = programmes.whole(db, run.result.id).meetings[0]
    assert [(item.business, item.minutes) for item in held.items] == [("1", 90), ("2", 90)]
    assert staged.texts(staged.page_of(secretariat, answer.location), "told") == [
        "Item 1 needs 30 minutes more.",
        "Item 2 was broken off: what is left of it may be taken at another time.",
    ]


def test_what_changes_nothing_makes_no_draft(bureau, db, version, work):
    answer = bureau.post(HAPPENED, data={"kind": "teams", "teams": "2", "when": "2008-10-08"})
    run = work()
    assert (run.result_id, run.answer) == (None, {"moved": 0, "fewest": 0})
    page = staged.page_of(bureau, answer.location)
    assert staged.texts(page, "h1") == ["Nothing has to change"]
    assert len(programmes.versions(db, site.SECRETARIAT, staged.conference(db))) == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": "overran", "business": "2", "minutes": "x"}, "Give a number from 1 to 1440"),
        ({"kind": "lost", "when": "2009-01-01"}, "There are no meetings on 1 January 2009."),
        (LOST | {"since": "2008-10-09/am"}, "have been held, and stay as they were."),
        (LOST | {"since": "2008-10-08/night"}, "There is no slot “night” that day."),
    ],
)
@pytest.mark.parametrize("record", [{}, {"record": "y"}])
@pytest.mark.usefixtures("version")
def test_what_is_wrong_is_said_on_the_form(secretariat, db, given, said, record):
    stands = {"version": staged.conference(db).version}
    answer = secretariat.post(HAPPENED, data=given | record | stands)
    assert answer.status_code == 422
    assert said in staged.texts(answer.text, "error-summary")[0]
    assert (staged.last_search(db), problem_of(db, staged.conference(db)).closures) == (None, ())


def test_requirements_that_others_have_changed_are_not_changed_blindly(secretariat, db, version):
    answer = secretariat.post(HAPPENED, data=LOST | {"record": "y", "version": "77"})
    assert (answer.status_code, staged.last_search(db)) == (409, None)


def test_one_search_at_a_time_and_nothing_is_recorded(secretariat, db, version):
    under_way = secretariat.post(BASE + "runs/").location
    answer = secretariat.post(HAPPENED, data=LOST | version_now(db))
    assert answer.location == under_way
    assert problem_of(db, staged.conference(db)).closures == ()


def test_the_fewest_changes_are_offered_first_once_a_version_is_released(bureau, version):
    page = staged.page_of(bureau, BASE + "runs/new/?based_on=1")
    assert staged.texts(page, "choice") == [
        "The fewest changes to version 1 Only what no longer keeps the requirements moves.",
        "The best programme Any item may move, as the preferences weigh.",
        "Several to choose from The best, and others unlike it: up to 4 in all.",
    ]
    assert 'value="fewest" checked' in page


def test_before_any_release_the_best_is_offered_first(bureau, db):
    staged.draft(db)
    page = staged.page_of(bureau, BASE + "runs/new/?based_on=1")
    assert 'value="best" checked' in page
    assert "The fewest changes to version 1" in page


def test_the_fewest_changes_to_what_keeps_everything_are_none(bureau, db, version, work):
    answer = bureau.post(BASE + "runs/", data={"what": "fewest", "based_on": "1"})
    assert (work().kind, staged.last_search(db).result_id) == (RunKind.REPAIR, None)
    assert "Nothing has to change" in staged.page_of(bureau, answer.location)


def test_the_fewest_changes_put_right_what_no_longer_fits(bureau, db, work):
    staged.draft(db, staged.planned({**PARTS, "wg": [(1, 120)]}))
    answer = bureau.post(BASE + "runs/", data={"what": "fewest", "based_on": "1"})
    assert work().answer == {"moved": 0, "fewest": 0}
    page = staged.page_of(bureau, answer.location)
    assert staged.texts(page, "lead") == ["No item moves."]
    assert "Nobody: no calendar changes." in page
