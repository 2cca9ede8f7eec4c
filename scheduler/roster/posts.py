"""Posts of a meeting: booths and pairs of languages, and who can serve them."""

from __future__ import annotations

from scheduler.roster.problem import Interpreter, RosterProblem, Sitting

Post = tuple[str, ...]  # the language of a booth, or the two of a pair


def posts(problem: RosterProblem, sitting: Sitting) -> dict[Post, int]:
    """Booths of a meeting and how many sit in each; pairs, with one person each."""
    found: dict[Post, int] = dict.fromkeys(sitting.pairs, 1)
    return found | {(language,): problem.booths[language] for language in sitting.languages}


def can_serve(person: Interpreter, languages: Post) -> bool:
    """Whether a person can sit in the booth, or cover the pair."""
    if len(languages) == 1:
        return languages[0] in person.into
    return set(languages) <= person.languages
