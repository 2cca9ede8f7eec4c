"""The pages of lists of speakers for a delegation, and for who decides on its requests."""

from dataclasses import replace
from io import BytesIO

import pytest
from lxml import html

from procedure.permissions import PUBLIC, Role
from services.speakers import standing_of
from tests import staged
from tests.speaker_pages import (
    ADD,
    BASE,
    CLOSED,
    COMING,
    HERE,
    a_list,
    austria,
    inscribed,
    others,
    rows,
    stored,
    value,
)
from tests.speakers import order, policy, put

pytestmark = pytest.mark.in_turn

__all__ = ["austria", "others"]  # fixtures

PAGES = ("", "ledger", "ledger.json", "check", "records", "records.csv", "records.xlsx", "list.csv")

TYPED = {"level": "minister", "speaker": "A. Minister", "on_behalf_of": "Alpine States"}


@pytest.mark.parametrize("role", [None, Role.FOCAL_POINT, Role.SECRETARIAT, Role.CHAIR_TABLE])
def test_every_page_is_there(db, sign_in, others, role):
    a_list(db)
    put(db, *others)
    client = sign_in(role)
    for page in (BASE, *(HERE + one for one in PAGES)):
        assert client.get(page).status_code == 200


def test_the_index_says_what_is_open_and_where_ones_own_delegation_stands(db, austria, others):
    a_list(db, **CLOSED, key="closed")
    a_list(db)
    a_list(db, **COMING, key="coming")
    put(db, *others)
    inscribed(austria)
    page = staged.page_of(austria, BASE)
    assert [text.split()[0] for text in staged.texts(page, "list-state")] == [
        "Open",
        "Opens",
        "Closed",
    ]
    assert staged.texts(page, "own-line") == ["Austria : place 3"]
    assert "New list" not in staged.links(page)
    assert "Speakers" in staged.links(page)


def test_before_the_opening_the_form_waits_and_keeps_what_was_typed(db, austria):
    speakers = a_list(db, **COMING)
    form = html.fromstring(staged.page_of(austria, HERE)).xpath("//form[@data-opens]")[0]
    assert form.get("data-opens") == str(int(speakers.opens_at.timestamp() * 1000))
    assert form.xpath("(.//button)[1]/@disabled") == ["disabled"]
    answer = austria.post(ADD, data=TYPED)
    assert answer.status_code == 409
    assert "Nothing was inscribed." in answer.text
    assert staged.texts(answer.text, "rule-cited") == ["Rules of procedure, rule 42"]
    assert value(answer.text, "speaker") == "A. Minister"
    assert value(answer.text, "on_behalf_of") == "Alpine States"
    assert order(db, speakers) == []


def test_what_is_wrong_is_said_beside_its_field_and_the_rest_kept(db, austria):
    a_list(db)
    answer = austria.post(ADD, data={**TYPED, "level": "king"})
    assert answer.status_code == 422
    assert staged.texts(answer.text, "field-error") == ["Choose the level of the speaker."]
    assert value(answer.text, "speaker") == "A. Minister"


def test_after_the_closing_a_request_is_kept_and_the_chair_decides(db, austria, sign_in):
    a_list(db, **CLOSED)
    assert "A request is kept as late" in staged.page_of(austria, HERE)
    number = inscribed(austria)
    assert "The chair decides" in staged.page_of(austria, f"{ADD}/{number}/receipt")
    assert "Waits for the chair" in staged.page_of(austria, HERE)
    assert "Admit" not in staged.buttons(staged.page_of(austria, HERE))
    chair = sign_in(Role.CHAIR_TABLE)
    assert "Admit" in staged.buttons(staged.page_of(chair, HERE))
    page = chair.post(f"{ADD}/{number}/admit", follow_redirects=True).text
    assert rows(page) == [("1", "Austria")]
    assert "Admitted after the closing" in staged.texts(page, "caption")
    again = chair.post(f"{ADD}/{number}/refuse")
    assert (again.status_code, order(db, stored(db))) == (409, ["AT"])
    undone = chair.post(f"{HERE}entries/{number + 1}/undo", follow_redirects=True)
    assert "does not count any more" in undone.text
    page = chair.post(f"{ADD}/{number}/refuse", follow_redirects=True).text
    assert rows(page) == []
    assert "Not admitted" in staged.page_of(austria, HERE)


def test_a_delegation_is_not_inscribed_by_another(db, austria, others):
    speakers = a_list(db)
    answer = austria.post(ADD, data={"level": "minister", "delegation": others[0].id})
    assert answer.status_code == 409
    assert "You act for another delegation." in answer.text
    (number,) = put(db, others[0])
    for page in ("/", "/receipt"):
        assert austria.get(f"{ADD}/{number}{page}").status_code == 409
    assert austria.post(f"{ADD}/{number}/withdraw").status_code == 409
    assert order(db, speakers) == ["BRA"]


def test_who_asks_twice_is_shown_the_receipt(db, austria):
    speakers = a_list(db)
    number = inscribed(austria)
    answer = austria.post(ADD, data={"level": "minister"})
    assert answer.status_code == 409
    assert staged.texts(answer.text, "h1") == [f"Inscription {number}"]
    assert "Nothing was added." in answer.text
    assert order(db, speakers) == ["AT"]


def heading(page):
    """What the form of inscription offers."""
    (found,) = html.fromstring(page).xpath("//details[contains(@class, 'inscribe')]/summary//h2")
    return found.text


