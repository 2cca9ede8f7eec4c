"""Proposals: asked for on a page, followed, cancelled; what is said about each end."""

from datetime import timedelta

import pytest

from models.runs import RunStatus, SolverRun
from procedure.permissions import Role
from scheduler.explanation.told import told_together
from scheduler.programme import Explanation, Requirement
from scheduler.text import text
from services import moves, programmes, requirements, runs
from services.sentences import pack_explanation
from services.solving import run_solver
from services.transactions import now
from tests import site, staged

pytestmark = pytest.mark.in_turn

BASE = f"/sessions/{site.SLUG}/"
DRAFT = BASE + "programme/versions/2/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def bureau(sign_in):
    return sign_in(Role.BUREAU)


@pytest.fixture
def proposed(bureau):
    """The address of a search that has been asked for on the page."""
    answer = bureau.post(BASE + "runs/")
    assert answer.status_code == 303
    return answer.location


@pytest.fixture
def run(db, proposed):
    """That search, as it is stored."""
    return db.query(SolverRun).one()


@pytest.fixture
def work(app):
    """Do what a worker does with a search."""
    return lambda run: run_solver(app.extensions["db_factory"], run.id, workers=1)


def change(db, run, **values):
    for name, value in values.items():
        setattr(run, name, value)
    db.commit()


def page_of(client, url, **more):
    answer = client.get(url, **more)
    assert answer.status_code == 200
    return answer.text


def test_who_proposes_follows_the_search(bureau, proposed):
    page = page_of(bureau, proposed)
    assert staged.texts(page, "h1") == ["The search is about to begin"]
    assert staged.texts(page, "progress-words") == ["It waits for a worker."]
    assert 'hx-trigger="every 1s"' in page
    assert staged.buttons(page) == ["Cancel"]


def test_a_second_proposal_leads_to_the_search_under_way(bureau, proposed):
    again = bureau.post(BASE + "runs/")
    assert (again.status_code, again.location) == (303, proposed)
    assert "A search is under way already." in page_of(bureau, proposed)


def test_the_programme_leads_to_the_search_under_way(bureau, proposed):
    assert staged.links(page_of(bureau, BASE + "programme/"))["Follow the search"] == proposed


def test_a_search_that_nobody_takes_up_says_how_to_start_a_worker(bureau, db, proposed, run):
    hint = "Start one with “hemicycle worker”."
    change(db, run, created_at=now() + timedelta(seconds=200))  # however long this may take
    assert hint not in page_of(bureau, proposed)
    change(db, run, created_at=now() - timedelta(seconds=20))
    assert hint in page_of(bureau, proposed)


@pytest.fixture
def demonstration(app, monkeypatch):
    """The front end in demo mode."""
    monkeypatch.setitem(app.config, "DEMO", value=True)


@pytest.mark.usefixtures("demonstration")
def test_in_the_demonstration_the_hint_is_to_start_it_again(bureau, db, proposed, run):
    change(db, run, created_at=now() - timedelta(seconds=20))
    page = page_of(bureau, proposed)
    assert "Start the demonstration again, with “hemicycle demo --keep”." in page
    assert "Start one with" not in page


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ((None, None), "No programme found yet."),
        ((None, 3), "No programme found yet. Proven that none costs less than 3 points."),
        ((30, None), "Best so far: 30 points. Nothing is proven yet."),
        ((30, 22), "Best so far: 30 points. Proven that none costs less than 22 points."),
        ((30, 30), "Best so far: 30 points. Proven that none costs less."),
    ],
)
def test_how_far_it_is_is_said_honestly(bureau, db, run, found, words):
    change(db, run, status=RunStatus.RUNNING, objective=found[0], bound=found[1])
    (said,) = staged.texts(page_of(bureau, f"{BASE}runs/{run.id}/", headers=HTMX), "progress-sheet")
    assert said.removesuffix(" proven to be needed not yet settled") == words


def test_for_htmx_only_the_part_that_changes_is_sent(bureau, proposed):
    page = page_of(bureau, proposed, headers=HTMX)
    assert page.lstrip().startswith('<div id="run"')


