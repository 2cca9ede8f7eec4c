"""A delegation inscribes itself through the pages, and is given its receipt."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from models.speakers import SpeakersList
from procedure.permissions import PUBLIC, Role
from procedure.speakers.receipts import read_receipt
from services.speakers import ledger_of, make_list
from services.transactions import now
from tests import site
from tests.speakers import terms

ADDRESS = f"/sessions/{site.SLUG}/speakers/item-2/inscriptions"
JSON = {"Accept": "application/json"}


@pytest.fixture
def speakers(db):
    """A list that is open."""
    session = db.query(site.ConferenceSession).one()
    hours = {"opens_at": now() - timedelta(hours=1), "closes_at": now() + timedelta(days=1)}
    return make_list(
        db, site.SECRETARIAT, session, key="item-2", business="2", terms=terms(**hours)
    )


def proven(db, token):
    """What a receipt says, verified with the key that is given out with the ledger."""
    told = ledger_of(db, PUBLIC, db.query(SpeakersList).one())
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(told["public_key"]))
    return read_receipt(token, key)


def test_a_delegation_inscribes_itself_once_and_has_its_receipt(db, sign_in, speakers):
    client = sign_in(Role.FOCAL_POINT)
    given = client.post(ADDRESS, data={"level": "minister", "speaker": "A."}, headers=JSON)
    again = client.post(ADDRESS, data={"level": "minister"}, headers=JSON)
    assert (given.status_code, again.status_code) == (201, 409)
    assert again.json["receipt"] == given.json["receipt"]
    assert (again.json["error"], again.json["rule"]) == ("twice", "Rules of procedure, rule 45")
    receipt = proven(db, given.json["receipt"]["token"])
    assert (receipt.number, receipt.digest) == (2, given.json["receipt"]["digest"])


def test_the_receipt_is_a_page(sign_in, speakers):
    client = sign_in(Role.FOCAL_POINT)
    first, second = (
        client.post(ADDRESS, data={"level": "minister"}, follow_redirects=True) for _ in range(2)
    )
    assert (first.status_code, second.status_code) == (200, 409)
    assert first.request.path == f"{ADDRESS}/2/receipt"
    for page in (first, second):
        assert "Inscription 2" in page.text
    assert "as many statements on this list as it may make" in second.text


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "level"),
        ({"level": "king"}, "level"),
        ({"level": "minister", "delegation": "99"}, "delegation"),
        ({"level": "minister", "delegation": "9" * 30}, "delegation"),
        ({"level": "minister", "speaker": "\0"}, "speaker"),
    ],
)
def test_a_bad_form_is_refused_by_field(sign_in, speakers, given, field):
    answer = sign_in(Role.FOCAL_POINT).post(ADDRESS, data=given, headers=JSON)
    assert (answer.status_code, list(answer.json["fields"])) == (422, [field])


def test_the_secretariat_names_a_delegation(db, sign_in, speakers):
    client = sign_in(Role.SECRETARIAT)
    answer = client.post(ADDRESS, data={"level": "minister"}, headers=JSON)
    assert list(answer.json["fields"]) == ["delegation"]
    (delegation,) = db.query(site.Delegation)
    given = {"level": "minister", "delegation": delegation.id}
    assert client.post(ADDRESS, data=given, headers=JSON).status_code == 201


def test_a_list_that_is_not_there_is_not_found(sign_in):
    answer = sign_in(Role.FOCAL_POINT).post(ADDRESS, data={"level": "minister"}, headers=JSON)
    assert answer.status_code == 404


def test_a_forged_form_is_refused(app, sign_in, speakers):
    app.config["WTF_CSRF_ENABLED"] = True
    answer = sign_in(Role.FOCAL_POINT).post(
        ADDRESS, data={"level": "minister", "csrf_token": "forged"}, headers=JSON
    )
    assert (answer.status_code, answer.json["error"]) == (400, "csrf")
