"""The rules of a conference as data: how lists of speakers are ordered, and what the floor allows.

A rulebook is a file of `rulebooks/`. Another conference is another file.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from procedure.participants import Level, ParticipantKind
from procedure.plain import BadData, Fields
from procedure.speakers.values import Category, OrderPolicy, Within

LATE = ("list", "category")  # of which an admitted late request comes last


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakersRules:
    """How lists are ordered, and the rules of procedure on which that rests ("rule 42")."""

    policies: tuple[OrderPolicy, ...]
    order_rule: str
    limit_rule: str
    closing_rule: str
    participation_rule: str

    def policy(self, key: str) -> OrderPolicy:
        """A policy by its key. Raises KeyError."""
        return {policy.key: policy for policy in self.policies}[key]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """The rules of a conference; `source` is where they are written."""

    key: str
    title: str
    source: str
    speakers: SpeakersRules
    floor: FloorRules


@cache
def rulebooks() -> tuple[Rulebook, ...]:
    """All that there are, by key. Raises BadData, naming file and field."""
    folder = files("procedure").joinpath("rulebooks")
    found = sorted(file.name for file in folder.iterdir() if file.name.endswith(".yaml"))
    sources = {name: folder.joinpath(name).read_text(encoding="utf-8") for name in found}
    return tuple(parse_rulebook(source, name) for name, source in sources.items())


def rulebook(key: str = "ctoc") -> Rulebook:
    """A rulebook by its key. Raises KeyError."""
    return {book.key: book for book in rulebooks()}[key]


def parse_rulebook(source: str, path: str = "") -> Rulebook:
    """A rulebook from YAML. Raises BadData."""
    try:
        data = yaml.safe_load(source)
    except yaml.YAMLError as error:
        line = f", line {mark.line + 1}" if (mark := getattr(error, "problem_mark", None)) else ""
        raise BadData(f"{path}{line}", "This cannot be read as YAML.") from None
    return read_rulebook(data, path)


def read_rulebook(data: object, path: str = "") -> Rulebook:
    """A rulebook from plain data. Raises BadData."""
    fields = Fields(data, path)
    book = Rulebook(
        key=fields.text("key"),
        title=fields.text("title"),
        source=fields.text("source"),
        speakers=_speakers(fields.group("speakers")),
        floor=_floor(fields.group("floor")),
    )
    fields.end()
    return book


def _speakers(fields: Fields) -> SpeakersRules:
    rules = SpeakersRules(
        policies=tuple(_policy(one) for one in fields.groups("policies")),
        order_rule=fields.text("order_rule"),
        limit_rule=fields.text("limit_rule"),
        closing_rule=fields.text("closing_rule"),
        participation_rule=fields.text("participation_rule"),
    )
    _distinct([policy.key for policy in rules.policies], fields.at("policies"))
    fields.end()
    return rules


def _floor(fields: Fields) -> FloorRules:
    rules = FloorRules(
        reply_seconds=fields.wholes("reply_seconds", least=1),
        replies_after_list=fields.flag("replies_after_list"),
        point_of_order_seconds=fields.whole("point_of_order_seconds", least=1),
        amber_seconds=fields.whole("amber_seconds"),
        changeover_seconds=fields.whole("changeover_seconds"),
        alert_ahead=fields.whole("alert_ahead"),
        quorum_to_open=_fraction(fields, "quorum_to_open"),
        quorum_to_decide=_fraction(fields, "quorum_to_decide"),
        quorum_rule=fields.text("quorum_rule"),
        call_rule=fields.text("call_rule"),
        secretariat_rule=fields.text("secretariat_rule"),
        point_of_order_rule=fields.text("point_of_order_rule"),
        limit_rule=fields.text("limit_rule"),
        reply_rule=fields.text("reply_rule"),
    )
    fields.end()
    return rules


def policy_data(policy: OrderPolicy) -> dict[str, Any]:
    """A policy as plain data, in the form of the rulebook: what ledgers carry."""
    return {
        "key": policy.key,
        "title": policy.title,
        "source": policy.source,
        "within": policy.within.value,
        "simultaneous_seconds": policy.simultaneous_seconds,
        "statements_per_delegation": policy.statements_per_delegation,
        "swap_across_categories": policy.swap_across_categories,
        "late": policy.late,
        "categories": [
            {
                "key": category.key,
                "title": category.title,
                "seconds": category.seconds,
                "kinds": [kind.value for kind in ParticipantKind if kind in category.kinds],
                "levels": [level.value for level in Level if level in category.levels],
                "group_statements": category.group_statements,
            }
            for category in policy.categories
        ],
    }


def read_policy(data: object, path: str = "") -> OrderPolicy:
    """A policy from plain data. Raises BadData."""
    return _policy(Fields(data, path))


def _policy(fields: Fields) -> OrderPolicy:
    policy = OrderPolicy(
        key=fields.text("key"),
        title=fields.text("title"),
        source=fields.text("source", default=""),
        categories=tuple(_category(one) for one in fields.groups("categories")),
        within=fields.choice("within", Within),
        simultaneous_seconds=fields.whole("simultaneous_seconds"),
        statements_per_delegation=fields.whole("statements_per_delegation", least=1),
        swap_across_categories=fields.flag("swap_across_categories"),
        late=fields.text("late"),
    )
    _distinct([category.key for category in policy.categories], fields.at("categories"))
    if not policy.categories:
        raise BadData(fields.at("categories"), "Give a category.")
    if policy.late not in LATE:
        raise BadData(fields.at("late"), f"Give one of: {', '.join(LATE)}.")
    fields.end()
    return policy


def _category(fields: Fields) -> Category:
    category = Category(
        key=fields.text("key"),
        title=fields.text("title"),
        seconds=fields.whole("seconds", least=1),
        kinds=fields.choices("kinds", ParticipantKind),
        levels=fields.choices("levels", Level),
        group_statements=_maybe(fields, "group_statements"),
    )
    fields.end()
    return category


def _maybe(fields: Fields, name: str) -> bool | None:
    """True, false, or None where the field is missing or null."""
    if name not in fields:
        return None
    value = fields.any(name)
    if value is not None and not isinstance(value, bool):
        raise BadData(fields.at(name), "Give true, false or null.")
    return value


def _fraction(fields: Fields, name: str) -> Fraction:
    value = fields.text(name)
    try:
        fraction = Fraction(value)
    except (ValueError, ZeroDivisionError):
        fraction = Fraction(-1)
    if not 0 <= fraction <= 1:
        raise BadData(fields.at(name), "Give a fraction in quotes, such as 1/3.")
    return fraction


def _distinct(keys: list[str], path: str) -> None:
    for key in keys:
        if keys.count(key) > 1:
            raise BadData(path, f"“{key}” is there twice.")
