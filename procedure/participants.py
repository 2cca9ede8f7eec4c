"""Who takes part in a session, and at what level they speak (rules 12 to 17)."""

from __future__ import annotations

from enum import StrEnum


class ParticipantKind(StrEnum):
    """The capacities in which a delegation takes part."""

    STATE_PARTY = "State party"
    REIO = "Regional economic integration organization"
    SIGNATORY = "Signatory"
    OBSERVER_STATE = "Observer State"
    ENTITY = "Entity"
    UN_BODY = "United Nations body"
    IGO = "Intergovernmental organization"
    NGO_ECOSOC = "Non-governmental organization in consultative status"
    NGO = "Non-governmental organization"


class Level(StrEnum):
    """The rank of who speaks, from the highest. A minister's equal counts as a minister."""

    HEAD_OF_STATE = "head_of_state"
    HEAD_OF_GOVERNMENT = "head_of_government"
    MINISTER = "minister"
    VICE_MINISTER = "vice_minister"
    REPRESENTATIVE = "representative"


class Function(StrEnum):
    """What a delegate is in a delegation, in the order of a list (rules 12 and 13).

    A delegation consists of a representative, who is its head, and of such other representatives,
    alternates and advisers, also on particular questions, as it may need.
    """

    HEAD = "head"
    REPRESENTATIVE = "representative"
    ALTERNATE = "alternate"
    ADVISER = "adviser"
    EXPERT = "expert"


PARTIES = frozenset({ParticipantKind.STATE_PARTY, ParticipantKind.REIO})
