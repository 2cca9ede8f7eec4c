"""The constraint model of a roster (CP-SAT): one boolean for each person, meeting and booth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, permutations

from ortools.sat.python import cp_model

from scheduler.roster.outcome import Aim, Duty
from scheduler.roster.problem import Interpreter, RosterProblem, Sitting

Place = tuple[int, int, tuple[str, ...]]  # person, meeting, languages of the booth or the pair
Lacking = tuple[int, str, tuple[str, ...]]  # meeting, what, languages


@dataclass
class Model:
    """The model, its variables, and the sum of each aim."""

    problem: RosterProblem
    cp: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    serves: dict[Place, cp_model.IntVar] = field(default_factory=dict)
    engaged: list[cp_model.IntVar] = field(default_factory=list)  # whether a person has any duty
    aims: dict[Aim, cp_model.LinearExprT] = field(default_factory=dict)
    lacking: dict[Lacking, cp_model.IntVar] = field(default_factory=dict)

    @cached_property
    def duties(self) -> list[dict[int, list[tuple[tuple[str, ...], cp_model.IntVar]]]]:
        """For each person the duties that they may have, by meeting; known once all posts are."""
        found: list[dict[int, list[tuple[tuple[str, ...], cp_model.IntVar]]]]
        found = [{} for _ in self.problem.people]
        for (p, s, languages), var in self.serves.items():
            found[p].setdefault(s, []).append((languages, var))
        return found


def posts(problem: RosterProblem, sitting: Sitting) -> dict[tuple[str, ...], int]:
    """Booths of a meeting and how many sit in each; pairs, with one person each."""
    found: dict[tuple[str, ...], int] = dict.fromkeys(sitting.pairs, 1)
    return found | {(language,): problem.booths[language] for language in sitting.languages}


def can_serve(person: Interpreter, languages: tuple[str, ...]) -> bool:
    """Whether a person can sit in the booth, or cover the pair."""
    if len(languages) == 1:
        return languages[0] in person.into
    return set(languages) <= person.languages


def build(
    problem: RosterProblem,
    *,
    elastic: bool = False,
    held: Mapping[str, frozenset[Duty]] | None = None,
    before: frozenset[Duty] | None = None,
) -> Model:
    """Build the model. With `elastic`, places may stay empty, and are counted in `lacking`.

    `held`: the duties of meetings that are over. `before`: duties to keep as far as can be.
    """
    model, held = Model(problem), held or {}
    for s, sitting in enumerate(problem.sittings):
        over = held.get(sitting.id)
        for languages, size in posts(problem, sitting).items():
            _post(model, s, languages, size if over is None else None, elastic=elastic)
        if over is None:
            _hearing(model, s, elastic=elastic)
            _chief(model, s, elastic=elastic)
        else:
            _as_held(model, s, over)
    for p, person in enumerate(problem.people):
        mine = [var for here in model.duties[p].values() for _, var in here]
        model.engaged.append(model.cp.new_bool_var(f"{person.id} is engaged"))
        model.cp.add_max_equality(model.engaged[p], [*mine, model.cp.new_constant(0)])
        _limits(model, p, held)
    if before is not None:
        model.aims[Aim.CHANGES] = _changes(model, before, held)
    _aims(model)
    return model


def _post(
    model: Model, s: int, languages: tuple[str, ...], size: int | None, *, elastic: bool
) -> None:
    """So many people at a post; any number where the meeting is over."""
    sitting = model.problem.sittings[s]
    here: list[cp_model.LinearExprT] = []
    for p, person in enumerate(model.problem.people):
        # whoever was there in a meeting that is over was there
        if can_serve(person, languages) and (size is None or not person.absent(sitting)):
            var = model.cp.new_bool_var(f"{person.id} in {'-'.join(languages)} at {sitting.id}")
            model.serves[p, s, languages] = var
            here.append(var)
    if size is None:
        return
    if elastic:
        empty = model.cp.new_int_var(0, size, f"empty {'-'.join(languages)} at {sitting.id}")
        model.lacking[s, "people", languages] = empty
        here.append(empty)
    model.cp.add(sum(here) == size)


def _as_held(model: Model, s: int, duties: frozenset[Duty]) -> None:
    people = model.problem.people
    served = {(duty.person, duty.languages) for duty in duties}
    for (p, sitting, languages), var in model.serves.items():
        if sitting == s:
            model.cp.add(var == ((people[p].id, languages) in served))


class _Ears:
    """Who hears what in a meeting: booleans that hold only if somebody there makes them true."""

    def __init__(self, model: Model, s: int) -> None:
        self.model, self.s = model, s
        self.known: dict[tuple[str, str, str], cp_model.IntVar] = {}

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
        for p in range(len(self.model.problem.people)):
            var = self.model.serves.get((p, self.s, (booth,)))
            if var is not None:
                yield p, var

    def _only_if(
        self, what: str, booth: str, source: str, able: Iterable[cp_model.IntVar]
    ) -> cp_model.IntVar:
        if (what, booth, source) not in self.known:
            var = self.model.cp.new_bool_var(f"{what} {booth} {source} at {self.s}")
            self.model.cp.add_bool_or([var.negated(), *able])
            self.known[what, booth, source] = var
        return self.known[what, booth, source]


def _hearing(model: Model, s: int, *, elastic: bool) -> None:
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


def _chief(model: Model, s: int, *, elastic: bool) -> None:
    """Somebody in the booths can be chief interpreter."""
    people = model.problem.people
    if model.problem.sittings[s].languages:
        chiefs = [
            var
            for (p, sitting, languages), var in model.serves.items()
            if sitting == s and people[p].chief and len(languages) == 1
        ]
        if elastic:
            chiefs += [_lacking(model, s, "chief", ()), *_short(model, s)]
        model.cp.add_bool_or(chiefs)


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


def _limits(model: Model, p: int, held: Mapping[str, frozenset[Duty]]) -> None:
    """One post at a time; so many meetings a day and a week; rest after an evening.

    What is over is counted, and not judged: only what is still to come can be kept within limits.
    """
    problem, rules, sittings = model.problem, model.problem.rules, model.problem.sittings
    over = {
        sitting
        for sitting, duties in held.items()
        if any(duty.person == problem.people[p].id for duty in duties)
    }

    def at_most(most: int, chosen: Iterable[int]) -> None:
        group = list(chosen)
        left = max(0, most - sum(sittings[s].id in over for s in group))
        terms = [
            var
            for s in group
            if sittings[s].id not in held
            for _, var in model.duties[p].get(s, ())
        ]
        if len(terms) > left:
            # times `engaged`: the same, and it tells the relaxation how many people are needed
            model.cp.add(sum(terms) <= left * model.engaged[p])

    for s, sitting in enumerate(sittings):
        # of the meetings that are on as this one begins, and the evenings that one still rests from
        at_most(1, (o for o, one in enumerate(sittings) if one.start <= sitting.start < one.end))
        for o, other in enumerate(sittings):
            rested = other.end <= sitting.start < other.end + rules.rest
            if rules.evening(other) and rested:
                at_most(1, (o, s))
    for _, day in groupby(range(len(sittings)), lambda s: sittings[s].date):
        at_most(rules.meetings_per_day, day)
    for _, week in groupby(range(len(sittings)), lambda s: sittings[s].week):
        at_most(rules.meetings_per_week, week)


def _changes(
    model: Model, before: frozenset[Duty], held: Mapping[str, frozenset[Duty]]
) -> cp_model.LinearExprT:
    """Duties still to come that are new, and those that are gone."""
    problem = model.problem
    was = {(duty.person, duty.sitting, duty.languages) for duty in before}
    gone = {duty for duty in was if duty[1] not in held}  # until something here may keep them
    terms: list[cp_model.LinearExprT] = []
    for (p, s, languages), var in model.serves.items():
        sitting = problem.sittings[s].id
        if sitting not in held:
            duty = (problem.people[p].id, sitting, languages)
            terms.append(1 - var if duty in was else var)
            gone.discard(duty)
    return sum(terms) + len(gone)


def _aims(model: Model) -> None:
    cp, sittings = model.cp, model.problem.sittings
    costs: list[cp_model.LinearExprT] = []
    wishes: list[cp_model.LinearExprT] = []
    loads: dict[str, list[tuple[cp_model.IntVar, list[cp_model.IntVar]]]] = {}
    for person, engaged, duties in zip(
        model.problem.people, model.engaged, model.duties, strict=True
    ):
        mine = [var for here in duties.values() for _, var in here]
        loads.setdefault(person.booth, []).append((engaged, mine))
        if person.cost_per_day:
            for day, group in groupby(sorted(duties), lambda s: sittings[s].date):
                works = cp.new_bool_var(f"{person.id} works on {day}")
                that_day = [var for s in group for _, var in duties[s]]
                cp.add_max_equality(works, that_day)
                costs.append(person.cost_per_day * works)
        wishes += [
            _against(person, sittings[s], languages) * var
            for s, here in duties.items()
            for languages, var in here
        ]
    model.aims |= {
        Aim.PEOPLE: sum(model.engaged),
        Aim.COST: sum(costs),
        Aim.SPREAD: sum(_spread(cp, group, len(sittings)) for group in loads.values()),
        Aim.WISHES: sum(wishes),
    }


def _against(person: Interpreter, sitting: Sitting, languages: tuple[str, ...]) -> int:
    """Wishes that a duty goes against."""
    avoided = any(sitting.within(when) for when in person.avoid)
    return avoided + (len(languages) == 1 and person.into.get(languages[0]) == "B")


def _spread(
    cp: cp_model.CpModel, group: list[tuple[cp_model.IntVar, list[cp_model.IntVar]]], most: int
) -> cp_model.LinearExprT:
    """The most duties less the fewest, of those who have any."""
    highest, lowest = cp.new_int_var(0, most, "most"), cp.new_int_var(0, most, "fewest")
    cp.add(lowest <= highest)
    for engaged, duties in group:
        cp.add(highest >= sum(duties))
        cp.add(lowest <= sum(duties)).only_enforce_if(engaged)
    return highest - lowest
