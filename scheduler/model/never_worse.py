"""Preferences of which there is never more than in the reference."""

from __future__ import annotations

from scheduler.model.base import Model
from scheduler.model.objective import amount
from scheduler.standards import key_of, standards


def add(model: Model) -> None:
    """Add all of them."""
    for preference, most in standards(model.problem).items():
        model.require(key_of(preference), model.cp.add(amount(model, preference) <= most))
