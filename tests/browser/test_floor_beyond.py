"""The chair's table says who is likely to fall beyond the time of the item."""

from __future__ import annotations

import json
import re

from playwright.sync_api import expect

from procedure.permissions import Role
from services import floor
from services.floor_queues import list_of, queue_of
from tests.browser.meeting import path, screen

__all__ = ["path", "screen"]  # fixtures

AT = 1_223_460_300  # 8 October 2008, 12.05 p.m. in Vienna


def test_who_falls_beyond_the_end_is_marked_and_counted(visit, screen, path):
    screen.do(floor.open_meeting, present=4)
    screen.do(floor.take_list, list_id="item-2")
    queue = queue_of(screen.db, list_of(screen.db, screen.session.id, "item-2"))
    places = [
        [one.number, AT, AT + 60, late] for one, late in zip(queue, (0, 1, 2, 2), strict=True)
    ]
    sent = json.dumps({"list": "item-2", "places": places, "replies": []})
    page = visit("/")
    page.context.add_cookies(visit("/", Role.CHAIR_TABLE).context.cookies())
    page.route(
        re.compile(rf"/live/{screen.uid}$"),
        lambda route: route.fulfill(
            content_type="text/event-stream", body=f"event: places\ndata: {sent}\n\n"
        ),
    )
    page.goto(path)
    expect(page.locator("[data-estimate]")).to_have_text(
        [
            "12.05 p.m.",
            "12.05 p.m., may fall beyond the time given",
            "12.05 p.m., beyond the time given",
            "12.05 p.m., beyond the time given",
        ]
    )
    expect(page.locator(".queue-beyond")).to_have_text(
        "Likely to fall beyond the time given to the item: 2"
    )
