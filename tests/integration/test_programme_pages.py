"""The programme as it is read: by the public, by planners, version beside version."""

from io import BytesIO

import pytest
from docx import Document

from procedure.permissions import Role
from procedure.programmes import VersionStatus
from scheduler.programme import Status
from services import programme_decisions, programmes, requirements
from tests import site, staged
from tests.record import counted

pytestmark = pytest.mark.in_turn

BASE = f"/sessions/{site.SLUG}/programme/"
PLANNERS = [Role.SECRETARIAT, Role.BUREAU, Role.INTERPRETATION_PLANNER]
OTHERS = [None, Role.FOCAL_POINT, Role.CHAIR_TABLE, Role.READER]


def get(client, path="", status=200):
    answer = client.get(BASE + path)
    assert answer.status_code == status
    return answer.text


@pytest.mark.parametrize("role", OTHERS)
def test_a_draft_is_not_seen_by_who_does_not_plan(sign_in, db, role):
    staged.draft(db)
    client = sign_in(role)
    assert staged.texts(get(client), "empty-title") == ["Not released yet"]
    assert staged.texts(get(client, "versions/"), "empty-title") == ["Not released yet"]
    get(client, "versions/1/", 404)
    get(client, "versions/1/programme.docx", 404)
    get(client, "versions/1/compare/1/", 404)


@pytest.mark.parametrize("role", PLANNERS)
def test_planners_see_it_and_are_told_of_it(sign_in, db, role):
    staged.draft(db)
    client = sign_in(role)
    assert staged.texts(get(client), "next-step") == [
        "Version 1 awaits the extended bureau. Review the draft"
    ]
    assert staged.texts(get(client, "versions/1/"), "h1") == ["Draft organization of work"]


def test_a_draft_made_since_is_told_of_beside_the_released_version(sign_in, db):
    staged.draft(db, based_on=staged.approved(db))
    page = get(sign_in(Role.BUREAU))
    assert staged.texts(page, "next-step") == ["Version 2 has been made since. Review the draft"]
    assert staged.links(page)["Review the draft"] == BASE + "versions/2/"
    assert staged.texts(get(sign_in(None)), "next-step") == []


def test_before_there_is_any_the_bureau_may_propose_one(sign_in):
    assert staged.buttons(get(sign_in(Role.BUREAU))) == ["Propose a programme"]
    assert staged.buttons(get(sign_in(Role.INTERPRETATION_PLANNER))) == []
    assert staged.buttons(get(sign_in(None))) == []


def test_the_released_programme_is_laid_out_as_the_annex(client, db):
    staged.approved(db)
    page = get(client)
    assert staged.texts(page, "h1") == ["Proposed organization of work"]
    assert staged.texts(page, "thead") == ["Date and time Plenary Parallel meetings"]
    assert staged.texts(page, "when") == [
        "Wednesday, 8 October 10 a.m.–1 p.m.",
        "Wednesday, 8 October 3–6 p.m.",
    ]
    assert staged.texts(page, "held") == [
        "1st meeting Item 1. Title of 1 Item 2. Title of 2 Room B 6 languages",
        "",
        "2nd meeting Item 2. Title of 2 (continued) Room B 6 languages",
        "1st meeting · Parallel WG Working group Room A 6 languages",
    ]
    assert staged.texts(page, "annex-notes") == [
        "All meetings have interpretation into Arabic, Chinese, English, French, Russian and "
        "Spanish. Meetings with interpretation: 2 plenary, 1 parallel and 3 in all."
    ]


def test_titles_are_text_whatever_they_say(client, db):
    version = staged.draft(db)
    for meeting in version.meetings:
        meeting.items[0].title = "<b>bold</b> & more"
    db.commit()
    programme_decisions.decide(db, site.SECRETARIAT, version, VersionStatus.APPROVED)
    page = get(client)
    assert "<b>" not in page
    assert "Item 1. <b>bold</b> & more" in staged.texts(page, "meeting-business")[0]


def test_planners_see_the_cost_with_its_proof_and_what_is_kept(sign_in, db):
    staged.draft(db, objective=0, bound=0, status=Status.OPTIMAL)
    staged.draft(db, staged.planned(staged.TOO_SHORT), objective=0, bound=0, status=Status.FEASIBLE)
    client = sign_in(Role.BUREAU)
    facts = [staged.texts(get(client, f"versions/{n}/"), "review-facts") for n in (1, 2)]
    assert facts == [
        ["Cost 0 points Proven: no programme costs less Requirements All kept Made by tests"],
        ["Cost 0 points Searched for under other requirements Requirements 1 broken Made by tests"],
    ]
    assert staged.texts(get(sign_in(None), "versions/", 200), "version-cost") == []


