"""Drafts put aside: what becomes of them in the record, and on the pages."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from models.audit import AuditRecord
from models.programmes import ProgrammeDecision
from procedure.permissions import PUBLIC, Action, Actor, Role
from procedure.programmes import VersionStatus
from services import discards, feeds, moves, programme_decisions, programmes, runs
from services.errors import Forbidden, NotFound, RuleBroken, Stale
from tests import site, staged
from tests.record import SECRETARIAT, a_draft, a_programme, a_session, counts

APPROVED, ADOPTED = VersionStatus.APPROVED, VersionStatus.ADOPTED
BASE = f"/sessions/{site.SLUG}/programme/"


def discarded(record, session=None):
    draft = a_draft(record, session)
    discards.discard(record, SECRETARIAT, draft)
    return draft


def test_a_discarded_draft_keeps_its_number_and_its_meetings(record):
    draft = discarded(record)
    assert draft.status is VersionStatus.DISCARDED
    assert str(programmes.label_of(draft)) == "Version 1, discarded"
    assert programmes.programme_of(draft) == a_programme()
    assert a_draft(record, draft.session).number == 2
    (decision,) = draft.decisions
    assert (decision.by, decision.note, decision.revision) == (SECRETARIAT.name, "", 0)
    entry = record.query(AuditRecord).filter_by(action=Action.PROGRAMME_DISCARD).one()
    assert entry.subject == "session/ctoc-cop4/programme/1"


def test_it_is_not_released_and_readers_do_not_see_it(record):
    draft = discarded(record)
    session = draft.session
    assert programmes.versions(record, PUBLIC, session) == []
    assert programmes.current_version(record, PUBLIC, session) is None
    assert feeds.released_versions(record, session) == []
    with pytest.raises(NotFound):
        programmes.version(record, PUBLIC, session, 1)
    assert programmes.versions(record, SECRETARIAT, session) == [draft]


def test_the_version_in_force_stays_so_when_a_later_draft_is_discarded(record):
    released = a_draft(record)
    programme_decisions.decide(record, SECRETARIAT, released, APPROVED)
    discarded(record, released.session)
    assert programmes.current_version(record, PUBLIC, released.session) == released
    assert feeds.released_versions(record, released.session) == [released]


@pytest.mark.parametrize("status", [APPROVED, ADOPTED, VersionStatus.REVISED])
def test_it_cannot_be_released_any_more(record, status):
    draft = discarded(record)
    with pytest.raises(RuleBroken):
        programme_decisions.decide(record, SECRETARIAT, draft, status)
    assert [one.status for one in draft.decisions] == [VersionStatus.DISCARDED]


def test_it_cannot_be_changed(record):
    draft = discarded(record)
    with pytest.raises(RuleBroken) as refused:
        moves.pin_meeting(
            record,
            SECRETARIAT,
            draft,
            draft.meetings[0].id,
            expected_row_version=draft.row_version,
        )
    assert str(refused.value.text).startswith("A discarded draft is not changed.")
    with pytest.raises(IntegrityError):
        record.execute(text("UPDATE meeting SET number = 99"))


def test_it_can_be_copied_to_a_new_draft(record):
    draft = discarded(record)
    copied = programmes.copy_version(record, SECRETARIAT, draft)
    assert (copied.number, copied.status) == (2, VersionStatus.DRAFT)
    assert programmes.programme_of(copied) == programmes.programme_of(draft)


def test_a_decision_of_an_earlier_day_is_still_recorded_afterwards(record):
    first = a_draft(record)
    made = first.created_at
    discarded(record, first.session)
    programme_decisions.decide(record, SECRETARIAT, first, APPROVED, decided_at=made)
    assert first.decisions[-1].decided_at == made


@pytest.mark.parametrize("statuses", [[APPROVED], [APPROVED, ADOPTED]])
def test_what_is_released_is_not_discarded(record, statuses):
    draft = a_draft(record)
    for status in statuses:
        programme_decisions.decide(record, SECRETARIAT, draft, status)
    with pytest.raises(RuleBroken):
        discards.discard(record, SECRETARIAT, draft)
    assert [one.status for one in draft.decisions] == statuses


def test_twice_is_refused_and_so_is_one_who_was_shown_an_older_state(record):
    draft = a_draft(record)
    before = counts(record)
    with pytest.raises(Stale):
        discards.discard(record, SECRETARIAT, draft, expected_row_version=7)
    assert counts(record) == before
    discards.discard(record, SECRETARIAT, draft, expected_row_version=1)
    with pytest.raises(RuleBroken):
        discards.discard(record, SECRETARIAT, draft)


@pytest.mark.parametrize("role", [None, *(role for role in Role if role is not Role.SECRETARIAT)])
def test_only_the_secretariat_discards(record, role):
    draft = a_draft(record)
    actor = Actor(name="x", roles=frozenset({role} - {None}))
    with pytest.raises(Forbidden):
        discards.discard(record, actor, draft)


@pytest.mark.parametrize(("first", "then"), [("discarded", "approved"), ("approved", "discarded")])
def test_the_database_refuses_both_of_one_version(record, first, then):
    draft = a_draft(record)
    for status in (first, then):
        record.add(
            ProgrammeDecision(
                version_id=draft.id,
                status=VersionStatus(status),
                decided_at=draft.created_at,
                by="x",
                note="",
                waiver="",
            )
        )
        if status == first:
            record.flush()
    with pytest.raises(IntegrityError, match="what is discarded is not released"):
        record.flush()


def test_a_search_is_not_based_on_it_unless_asked(record):
    draft = discarded(record, a_session(record))
    asked = runs.propose(record, SECRETARIAT, draft.session, enqueue=[].append)
    assert asked.based_on is None


def get(client, path=""):
    answer = client.get(BASE + path)
    assert answer.status_code == 200
    return answer.text


def discard(client, number, row_version="1"):
    return client.post(f"{BASE}versions/{number}/discard", data={"row_version": row_version})


def test_a_button_discards_it_after_a_question(sign_in, db):
    staged.draft(db)
    client = sign_in(Role.SECRETARIAT)
    for path in ("versions/", "versions/1/"):
        page = get(client, path)
        assert staged.buttons(page).count("Discard") == 1
        assert 'data-confirm="Discard version 1? It keeps its number' in page
    answer = discard(client, 1)
    assert (answer.status_code, answer.location) == (303, BASE + "versions/")
    assert "Version 1 is discarded. It can still be copied." in get(client, "versions/")


def test_it_is_folded_away_at_the_end_of_the_list_and_not_compared(sign_in, db):
    client = sign_in(Role.SECRETARIAT)
    for number in (1, 2, 3, 4):
        staged.draft(db)
        if number % 2:
            discard(client, number)
    page = get(client, "versions/")
    assert staged.texts(page, "summary") == ["Discarded drafts (2)"]
    assert staged.texts(page, "version-head") == [
        "Version 4 Draft",
        "Version 2 Draft",
        "Version 3 Discarded",
        "Version 1 Discarded",
    ]
    assert staged.options(page, "number") == staged.options(page, "other") == ["4", "2"]
    assert staged.links(page)["What changed from the version before"].endswith("/4/compare/2/")
    assert staged.buttons(page).count("Copy to a new draft") == 2


@pytest.mark.parametrize("path", ["/", f"/sessions/{site.SLUG}/", BASE])
def test_nobody_is_urged_to_look_at_it(sign_in, db, path):
    client = sign_in(Role.SECRETARIAT)
    staged.approved(db)
    without = client.get(path).text
    staged.draft(db)
    assert "Review the draft" in client.get(path).text
    discard(client, 2)
    client.get(BASE + "versions/")  # takes the message that it is discarded
    assert "Review the draft" not in client.get(path).text
    assert staged.links(client.get(path).text) == staged.links(without)


def test_the_draft_before_it_is_the_one_to_look_at(sign_in, db):
    client = sign_in(Role.SECRETARIAT)
    staged.draft(db)
    staged.draft(db)
    discard(client, 2)
    for path in (f"/sessions/{site.SLUG}/", BASE):
        page = client.get(path).text
        assert staged.links(page)["Review the draft"] == BASE + "versions/1/"


def test_its_own_pages_say_so_and_offer_a_copy_only(sign_in, db):
    client = sign_in(Role.SECRETARIAT)
    staged.draft(db)
    discard(client, 1)
    page = get(client, "versions/1/")
    assert "discarded on" in staged.texts(page, "version-line")[0]
    assert staged.buttons(page) == ["Copy to a new draft"]
    board = get(client, "versions/1/board/")
    assert "This draft is discarded and stays as it is." in board
    assert staged.buttons(board) == ["Copy to a new draft"]
    assert client.get(BASE + "versions/1/approve/").status_code == 409
    assert client.get(BASE + "versions/1/programme.docx").status_code == 200


def test_one_who_was_shown_an_older_state_is_told_so(sign_in, db):
    staged.draft(db)
    client = sign_in(Role.SECRETARIAT)
    assert discard(client, 1, row_version="7").status_code == 409
    assert client.post(f"{BASE}versions/1/discard").status_code == 409
    staged.renew(db)
    version = programmes.version(db, site.SECRETARIAT, staged.conference(db), 1)
    assert version.status is VersionStatus.DRAFT


@pytest.mark.parametrize("role", [Role.BUREAU, Role.INTERPRETATION_PLANNER])
def test_who_only_reads_drafts_is_offered_no_button(sign_in, db, role):
    staged.draft(db)
    client = sign_in(role)
    for path in ("versions/", "versions/1/"):
        assert "Discard" not in staged.buttons(get(client, path))
