"""Who may do what: the roles, the actions, and the one table that joins them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is to a session. Nobody signed in is `None` where a role is asked for."""

    SECRETARIAT = "secretariat"
    BUREAU = "bureau"
    FOCAL_POINT = "focal_point"
    INTERPRETATION_PLANNER = "interpretation_planner"
    INTERPRETER = "interpreter"
    CHAIR_TABLE = "chair_table"
    READER = "reader"


class Action(StrEnum):
    """What can be done, as ``subject:action``. Audit records carry these values."""

    SESSION_VIEW = "session:view"
    SESSION_IMPORT = "session:import"
    PROGRAMME_VIEW_RELEASED = "programme:view_released"
    PROGRAMME_VIEW_DRAFT = "programme:view_draft"
    PROGRAMME_EDIT = "programme:edit"
    PROGRAMME_PROPOSE = "programme:propose"
    PROGRAMME_CANCEL = "programme:cancel"
    PROGRAMME_STORE = "programme:store"
    PROGRAMME_DISCARD = "programme:discard"
    PROGRAMME_APPROVE = "programme:approve"
    PROGRAMME_ADOPT = "programme:adopt"
    PROGRAMME_REVISE = "programme:revise"
    REQUIREMENTS_VIEW = "requirements:view"
    REQUIREMENTS_EDIT = "requirements:edit"
    INTERPRETATION_VIEW = "interpretation:view"
    INTERPRETATION_EDIT = "interpretation:edit"
    INTERPRETATION_SEARCH = "interpretation:search"
    CALENDAR_VIEW = "calendar:view"
    CALENDAR_IMPORT = "calendar:import"
    CALENDAR_SEARCH = "calendar:search"
    SPEAKERS_VIEW = "speakers:view"
    SPEAKERS_VERIFY = "speakers:verify"
    SPEAKERS_INSCRIBE = "speakers:inscribe"
    SPEAKERS_MANAGE = "speakers:manage"
    SPEAKERS_DECIDE = "speakers:decide"
    STATEMENT_GIVE = "statement:give"
    STATEMENT_READ_EARLY = "statement:read_early"
    FLOOR_VIEW = "floor:view"
    FLOOR_RUN = "floor:run"
    DELEGATIONS_VIEW = "delegations:view"
    DELEGATIONS_MANAGE = "delegations:manage"
    DELEGATES_VIEW = "delegates:view"
    DELEGATES_MANAGE = "delegates:manage"
    ATTENDANCE_VIEW = "attendance:view"
    ATTENDANCE_NOTE = "attendance:note"
    CREDENTIALS_SUBMIT = "credentials:submit"
    CREDENTIALS_VIEW = "credentials:view"
    CREDENTIALS_VIEW_ONE = "credentials:view_one"
    CREDENTIALS_OBJECT = "credentials:object"
    CREDENTIALS_MANAGE = "credentials:manage"
    CREDENTIALS_EXAMINE = "credentials:examine"
    CREDENTIALS_DECIDE = "credentials:decide"
    OBSERVERS_VIEW = "observers:view"
    OBSERVERS_OBJECT = "observers:object"
    OBSERVERS_MANAGE = "observers:manage"
    OBSERVERS_DECIDE = "observers:decide"
    BUREAU_VIEW = "bureau:view"
    BUREAU_MANAGE = "bureau:manage"
    BUREAU_MEETINGS_VIEW = "bureau:meetings_view"
    ELECTION_RUN = "election:run"
    DUTIES_VIEW = "duties:view"
    DUTIES_MANAGE = "duties:manage"
    MAIL_VIEW = "mail:view"
    MAIL_SEND = "mail:send"
    FEED_SUBSCRIBE = "feed:subscribe"
    FEED_DELEGATION = "feed:delegation"
    ACCOUNT_MANAGE = "account:manage"


EVERYONE: frozenset[Role | None] = frozenset({None, *Role})
SIGNED_IN: frozenset[Role | None] = frozenset(Role)
PLANNERS: frozenset[Role | None] = frozenset(
    {Role.SECRETARIAT, Role.BUREAU, Role.INTERPRETATION_PLANNER}
)
SECRETARIAT: frozenset[Role | None] = frozenset({Role.SECRETARIAT})
INTERPRETATION: frozenset[Role | None] = frozenset({Role.SECRETARIAT, Role.INTERPRETATION_PLANNER})
DELEGATES: frozenset[Role | None] = frozenset({Role.FOCAL_POINT, Role.SECRETARIAT})
EXAMINERS: frozenset[Role | None] = frozenset({Role.SECRETARIAT, Role.BUREAU})
AT_THE_TABLE: frozenset[Role | None] = frozenset({Role.CHAIR_TABLE, Role.SECRETARIAT})

