"""Letters are written with what causes them: who is told what, once, and nothing without it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from models.audit import AuditRecord
from models.mail import LetterKind, LetterState
from models.speakers import SpeakersEntry
from procedure.credentials.values import Stage
from procedure.permissions import Role
from procedure.speakers.values import EntryKind
from scheduler.text import text
from services import accounts, awaited, mail
from services.credentials_board import board, remind
from services.errors import Forbidden, RuleBroken, Stale
from services.speakers_decisions import admit, mark_absent, refuse, undo_entry
from services.speakers_swaps import accept_swap, decline_swap, propose_swap
from services.transactions import transaction
from tests.letters import LINK, POST, person_for, stored, written
from tests.record import READER, SECRETARIAT, a_session
from tests.speakers import (
    CHAIR,
    CLOSES,
    OPENS,
    clock,
    focal_point,
    put,
    speakers,
    states,
    timed,
)
from tests.unit.problems import problem

__all__ = ["clock", "speakers", "states", "timed"]  # fixtures


@pytest.fixture
def people(timed, states):
    """A focal point of Brazil, two of China, and somebody who left."""
    for state, name in zip(states[1:], ("Bia", "Chen"), strict=True):
        person_for(timed, state, name)
    person_for(timed, states[2], "An")
    person_for(timed, states[1], "Left")
    with transaction(timed):
        accounts.user_by_email(timed, "left@brazil.example").active = False


@pytest.fixture
def late(timed, states, clock):
    """The moment after which papers are late."""
    mark = board(timed, SECRETARIAT, states[0].session).records.dates.mark
    clock.at = mark + timedelta(hours=1)
    return clock.at


def told(db):
    """To whom which letters were written."""
    return [(one.address, one.kind) for one in stored(db)]


def test_focal_points_of_each_delegation_are_told_and_nobody_twice(timed, states, people):
    brazil, china = states[1:]
    assert (written(timed, brazil), written(timed, china), written(timed, china)) == (1, 2, 0)
    assert written(timed, states[0]) == 0  # Austria has nobody
    person_for(timed, china, "New")
    assert written(timed, china) == 1
    assert written(timed, china, "two") == 3
    names = [one.address.partition("@")[0] for one in stored(timed)]
    assert names == ["bia", "an", "chen", "new", "an", "chen", "new"]


def test_who_is_the_focal_point_of_two_is_told_of_both(timed, states):
    address = person_for(timed, states[1], "Bia")
    user, china = accounts.user_by_email(timed, address), states[2]
    role, session = Role.FOCAL_POINT, china.session
    accounts.grant(timed, SECRETARIAT, user, role, session=session, delegation=china)
    assert (written(timed, states[1]), written(timed, china)) == (1, 1)


def test_nothing_is_written_where_what_causes_it_does_not_happen(timed, states, people):
    said = text("Good day.")
    content = mail.Content(
        kind=LetterKind.REQUEST_ADMITTED, cause="x", subject=said, paragraphs=(said,)
    )
    session = states[1].session
    to = mail.addressees(timed, session)

    def cause(failing):
        with transaction(timed):
            assert mail.put(timed, session, POST, {states[1].id: content}, to=to) == 1
            if failing:
                raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        cause(failing=True)
    assert stored(timed) == []
    cause(failing=False)
    assert told(timed) == [("bia@brazil.example", LetterKind.REQUEST_ADMITTED)]


def test_reminders_go_to_who_has_an_address_and_count_as_given(timed, states, people, late):
    session = states[0].session
    everybody = frozenset(one.id for one in states)
    stage = Stage.AFTER_MARK
    sent = remind(timed, SECRETARIAT, session, delegations=everybody, stage=stage, post=POST)
    assert [one.name for one in sent] == ["Brazil", "China"]
    found = board(timed, SECRETARIAT, session)
    assert [one.delegation.name for one in found.letters] == ["Austria"]
    assert [row.reminded_at for row in found.rows] == [None, late, late]
    assert told(timed) == [
        (address, LetterKind.CREDENTIALS_REMINDER)
        for address in ("bia@brazil.example", "an@china.example", "chen@china.example")
    ]
    letter = stored(timed)[0]
    assert letter.subject == "Reminder of the credentials of Brazil"
    assert letter.text == (
        "The secretariat reminds Brazil that, under rule 18, credentials and the names of the "
        "delegation were to be submitted by 7 October 2008, 10:00, if possible. Still awaited: the "
        "names of the members of the delegation, credentials issued by an authority that the rule "
        "names and the original of the credentials.\n\n"
        f"More is on this page: {LINK}\n\nThe secretariat, {session.title}\n"
    )
    assert remind(timed, SECRETARIAT, session, delegations=everybody, post=POST) == []
    audit = timed.scalars(select(AuditRecord).order_by(AuditRecord.id)).all()[-2]
    assert audit.details == {"reminded": ["Brazil", "China"], "by": "mail"}
    assert "@" not in str([one.details for one in timed.query(AuditRecord) if "by" in one.details])


def test_a_reminder_of_a_stage_that_is_over_is_not_sent(timed, states, people, late):
    everybody = frozenset(one.id for one in states)
    with pytest.raises(Stale):
        remind(
            timed,
            SECRETARIAT,
            states[0].session,
            delegations=everybody,
            stage=Stage.BEFORE_MARK,
            post=POST,
        )
    assert stored(timed) == []


@pytest.fixture
def listed(timed, states, speakers, people, clock):
    """Austria, Brazil and China are inscribed, by these numbers; the list is drawn."""
    person_for(timed, states[0], "Anna")
    clock.at = OPENS
    numbers = put(timed, *states)
    clock.go_on(days=1)
    return numbers


def test_both_sides_of_an_exchange_are_told(timed, states, speakers, listed):
    austria, brazil, _china = (focal_point(one) for one in states)
    one, other, _third = listed
    for answer in (accept_swap, decline_swap):
        proposal = propose_swap(timed, austria, speakers, one, other=other, post=POST).sequence
        answer(timed, brazil, speakers, proposal, post=POST)
    proposal = propose_swap(timed, austria, speakers, one, other=other, post=POST).sequence
    decline_swap(timed, austria, speakers, proposal, post=POST)
    proposal = propose_swap(timed, austria, speakers, one, other=other, post=POST).sequence
    accept_swap(timed, SECRETARIAT, speakers, proposal, post=POST)
    kinds = [(one.name, one.kind.removeprefix("exchange_")) for one in stored(timed)]
    assert kinds == [
        ("Bia", "proposed"),
        ("Anna", "accepted"),
        ("Bia", "proposed"),
        ("Anna", "declined"),
        ("Bia", "proposed"),
        ("Bia", "taken_back"),
        ("Bia", "proposed"),
        ("Anna", "accepted"),
        ("Bia", "accepted"),
    ]


def test_the_secretariat_takes_back_for_who_proposed_and_declines_for_the_other(
    timed, states, speakers, listed
):
    one, other, _third = listed
    austria, brazil = focal_point(states[0]), focal_point(states[1])
    for back in (True, False):
        proposal = propose_swap(timed, austria, speakers, one, other=other, post=POST).sequence
        with pytest.raises(RuleBroken):
            decline_swap(timed, brazil, speakers, proposal, takes_back=True)
        decline_swap(timed, SECRETARIAT, speakers, proposal, takes_back=back, post=POST)
    kinds = [(one.name, one.kind.removeprefix("exchange_")) for one in stored(timed)]
    assert kinds == [
        ("Bia", "proposed"),
        ("Bia", "taken_back"),
        ("Anna", "taken_back"),
        ("Bia", "proposed"),
        ("Anna", "declined"),
        ("Bia", "declined"),
    ]
    answers = (
        select(SpeakersEntry.delegation_id)
        .where(SpeakersEntry.kind == EntryKind.SWAP_DECLINED)
        .order_by(SpeakersEntry.sequence)
    )
    assert timed.scalars(answers).all() == [states[0].id, states[1].id]


def test_for_whom_the_secretariat_acts_is_told_what_it_did(timed, states, speakers, listed):
    one, other, _third = listed
    proposal = propose_swap(timed, SECRETARIAT, speakers, one, other=other, post=POST).sequence
    accept_swap(timed, SECRETARIAT, speakers, proposal, post=POST)
    found = [
        (one.name, one.subject, *one.text.split("\n\n")[1:3])
        for one in stored(timed)
        if one.subject.startswith("The secretariat")
    ]
    subject = "The secretariat has acted for you on a list of speakers"
    entered = "The secretariat has entered this for %s."
    assert found == [
        (
            "Anna",
            subject,
            "Brazil is at place 2 now, Austria at place 1.",
            entered % "Austria",
        ),
        ("Bia", subject, "Brazil is at place 1 now.", entered % "Brazil"),
    ]


def test_a_letter_on_an_exchange_says_who_stands_where(timed, states, speakers, listed):
    one, other, _third = listed
    proposal = propose_swap(
        timed, focal_point(states[0]), speakers, one, other=other, post=POST
    ).sequence
    accept_swap(timed, focal_point(states[1]), speakers, proposal, post=POST)
    proposed, accepted = stored(timed)
    assert proposed.subject == "An exchange of places is proposed to you"
    assert proposed.text.split("\n\n")[:2] == [
        "Austria proposes to Brazil to exchange their places on the list of speakers “Item 2”. "
        "They change once Brazil accepts; it may as well decline.",
        "Brazil is at place 2 now, Austria at place 1.",
    ]
    assert accepted.text.split("\n\n")[:2] == [
        "Brazil has accepted to exchange places with Austria on the list of speakers “Item 2”.",
        "Austria is at place 2 now.",
    ]


def test_who_asked_late_is_told_what_the_chair_decided(timed, states, speakers, people, clock):
    clock.at = CLOSES
    brazil, china = put(timed, *states[1:])
    admit(timed, CHAIR, speakers, brazil, post=POST)
    refuse(timed, CHAIR, speakers, china, post=POST)
    assert told(timed) == [
        ("bia@brazil.example", LetterKind.REQUEST_ADMITTED),
        ("an@china.example", LetterKind.REQUEST_REFUSED),
        ("chen@china.example", LetterKind.REQUEST_REFUSED),
    ]
    assert stored(timed)[1].text.startswith(
        "The late request of China to speak was not admitted to the list of speakers “Item 2”.\n"
    )


def test_who_was_told_of_a_decision_is_told_that_it_was_undone(
    timed, states, speakers, people, clock
):
    clock.at = CLOSES
    brazil, china = put(timed, *states[1:])
    admitted = admit(timed, CHAIR, speakers, brazil).sequence
    refused = refuse(timed, CHAIR, speakers, china).sequence
    for sequence in (admitted, refused):
        undo_entry(timed, CHAIR, speakers, sequence, post=POST)
    assert told(timed) == [
        ("bia@brazil.example", LetterKind.REQUEST_WAITING),
        ("an@china.example", LetterKind.REQUEST_WAITING),
        ("chen@china.example", LetterKind.REQUEST_WAITING),
    ]
    first = stored(timed)[0]
    assert first.subject == "The decision on your late request to speak was taken back"
    assert first.text.startswith(
        "What was decided of the late request of Brazil to speak on the list of speakers “Item 2” "
        "was taken back. The request is kept, and waits for a decision again.\n"
    )
    again = admit(timed, CHAIR, speakers, brazil).sequence
    with transaction(timed):
        mark_absent(timed, CHAIR, speakers, brazil)
    undo_entry(timed, CHAIR, speakers, again + 1, post=POST)
    assert len(stored(timed)) == 3


def test_where_no_mail_is_sent_no_letter_is_written(timed, states, speakers, listed):
    one, other, _third = listed
    austria, brazil = focal_point(states[0]), focal_point(states[1])
    proposal = propose_swap(timed, austria, speakers, one, other=other).sequence
    accept_swap(timed, brazil, speakers, proposal)
    assert stored(timed) == []


def test_an_exchange_awaits_the_answer_of_the_other_delegation(timed, states, speakers, listed):
    one, other, _third = listed
    session = speakers.session
    austria, brazil, china = (focal_point(state) for state in states)

    def awaiting():
        found = [awaited.of_exchanges(timed, actor, session) for actor in (austria, brazil, china)]
        return [[(row.speakers.key, row.by, row.own) for row in rows] for rows in found]

    assert awaiting() == [[], [], []]
    proposal = propose_swap(timed, austria, speakers, one, other=other).sequence
    assert awaiting() == [[], [("item-2", "Austria", "Brazil")], []]
    both = focal_point(*states)
    assert awaited.of_exchanges(timed, both, session, frozenset({states[0].id})) == []
    assert len(awaited.of_exchanges(timed, both, session)) == 1
    decline_swap(timed, brazil, speakers, proposal)
    assert awaiting() == [[], [], []]
    with pytest.raises(Forbidden):
        awaited.of_exchanges(timed, READER, session)


def test_of_several_letters_about_the_latest_cause_the_worst_counts(timed, states, people, clock):
    brazil, china = states[1:]
    session, kind = china.session, LetterKind.CREDENTIALS_REMINDER
    for cause, state in (("one", brazil), ("one", china), ("two", china)):
        written(timed, state, cause)
    with transaction(timed):
        one, two, three, four, _five = timed.query(mail.Letter).order_by(mail.Letter.id)
        one.sent_at = four.sent_at = clock.at
        two.given_up_at = three.given_up_at = clock.at
    found = mail.states_of(timed, SECRETARIAT, session, kind)
    assert found == {brazil.id: LetterState.SENT, china.id: LetterState.WAITING}
    parts = [(part.state, part.number) for part in mail.letters(timed, SECRETARIAT, session)]
    assert parts == [(LetterState.FAILED, 2), (LetterState.WAITING, 1), (LetterState.SENT, 2)]
    for actor in (READER, CHAIR, focal_point(china)):
        with pytest.raises(Forbidden):
            mail.letters(timed, actor, session)
        with pytest.raises(Forbidden):
            mail.states_of(timed, actor, session, kind)
        with pytest.raises(Forbidden):
            mail.retry(timed, actor, session, given_up=frozenset({two.id}))


def test_a_letter_to_a_wrong_address_is_written_to_who_is_there_now(timed, states, people, clock):
    china = states[2]
    session = china.session
    written(timed, china)
    with transaction(timed):
        for one in timed.query(mail.Letter):
            one.given_up_at = clock.at
        accounts.user_by_email(timed, "chen@china.example").active = False
        accounts.user_by_email(timed, "an@china.example").active = False
    both = frozenset(one.id for one in stored(timed))
    assert mail.retry(timed, SECRETARIAT, session, given_up=both) == 0
    person_for(timed, china, "Deng")
    with transaction(timed):
        accounts.user_by_email(timed, "an@china.example").active = True
    clock.go_on(minutes=1)
    assert mail.retry(timed, SECRETARIAT, session, given_up=both) == 2
    an, chen, deng = stored(timed)
    assert [(one.address, one.state) for one in (an, chen, deng)] == [
        ("an@china.example", LetterState.WAITING),
        ("chen@china.example", LetterState.FAILED),
        ("deng@china.example", LetterState.WAITING),
    ]
    for name in ("kind", "cause", "delegation_id", "subject", "text", "language"):
        assert getattr(deng, name) == getattr(chen, name)
    assert (deng.name, deng.due_at, deng.uid != chen.uid) == ("Deng", clock.at, True)
    again = frozenset({chen.id})
    assert mail.retry(timed, SECRETARIAT, session, given_up=again) == 0
    assert len(stored(timed)) == 3


def test_letters_of_another_session_are_not_sent_again(timed, states, people, clock):
    written(timed, states[1])
    with transaction(timed):
        (letter,) = timed.query(mail.Letter).all()
        letter.given_up_at = clock.at
    usual = problem()
    other = a_session(timed, replace(usual, session=replace(usual.session, id="other")))
    given_up = frozenset({letter.id})
    assert mail.retry(timed, SECRETARIAT, other, given_up=given_up) == 0
    assert mail.retry(timed, SECRETARIAT, states[0].session, given_up=given_up) == 1
