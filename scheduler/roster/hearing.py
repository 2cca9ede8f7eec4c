"""Who hears what in a meeting, and who can be its chief, as constraints of the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import permutations

from ortools.sat.python import cp_model

from scheduler.roster.variables import Model


class _Ears:
    """Who hears what in a meeting: booleans that hold only if somebody there makes them true."""

    def __init__(self, model: Model, s: int) -> None:
        self.model, self.s = model, s
        self.known: dict[tuple[str, str, str], cp_model.IntVar] = {}
        self.inside: dict[str, list[tuple[int, cp_model.IntVar]]] = {}
        for (p, sitting, languages), var in model.serves.items():
            if sitting == s and len(languages) == 1:
                self.inside.setdefault(languages[0], []).append((p, var))

    def hears(self, booth: str, source: str) -> cp_model.IntVar:
        """Somebody in the booth works from the source."""
        people = self.model.problem.people
        able = (var for p, var in self._in(booth) if source in people[p].hears)
        return self._only_if("hears", booth, source, able)

    def channel(self, booth: str, source: str) -> cp_model.IntVar:
        """Without relay, what is said in the source is on the channel of the booth.

        Somebody in the booth hears it, or somebody in the booth of the source gives a retour.
        """
        people = self.model.problem.people
        retour = [var for p, var in self._in(source) if booth in people[p].retour]
        return self._only_if("channel", booth, source, [self.hears(booth, source), *retour])

    def _in(self, booth: str) -> Iterator[tuple[int, cp_model.IntVar]]:
        return iter(self.inside.get(booth, ()))

    def _only_if(
        self, what: str, booth: str, source: str, able: Iterable[cp_model.IntVar]
    ) -> cp_model.IntVar:
        if (what, booth, source) not in self.known:
            var = self.model.cp.new_bool_var(f"{what} {booth} {source} at {self.s}")
            self.model.cp.add_bool_or([var.negated(), *able])
            self.known[what, booth, source] = var
        return self.known[what, booth, source]


def hearing(model: Model, s: int, *, elastic: bool = False) -> None:
    """Each booth has every language of the meeting, directly or by one relay from a pivot."""
    ears, sitting = _Ears(model, s), model.problem.sittings[s]
    pivots = [pivot for pivot in model.problem.pivots if pivot in sitting.languages]
    excuse = _short(model, s)
    for booth, source in permutations(sitting.languages, 2):
        ways = [ears.channel(booth, source), *excuse]
        for pivot in pivots:
            if pivot not in (booth, source):
                relay = model.cp.new_bool_var(f"{booth} from {source} by {pivot} at {s}")
                model.cp.add_implication(relay, ears.hears(booth, pivot))
                model.cp.add_implication(relay, ears.channel(pivot, source))
                ways.append(relay)
        if elastic:
            ways.append(_lacking(model, s, "hearing", (booth, source)))
        model.cp.add_bool_or(ways)


def chiefs(model: Model, s: int) -> list[cp_model.IntVar]:
    """Who can be chief interpreter of a meeting, if they serve it."""
    people = model.problem.people
    return [
        var
        for (p, sitting, languages), var in model.serves.items()
        if sitting == s and people[p].chief and len(languages) == 1
    ]


def chief(model: Model, s: int, *, elastic: bool = False) -> None:
    """Somebody in the booths can be chief interpreter."""
    if model.problem.sittings[s].languages:
        ways = chiefs(model, s)
        if elastic:
            ways += [_lacking(model, s, "chief", ()), *_short(model, s)]
        model.cp.add_bool_or(ways)


def _short(model: Model, s: int) -> list[cp_model.IntVar]:
    """Whether a place is empty: who comes there may hear what lacks, and be chief."""
    empty = [var for (t, what, _), var in model.lacking.items() if (t, what) == (s, "people")]
    if not empty:
        return []
    short = model.cp.new_bool_var(f"a place is empty at {s}")
    model.cp.add(sum(empty) >= 1).only_enforce_if(short)
    return [short]


def _lacking(model: Model, s: int, what: str, languages: tuple[str, ...]) -> cp_model.IntVar:
    var = model.cp.new_bool_var(f"{what} {'-'.join(languages)} lacks at {s}")
    model.lacking[s, what, languages] = var
    return var
