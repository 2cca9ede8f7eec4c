"""What a phone works out of what is sent to all: where its delegation stands, and when to tell."""

from __future__ import annotations

import pytest

EACH = """([name, given]) =>
  import('/static/js/turn.js').then((turn) => given.map((one) => turn[name](...[one].flat(1))))"""
PLACES = [[4, 100, 200, 0], [7, 300, 400, 1], [9, 500, 600, 2]]


@pytest.fixture
def page(visit):
    return visit("/")


def test_a_sign_is_given_once_for_each_that_is_nearer_and_silently_to_who_is_called_out_of_turn(
    page,
):
    signs = [
        ("later", "soon", None, "loud"),
        ("soon", "next", "soon", "loud"),
        ("next", "speaking", "next", None),  # called in turn: they know
        ("soon", "speaking", "soon", None),
        ("later", "speaking", None, "silent"),  # out of turn: no tone beside a microphone
        ("none", "speaking", None, "silent"),
        ("waiting", "speaking", None, "silent"),  # the page was loaded just then
        ("waiting", "soon", None, "loud"),
        ("waiting", "later", None, None),
        ("next", "soon", "next", None),  # farther
        ("soon", "soon", None, None),
        ("later", "soon", "soon", None),  # near again: told before
        ("speaking", "heard", "speaking", None),
        ("heard", "speaking", "speaking", None),
    ]
    given = [{"was": was, "place": place, "told": told} for was, place, told, _ in signs]
    assert page.evaluate(EACH, ["signOf", given]) == [sign for *_, sign in signs]


def test_of_several_inscriptions_the_first_counts(page):
    given = [[PLACES, [9, 7]], [PLACES, [4]], [PLACES, [5]], [[], [4]]]
    assert page.evaluate(EACH, ["first", given]) == [
        {"before": 1, "estimate": PLACES[1]},
        {"before": 0, "estimate": PLACES[0]},
        None,
        None,
    ]


def test_where_a_delegation_stands(page):
    def floor(turn="", name="Chad", state="open"):
        return {"state": state, "current": {"turn": turn, "name": name} if turn else None}

    usual = {"floor": floor(), "places": {"list": "a"}, "name": "Chad", "listed": True, "near": 2}
    stands = [
        ({"floor": None, "turn": None}, "waiting"),
        ({"places": None, "turn": None}, "waiting"),
        ({"turn": None}, "heard"),
        ({"turn": None, "listed": False}, "none"),
        ({"turn": {"before": 0}}, "next"),
        ({"turn": {"before": 2}}, "soon"),
        ({"turn": {"before": 3}}, "later"),
        ({"turn": {"before": 1}, "floor": floor(state="not_opened")}, "later"),
        ({"turn": {"before": 3}, "floor": floor("statement")}, "speaking"),
        ({"turn": None, "floor": floor("reply")}, "speaking"),
        ({"turn": {"before": 3}, "floor": floor("point_of_order")}, "later"),
        ({"turn": {"before": 3}, "floor": floor("statement", "Mali")}, "later"),
    ]
    given = [usual | one for one, _ in stands]
    assert page.evaluate(EACH, ["placeOf", given]) == [place for _, place in stands]