def test_it_is_cancelled_at_once_while_it_waits(bureau, db, proposed, run):
    assert bureau.post(proposed + "cancel").status_code == 303
    page = page_of(bureau, proposed)
    assert staged.texts(page, "h1") == ["The search was cancelled"]
    assert "hx-trigger" not in page
    assert staged.buttons(page) == ["Propose a programme"]


def test_to_cancel_what_has_ended_shows_how_it_ended(bureau, db, proposed, run):
    bureau.post(proposed + "cancel")
    assert bureau.post(proposed + "cancel").status_code == 303


@pytest.mark.parametrize(
    "ended",
    [
        (0, "It is not proven: there may be a better one."),
        (10**6, "What it had found by then is kept as a draft, and proven the best."),
    ],
)
def test_a_search_that_was_cancelled_leads_to_the_draft_it_had_found(bureau, db, run, work, ended):
    bound, words = ended
    work(run)
    staged.renew(db)
    run = db.query(SolverRun).one()
    change(db, run, status=RunStatus.CANCELLED, objective=10**6, bound=bound)
    page = page_of(bureau, f"{BASE}runs/{run.id}/")
    assert staged.texts(page, "h1") == ["The search was cancelled"]
    assert words in page
    number = run.result.number
    assert staged.links(page)[f"Version {number}"] == f"{BASE}programme/versions/{number}/"


def test_a_running_search_says_that_it_is_being_stopped(bureau, db, proposed, run):
    change(db, run, status=RunStatus.RUNNING)
    bureau.post(proposed + "cancel")
    page = page_of(bureau, proposed)
    assert "It is being stopped." in page
    assert staged.buttons(page) == []


def test_the_first_programme_is_shown_with_its_costs_and_the_next_step(
    sign_in, bureau, proposed, run, work
):
    work(run)
    page = page_of(bureau, proposed)
    assert staged.texts(page, "h1") == ["Version 1 is ready"]
    assert staged.texts(page, "lead") == ["It costs 0 points. Proven: no programme costs less."]
    assert "This is the first programme of the session." in page
    assert "hx-trigger" not in page
    assert staged.links(page)["Review the draft"] == BASE + "programme/versions/1/"
    assert "Record the approval" not in staged.links(page)
    assert "Record the approval" in staged.links(page_of(sign_in(Role.SECRETARIAT), proposed))


def test_who_asked_for_a_programme_is_not_said_to_have_made_it(bureau, db, proposed, run, work):
    work(run)
    staged.draft(db)
    (shown,) = staged.texts(page_of(bureau, BASE + "programme/versions/1/"), "review-facts")
    assert shown.endswith(f"Made by Hemicycle, for The {Role.BUREAU.value}")
    by_hand, searched = staged.texts(page_of(bureau, BASE + "programme/versions/"), "history")
    assert by_hand.endswith("· tests")
    assert searched.endswith(f"· Hemicycle, for The {Role.BUREAU.value}")


def test_a_proposal_stands_beside_the_version_it_is_based_on(bureau, db, work):
    weigh(db, "few_parallel_days", 5)
    staged.approved(db)
    proposed = bureau.post(BASE + "runs/", data={"based_on": "1"}).location
    work(db.query(SolverRun).one())
    page = page_of(bureau, proposed)
    assert staged.texts(page, "verdict") == [
        "It is better: it costs 0 instead of 5 points in version 1."
    ]
    assert "It gains on: few days with parallel meetings (−5)." in page
    assert "moved from 8 October 2008" in staged.texts(page, "changes")[0]


def test_every_page_counts_a_proposal_from_what_it_is_based_on(bureau, db, work):
    weigh(db, "few_parallel_days", 5)
    weigh(db, "closeness", 1)
    staged.approved(db)
    proposed = bureau.post(BASE + "runs/", data={"based_on": "1"}).location
    work(db.query(SolverRun).one())
    proof = "Proven: no programme costs less"
    (lead,) = staged.texts(page_of(bureau, proposed), "lead")
    assert lead == f"It is better: it costs 2 instead of 5 points in version 1. {proof}."
    assert f"2 points {proof}" in staged.texts(page_of(bureau, DRAFT), "dd")
    costs = staged.texts(page_of(bureau, BASE + "programme/versions/"), "version-cost")
    assert costs[0] == f"2 points {proof}"


