"""Where links to requirements lead on their page."""

import pytest
from lxml import html

from procedure.permissions import Role
from tests.requirement_pages import page

pytestmark = pytest.mark.in_turn


def test_what_only_a_pin_or_an_earlier_version_asks_leads_to_its_business(sign_in):
    shown = html.fromstring(page(sign_in(Role.SECRETARIAT)))
    (entry,) = shown.xpath('//*[@id="business.2.fixed"]/ancestor::li')
    assert entry.get("id") == "business.2"
    assert len(shown.xpath('//*[@id="business.2.not_after"]')) == 1