ALLOWED: Mapping[Action, frozenset[Role | None]] = {
    Action.SESSION_VIEW: EVERYONE,
    Action.SESSION_IMPORT: SECRETARIAT,
    Action.PROGRAMME_VIEW_RELEASED: EVERYONE,
    Action.PROGRAMME_VIEW_DRAFT: PLANNERS,
    Action.PROGRAMME_EDIT: SECRETARIAT,
    Action.PROGRAMME_PROPOSE: frozenset({Role.SECRETARIAT, Role.BUREAU}),
    Action.PROGRAMME_CANCEL: frozenset({Role.SECRETARIAT, Role.BUREAU}),
    Action.PROGRAMME_STORE: SECRETARIAT,
    Action.PROGRAMME_DISCARD: SECRETARIAT,
    Action.PROGRAMME_APPROVE: SECRETARIAT,
    Action.PROGRAMME_ADOPT: SECRETARIAT,
    Action.PROGRAMME_REVISE: SECRETARIAT,
    Action.REQUIREMENTS_VIEW: PLANNERS,
    Action.REQUIREMENTS_EDIT: SECRETARIAT,
    Action.INTERPRETATION_VIEW: INTERPRETATION,
    Action.INTERPRETATION_EDIT: INTERPRETATION,
    Action.INTERPRETATION_SEARCH: INTERPRETATION,
    Action.CALENDAR_VIEW: INTERPRETATION,
    Action.CALENDAR_IMPORT: SECRETARIAT,
    Action.CALENDAR_SEARCH: SECRETARIAT,
    Action.SPEAKERS_VIEW: EVERYONE,
    Action.SPEAKERS_VERIFY: EVERYONE,
    Action.SPEAKERS_INSCRIBE: DELEGATES,  # a focal point for its own delegations
    Action.SPEAKERS_MANAGE: SECRETARIAT,
    Action.SPEAKERS_DECIDE: AT_THE_TABLE,
    Action.STATEMENT_GIVE: DELEGATES,
    Action.STATEMENT_READ_EARLY: frozenset({Role.INTERPRETER}),
    Action.FLOOR_VIEW: EVERYONE,
    Action.FLOOR_RUN: AT_THE_TABLE,
    Action.DELEGATIONS_VIEW: EVERYONE,
    Action.DELEGATIONS_MANAGE: SECRETARIAT,
    Action.DELEGATES_VIEW: SIGNED_IN,
    Action.DELEGATES_MANAGE: DELEGATES,  # a focal point of its own delegations
    Action.ATTENDANCE_VIEW: SIGNED_IN,
    Action.ATTENDANCE_NOTE: AT_THE_TABLE,
    Action.CREDENTIALS_SUBMIT: DELEGATES,
    Action.CREDENTIALS_VIEW: EXAMINERS,
    Action.CREDENTIALS_VIEW_ONE: DELEGATES | EXAMINERS,  # a focal point its own delegations
    Action.CREDENTIALS_OBJECT: DELEGATES,
    Action.CREDENTIALS_MANAGE: SECRETARIAT,
    Action.CREDENTIALS_EXAMINE: EXAMINERS,
    Action.CREDENTIALS_DECIDE: SECRETARIAT,  # records what the Conference decided
    Action.OBSERVERS_VIEW: SIGNED_IN,
    Action.OBSERVERS_OBJECT: DELEGATES,
    Action.OBSERVERS_MANAGE: SECRETARIAT,
    Action.OBSERVERS_DECIDE: EXAMINERS,  # what the Conference decided: the secretariat alone
    Action.BUREAU_VIEW: EVERYONE,
    Action.BUREAU_MANAGE: SECRETARIAT,
    Action.BUREAU_MEETINGS_VIEW: EXAMINERS,  # its meetings are private (rule 40)
    Action.ELECTION_RUN: SECRETARIAT,
    Action.DUTIES_VIEW: SIGNED_IN,
    Action.DUTIES_MANAGE: SECRETARIAT,
    Action.MAIL_VIEW: SECRETARIAT,  # addresses are private
    Action.MAIL_SEND: SECRETARIAT,
    Action.FEED_SUBSCRIBE: SIGNED_IN,
    Action.FEED_DELEGATION: DELEGATES,
    Action.ACCOUNT_MANAGE: SECRETARIAT,
}

IN_ANY_SESSION: frozenset[Action] = frozenset({Action.CALENDAR_VIEW})
"""What belongs to no session, and is allowed in a role that is held in any one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, in what roles. `user_id` is None for the public, and for commands (`name` says so).

    `roles` are those in the session in which the actor acts, or in all; `anywhere` those in any.
    `delegation_ids` are the delegations whose focal point the actor is.
    """

    name: str
    user_id: int | None = None
    roles: frozenset[Role] = frozenset()
    anywhere: frozenset[Role] = frozenset()
    delegation_ids: frozenset[int] = frozenset()


PUBLIC = Actor(name="public")


def may(actor: Actor, action: Action) -> bool:
    """Whether the table allows the actor the action in any of their roles."""
    held = actor.roles | actor.anywhere if action in IN_ANY_SESSION else actor.roles
    roles: Iterable[Role | None] = held or {None}
    return any(role in ALLOWED[action] for role in roles)