def weigh(db, name, weight):
    session = staged.conference(db)
    requirements.put_entry(
        db,
        site.SECRETARIAT,
        session,
        section="preferences",
        data={"weight": weight},
        key=name,
        expected_version=session.version,
    )


def limit(db, total):
    session = staged.conference(db)
    problem = requirements.problem_of(db, session)
    requirements.put_entry(
        db,
        site.SECRETARIAT,
        session,
        section="interpretation",
        data={
            "languages": list(problem.interpretation.languages),
            "teams": 2,
            "entitlement": {"total": total},
        },
        expected_version=session.version,
    )


def test_what_cannot_be_had_is_explained_with_a_way_out(bureau, db, work):
    limit(db, 2)
    proposed = bureau.post(BASE + "runs/").location
    work(db.query(SolverRun).one())
    page = page_of(bureau, proposed)
    assert staged.texts(page, "h1") == ["What is asked for cannot all be had"]
    (clash,) = staged.texts(page, "clash")
    assert clash.startswith("The session is entitled to 2 meetings with interpretation in all.")
    where = BASE + "requirements/#interpretation.entitlement.total"
    assert f'href="{where}"' in page
    assert len(staged.texts(page, "relaxations")) == 2
    assert "Other ways" in page
    assert programmes.versions(db, site.SECRETARIAT, staged.conference(db)) == []


def test_what_is_asked_alike_is_told_in_one_line_and_each_is_a_link(bureau, db, proposed, run):
    asked = [
        Requirement(
            key=f"business.{number}.may_split",
            text=text(
                "%(business)s is taken in one meeting.",
                business=text("Item %(number)s", number=number),
            ),
            source="Annex",
        )
        for number in "12"
    ]
    explanation = Explanation(clashes=(tuple(asked),), told=(told_together(asked),))
    change(db, run, status=RunStatus.INFEASIBLE, explanation=pack_explanation(explanation))
    page = page_of(bureau, proposed)
    assert staged.texts(page, "clash") == [
        "Each of items 1 and 2 is taken in one meeting. Annex Each by itself "
        "Item 1 is taken in one meeting. See this requirement "
        "Item 2 is taken in one meeting. See this requirement"
    ]
    for number in "12":
        assert f'href="{BASE}requirements/#business.{number}.may_split"' in page


def test_a_pin_is_called_one_and_leads_to_the_board(bureau, db, work):
    session = staged.conference(db)
    requirements.put_entry(
        db,
        site.SECRETARIAT,
        session,
        section="relations",
        data={"kind": "before", "business": ["wg", "1"]},
        expected_version=session.version,
    )
    version = staged.draft(db)
    first, other = (
        next(m.id for m in version.meetings if m.body == body) for body in ("cop", "wg")
    )
    for row_version, meeting in enumerate((first, other), start=1):
        moves.pin_meeting(db, site.SECRETARIAT, version, meeting, expected_row_version=row_version)
    proposed = bureau.post(BASE + "runs/", data={"based_on": "1"}).location
    work(db.query(SolverRun).one())
    page = page_of(bureau, proposed)
    (clash,) = staged.texts(page, "clash")
    assert "Pinned on the board." in clash
    board = BASE + "programme/versions/1/board/"
    assert staged.links(page)["Unpin it on the board"] == board


def test_a_failure_of_ours_is_said_to_be_ours(bureau, db, proposed, run):
    change(
        db,
        run,
        status=RunStatus.FAILED,
        message={"text": ["This is our mistake; the log names search %(id)s.", {"id": 1}, None]},
    )
    page = page_of(bureau, proposed)
    assert staged.texts(page, "h1") == ["The search found no programme"]
    assert staged.texts(page, "lead") == ["This is our mistake; the log names search 1."]


def test_there_is_no_such_search(bureau):
    assert bureau.get(BASE + "runs/999/").status_code == 404


def test_settings_bound_the_search(bureau, db, settings, run):
    found = runs.run(db, site.SECRETARIAT, staged.conference(db), run.id)
    assert (found.time_limit, found.seed) == (settings.solver_time_limit, settings.solver_seed)