def test_a_cost_counted_now_is_not_passed_off_as_proven(sign_in, db):
    staged.draft(db)
    staged.draft(db, objective=7, bound=7, status=Status.OPTIMAL)
    assert staged.texts(get(sign_in(Role.BUREAU), "versions/"), "version-cost") == [
        "0 points Searched for under other requirements",
        "0 points Counted; made by hand",
    ]


def test_what_was_proven_before_the_requirements_changed_is_proven_no_longer(sign_in, db):
    staged.draft(db, objective=0, bound=0, status=Status.OPTIMAL)
    client = sign_in(Role.BUREAU)
    assert "Proven: no programme costs less" in get(client, "versions/1/")
    session = staged.conference(db)
    requirements.remove_entry(
        db,
        site.SECRETARIAT,
        session,
        section="business",
        key="1",
        expected_version=session.version,
    )
    assert "Proven" not in get(client, "versions/1/") + get(client, "versions/")


def test_a_copy_proves_nothing_once_the_requirements_have_changed(sign_in, db):
    version = staged.draft(db, objective=0, bound=0, status=Status.OPTIMAL)
    copied = programmes.copy_version(db, site.SECRETARIAT, version)
    assert (copied.objective, copied.proof) == (0, Status.OPTIMAL)
    session = staged.conference(db)
    requirements.put_entry(
        db,
        site.SECRETARIAT,
        session,
        section="relations",
        data={"kind": "before", "business": ["1", "wg"]},
        expected_version=session.version,
    )
    copied = programmes.copy_version(db, site.SECRETARIAT, version)
    assert (copied.objective, copied.bound, copied.proof) == (None, None, None)


def test_what_was_released_is_counted_under_the_requirements_of_today(sign_in, db):
    staged.approved(db)
    client = sign_in(Role.BUREAU)
    assert staged.texts(get(client, "versions/"), "version-cost") == [
        "0 points Counted; made by hand"
    ]
    session = staged.conference(db)
    requirements.put_entry(
        db,
        site.SECRETARIAT,
        session,
        section="relations",
        data={"kind": "before", "business": ["wg", "1"]},
        expected_version=session.version,
    )
    assert staged.texts(get(client, "versions/"), "version-cost") == [
        "0 points Counted under today’s requirements It breaks 1 requirement"
    ]
    assert "Counted under today’s requirements" in get(client, "versions/1/")


@pytest.mark.parametrize(
    ("statuses", "offered"),
    [
        ((), ["Record the approval"]),
        ((VersionStatus.APPROVED,), ["Record the adoption"]),
        ((VersionStatus.APPROVED, VersionStatus.ADOPTED), []),
    ],
)
def test_only_the_steps_that_the_rules_allow_are_offered(sign_in, db, statuses, offered):
    staged.decided(db, *statuses)
    found = {role: staged.links(get(sign_in(role), "versions/1/")) for role in PLANNERS}
    assert [link for link in found[Role.SECRETARIAT] if link.startswith("Record")] == offered
    assert [link for link in found[Role.BUREAU] if link.startswith("Record")] == []


def test_after_the_adoption_a_draft_can_only_become_a_revision(sign_in, db):
    staged.adopted(db)
    staged.draft(db)
    page = get(sign_in(Role.SECRETARIAT), "versions/2/")
    assert [link for link in staged.links(page) if link.startswith("Record")] == [
        "Record the revision"
    ]


def test_the_versions_are_listed_with_what_was_decided(client, db):
    staged.adopted(db)
    page = get(client, "versions/")
    assert staged.texts(page, "version-head") == ["Version 1 As adopted In force"]
    decision = programmes.version(db, site.SECRETARIAT, staged.conference(db), 1).decisions[-1]
    day = staged.here(decision.decided_at)
    (entry,) = staged.texts(page, "history")
    assert entry.split(" · ")[0] == f"Adopted {day.day} {day:%B %Y}"
    assert staged.texts(page, "said") == ["Note on adopted.", "Note on approved."]


