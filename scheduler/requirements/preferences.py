"""Preferences that are never to be worse than in the programme to stay close to."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.preference_wording import label, said
from scheduler.problem import Problem
from scheduler.programme import Requirement
from scheduler.requirements.values import requirement
from scheduler.standards import key_of, standards
from scheduler.text import text


def of_preferences(problem: Problem) -> Iterator[Requirement]:
    """Those that are asked for, where there is a programme to compare with."""
    for preference, most in standards(problem).items():
        sentence = text(
            "“%(preference)s” is never worse than in the earlier programme. There: %(there)s",
            preference=label(preference),
            there=said(preference, most),
        )
        source = problem.preferences[preference].source
        yield requirement(key_of(preference), sentence, source)
