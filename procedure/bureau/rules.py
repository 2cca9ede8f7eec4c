"""The officers of a conference and their election, as data of the rulebook."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from procedure.plain import BadData, Fields, distinct


class Reach(StrEnum):
    """To which of the instruments in force a State must be party."""

    FIRST = "first"  # that which established the conference
    FIRST_AND_ANOTHER = "first_and_another"
    ALL = "all"


class Scope(StrEnum):
    """Among whom a condition asks for officers."""

    GROUP = "group"  # those of each regional group
    BOARD = "board"


class Named(StrEnum):
    """Who names the successor of an officer who cannot go on."""

    STATE = "state"  # another representative of the same State
    GROUP = "group"  # the same regional group nominates
    ELECTION = "election"


class Presiding(StrEnum):
    """How the holders of an office preside over meetings."""

    FIRST = "first"  # opens and closes the session
    SHARES = "shares"  # shares the other meetings
    NEVER = "never"


class Term(StrEnum):
    """Until when officers serve."""

    SUCCESSORS = "successors"  # until their successors are elected
    NEXT_CLOSURE = "next_closure"  # until the next session closes


class Tie(StrEnum):
    """What happens if too many tie for the last place in a restricted ballot."""

    BALLOT = "ballot"  # all of them stand again
    LOTS = "lots"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office and how many hold it."""

    key: str
    title: str
    number: int
    presiding: Presiding
    named: Named
    replacement_rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """At least so many officers, of each group or in all, from parties to instruments in force.

    One that is a `wish` ("if possible") is never broken.
    """

    scope: Scope
    officers: int
    reach: Reach
    wish: bool
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """How an office goes from group to group.

    It moves on by `step` in the order of the groups with each session; or, if it `follows` an
    office, it goes to the group that had that one `behind` sessions before.
    """

    office: str
    step: int
    follows: str
    behind: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Officers who are elected together: the bureau, or those of a committee.

    `per_group` is how many of them each regional group has; 0 if the rules do not say. By
    `one_per_state_rule` no State has two offices; "" where that is practice.
    """

    key: str
    title: str
    rule: str
    offices: tuple[Office, ...]
    per_group: int
    one_per_state_rule: str
    conditions: tuple[Condition, ...]
    turns: tuple[Turn, ...]
    rotation_rule: str
    term: Term
    term_rule: str

    @property
    def places(self) -> int:
        """How many officers there are."""
        return sum(office.number for office in self.offices)

    def office(self, key: str) -> Office:
        """An office by its key. Raises KeyError."""
        return {office.key: office for office in self.offices}[key]


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectionRules:
    """How officers are elected; `majority` is the share of the valid votes to be exceeded.

    `acclamation` says whether as many candidates as places need no ballot. A further ballot is
    restricted to `restricted_to` candidates for each place left. From ballot `lots_from` on, those
    who tie are told apart by lot.
    """

    rule: str
    acclamation: bool
    majority: Fraction
    restricted_to: int
    tie: Tie
    lots_from: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BureauRules:
    """The boards of a conference: the first is its bureau.

    The `extended` bureau is that with the chairs of the regional groups; "" if there is none.
    """

    boards: tuple[Board, ...]
    extended: str
    extended_rule: str
    private_rule: str
    acting_rule: str
    elections: ElectionRules

    @property
    def bureau(self) -> Board:
        """The bureau of the conference."""
        return self.boards[0]

    def board(self, key: str) -> Board:
        """A board by its key. Raises KeyError."""
        return {board.key: board for board in self.boards}[key]


def read_bureau_rules(fields: Fields) -> BureauRules:
    """The section "bureau" of a rulebook. Raises BadData."""
    rules = BureauRules(
        boards=tuple(_board(one) for one in fields.groups("boards")),
        extended=fields.text("extended", default=""),
        extended_rule=fields.text("extended_rule", default=""),
        private_rule=fields.text("private_rule"),
        acting_rule=fields.text("acting_rule"),
        elections=_elections(fields.group("elections")),
    )
    distinct([board.key for board in rules.boards], fields.at("boards"))
    if not rules.boards:
        raise BadData(fields.at("boards"), "Give the bureau.")
    fields.end()
    return rules


def _board(fields: Fields) -> Board:
    board = Board(
        key=fields.text("key"),
        title=fields.text("title"),
        rule=fields.text("rule"),
        offices=tuple(_office(one) for one in fields.groups("offices")),
        per_group=fields.whole("per_group"),
        one_per_state_rule=_one_per_state(fields),
        conditions=tuple(_condition(one) for one in fields.groups("conditions")),
        turns=tuple(_turn(one) for one in fields.groups("rotation")),
        rotation_rule=fields.text("rotation_rule", default=""),
        term=fields.choice("term", Term),
        term_rule=fields.text("term_rule"),
    )
    keys = [office.key for office in board.offices]
    distinct(keys, fields.at("offices"))
    distinct([turn.office for turn in board.turns], fields.at("rotation"))
    if not keys:
        raise BadData(fields.at("offices"), "Give an office.")
    if any(turn.office not in keys for turn in board.turns):
        raise BadData(fields.at("rotation"), f"Give one of: {', '.join(keys)}.")
    moving = [turn.office for turn in board.turns if not turn.follows]
    if any(turn.follows and turn.follows not in moving for turn in board.turns):
        raise BadData(fields.at("rotation"), "Follow an office that moves on by itself.")
    if not board.per_group and any(one.scope is Scope.GROUP for one in board.conditions):
        raise BadData(fields.at("per_group"), "Say how many officers each group has.")
    fields.end()
    return board


def _one_per_state(fields: Fields) -> str:
    """By which rule a State has one office. Candidates are told apart by their States."""
    if not fields.flag("one_per_state"):
        raise BadData(fields.at("one_per_state"), "Say true: no State can have two offices.")
    return fields.text("one_per_state_rule", default="")


def _office(fields: Fields) -> Office:
    office = Office(
        key=fields.text("key"),
        title=fields.text("title"),
        number=fields.whole("number", least=1),
        presiding=fields.choice("presiding", Presiding),
        named=fields.choice("named", Named),
        replacement_rule=fields.text("replacement_rule"),
    )
    fields.end()
    return office


def _condition(fields: Fields) -> Condition:
    condition = Condition(
        scope=fields.choice("scope", Scope),
        officers=fields.whole("officers", least=1),
        reach=fields.choice("reach", Reach),
        wish=fields.flag("wish", default=False),
        rule=fields.text("rule"),
    )
    fields.end()
    return condition


def _turn(fields: Fields) -> Turn:
    follows = fields.text("follows", default="")
    turn = Turn(
        office=fields.text("office"),
        step=0 if follows else fields.whole("step"),
        follows=follows,
        behind=fields.whole("behind", least=1) if follows else 0,
    )
    fields.end()
    return turn


def _elections(fields: Fields) -> ElectionRules:
    rules = ElectionRules(
        rule=fields.text("rule"),
        acclamation=fields.flag("acclamation"),
        majority=fields.fraction("majority"),
        restricted_to=fields.whole("restricted_to", least=2),
        tie=fields.choice("tie", Tie),
        lots_from=fields.whole("lots_from", least=1),
    )
    fields.end()
    return rules
