"""The lists of speakers among the examples: of 2006 as delivered, of 2008 with its terms."""

from datetime import UTC, datetime

from exports.statements import paragraph
from exports.wording import Wording
from procedure.floor.values import Turn
from procedure.permissions import PUBLIC
from procedure.speakers.exchange import read_ledger
from procedure.speakers.verify import verify
from services import floor_programme
from services.floor_queues import queue_of, speeches_on
from services.floor_rows import views
from services.speakers import ledger_of, lists, speakers_list, standing_of
from services.transactions import clock
from tests.loaded_examples import engine, loaded
from tests.unit.test_statements import ITEM_2, ITEM_3, ITEM_5, MIGRANTS, OPENING, WITNESSES

__all__ = ["engine", "loaded"]  # fixtures


def test_what_was_said_in_2006_makes_the_paragraphs_of_the_report(record, loaded):
    third, _fourth = loaded
    meetings = {one.uid: one.number for one in floor_programme.meetings(record, third.id)}
    said, held = {}, {}
    for one in lists(record, PUBLIC, third):
        spoken = speeches_on(record, third.id, one.key)
        said[one.key] = paragraph((each.speech for each in spoken), Wording())
        held[one.key] = sorted({meetings[each.meeting] for each in spoken})
        assert queue_of(record, one) == ()
    assert said == {
        "opening": OPENING,
        "item-2": ITEM_2,
        "item-3": ITEM_3,
        "consultation-victims": WITNESSES,
        "consultation-migrants": MIGRANTS,
        "item-5": ITEM_5,
    }
    assert held == {
        "opening": [1],
        "item-2": [1, 2, 3],
        "item-3": [4, 5, 6],
        "consultation-victims": [7, 8],
        "consultation-migrants": [9],
        "item-5": [5, 7, 8],
    }


def test_the_opening_of_2006_in_its_order_and_who_spoke_from_no_list(record, loaded):
    third, _fourth = loaded
    floors = {one.meeting_uid: one.state for one in views(record, third.id)}
    first, *_between, last = floor_programme.meetings(record, third.id)
    spoken = [(one.name, one.on_behalf_of) for one in floors[first.uid].spoken[:10]]
    assert spoken == [
        ("President of the Conference", ""),
        ("Director, Division for Treaty Affairs, UNODC", ""),
        ("Costa Rica", "Group of 77 and China"),
        ("Finland", "European Union"),
        ("Morocco", "African States"),
        ("Azerbaijan", "GUAM"),
        ("European Commission", "European Community"),
        ("Azerbaijan", ""),
        ("United States of America", ""),
        ("Nigeria", ""),
    ]
    (finland,) = (one for one in floors[first.uid].spoken if one.name == "Finland")
    assert (len(finland.aligned), finland.aligned[0], finland.aligned[-1]) == (
        12,
        "Bulgaria",
        "Ukraine",
    )
    assert [(one.turn, one.delegation, one.on_behalf_of) for one in floors[last.uid].spoken] == [
        (Turn.OTHER, "NGA", "African States")
    ]


def test_every_ledger_is_sound(record, loaded):
    for session in loaded:
        for one in lists(record, PUBLIC, session):
            assert verify(read_ledger(ledger_of(record, PUBLIC, one))).findings == ()


def test_the_general_discussion_has_the_terms_of_2008(record, loaded):
    _third, fourth = loaded
    found = standing_of(record, PUBLIC, speakers_list(record, PUBLIC, fourth, "item-1-f"))
    assert (found.terms.opens_at, found.terms.closes_at) == (
        datetime(2008, 8, 15, 8, tzinfo=UTC),
        datetime(2008, 10, 8, 10, tzinfo=UTC),
    )
    assert (found.terms.policy.key, {one.category.seconds for one in found.places}) == (
        "ctoc-2008",
        {180},
    )
    assert [one.name for one in found.places] == [
        "Brazil",
        "Côte d'Ivoire",
        "China",
        "Lebanon",
        "Austria",
        "European Community",
    ]
    (swap,) = found.swaps
    assert (swap.proposed, swap.other) == (found.places[3].number, found.places[4].number)


def test_one_list_is_open_for_trying(record, loaded):
    _third, fourth = loaded
    one = speakers_list(record, PUBLIC, fourth, "item-2-a")
    assert one.opens_at < clock(record) < one.closes_at
    found = standing_of(record, PUBLIC, one)
    assert (found.to_be_drawn, bool(found.seed), len(found.places)) == (False, True, 4)
    assert "Austria" not in {each.name for each in found.places}
