"""What the forms of requirements say of mistakes: in the words of their readers."""

import pytest
from lxml import html

from procedure.permissions import Role
from tests.requirement_pages import opened, sent

pytestmark = pytest.mark.in_turn


@pytest.fixture
def secretary(sign_in):
    return sign_in(Role.SECRETARIAT)


def told(client, path, **fields):
    """The mistakes listed on top of a form."""
    shown = sent(client, path, 422, **(opened(client, path) | fields)).text
    (summary,) = html.fromstring(shown).find_class("error-summary")
    return [one.text_content() for one in summary.iter("li")]


def test_two_different_items_are_asked_for(secretary):
    same = {"f-rule": "before", "f-first": "1", "f-second": "1"}
    assert told(secretary, "relations/edit", **same) == [
        "Item B: Give two different pieces of business, "
        "the one to be finished first before the other."
    ]


def test_days_are_written_as_everywhere(secretary):
    window = {"f-not_before": "2008-10-10", "f-not_after": "2008-10-08"}
    assert told(secretary, "business/edit?key=1", **window) == [
        "Not after: Give a day that is not before 10 October 2008."
    ]
