"""What holds however delegations, the secretariat and two tables act, each as it pleases."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from procedure.participants import Level
from procedure.permissions import PUBLIC
from procedure.speakers.exchange import read_ledger
from procedure.speakers.verify import verify
from services import floor, interventions
from services import speakers as lists
from services.errors import BadRequest, NotFound, RuleBroken
from services.floor_estimates import outlook
from services.floor_queues import queue_of, speeches
from services.floor_rows import views
from services.floor_words import Behind
from services.inscriptions import amend, inscribe, withdraw
from services.speakers_decisions import admit, refuse, undo_entry
from services.speakers_swaps import accept_swap, propose_swap
from services.wanted import Wanted
from tests.floors import MORNING, NAMES, Screen, released
from tests.record import SECRETARIAT, a_session
from tests.speakers import CHAIR, OPENS, delegations, focal_point, policy, terms

STEPS = 240
REFUSALS = (RuleBroken, Behind, NotFound, BadRequest)
ORDERS = [
    policy(),
    policy("lots"),
    policy("protocol", late="list"),
    policy(simultaneous_seconds=30, swap_across_categories=True, late="category"),
]


class House:
    """Six delegations, a list, and two meetings at once that hear it."""

    def __init__(self, db: Any, clock: Any, order: Any, seed: int) -> None:
        self.db, self.clock, self.chance = db, clock, Random(seed)
        self.session = a_session(db)
        self.states = delegations(db, self.session, *NAMES)
        given = {"key": "item-2", "business": "2", "terms": terms(order)}
        self.list = lists.make_list(db, SECRETARIAT, self.session, **given)
        uids = released(db, self.session)[:2]
        self.screens = [Screen(db, self.session, uid) for uid in uids]

    def on_the_list(self) -> Callable[[], object]:
        """Something that a delegation, or the secretariat for it, asks."""
        pick, db, asked = self.chance.choice, self.db, self.list
        standing = lists.standing_of(db, PUBLIC, asked)
        numbers = [one.number for one in (*standing.places, *standing.waiting)] or [2]
        swaps = [one.number for one in standing.swaps] or [2]
        state, number, other = pick(self.states), pick(numbers), pick(numbers)
        actor = pick([focal_point(state), SECRETARIAT])
        group = pick(["", "", "Group of 77"])
        wanted = Wanted(level=pick(list(Level)), on_behalf_of=group)
        entry = self.chance.randint(2, asked.last_sequence + 1)
        return pick([
            lambda: inscribe(db, actor, asked, state, wanted=wanted),
            lambda: inscribe(db, actor, asked, state, wanted=wanted),
            lambda: amend(db, SECRETARIAT, asked, number, wanted=wanted),
            lambda: withdraw(db, SECRETARIAT, asked, number),
            lambda: propose_swap(db, SECRETARIAT, asked, number, other=other),
            lambda: accept_swap(db, SECRETARIAT, asked, pick(swaps)),
            lambda: admit(db, CHAIR, asked, number),
            lambda: refuse(db, CHAIR, asked, number),
            lambda: undo_entry(db, CHAIR, asked, entry),
        ])  # fmt: skip

    def at_a_table(self) -> Callable[[], object]:
        """A key that an operator presses."""
        pick, screen = self.chance.choice, self.chance.choice(self.screens)
        replies = [one.event for one in screen.look().replies] or [1]
        queue = [one.number for one in queue_of(self.db, self.list)] or [2]
        code = pick(self.states[:2]).code
        action, given = pick([
            *((floor.next_, {"expected": queue[0]}) for _ in range(6)),
            (floor.call, {"number": pick(queue)}),
            (floor.absent, {"number": queue[0]}),
            *((one, {}) for one in (*[floor.end] * 4, floor.pause, floor.resume, floor.adjourn)),
            *((one, {}) for one in (floor.suspend, *[floor.continue_] * 4, *[floor.undo] * 3)),
            (floor.take_list, {"list_id": "item-2"}),
            (interventions.raise_point, {"delegation": code}),
            (interventions.rule_on_point, {"ruling": "Noted."}),
            *((interventions.ask_reply, {"delegation": code}) for _ in range(4)),
            *((interventions.call_reply, {"request": pick(replies)}) for _ in range(4)),
        ])  # fmt: skip
        return lambda: screen.do(action, **given)

    def check(self) -> None:
        """Nobody is heard twice, nor has more than the rules give; who was heard is on the list."""
        spoken = [s for one in views(self.db, self.session.id) for s in speeches(one.state)]
        heard = [one.number for one in spoken if one.number]
        assert max(Counter(heard).values(), default=1) == 1
        replies = Counter(one.delegation for one in spoken if one.reply)
        assert max(replies.values(), default=0) <= 2
        standing = lists.standing_of(self.db, PUBLIC, self.list)
        assert {*heard} <= {one.number for one in standing.places}
        own = Counter(
            one.delegation for one in (*standing.places, *standing.waiting) if not one.on_behalf_of
        )
        assert max(own.values(), default=0) <= 1

    def estimates_stand(self) -> None:
        """No estimate moves forward while nothing happens."""
        later = self.clock.at + timedelta(seconds=self.chance.choice([1, 100, 90_000]))
        now = outlook(self.db, self.session, self.list, self.clock.at).estimates
        then = outlook(self.db, self.session, self.list, later).estimates
        for one, two in zip(now, then, strict=True):
            assert one.number == two.number
            assert one.median <= two.median
            assert one.late <= two.late


@pytest.mark.parametrize("order", ORDERS, ids=["requests", "lots", "protocol", "seconds"])
def test_whatever_happens_nobody_gets_more_than_the_rules_give(timed, clock, order):
    house = House(timed, clock, order, seed=len(order.categories) + order.simultaneous_seconds)
    clock.at = OPENS
    for step in range(STEPS):
        if step == STEPS // 4:
            clock.at = MORNING
            for screen in house.screens:
                screen.do(floor.open_meeting, present=3)
                screen.do(floor.take_list, list_id="item-2")
        clock.go_on(seconds=house.chance.choice([0, 1, 20, 200]))
        inscribing = step < STEPS // 4 or house.chance.random() < 1 / 5
        act = house.on_the_list() if inscribing else house.at_a_table()
        try:
            act()
        except REFUSALS:
            continue
        house.check()
        if step > STEPS // 4:
            house.estimates_stand()
    told = json.loads(json.dumps(lists.ledger_of(timed, PUBLIC, house.list)))
    assert verify(read_ledger(told)).findings == ()
