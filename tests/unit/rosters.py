"""Small roster problems, and a count of every roster."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby, permutations, product
from typing import Any

from hypothesis import strategies as st

from scheduler.problem import SlotDate
from scheduler.roster.outcome import Aim, Duty, Roster
from scheduler.roster.problem import Interpreter, RosterProblem, Rules, Sitting

MON = date(2008, 10, 13)
HOURS = {"AM": (10, 13), "PM": (15, 18), "EV": (19, 22)}


def sitting(slot: str = "AM", day: int = 0, body: str = "cop", **changes: Any) -> Sitting:
    """A meeting on a day after Monday 13 October 2008, with English and French booths."""
    on = MON + timedelta(days=day)
    start, end = (datetime.combine(on, time(hour), UTC) for hour in HOURS[slot])
    given: dict[str, Any] = {"languages": ("en", "fr")}
    return Sitting(
        body=body, number=1, date=on, slot=slot, start=start, end=end, **given | changes
    )  # fmt: skip


def person(id_: str, booth: str = "en", hears: str = "", **changes: Any) -> Interpreter:
    """Somebody of a booth, who may be chief."""
    given: dict[str, Any] = {"into": {booth: "A"}, "hears": tuple(hears.split()), "chief": True}
    return Interpreter(id=id_, name=id_.title(), **given | changes)


def roster_problem(
    *sittings: Sitting, people: tuple[Interpreter, ...], **changes: Any
) -> RosterProblem:
    """Booths of one; English is the pivot."""
    given: dict[str, Any] = {"booths": {"en": 1, "fr": 1, "ru": 1}, "pivots": ("en",)}
    return RosterProblem(session="s", sittings=sittings, people=people, **given | changes)


def when(day: int = 0, slot: str | None = None) -> SlotDate:
    """A day after Monday, or a slot of it."""
    return SlotDate(date=MON + timedelta(days=day), slot=slot)


@st.composite
def roster_problems(draw: st.DrawFn) -> RosterProblem:
    """Up to three meetings and five people of up to three languages."""
    times = draw(
        st.lists(
            st.tuples(st.integers(0, 1), st.sampled_from(tuple(HOURS)), st.sampled_from("ab")),
            min_size=1,
            max_size=3,
            unique=True,
        )
    )
    ways = st.sampled_from((("en", "fr"), ("en", "fr", "ru"), ("en",), ()))
    sittings = []
    for day, slot, body in sorted(times, key=lambda one: (one[0], HOURS[one[1]], one[2])):
        languages = draw(ways)
        pairs = () if languages else (("en", "fr"),)
        sittings.append(sitting(slot, day, body, languages=languages, pairs=pairs))
    languages = st.sampled_from(("en", "fr", "ru"))
    people = []
    for number in range(draw(st.integers(1, 5))):
        booth = draw(languages)
        into = {booth: "A"} | ({draw(languages): "B"} if draw(st.booleans()) else {})
        into[booth] = "A"
        away = draw(st.lists(st.sampled_from((when(0), when(1, "AM"), when(1))), max_size=1))
        people.append(
            Interpreter(
                id=f"p{number}",
                name=f"P{number}",
                into=into,
                hears=tuple(draw(st.lists(languages, max_size=2, unique=True))),
                retour=tuple(draw(st.lists(languages, max_size=1))),
                chief=draw(st.integers(0, 3)) > 0,
                cost_per_day=draw(st.sampled_from((0, 0, 5))),
                absences=tuple(away),
                avoid=tuple(draw(st.lists(st.sampled_from((when(0), when(1, "PM"))), max_size=1))),
            )
        )
    return roster_problem(
        *sittings,
        people=tuple(people),
        rules=Rules(
            meetings_per_day=draw(st.integers(1, 2)), meetings_per_week=draw(st.integers(1, 3))
        ),
    )


def every_roster(problem: RosterProblem) -> Iterator[tuple[Duty, ...]]:
    """Every way to fill the posts of every meeting, good or bad; nobody is chief."""

    def ways(one: Sitting) -> list[tuple[Duty, ...]]:
        posts = [(language,) for language in one.languages for _ in range(problem.booths[language])]
        wanted: list[tuple[str, ...]] = [*posts, *one.pairs]
        return [
            tuple(
                Duty(one.id, languages, who.id)
                for languages, who in zip(wanted, people, strict=True)
            )
            for people in permutations(problem.people, len(wanted))
            if all(
                _fits(who, languages) and not who.absent(one)
                for languages, who in zip(wanted, people, strict=True)
            )
        ]

    for chosen in product(*map(ways, problem.sittings)):
        yield tuple(duty for duties in chosen for duty in duties)


def _fits(who: Interpreter, languages: tuple[str, ...]) -> bool:
    return languages[0] in who.into if len(languages) == 1 else {*languages} <= who.languages


def with_some_chief(problem: RosterProblem, duties: tuple[Duty, ...]) -> Roster:
    """The first who may be chief is chief."""
    named = []
    for _, group in groupby(duties, lambda duty: duty.sitting):
        here = list(group)
        able = [d for d in here if len(d.languages) == 1 and problem.person_by_id[d.person].chief]
        named += [replace(duty, chief=duty in able[:1]) for duty in here]
    return Roster(tuple(named))


def values(problem: RosterProblem, duties: tuple[Duty, ...]) -> dict[Aim, int]:
    """What a roster has of each aim, counted from its duties."""
    mine = {
        who.id: [problem.sitting_by_id[duty.sitting] for duty in duties if duty.person == who.id]
        for who in problem.people
    }
    engaged = [who for who in problem.people if mine[who.id]]
    booths: dict[str, list[int]] = {}
    for who in engaged:
        booths.setdefault(who.booth, []).append(len(mine[who.id]))
    wishes = 0
    for duty in duties:
        who, one = problem.person_by_id[duty.person], problem.sitting_by_id[duty.sitting]
        wishes += any(one.within(time_) for time_ in who.avoid)
        wishes += len(duty.languages) == 1 and who.into[duty.languages[0]] == "B"
    return {
        Aim.PEOPLE: len(engaged),
        Aim.COST: sum(who.cost_per_day * len({s.date for s in mine[who.id]}) for who in engaged),
        Aim.SPREAD: sum(max(loads) - min(loads) for loads in booths.values()),
        Aim.WISHES: wishes,
    }
