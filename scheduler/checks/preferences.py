"""Preferences that are never to be worse than in the programme to stay close to."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.checks.view import View
from scheduler.preference_wording import label, said
from scheduler.preferences import amount
from scheduler.programme import Violation
from scheduler.standards import key_of, standards
from scheduler.text import text


def check_preferences(view: View) -> Iterator[Violation]:
    """Those of which there is more."""
    for preference, most in standards(view.problem).items():
        found = amount(view.problem, view.programme, preference)
        if found > most:
            sentence = text(
                "“%(preference)s” is worse than in the earlier programme: %(here)s",
                preference=label(preference),
                here=said(preference, found),
            )
            yield view.broken(key_of(preference), sentence)
