"""How lists of speakers are ordered, as data of the rulebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from procedure.participants import Level, ParticipantKind
from procedure.plain import BadData, Fields, distinct
from procedure.speakers.values import Category, OrderPolicy, Within

LATE = ("list", "category")  # of which an admitted late request comes last


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakersRules:
    """How lists are ordered, and the rules of procedure on which that rests ("rule 42")."""

    policies: tuple[OrderPolicy, ...]
    order_rule: str
    limit_rule: str
    closing_rule: str

    def policy(self, key: str) -> OrderPolicy:
        """A policy by its key. Raises KeyError."""
        return {policy.key: policy for policy in self.policies}[key]


def read_speakers_rules(fields: Fields) -> SpeakersRules:
    """The section "speakers" of a rulebook. Raises BadData."""
    rules = SpeakersRules(
        policies=tuple(_policy(one) for one in fields.groups("policies")),
        order_rule=fields.text("order_rule"),
        limit_rule=fields.text("limit_rule"),
        closing_rule=fields.text("closing_rule"),
    )
    distinct([policy.key for policy in rules.policies], fields.at("policies"))
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
    distinct([category.key for category in policy.categories], fields.at("categories"))
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
