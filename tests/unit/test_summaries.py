"""A summary of errors calls each field what its label says."""

import pytest

from tests.site import NOWHERE
from web.app import create_app
from web.summaries import FieldNames, with_names


@pytest.fixture(scope="module")
def app():
    return create_app(NOWHERE)


def names(page):
    reader = FieldNames()
    reader.feed(page)
    return reader.names


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ('<label for="x">Title</label><input id="x">', {"x": "Title"}),
        ('<input id="x"><label for="x"> Parties\n present: </label>', {"x": "Parties present"}),
        ('<label><input id="x" type="checkbox"> With all</label>', {"x": "With all"}),
        ('<label>Put <b>in</b> <i class="note">No</i><input id="x"></label>', {"x": "Put in"}),
        ('<label>Day <select id="x"><option>Monday</option></select></label>', {"x": "Day"}),
        ('<fieldset id="x"><legend>Order</legend><input></fieldset>', {"x": "Order"}),
        ('<input id="x" aria-label="Finding on Chad"><p id="y">', {"x": "Finding on Chad"}),
        ('<label for="x">A &amp; B</label>', {"x": "A & B"}),
        ("<p>Title</p><ul><li>One<li>Two</ul><label>No field</label>", {}),
    ],
)
def test_a_field_is_called_as_its_label_says(page, found):
    assert names(page) == found


def test_the_summary_above_names_the_fields_below_and_leads_to_them(app):
    page = (
        '<li><a data-field="x">Fill it in.</a></li>'
        '<li><a data-field="until">Give an &lt;hour&gt;.</a></li>'
        '<label for="x">A &amp; B</label><input id="x">'
    )
    with app.test_request_context():
        assert with_names(page) == (
            '<li><a href="#x">A &amp; B: Fill it in.</a></li>'
            "<li>Until: Give an &lt;hour&gt;.</li>"
            '<label for="x">A &amp; B</label><input id="x">'
        )


def test_a_page_without_a_summary_stays_as_it_is(app):
    with app.test_request_context():
        assert with_names('<p>"A" &amp; B</p>') == '<p>"A" &amp; B</p>'