def test_only_what_is_possible_is_offered(db, austria, secretariat, others):
    a_list(db)
    assert heading(staged.page_of(austria, HERE)) == "Inscribe your delegation"
    inscribed(austria)
    page = staged.page_of(austria, HERE)
    assert heading(page) == "Inscribe a statement on behalf of a group"
    assert html.fromstring(page).xpath("count(//*[@id='on_behalf_of'][@required])") == 1
    assert "what can be added is one on behalf of a group. Rules of procedure, rule 45" in page
    page = staged.page_of(secretariat, HERE)
    (group,) = html.fromstring(page).xpath("//select[@id='delegation']/optgroup")
    assert (group.get("label"), group.xpath("option/text()")) == (
        "On behalf of a group only",
        ["Austria"],
    )
    inscribed(austria, on_behalf_of="Alpine States")
    assert "Alpine States" in staged.page_of(austria, HERE)


def test_who_may_make_two_statements_is_offered_another(db, austria):
    a_list(db, order=policy(statements_per_delegation=2))
    inscribed(austria)
    assert heading(staged.page_of(austria, HERE)) == "Inscribe another statement"


def test_where_nothing_is_left_to_ask_for_there_is_no_form(db, austria):
    no_groups = (replace(one, group_statements=False) for one in policy().categories)
    a_list(db, order=policy(categories=tuple(no_groups)))
    inscribed(austria)
    page = staged.page_of(austria, HERE)
    assert "Your delegation has as many statements on this list as it may make." in page
    assert "Inscribe" not in staged.buttons(page)


def test_what_one_button_cannot_do_leads_back_to_its_page(db, austria, others):
    a_list(db)
    (number,) = put(db, others[0])
    here = f"http://localhost{HERE}?from=mail"
    refused = austria.post(f"{ADD}/{number}/withdraw", headers={"Referer": here})
    assert staged.links(refused.text)["Back"] == f"{HERE}?from=mail"
    for elsewhere in ("https://elsewhere.example/", "http://localhost//elsewhere.example/", ""):
        answer = austria.post(f"{ADD}/{number}/withdraw", headers={"Referer": elsewhere})
        assert "Back" not in staged.links(answer.text)


def test_a_minister_will_speak_instead(db, austria, others):
    a_list(db)
    put(db, *others)
    number = inscribed(austria)
    assert rows(staged.page_of(austria, HERE))[-1] == ("3", "Austria")
    here = f"{ADD}/{number}/"
    wrong = austria.post(here, data={"level": "minister", "speaker": "A\nB"})
    assert (wrong.status_code, len(staged.texts(wrong.text, "field-error"))) == (422, 1)
    page = austria.post(here, data={"level": "minister"}, follow_redirects=True)
    assert "The place follows" in page.text
    assert rows(staged.page_of(austria, HERE))[0] == ("1", "Austria")
    gone = austria.post(here + "withdraw", follow_redirects=True).text
    assert [name for _, name in rows(gone)] == ["Brazil", "China"]
    assert "This inscription is withdrawn." in staged.page_of(austria, here)


def test_places_are_exchanged_by_consent_of_both(db, austria, secretariat, others):
    a_list(db)
    put(db, *others)
    number = inscribed(austria)
    here = f"{ADD}/{number}/"
    assert staged.options(staged.page_of(austria, here), "other") == ["", "2", "3"]
    assert austria.post(here + "exchange").status_code == 422
    for answer in ("decline", "accept"):
        page = austria.post(here + "exchange", data={"other": 2}, follow_redirects=True).text
        assert "who has not answered yet" in page
        again = austria.post(here + "exchange", data={"other": 2})
        assert "has been proposed already" in again.text
        proposal = standing_of(db, PUBLIC, stored(db)).swaps[0].number
        assert austria.post(f"{HERE}exchanges/{proposal}/accept").status_code == 409
        secretariat.post(f"{HERE}exchanges/{proposal}/{answer}")
    assert [name for _, name in rows(staged.page_of(austria, HERE))] == [
        "Austria",
        "China",
        "Brazil",
    ]


def test_a_text_is_read_by_interpreters_until_it_is_delivered(db, austria, sign_in, client):
    a_list(db)
    here = f"{ADD}/{inscribed(austria)}/"
    wrong = austria.post(
        here + "texts", data={"file": (BytesIO(b"x"), "a.exe"), "text_language": "fr"}
    )
    assert wrong.status_code == 422
    assert staged.texts(wrong.text, "field-error") == [
        "Give a PDF, DOCX or ODT, or a plain text in UTF-8 (.txt)."
    ]
    assert html.fromstring(wrong.text).xpath("//*[@name='check_against_delivery']/@checked") == []
    given = {"file": (BytesIO(b"Monsieur le Pr\xc3\xa9sident"), "a.txt"), "text_language": "fr"}
    page = austria.post(here + "texts", data=given, follow_redirects=True).text
    text = staged.links(page)["a.txt"]
    for reader in (austria, sign_in(Role.INTERPRETER)):
        assert reader.get(text).data.decode() == "Monsieur le Président"
    assert "Text, French" in staged.links(staged.page_of(sign_in(Role.INTERPRETER), HERE))
    assert client.get(text).status_code == 404
    assert "Text, French" not in staged.links(staged.page_of(client, HERE))
    assert sign_in(Role.INTERPRETER).post(text + "/withdraw").status_code == 403
    taken = austria.post(text + "/withdraw", follow_redirects=True)
    assert "a.txt" not in staged.links(taken.text)
