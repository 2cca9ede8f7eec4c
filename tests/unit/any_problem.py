"""Any sound problem at all, for properties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import strategies as st

from scheduler.problem import (
    Body,
    Business,
    Closure,
    Column,
    Document,
    Entitlement,
    Held,
    HeldPart,
    Interpretation,
    Placement,
    Preference,
    Problem,
    Relation,
    RelationKind,
    Room,
    Session,
    Slot,
    SlotDate,
    Speakers,
    TeamChange,
    Weight,
)

FIRST = date(2024, 3, 4)
DAYS = tuple(FIRST + timedelta(days=n) for n in range(10))
IDLE = DAYS[5:7]
HELD = DAYS[:5] + DAYS[7:]
SLOTS = (
    Slot(id="AM", start=time(10), end=time(13)),
    Slot(id="PM", start=time(15), end=time(18), source="practice"),
    Slot(id="late.1", start=time(18, 30), end=time(20, 45), cost=7, days=DAYS[1:3]),
)
SHORTEST = min(slot.minutes for slot in SLOTS)
PERIODS = [(d, s.id) for d in HELD for s in SLOTS if not s.days or d in s.days]
LANGUAGES = ("en", "fr", "pt-BR", "no")
BODIES = (Body(id="A", title="Assembly"), Body(id="B", title="Bureau", numbered_with="A"))

lines = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(
    lambda line: not line.isspace()
)
counts = st.integers(0, 1000)
days = st.sampled_from(DAYS)
slots_of_days = st.sampled_from(PERIODS).map(lambda at: SlotDate(date=at[0], slot=at[1]))
slot_dates = slots_of_days | days.map(lambda day: SlotDate(date=day))
languages = st.lists(st.sampled_from(LANGUAGES), unique=True).map(tuple)
documents = st.builds(
    Document,
    symbol=st.uuids().map(str),
    issued=st.fixed_dictionaries(dict.fromkeys(LANGUAGES, days)),
    title=lines,
)
rooms = st.builds(
    Room,
    id=st.uuids().map(str),
    title=lines,
    seats=counts,
    booths=st.integers(0, 50),
    closed=st.lists(slot_dates, unique=True, max_size=3).map(tuple),
    source=lines,
)
entitlements = st.builds(
    Entitlement, total=st.none() | counts, plenary=st.none() | counts, parallel=st.none() | counts
)
changes = st.lists(
    st.builds(
        lambda at, teams: TeamChange(date=at[0], slot=at[1], teams=teams),
        st.sampled_from(PERIODS),
        st.integers(0, 100),
    ),
    max_size=3,
    unique_by=lambda change: (change.date, change.slot),
)
speakers = st.builds(
    Speakers,
    number=st.integers(1, 200),
    limit_minutes=st.integers(1, 20),
    changeover_seconds=counts,
)
sources_of_teams = st.dictionaries(
    st.sampled_from(["meetings_per_team_day", "meetings_per_team_week"]), lines
)
crowds = st.builds(Weight, weight=counts, above=st.integers(1, 9))
weights = st.builds(
    lambda given, crowd: given | crowd,
    st.dictionaries(
        st.sampled_from(Preference),
        st.builds(Weight, weight=counts, source=lines)
        | st.builds(Weight, weight=st.integers(1, 9), rank=st.integers(1, 100)),
    ),
    st.just({})
    | st.fixed_dictionaries({Preference.SHORT_AGENDAS: crowds})
    | st.fixed_dictionaries(
        {Preference.NEAR: st.just(Weight(weight=1, rank=2, never_worse=True, source="Bureau"))}
    ),
)
meeting_times = slots_of_days | st.sampled_from(HELD).map(lambda day: SlotDate(date=day))
closures = st.lists(
    st.builds(
        lambda when, **rest: Closure(date=when.date, slot=when.slot, **rest),
        meeting_times,
        column=st.none() | st.sampled_from(Column),
        because=lines,
        source=lines,
    ),
    max_size=3,
    unique_by=lambda closure: closure.id,
).map(tuple)


@st.composite
def held(draw: st.DrawFn, business: list[Business]) -> Held:
    """Parts, no more than needed, taken before the afternoon of the third day, or that day."""
    before = draw(st.sampled_from([SlotDate(date=DAYS[2], slot="PM"), SlotDate(date=DAYS[2])]))
    taken = st.tuples(
        st.sampled_from(business), st.sampled_from([at for at in PERIODS if at[0] < DAYS[2]])
    )
    left = {one.id: one.needed_minutes for one in business}
    parts, taken_in = [], dict.fromkeys(PERIODS, 0)
    for one, at in draw(st.lists(taken, unique=True, max_size=3)):
        if left[one.id]:
            free = min(left[one.id], SHORTEST - taken_in[at])
            whole = one.may_split or free == left[one.id]
            if not free or not whole:
                continue
            minutes = draw(st.integers(1, free)) if one.may_split else free
            taken_in[at] += minutes
            parts.append(HeldPart(business=one.id, date=at[0], slot=at[1], minutes=minutes))
            left[one.id] = left[one.id] - minutes if one.may_split else 0
    return Held(before=before, parts=tuple(parts))


@st.composite
def pieces(draw: st.DrawFn, symbols: list[str], halls: list[str]) -> Business:
    """Any sound piece of business; a room it asks for has no booths to count."""
    minutes = draw(st.none() | st.integers(1, 5000))
    may_split = draw(st.booleans())
    most_parts = draw(st.none() | st.integers(100, 1000)) if may_split else None
    consecutive, shares = draw(st.booleans()), draw(st.booleans())
    # conditions that stand, whatever else is asked for
    stand = ["least_minutes" if may_split else "may_split"]
    stand += ["consecutive"] * consecutive + ["shares_meeting"] * (not shares)
    stand += ["most_parts"] * (most_parts is not None)
    return Business(
        id=draw(st.uuids().map(str)),
        title=draw(lines),
        body=draw(st.sampled_from(["A", "B"])),
        column=draw(st.sampled_from(Column)),
        languages=draw(languages),
        item=draw(st.none() | st.sampled_from(["1", "2(a)", "3 and 4"])),
        minutes=minutes,
        speakers=draw(speakers) if minutes is None else None,
        may_split=may_split,
        consecutive=consecutive,
        shares_meeting=shares,
        starts_meeting=draw(st.booleans()),
        least_minutes=draw(st.integers(1, 180)),
        most_parts=most_parts,
        chair=draw(st.none() | lines),
        room=draw(st.none() | st.sampled_from(halls)),
        seats=draw(st.integers(0, 500)),
        not_before=draw(
            st.none() | st.just(SlotDate(date=DAYS[0])) | st.just(SlotDate(date=DAYS[1], slot="PM"))
        ),
        not_after=draw(
            st.none() | st.just(SlotDate(date=DAYS[9])) | st.just(SlotDate(date=DAYS[8], slot="AM"))
        ),
        fixed=tuple(draw(st.lists(slots_of_days, unique=True, max_size=2 if may_split else 1))),
        not_on=tuple(draw(st.lists(slot_dates, unique=True, max_size=2))),
        wished=draw(st.none() | meeting_times),
        documents=tuple(draw(st.lists(st.sampled_from(symbols), unique=True))) if symbols else (),
        source=draw(lines),
        sources=draw(st.dictionaries(st.sampled_from(stand), lines)),
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Any sound problem."""
    papers = draw(st.lists(documents, max_size=2, unique_by=lambda paper: paper.symbol))
    hall = Room(id="hall", title="Hall", seats=500, booths=4)
    halls = (hall, *draw(st.lists(rooms, max_size=2, unique_by=lambda room: room.id)))
    symbols = [paper.symbol for paper in papers]
    agenda = draw(
        st.lists(pieces(symbols, ["hall"]), min_size=2, max_size=4, unique_by=lambda one: one.id)
    )
    first, second = agenda[0].id, agenda[1].id
    kind = draw(st.sampled_from([RelationKind.TOGETHER, RelationKind.NEVER_PARALLEL]))
    if kind is RelationKind.TOGETHER:
        one = agenda[0]
        agenda[1] = replace(agenda[1], body=one.body, column=one.column, languages=one.languages)
    date_, slot = draw(st.sampled_from(PERIODS))
    session = Session(
        id="a-session-1",
        title=draw(lines),
        body="A",
        time_zone=draw(st.sampled_from(["Europe/Vienna", "Pacific/Auckland", "UTC"])),
        first_day=DAYS[0],
        last_day=DAYS[-1],
        days_without_meetings=IDLE,
        venue=draw(lines),
    )
    interpretation = Interpretation(
        languages=LANGUAGES,
        teams=draw(st.integers(0, 100)),
        meetings_per_team_day=draw(st.integers(0, 24)),
        meetings_per_team_week=draw(st.integers(0, 168)),
        changes=tuple(draw(changes)),
        entitlement=draw(entitlements),
        sources=draw(sources_of_teams),
    )
    relations = (
        Relation(
            kind=draw(st.sampled_from([RelationKind.AFTER_BEGUN, RelationKind.NEAR])),
            business=(second, first),
        ),
        Relation(
            kind=RelationKind.BEFORE,
            business=(first, second),
            gap_slots=draw(counts),
            gap_days=draw(st.integers(0, 400)),
            because=draw(lines),
        ),
        Relation(
            kind=kind,
            business=(first, second),
        ),
        Relation(
            kind=draw(st.sampled_from([RelationKind.ALONE, RelationKind.ENDS_SESSION])),
            business=(second,),
            id=draw(st.sampled_from(["", "last-of-all"])),
        ),
    )
    return Problem(
        session=session,
        slots=SLOTS,
        bodies=BODIES,
        rooms=halls,
        interpretation=interpretation,
        business=tuple(agenda),
        relations=draw(st.sampled_from([relations, ()])),
        documents=tuple(papers),
        preferences=draw(weights),
        at_once={column: draw(st.integers(1, 5)) for column in Column},
        at_once_source=draw(st.just("") | lines),
        reference=draw(st.sampled_from([(), (Placement(business=first, date=date_, slot=slot),)])),
        closures=draw(closures),
        held=draw(st.none() | held(agenda)),
    )