def test_a_version_that_was_replaced_says_so(client, db):
    staged.approved(db)
    assert staged.texts(get(client, "versions/1/"), "status-replaced") == []
    staged.adopted(db)
    page = get(client, "versions/1/")
    assert staged.texts(page, "status-replaced") == ["Replaced"]
    assert staged.texts(page, "status-approved") == []
    assert staged.links(page)["See the one in force: As adopted"] == BASE
    assert staged.texts(get(client, "versions/"), "version-head") == [
        "Version 2 As adopted In force",
        "Version 1 Approved by the extended bureau, replaced",
    ]


def test_what_is_not_released_leads_to_the_programme(client, db):
    staged.draft(db)
    page = get(client, "versions/1/", 404)
    assert staged.links(page)["To the programme of this session"] == BASE


def test_two_versions_are_compared_by_way_of_a_form_without_scripts(sign_in, db):
    staged.draft(db)
    staged.draft(db, staged.planned(staged.OTHER_PARTS))
    client = sign_in(Role.BUREAU)
    assert staged.options(get(client, "versions/"), "number") == ["2", "1"]
    answer = client.get(BASE + "versions/compare/?number=2&other=1")
    assert answer.location == BASE + "versions/2/compare/1/"
    assert client.get(BASE + "versions/compare/").location == BASE + "versions/"


def test_a_comparison_says_what_changed_and_what_it_costs(sign_in, db):
    staged.draft(db)
    staged.draft(db, staged.planned(staged.OTHER_PARTS))
    page = get(sign_in(Role.BUREAU), "versions/2/compare/1/")
    assert staged.texts(page, "h1") == ["From “Version 1” to “Version 2”"]
    assert staged.texts(page, "changes") == [
        "Working group (wg), moved from 8 October 2008, 3 p.m. to 9 October 2008, 10 a.m. "
        "The 1st meeting of the WG on 9 October 2008, 10 a.m. is in Room B."
    ]
    assert staged.texts(page, "verdict") == ["It costs the same as version 1: 0 points."]


def test_readers_are_not_told_of_minutes_and_two_labels_alike_are_told_apart(client, sign_in, db):
    staged.approved(db)
    shifted = {**staged.PARTS, "2": [(0, 90), (1, 150)], "wg": [(2, 180)]}
    staged.decided(db, VersionStatus.APPROVED, programme=staged.planned(shifted))
    page = get(client, "versions/2/compare/1/")
    decision = programmes.version(db, site.SECRETARIAT, staged.conference(db), 1).decisions[0]
    day = staged.here(decision.decided_at)
    on = f"{day.day} {day:%B %Y}"
    assert staged.texts(page, "h1") == [
        f"From version 1 (Approved by the extended bureau, {on}) "
        f"to version 2 (Approved by the extended bureau, {on})"
    ]
    (changes,) = staged.texts(page, "changes")
    assert changes.startswith("Working group (wg), moved from")
    assert "minutes" not in changes
    (changes,) = staged.texts(get(sign_in(Role.BUREAU), "versions/2/compare/1/"), "changes")
    assert "gives item 2 90 minutes instead of 120." in changes


def test_the_same_version_has_no_changes(client, db):
    staged.approved(db)
    page = get(client, "versions/1/compare/1/")
    assert "Nothing: the meetings are the same." in page
    assert staged.texts(page, "verdict") == []


def test_the_word_document_is_the_version(client, db):
    staged.approved(db)
    answer = client.get(BASE + "versions/1/programme.docx")
    assert answer.headers["Content-Disposition"] == (
        f"attachment; filename={site.SLUG}-organization-of-work-1.docx"
    )
    words = [p.text for p in Document(BytesIO(answer.data)).paragraphs]
    assert "Proposed organization of work" in words


def queries(client, db, path):
    with counted(staged.engine_of(db)) as statements:
        get(client, path)
    return len(statements)


@pytest.mark.parametrize("path", ["", "versions/", "versions/1/", "versions/2/compare/1/"])
def test_the_number_of_queries_does_not_grow(sign_in, db, path):
    staged.approved(db)
    staged.draft(db, based_on=programmes.version(db, site.SECRETARIAT, staged.conference(db), 1))
    client = sign_in(Role.SECRETARIAT)
    queries(client, db, path)  # the first request opens the connection

    def with_more(drafts):  # what was judged before is not read again
        for _ in range(drafts):
            staged.draft(db, staged.planned(staged.OTHER_PARTS))
        return queries(client, db, path)

    assert with_more(1) == with_more(5)
