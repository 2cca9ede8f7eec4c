"""Observers among the examples: those of 2006 as attended, and requests of 2008, invented."""

from __future__ import annotations

from collections import Counter

from procedure.observers.status import Why
from procedure.participation import Act
from services import observers, participation
from services.examples import LOADER
from tests.loaded_examples import engine, loaded

__all__ = ["engine", "loaded"]  # fixtures


def stands(record, session):
    """How many requests stand how, and whether they are those of participants."""
    found = observers.requests(record, LOADER, session)
    return Counter((row.kind, one.why, row.delegation_id is not None) for row, one in found)


def test_who_observed_in_2006(record, loaded):
    third, _fourth = loaded
    assert stands(record, third) == {
        ("Signatory", Why.NOTIFIED, True): 24,
        ("Observer State", Why.BUREAU_ACCORDED, True): 4,
        ("Entity", Why.NOTIFIED, True): 1,
        ("United Nations body", Why.NOTIFIED, True): 5,
        ("Intergovernmental organization", Why.NOTIFIED, True): 5,
        ("Intergovernmental organization", Why.BUREAU_ACCORDED, True): 3,
        (
            "Non-governmental organization in consultative status",
            Why.BUREAU_ACCORDED,
            True,
        ): 16,
        ("Non-governmental organization", Why.NO_OBJECTION, True): 8,
    }
    verdicts = participation.verdicts(record, third, third.delegations, Act.SPEAK)
    assert all(verdict.allowed for verdict in verdicts.values())
    assert participation.counted(record, third) == 82 + 1


def test_requests_of_2008_are_in_different_states_and_invented(record, loaded):
    _third, fourth = loaded
    assert stands(record, fourth) == {
        ("Signatory", Why.NOTIFIED, True): 1,
        ("Observer State", Why.BUREAU_ACCORDED, True): 1,
        ("United Nations body", Why.NOTIFIED, True): 1,
        ("Intergovernmental organization", Why.NOTHING_DECIDED, False): 1,
        ("Non-governmental organization in consultative status", Why.BUREAU_ACCORDED, True): 1,
        ("Non-governmental organization in consultative status", Why.BUREAU_DOUBTS, False): 1,
        ("Non-governmental organization", Why.NO_OBJECTION, False): 1,
        ("Non-governmental organization", Why.OBJECTED, False): 1,
        ("Non-governmental organization", Why.LISTED_LATE, False): 1,
    }
    found = observers.requests(record, LOADER, fourth)
    assert {row.source for row, _ in found} == {"Invented"}
