"""What the floor allows, as data of the rulebook."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from procedure.plain import Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorRules:
    """What the floor allows: times in seconds, and the rules of procedure on which that rests.

    `reply_seconds` are those of the first right of reply of a delegation on an item, the second,
    and so on; `replies_after_list` if they wait until the list is exhausted. The light turns amber
    when `amber_seconds` are left. `changeover_seconds` pass between two speakers. Who speaks is
    told when `alert_ahead` others are left before. A meeting opens with at least `quorum_to_open`
    of the parties that take part, and decides with more than `quorum_to_decide` of them.
    """

    reply_seconds: tuple[int, ...]
    replies_after_list: bool
    point_of_order_seconds: int
    amber_seconds: int
    changeover_seconds: int
    alert_ahead: int
    quorum_to_open: Fraction
    quorum_to_decide: Fraction
    quorum_rule: str
    call_rule: str
    secretariat_rule: str
    point_of_order_rule: str
    limit_rule: str
    reply_rule: str

    @property
    def replies_per_item(self) -> int:
        """How many rights of reply a delegation has on an item."""
        return len(self.reply_seconds)


def read_floor_rules(fields: Fields) -> FloorRules:
    """The section "floor" of a rulebook. Raises BadData."""
    rules = FloorRules(
        reply_seconds=fields.wholes("reply_seconds", least=1),
        replies_after_list=fields.flag("replies_after_list"),
        point_of_order_seconds=fields.whole("point_of_order_seconds", least=1),
        amber_seconds=fields.whole("amber_seconds"),
        changeover_seconds=fields.whole("changeover_seconds"),
        alert_ahead=fields.whole("alert_ahead"),
        quorum_to_open=fields.fraction("quorum_to_open"),
        quorum_to_decide=fields.fraction("quorum_to_decide"),
        quorum_rule=fields.text("quorum_rule"),
        call_rule=fields.text("call_rule"),
        secretariat_rule=fields.text("secretariat_rule"),
        point_of_order_rule=fields.text("point_of_order_rule"),
        limit_rule=fields.text("limit_rule"),
        reply_rule=fields.text("reply_rule"),
    )
    fields.end()
    return rules
