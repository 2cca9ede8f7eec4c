"""What is kept of officers, elections and meetings of the bureau."""

from __future__ import annotations

from enum import StrEnum


class ElectionMethod(StrEnum):
    """How officers were elected."""

    ACCLAMATION = "acclamation"
    BALLOT = "ballot"


class StepKind(StrEnum):
    """What an election by ballot is made of."""

    BALLOT = "ballot"
    LOT = "lot"
    WITHDRAWAL = "withdrawal"  # of a candidate
    VOID = "void"  # of the ballot or lot before it
    UNOPPOSED = "unopposed"  # those who are left are elected without a ballot
    CALLED_OFF = "called_off"


class Ending(StrEnum):
    """How somebody ceased to hold an office."""

    SUCCESSOR = "successor"  # elected at the next session
    RESIGNED = "resigned"
    UNABLE = "unable"


class DecisionKind(StrEnum):
    """What the bureau decided about."""

    PROGRAMME = "programme"  # approves a version
    ITEM = "item"  # settles an item in brackets
    OTHER = "other"


class ItemOutcome(StrEnum):
    """What became of an item in brackets."""

    KEPT = "kept"
    DELETED = "deleted"
