"""What a roster is decided by: one boolean for each person, meeting and booth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ortools.sat.python import cp_model

from scheduler.roster.outcome import Aim
from scheduler.roster.posts import Post, posts
from scheduler.roster.problem import RosterProblem, Sitting

Place = tuple[int, int, Post]  # person, meeting, post
Lacking = tuple[int, str, Post]  # meeting, what, languages


@dataclass
class Model:
    """The model, its variables, and the sum of each aim.

    `sizes` has the people at each post of a meeting, where these are not those of its booths.
    """

    problem: RosterProblem
    sizes: Mapping[str, Mapping[Post, int]] = field(default_factory=dict)
    cp: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    serves: dict[Place, cp_model.IntVar] = field(default_factory=dict)
    engaged: list[cp_model.IntVar] = field(default_factory=list)  # whether a person has any duty
    aims: dict[Aim, cp_model.LinearExprT] = field(default_factory=dict)
    lacking: dict[Lacking, cp_model.IntVar] = field(default_factory=dict)

    @cached_property
    def duties(self) -> list[dict[int, list[tuple[Post, cp_model.IntVar]]]]:
        """For each person the duties that they may have, by meeting; known once all posts are."""
        found: list[dict[int, list[tuple[Post, cp_model.IntVar]]]]
        found = [{} for _ in self.problem.people]
        for (p, s, languages), var in self.serves.items():
            found[p].setdefault(s, []).append((languages, var))
        return found

    def posts(self, sitting: Sitting) -> Mapping[Post, int]:
        """Posts of a meeting, and how many people there are at each."""
        return self.sizes.get(sitting.id) or posts(self.problem, sitting)
