"""The pages of mail: what is sent with one press, to whom, and where letters are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from lxml import html
from sqlalchemy import select

from models.conferences import ConferenceSession, Delegation
from models.mail import Letter, LetterKind, LetterState
from procedure.permissions import Role
from services import observers
from services.observer_data import Wanted
from services.transactions import now, transaction
from tests import site, staged
from tests.letters import person_for, stored, written
from tests.record import SECRETARIAT, counted
from tests.speaker_pages import HERE, a_list
from tests.speakers import delegations, put

pytestmark = pytest.mark.in_turn

BASE = f"/sessions/{site.SLUG}/mail/"
CREDENTIALS = f"/sessions/{site.SLUG}/credentials/"
FRONT = f"/sessions/{site.SLUG}/"
NO_MAIL = "No mail is sent from here. Whoever runs Hemicycle can set it up."
SENDING = {
    "mail_url": "smtp://hemicycle:hidden%20words@127.0.0.1:9",
    "mail_from": "The secretariat <meetings@example.org>",
}


@pytest.fixture
def quiet(front_ends, settings):
    """A front end that sends no mail, on the same database."""
    app = front_ends(settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return app


@pytest.fixture
def app(front_ends, settings):
    """A front end that sends mail."""
    app = front_ends(replace(settings, **SENDING))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return app


@pytest.fixture
def states(db):
    """Austria, with a focal point, Brazil, with another, and China, with none: papers are late."""
    session = db.scalars(select(ConferenceSession)).one()
    brazil, china = delegations(db, session, "Brazil", "China")
    person_for(db, brazil, "Bia <b>", "bia@brazil.example")
    db.rollback()
    return [db.scalars(select(Delegation).where(Delegation.code == "AT")).one(), brazil, china]


def lines(page):
    """The reminders to send, form by form: names, and addresses beside them."""
    forms = html.fromstring(page).xpath("//form[.//ul[contains(@class, 'letters')]]")
    return [
        [[bdi.text_content() for bdi in line.xpath(".//bdi")] for line in form.xpath(".//li")]
        for form in forms
    ]


def test_reminders_are_sent_with_one_press_and_the_board_says_where_they_are(
    db, secretariat, bureau, states
):
    page = staged.page_of(secretariat, CREDENTIALS)
    assert lines(page) == [
        [["Austria", site.email(Role.FOCAL_POINT)], ["Brazil", "bia@brazil.example"]],
        [["China"]],
    ]
    assert "@" not in staged.page_of(bureau, CREDENTIALS)
    (form,) = html.fromstring(page).xpath("//form[contains(@action, 'reminders/mail')]")
    sent = {"delegation": [one.id for one in states], "stage": form.fields["stage"]}
    answer = secretariat.post(CREDENTIALS + "reminders/mail", data=sent)
    assert (answer.status_code, answer.location) == (303, CREDENTIALS)
    page = staged.page_of(secretariat, CREDENTIALS)
    assert "Reminders to 2 delegations are on their way." in page
    assert lines(page) == [[["China"]]]
    assert page.count("the mail is waiting") == 2
    one, two = stored(db)
    assert [letter.language for letter in (one, two)] == ["en", "en"]
    for letter, to in ((one, states[0]), (two, states[1])):
        own = f"/sessions/{site.SLUG}/delegations/{to.id}/credentials"
        assert f"More is on this page: http://localhost{own}\n" in letter.text
    with transaction(db):
        db.get_one(Letter, one.id).sent_at = db.get_one(Letter, two.id).given_up_at = now()
    page = staged.page_of(secretariat, CREDENTIALS)
    assert (page.count("by mail"), page.count("the mail has failed")) == (1, 1)
    sent["stage"] = "before_originals"
    assert secretariat.post(CREDENTIALS + "reminders/mail", data=sent).status_code == 409


def test_without_a_server_texts_are_to_be_copied(quiet, states):
    secretariat = site.signed_in(quiet, Role.SECRETARIAT)
    page = staged.page_of(secretariat, CREDENTIALS)
    assert lines(page) == [[["Austria"], ["Brazil"], ["China"]]]
    assert f"{NO_MAIL} Copy the texts, and send them yourself." in page
    sent = {"delegation": [one.id for one in states]}
    assert secretariat.post(CREDENTIALS + "reminders/mail", data=sent).status_code == 422
    assert NO_MAIL in staged.page_of(secretariat, BASE)


def test_letters_are_shown_and_sent_again(db, secretariat, states):
    assert "No letters yet" in staged.page_of(secretariat, BASE)
    for cause in ("one", "two", "three"):
        written(db, states[1], cause, subject=f"<i>{cause}</i>")
    with transaction(db):
        sent, failed, _waiting = db.query(Letter).order_by(Letter.id)
        sent.sent_at = failed.given_up_at = now()
        failed.error, failed.attempts = "550 100% <script>", 2
    assert "1 letter could not be sent." in staged.page_of(secretariat, FRONT)
    page = staged.page_of(secretariat, BASE)
    assert "hidden" not in page.replace("visually-hidden", "").replace('type="hidden"', "")
    heads = [head.text_content().split() for head in html.fromstring(page).xpath("//section/h2")]
    assert heads == [["Not", "sent", "1"], ["Waiting", "1"], ["Sent", "1"]]
    for escaped in ("&lt;i&gt;one", "Bia &lt;b&gt;", "550 100% &lt;script&gt;", "2 attempts"):
        assert escaped in page
    answer = secretariat.post(BASE + "retry", data={"letter": [failed.id, sent.id, "9" * 20]})
    assert (answer.status_code, answer.location) == (303, BASE)
    assert "1 letter is being sent again." in staged.page_of(secretariat, BASE)
    assert "could not be sent" not in staged.page_of(secretariat, FRONT)
    assert [one.state for one in stored(db)] == [
        LetterState.SENT,
        LetterState.WAITING,
        LetterState.WAITING,
    ]


def test_it_is_said_to_whom_a_letter_goes_when_it_is_sent_again(db, secretariat, states):
    for cause in range(3):
        written(db, states[0], str(cause))
    ids = [one.id for one in states]
    with transaction(db):
        for letter, delegation in zip(db.query(Letter), ids, strict=True):
            letter.given_up_at, letter.delegation_id = now(), delegation
    page = staged.page_of(secretariat, BASE)
    rows = html.fromstring(page).xpath("//section[h2[@id='failed']]//tbody/tr")
    told = {row.xpath("th/span/bdi/text()")[0]: row.xpath("td[last()]/span/text()") for row in rows}
    assert told == {
        "Austria": [],
        "Brazil": ["If sent again, it goes to those who act for the delegation now: Bia <b>."],
        "China": ["Nobody acts for this delegation now: it cannot be sent again."],
    }
    assert "Hours are by the clocks of Vienna." in page
    assert secretariat.post(BASE + "retry").status_code == 303
    assert "No letter was sent again" in staged.page_of(secretariat, BASE)


def test_more_letters_are_no_more_queries(db, secretariat, states):
    asked = []
    for causes in (range(2), range(2, 30)):
        for cause in causes:
            written(db, states[cause % 2], str(cause))
        numbers = {}
        for page in (BASE, CREDENTIALS):
            with counted(db.get_bind()) as queries:
                assert secretariat.get(page).status_code == 200
            numbers[page] = len(queries)
        asked.append(numbers)
    assert asked[0] == asked[1]


def test_a_proposed_exchange_is_told_by_letter_and_on_the_pages_of_the_other(
    db, secretariat, sign_in, states
):
    a_list(db, opens=timedelta(hours=-2))
    brazil, austria = put(db, states[1], states[0])
    db.rollback()
    answer = secretariat.post(f"{HERE}inscriptions/{brazil}/exchange", data={"other": austria})
    assert answer.status_code == 303
    letter, own = stored(db)
    assert (own.address, own.kind) == ("bia@brazil.example", LetterKind.EXCHANGE_PROPOSED)
    assert (letter.address, letter.kind) == (
        site.email(Role.FOCAL_POINT),
        LetterKind.EXCHANGE_PROPOSED,
    )
    assert f"More is on this page: http://localhost{HERE}" in letter.text
    focal = sign_in(Role.FOCAL_POINT)
    said = "Brazil proposes to Austria to exchange places on the list of speakers “Item 2”."
    own = f"/sessions/{site.SLUG}/delegations/{states[0].id}/"
    for page in (FRONT, own):
        found = html.fromstring(staged.page_of(focal, page))
        assert [link.get("href") for link in found.xpath("//a[text()='Answer']")] == [HERE]
        assert said in found.text_content()
    assert said not in staged.page_of(secretariat, own)
    assert focal.post(f"{HERE}exchanges/{letter_entry(letter)}/accept").status_code == 303
    assert "Answer" not in staged.page_of(focal, own)
    assert [one.kind for one in stored(db)] == [
        LetterKind.EXCHANGE_PROPOSED,
        LetterKind.EXCHANGE_PROPOSED,
        LetterKind.EXCHANGE_ACCEPTED,
    ]


@pytest.mark.parametrize("back", [True, False])
def test_the_secretariat_answers_for_the_side_whose_page_it_has_open(db, secretariat, states, back):
    a_list(db, opens=timedelta(hours=-2))
    brazil, austria = put(db, states[1], states[0])
    db.rollback()
    secretariat.post(f"{HERE}inscriptions/{brazil}/exchange", data={"other": austria})
    number = brazil if back else austria
    found = html.fromstring(staged.page_of(secretariat, f"{HERE}inscriptions/{number}/"))
    label = "Take it back" if back else "Decline"
    (form,) = found.xpath(f"//form[.//button[text()='{label}']]")
    answer = secretariat.post(form.get("action"), data=dict(form.fields))
    assert answer.status_code == 303
    kind = LetterKind.EXCHANGE_TAKEN_BACK if back else LetterKind.EXCHANGE_DECLINED
    assert {one.kind for one in stored(db)} == {LetterKind.EXCHANGE_PROPOSED, kind}
    said = "Austria has declined to exchange places with Brazil."
    for page in (HERE, f"{HERE}inscriptions/{brazil}/"):
        assert (said in staged.page_of(secretariat, page)) is not back


def test_who_proposed_an_exchange_reads_that_it_was_declined_until_it_proposes_again(
    db, secretariat, sign_in, states
):
    a_list(db, opens=timedelta(hours=-2))
    brazil, austria = put(db, states[1], states[0])
    db.rollback()
    focal, own = sign_in(Role.FOCAL_POINT), f"{HERE}inscriptions/{austria}/"
    said = "Brazil has declined to exchange places with Austria."
    focal.post(f"{own}exchange", data={"other": brazil})
    proposal = letter_entry(stored(db)[0])
    assert said not in staged.page_of(focal, HERE)
    assert secretariat.post(f"{HERE}exchanges/{proposal}/decline").status_code == 303
    for page in (HERE, own):
        assert said in staged.page_of(focal, page)
    focal.post(f"{own}exchange", data={"other": brazil})
    assert said not in staged.page_of(focal, HERE)


def test_who_asked_to_be_an_observer_is_told_what_was_decided(db, secretariat, states):
    session = states[0].session
    wanted = Wanted(
        path="ngos-ecosoc",
        name="World Council",
        kind="Non-governmental organization in consultative status",
        received_at=now(db) - timedelta(days=1),
        contact="Ms. A <office@council.example>, b@council.example; office@COUNCIL.example",
    )
    observers.take(db, SECRETARIAT, session, wanted=wanted)
    given = {"numbers": "1", "by": "bureau", "decided_on": now(db).date().isoformat(), "seen": "0"}
    here = f"/sessions/{site.SLUG}/observers/"
    answer = secretariat.post(here + "decisions", data={**given, "accorded": "yes"})
    assert answer.status_code == 303
    letters = stored(db)
    assert [one.address for one in letters] == ["office@council.example", "b@council.example"]
    assert {(one.name, one.kind) for one in letters} == {
        ("World Council", LetterKind.OBSERVER_DECIDED)
    }
    assert letters[0].text.startswith(
        "The bureau has accorded the status of observer to World Council, unless the Conference "
        "decides otherwise."
    )
    assert "More is on this page" not in letters[0].text  # they could not open it
    row = observers.request(db, SECRETARIAT, session, 1)
    given |= {"accorded": "no", "seen": str(row.decisions[-1].id)}
    person_for(db, row.delegation, "Cy", "b@council.example")
    assert secretariat.post(here + "decisions", data=given).status_code == 303
    later = stored(db)[2:]
    assert {one.address: one.delegation_id is None for one in later} == {
        "b@council.example": False,
        "office@council.example": True,
    }
    told = {one.address: one.text for one in later}
    link = f"More is on this page: http://localhost{here}1/\n"
    assert [link in told[one] for one in ("b@council.example", "office@council.example")] == [
        True,
        False,
    ]
    assert "World Council" in staged.page_of(secretariat, BASE)


def letter_entry(letter):
    """The number of the entry of which a letter tells."""
    return int(letter.cause.rpartition("/")[2])
