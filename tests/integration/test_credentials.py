"""Credentials are given, withdrawn, kept in time, and seen by those who may (rule 18)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from models.conferences import Delegation
from procedure.credentials.values import Form, Issuer, Need, Stage, Standing, SubmissionKind
from procedure.participation import CredentialsState
from procedure.permissions import PUBLIC, Actor, Role
from services.credentials import (
    Given,
    dossier,
    file_of,
    original_received,
    submit,
    withdraw,
)
from services.credentials_board import board, consider_amendments, remind
from services.credentials_states import standing_of
from services.errors import BadRequest, Forbidden, NotFound, RuleBroken, Stale
from services.files import Upload
from services.sessions import opening
from tests.record import READER, SECRETARIAT, counted
from tests.speakers import delegations, focal_point

BUREAU = Actor(name="Bureau", roles=frozenset({Role.BUREAU}))
PDF = b"%PDF-1.7\n...\n%%EOF\n"
CREDENTIALS = Given(
    kind=SubmissionKind.CREDENTIALS, issuer=Issuer.FOREIGN_MINISTER, dated=date(2008, 8, 1)
)
ORIGINAL = replace(CREDENTIALS, form=Form.ORIGINAL)
NAMES = Given(kind=SubmissionKind.NAMES, note="In the letter")
ALL = ["dated", "file", "issuer"]


def a_file(name="credentials.pdf", content=PDF):
    return Upload(name=name, content=content, most_bytes=1_000_000)


@pytest.fixture
def mark(states, clock):
    """The hour up to which papers are to be there; it is now."""
    clock.at = opening(states[0].session) - timedelta(hours=24)
    return clock.at


def given(db, delegation, what=CREDENTIALS, actor=None, upload=None):
    upload = a_file() if actor is None and upload is None else upload
    return submit(db, actor or focal_point(delegation), delegation, given=what, upload=upload)


def stands(db, delegation):
    return dossier(db, SECRETARIAT, delegation).position(delegation)


def test_a_focal_point_sends_a_copy_and_the_secretariat_notes_the_original(
    timed, states, mark, clock
):
    austria = states[0]
    copy = given(timed, austria, ORIGINAL)  # whatever it says, what is sent is a copy
    assert (copy.form, copy.received_at, copy.recorded_by) == (Form.COPY, mark, "Focal point")
    found = stands(timed, austria)
    assert (found.standing, found.in_time, found.missing) == (
        Standing.COPY_ONLY,
        True,
        (Need.ORIGINAL,),
    )
    clock.go_on(microseconds=1)
    original = original_received(timed, SECRETARIAT, austria, copy.id)
    assert (original.issuer, original.form, original.dated) == (
        Issuer.FOREIGN_MINISTER,
        Form.ORIGINAL,
        date(2008, 8, 1),
    )
    found = stands(timed, austria)
    assert (found.standing, found.in_time, found.missing) == (Standing.IN_ORDER, False, ())
    with pytest.raises(Stale):
        original_received(timed, SECRETARIAT, austria, copy.id)
    with pytest.raises(BadRequest):
        original_received(timed, SECRETARIAT, austria, original.id)


def test_the_secretariat_says_what_it_has_and_since_when(timed, states, mark):
    before = replace(ORIGINAL, received_at=mark - timedelta(days=3), note="By hand")
    row = given(timed, states[1], before, SECRETARIAT)
    assert (row.form, row.received_at, row.recorded_at, row.file_id, row.note) == (
        Form.ORIGINAL,
        mark - timedelta(days=3),
        mark,
        None,
        "By hand",
    )
    assert stands(timed, states[1]).in_time


@pytest.mark.parametrize(
    ("what", "upload", "fields"),
    [
        (CREDENTIALS, None, ["file"]),
        (replace(CREDENTIALS, issuer=None), a_file(), ["issuer"]),
        (replace(CREDENTIALS, dated=date(2030, 1, 1)), a_file(), ["dated"]),
        (NAMES, a_file("a.pdf", b"<!doctype html><script>1</script>"), ["file"]),
        (NAMES, a_file("a.svg", b"<svg/>"), ["file"]),
        (NAMES, a_file("a.pdf", b""), ["file"]),
        (NAMES, a_file("a.pdf", PDF.ljust(1_000_001)), ["file"]),
        (replace(NAMES, note="a\nb"), a_file(), ["note"]),
        (
            replace(CREDENTIALS, issuer=None, dated=date(2030, 1, 1)),
            None,
            ["dated", "file", "issuer"],
        ),
    ],
)
def test_what_cannot_be_used_is_refused_by_field(timed, states, what, upload, fields):
    with pytest.raises(BadRequest) as caught:
        submit(timed, focal_point(states[0]), states[0], given=what, upload=upload)
    assert sorted(caught.value.fields) == fields
    assert stands(timed, states[0]).standing is Standing.NOTHING


def test_nothing_is_received_in_the_future_or_before_there_was_a_secretariat(timed, states, mark):
    for at in (mark + timedelta(microseconds=1), datetime.min.replace(tzinfo=UTC)):
        with pytest.raises(BadRequest) as caught:
            given(timed, states[0], replace(NAMES, received_at=at), SECRETARIAT)
        assert list(caught.value.fields) == ["received_at"]


def test_a_form_that_is_sent_twice_gives_one(timed, states):
    row = given(timed, states[0])
    with pytest.raises(BadRequest) as caught:
        given(timed, states[0])
    assert str(caught.value.fields["file"]) == "This file has been given already."
    given(timed, states[0], NAMES)
    given(timed, states[1])
    withdraw(timed, focal_point(states[0]), states[0], row.id, reason="A mistake")
    assert given(timed, states[0]).id != row.id


def test_of_names_no_issuer_is_kept_and_of_others_no_authorization(timed, states):
    names = replace(NAMES, issuer=Issuer.OTHER, authorization=True)
    row = given(timed, states[0], names)
    assert (row.issuer, row.form, row.authorization) == (None, None, False)
    row = given(timed, states[0], replace(CREDENTIALS, authorization=True))
    assert not row.authorization
    other = a_file(content=PDF + PDF)
    alone = replace(CREDENTIALS, issuer=Issuer.AUTHORIZED_PERSON, authorization=True)
    assert given(timed, states[0], alone, upload=other).authorization


def test_only_the_secretariat_withdraws_what_it_entered(timed, states, mark):
    austria, own = states[0], focal_point(states[0])
    entered = given(timed, austria, NAMES, SECRETARIAT)
    sent = given(timed, austria)
    original = original_received(timed, SECRETARIAT, austria, sent.id)
    assert [one.by_secretariat for one in (entered, sent, original)] == [True, False, True]
    for row in (entered, original):
        with pytest.raises(RuleBroken, match="The secretariat entered this: ask it to withdraw"):
            withdraw(timed, own, austria, row.id, reason="A mistake")
        withdraw(timed, SECRETARIAT, austria, row.id, reason="A mistake")
    withdraw(timed, own, austria, sent.id, reason="A mistake")


def test_a_mistake_is_withdrawn_and_stays_on_record(timed, states, mark, clock):
    own = focal_point(states[0])
    row = given(timed, states[0])
    clock.go_on(hours=1)
    with pytest.raises(BadRequest) as caught:
        withdraw(timed, own, states[0], row.id, reason=" ")
    assert list(caught.value.fields) == ["reason"]
    withdraw(timed, own, states[0], row.id, reason="The wrong file")
    assert stands(timed, states[0]).standing is Standing.NOTHING
    (paper,) = dossier(timed, own, states[0]).papers[states[0].id]
    assert (paper.row.id, paper.withdrawal.reason) == (row.id, "The wrong file")
    with pytest.raises(Stale):
        withdraw(timed, own, states[0], row.id, reason="Again")
    with pytest.raises(Stale):
        original_received(timed, SECRETARIAT, states[0], row.id)


def test_only_the_own_focal_point_and_examiners_see_and_give(timed, states):
    row = given(timed, states[0])
    stranger = focal_point(states[1])
    for act in (
        lambda actor: given(timed, states[0], actor=actor, upload=a_file()),
        lambda actor: withdraw(timed, actor, states[0], row.id, reason="No"),
        lambda actor: dossier(timed, actor, states[0]),
        lambda actor: file_of(timed, actor, states[0], row.id),
        lambda actor: original_received(timed, actor, states[0], row.id),
        lambda actor: board(timed, actor, states[0].session),
    ):
        for actor in (stranger, PUBLIC, READER):
            with pytest.raises(Forbidden):
                act(actor)
    for actor in (focal_point(states[0]), SECRETARIAT, BUREAU):
        kept = file_of(timed, actor, states[0], row.id)
        assert (kept.content, kept.media_type, kept.name) == (
            PDF,
            "application/pdf",
            "credentials.pdf",
        )
    with pytest.raises(Forbidden):
        given(timed, states[0], actor=BUREAU, upload=a_file())


@pytest.mark.parametrize("submission_id", [0, 99, 2**40])
def test_what_was_not_given_is_not_found(timed, states, submission_id):
    with pytest.raises(NotFound):
        file_of(timed, SECRETARIAT, states[0], submission_id)
    with pytest.raises(NotFound):
        withdraw(timed, SECRETARIAT, states[0], submission_id, reason="No")


def test_what_another_gave_and_what_has_no_file_is_not_found(timed, states):
    row = given(timed, states[0], NAMES, SECRETARIAT)
    for delegation in states[:2]:
        with pytest.raises(NotFound):
            file_of(timed, SECRETARIAT, delegation, row.id)


def test_the_board_and_its_reminders(timed, states, mark, clock):
    session = states[0].session
    given(timed, states[0], ORIGINAL, SECRETARIAT)
    given(timed, states[1], NAMES)
    found = board(timed, BUREAU, session)
    assert [(row.delegation.name, row.position.standing) for row in found.rows] == [
        ("Austria", Standing.IN_ORDER),
        ("Brazil", Standing.NAMES_ONLY),
        ("China", Standing.NOTHING),
    ]
    assert {row.state for row in found.rows} == {CredentialsState.PENDING}
    letters = {one.delegation.name: one for one in found.letters}
    assert list(letters) == ["Brazil", "China"]
    assert letters["Brazil"].reminder.stage is Stage.BEFORE_MARK
    assert str(letters["Brazil"].text) == (
        "The secretariat reminds Brazil that, under rule 18, credentials and the names of the "
        "delegation are to be submitted not later than 7 October 2008, 10:00, if possible. "
        "Still awaited: credentials issued by an authority that the rule names and the original "
        "of the credentials."
    )
    china, austria = states[2], states[0]
    sent = remind(timed, SECRETARIAT, session, delegations=frozenset({china.id, austria.id}))
    assert [one.name for one in sent] == ["China"]  # of Austria nothing is awaited
    found = board(timed, SECRETARIAT, session)
    assert [one.delegation.name for one in found.letters] == ["Brazil"]
    assert [row.reminded_at for row in found.rows] == [None, None, mark]
    clock.go_on(microseconds=1)
    found = board(timed, SECRETARIAT, session)
    assert [(one.delegation.name, one.reminder.stage) for one in found.letters] == [
        ("Brazil", Stage.AFTER_MARK),
        ("China", Stage.AFTER_MARK),
    ]


def test_the_board_asks_as_often_whatever_the_number_of_delegations(timed, states, engine):
    session = states[0].session
    given(timed, states[0])
    board(timed, SECRETARIAT, session)
    timed.expire_all()
    with counted(engine) as few:
        board(timed, SECRETARIAT, session)
    for one in delegations(timed, session, "Denmark", "Egypt", "France", "Ghana"):
        given(timed, one)
    timed.expire_all()
    with counted(engine) as many:
        board(timed, SECRETARIAT, session)
    assert len(many) == len(few)


def test_a_session_that_considers_amendments_asks_more(timed, states, clock):
    session = states[0].session
    clock.at = datetime(2011, 1, 1, tzinfo=UTC)
    session.first_day, session.last_day = date(2010, 10, 18), date(2010, 10, 22)
    timed.commit()
    envoy = replace(ORIGINAL, issuer=Issuer.PERMANENT_REPRESENTATIVE)
    given(timed, states[0], envoy, SECRETARIAT)
    assert stands(timed, states[0]).standing is Standing.IN_ORDER
    for _ in range(2):
        consider_amendments(timed, SECRETARIAT, session, amendments=True)
    assert stands(timed, states[0]).standing is Standing.NAMES_ONLY
    consider_amendments(timed, SECRETARIAT, session, amendments=False)
    assert stands(timed, states[0]).standing is Standing.IN_ORDER


def test_who_was_not_examined_takes_part_provisionally(timed, states):
    given(timed, states[0], ORIGINAL, SECRETARIAT)
    assert standing_of(timed, states[0]) is CredentialsState.PENDING


@pytest.mark.parametrize("change", ["UPDATE {} SET note = 'z'", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["credentials_submission", "stored_file"])
def test_what_was_given_is_never_changed(timed, states, change, table):
    given(timed, states[0])
    column = "name" if table == "stored_file" else "note"
    with pytest.raises(IntegrityError):
        timed.execute(text(change.replace("note", column).format(table)))
    timed.rollback()
    assert timed.get(Delegation, states[0].id) is not None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": SubmissionKind.NAMES, "issuer": None, "dated": None}, "note"),
        (
            {"dated": date(2008, 10, 7), "received_at": datetime(2008, 10, 6, 9, tzinfo=UTC)},
            "dated",
        ),
    ],
)
def test_what_cannot_have_been_given_is_refused(timed, states, clock, *, change, field):
    clock.at = datetime(2008, 10, 8, 9, tzinfo=UTC)
    known = Given(kind=SubmissionKind.CREDENTIALS, issuer=Issuer.FOREIGN_MINISTER)
    with pytest.raises(BadRequest) as caught:
        submit(timed, SECRETARIAT, states[0], given=replace(known, **change), upload=None)
    assert list(caught.value.fields) == [field]
