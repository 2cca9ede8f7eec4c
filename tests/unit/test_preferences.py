from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from hypothesis import given as suppose

from scheduler.arrange import Part, arrange
from scheduler.preference_wording import label, sentence
from scheduler.preferences import costs, total
from scheduler.problem import (
    Business,
    Column,
    Placement,
    Preference,
    Problem,
    RelationKind,
    SlotDate,
    Weight,
)
from scheduler.programme import ItemPart, Meeting, PreferenceCost, Programme
from tests.unit.problems import (
    FRI,
    THU,
    WED,
    at,
    business,
    changed,
    group,
    planned,
    problem,
    relation,
    session,
    slot,
)
from tests.unit.strategies import placed

Parts = dict[str, list[tuple[int, int]]]
ALL = {name: Weight(weight=place + 1) for place, name in enumerate(Preference)}


def amount(name: Preference, parts: Parts, *items: Business, **changes: object) -> int:
    given = problem(*items, preferences={name: Weight(weight=2)}, **changes)
    (cost,) = (one for one in costs(given, planned(given, parts)) if one.name is name)
    return cost.amount


THREE = (business("1"), business("2"), business("3"))


@pytest.mark.parametrize(
    ("periods", "pairs"),
    [((0, 1, 2), 0), ((0, 0, 0), 0), ((2, 1, 0), 3), ((1, 1, 0), 2), ((1, 0, 2), 1)],
)
def test_agenda_order_counts_pairs_begun_the_other_way(
    periods: tuple[int, ...], pairs: int
) -> None:
    parts = {str(n): [(period, 60)] for n, period in enumerate(periods, start=1)}
    assert amount(Preference.AGENDA_ORDER, parts, *THREE) == pairs


def test_agenda_order_looks_at_the_beginning_of_each() -> None:
    items = (business("1", 120, may_split=True), business("2"))
    assert amount(Preference.AGENDA_ORDER, {"1": [(5, 60), (0, 60)], "2": [(1, 60)]}, *items) == 0


def test_agenda_order_compares_within_a_column_whatever_the_body() -> None:
    items = (business("1"), group("2"), business("3", column=Column.PARALLEL), business("4"))
    parts: Parts = {"1": [(3, 60)], "2": [(2, 60)], "3": [(1, 60)], "4": [(0, 60)]}
    assert amount(Preference.AGENDA_ORDER, parts, *items) == 2


@pytest.mark.parametrize(
    ("minutes", "periods", "splits"),
    [(180, 1, 0), (180, 2, 1), (181, 2, 0), (181, 4, 2), (360, 2, 0), (361, 3, 0)],
)
def test_few_splits_counts_parts_beyond_the_fewest(minutes: int, periods: int, splits: int) -> None:
    items = (business("1", minutes, may_split=True), business("2"))
    parts = {"1": [(period, 30) for period in range(periods)], "2": [(5, 60)]}
    assert amount(Preference.FEW_SPLITS, parts, *items) == splits


def test_the_longest_slot_says_how_few_parts_there_can_be() -> None:
    slots = (slot("am", 9, 13), slot("pm", 15, 18))
    items = (business("1", 240, may_split=True),)
    assert amount(Preference.FEW_SPLITS, {"1": [(0, 120), (1, 120)]}, *items, slots=slots) == 1


def test_few_parallel_days_counts_days_with_meetings_at_once() -> None:
    items = (
        business("1", 300, may_split=True),
        group("wg", 540, may_split=True),
    )
    parts = {"1": [(0, 60), (1, 60), (2, 60)], "wg": [(0, 90), (1, 90), (3, 90), (4, 90)]}
    assert amount(Preference.FEW_PARALLEL_DAYS, parts, *items) == 1
    parts = {"1": [(0, 60), (2, 60)], "wg": [(0, 90), (2, 90)]}
    assert amount(Preference.FEW_PARALLEL_DAYS, parts, *items) == 2


def test_even_load_is_the_busiest_day_less_the_quietest() -> None:
    items = (business("1", 300, may_split=True), group("wg", 540, may_split=True))
    parts = {"1": [(0, 60), (1, 60), (2, 60), (4, 60)], "wg": [(0, 90), (2, 90)]}
    assert amount(Preference.EVEN_LOAD, parts, *items) == 2
    parts = {"1": [(0, 60)], "wg": [(0, 90)]}
    assert amount(Preference.EVEN_LOAD, parts, *items) == 2


def test_even_load_leaves_days_and_meetings_without_interpretation_aside() -> None:
    items = (business("1", 120, may_split=True), group("wg", 180, languages=()))
    parts = {"1": [(0, 60), (2, 60)], "wg": [(0, 180)]}
    free = session(days_without_meetings=(THU,))
    assert amount(Preference.EVEN_LOAD, parts, *items, session=free) == 0
    assert amount(Preference.EVEN_LOAD, parts, *items) == 1


@pytest.mark.parametrize(
    ("minutes", "half_hours"),
    [((180, 180, 180, 180), 0), ((180, 180, 180, 179), 1), ((180, 180, 149, 180), 2)],
)
def test_spare_time_counts_half_hours_free_before_the_last_day(
    minutes: tuple[int, ...], half_hours: int
) -> None:
    items = (business("1", 800, may_split=True), group())
    parts = {"1": [(n, length) for n, length in enumerate(minutes)], "wg": [(3, 180)]}
    assert amount(Preference.SPARE_TIME_AT_END, parts, *items) == half_hours


def test_spare_time_is_counted_over_all_slots_before_it_is_rounded() -> None:
    parts = {"1": [(0, 170), (1, 170), (2, 170), (3, 180)]}
    assert amount(Preference.SPARE_TIME_AT_END, parts, business("1", 690, may_split=True)) == 1


def test_plenary_meetings_at_once_both_use_the_time() -> None:
    items = (business("1", 180), group("wg", 180, column=Column.PLENARY))
    parts = {"1": [(0, 180)], "wg": [(0, 180)]}
    last = {"session": session(last_day=THU)}
    assert amount(Preference.SPARE_TIME_AT_END, parts, *items, **last) == 0
    parts = {"1": [(0, 180)], "wg": [(0, 90)]}
    assert amount(Preference.SPARE_TIME_AT_END, parts, *items, **last) == 3


def test_extra_slots_need_not_be_filled() -> None:
    slots = (slot("am", 10, 13), slot("eve", 19, 21, cost=4))
    parts = {"1": [(0, 180), (2, 180)]}
    assert (
        amount(Preference.SPARE_TIME_AT_END, parts, business("1", 360, may_split=True), slots=slots)
        == 0
    )


@pytest.mark.parametrize(
    ("wished", "distance"),
    [(at(WED, "am"), 3), (at(WED, "pm"), 1), (at(THU), 1), (at(THU, "pm"), 3), (None, 0)],
)
def test_each_part_is_measured_from_the_time_wished_for(
    wished: SlotDate | None, distance: int
) -> None:
    item = business("1", 120, may_split=True, wished=wished)
    assert amount(Preference.WISHED_TIMES, {"1": [(1, 60), (2, 60)]}, item) == distance


def test_spans_are_counted_from_the_first_part_to_the_last() -> None:
    items = (business("1", 180, may_split=True), business("2", 120, may_split=True), business("3"))
    parts = {"1": [(0, 60), (1, 60), (4, 60)], "2": [(2, 60), (3, 60)], "3": [(5, 60)]}
    assert amount(Preference.SHORT_SPANS, parts, *items) == 5


@pytest.mark.parametrize(("above", "crowd"), [(1, 2), (2, 1), (3, 0)])
def test_items_above_the_number_given_are_counted_in_each_meeting(above: int, crowd: int) -> None:
    given = problem(*THREE, preferences={Preference.SHORT_AGENDAS: Weight(weight=2, above=above)})
    programme = planned(given, {"1": [(0, 60)], "2": [(0, 60)], "3": [(0, 60)]})
    (cost,) = costs(given, programme)
    assert cost.amount == crowd


def test_near_items_are_measured_from_beginning_to_beginning() -> None:
    near = (relation(RelationKind.NEAR, "1", "2"), relation(RelationKind.NEAR, "3", "2"))
    parts = {"1": [(0, 60), (5, 60)], "2": [(2, 60)], "3": [(3, 60)]}
    items = (business("1", 120, may_split=True), *THREE[1:])
    assert amount(Preference.NEAR, parts, *items, relations=near) == 3


def test_closeness_counts_placements_added_and_missing() -> None:
    reference = (
        Placement(business="1", date=WED, slot="am"),
        Placement(business="1", date=WED, slot="pm"),
        Placement(business="2", date=THU, slot="am"),
    )
    items = (business("1", 120, may_split=True), business("2"))
    parts = {"1": [(0, 60), (1, 60)], "2": [(2, 60)]}
    assert amount(Preference.CLOSENESS, parts, *items, reference=reference) == 0
    parts = {"1": [(0, 120)], "2": [(3, 60)]}
    assert amount(Preference.CLOSENESS, parts, *items, reference=reference) == 3
    assert amount(Preference.CLOSENESS, parts, *items) == 0


EVENINGS = (slot("am", 10, 13), slot("eve", 19, 21, cost=4), slot("night", 22, 23, cost=9))


def test_extra_slots_cost_what_they_say_once_for_each_use() -> None:
    items = (business("1", 120, may_split=True), group())
    parts = {"1": [(0, 60), (1, 60)], "wg": [(1, 60), (4, 60), (5, 60)]}
    assert amount(Preference.EXTRA_SLOTS, parts, *items, slots=EVENINGS) == 4 + 4 + 9


def test_extra_slots_count_without_a_weight() -> None:
    given = problem(business("1"), slots=EVENINGS)
    assert costs(given, planned(given, {"1": [(1, 60)]})) == (
        PreferenceCost(name=Preference.EXTRA_SLOTS, amount=4, weight=1),
    )
    weighted = replace(given, preferences={Preference.EXTRA_SLOTS: Weight(weight=3)})
    (cost,) = costs(weighted, planned(given, {"1": [(1, 60)]}))
    assert (cost.weight, cost.cost) == (3, 12)


def test_costs_stand_in_the_order_of_the_preferences() -> None:
    given = problem(preferences=dict(reversed(ALL.items())))
    found = costs(given, Programme(meetings=()))
    assert [cost.name for cost in found] == list(Preference)
    assert [cost.weight for cost in found] == list(range(1, len(Preference) + 1))


def test_preferences_without_a_weight_are_not_counted() -> None:
    assert costs(problem(), Programme(meetings=())) == ()


def test_the_total_is_weighted() -> None:
    few = [
        PreferenceCost(name=Preference.EVEN_LOAD, amount=2, weight=3),
        PreferenceCost(name=Preference.FEW_SPLITS, amount=1, weight=5),
    ]
    assert total(few) == 11


def test_meetings_outside_the_session_and_unknown_business_count_for_nothing() -> None:
    given = problem(business("1"), business("2"), preferences=ALL)
    programme = planned(given, {"1": [(0, 60)], "2": [(1, 60)]})
    unknown = ItemPart(item="9", minutes=60, continued=False)
    strange = changed(
        changed(programme, 0, items=(*programme.meetings[0].items, unknown)), 1, slot="night"
    )
    alone = planned(given, {"1": [(0, 60)]})
    assert costs(given, strange) == costs(given, alone)


def test_every_preference_is_said_in_words() -> None:
    assert [str(label(name)) for name in Preference] == [
        "Order of the agenda",
        "Few items split",
        "Few days with parallel meetings",
        "Even load of interpretation",
        "Spare time kept at the end",
        "Items near the times wished for them",
        "Items finished soon after they are begun",
        "Few items in a meeting",
        "Items near one another where wished",
        "Close to the earlier programme",
        "Few extra slots",
    ]
    said = [str(sentence(PreferenceCost(name=name, amount=2, weight=1))) for name in Preference]
    assert said == [
        "2 pairs of plenary or of parallel items are begun against the order of the agenda.",
        "Items are split into 2 parts more than they must be.",
        "Meetings are held in parallel on 2 days.",
        "The busiest day has 2 meetings with interpretation more than the quietest.",
        "2 half-hours of plenary are left free before the last day.",
        "Items are 2 slots away from the times wished for them.",
        "Items take 2 slots from their first meeting to their last.",
        "Meetings have 2 items more than is wished.",
        "Items wished to be near one another begin 2 slots apart.",
        "2 placements differ from the earlier programme.",
        "The extra slots in use cost 2 points.",
    ]


Names = Callable[[str], str]


def renamed_time(when: SlotDate, name: Names) -> SlotDate:
    return replace(when, slot=name(when.slot) if when.slot else None)


def renamed(given: Problem, name: Names) -> Problem:
    bodies = tuple(
        replace(
            body,
            id=name(body.id),
            numbered_with=name(body.numbered_with) if body.numbered_with else None,
        )
        for body in given.bodies
    )
    return replace(
        given,
        slots=tuple(replace(slot, id=name(slot.id)) for slot in given.slots),
        closures=tuple(
            replace(one, slot=name(one.slot) if one.slot else None) for one in given.closures
        ),
        bodies=bodies,
        rooms=tuple(replace(room, id=name(room.id)) for room in given.rooms),
        business=tuple(
            replace(
                item,
                id=name(item.id),
                body=name(item.body),
                not_on=tuple(renamed_time(when, name) for when in item.not_on),
                wished=renamed_time(item.wished, name) if item.wished else None,
            )
            for item in given.business
        ),
        relations=tuple(
            replace(one, business=tuple(map(name, one.business))) for one in given.relations
        ),
        reference=tuple(
            replace(one, business=name(one.business), slot=name(one.slot))
            for one in given.reference
        ),
    )


def renamed_meeting(meeting: Meeting, name: Names) -> Meeting:
    return replace(
        meeting,
        body=name(meeting.body),
        slot=name(meeting.slot),
        room=name(meeting.room) if meeting.room else None,
        items=tuple(replace(part, item=name(part.item)) for part in meeting.items),
    )


@suppose(placed())
def test_names_make_no_difference(drawn: tuple[Problem, list[Part]]) -> None:
    given, parts = drawn
    reference = tuple(
        Placement(business=part.business, date=period.date, slot=period.slot.id)
        for part in parts[1:]
        for period in [given.periods[part.period]]
    )
    given = replace(given, preferences=ALL, reference=reference)
    known: Mapping[str, str] = {id_: f"x{9 - int(id_)}" for id_ in "1234567"}

    def name(id_: str) -> str:
        return known.get(id_, id_[::-1])

    programme = arrange(given, parts)
    other = renamed(given, name)
    moved = tuple(renamed_meeting(meeting, name) for meeting in programme.meetings)
    assert costs(other, Programme(meetings=moved)) == costs(given, programme)
    again = [replace(part, business=name(part.business)) for part in parts]
    assert costs(other, arrange(other, again)) == costs(given, programme)


def test_what_is_wished_counts_unless_told_otherwise() -> None:
    wished = problem(business("1", wished=at(FRI)), preferences={})
    assert wished.weights == {Preference.WISHED_TIMES: 1}
    ignored = replace(wished, preferences={Preference.WISHED_TIMES: Weight(weight=0)})
    assert ignored.weights == {Preference.WISHED_TIMES: 0}
    near = problem(business("1"), business("2"), relations=(relation(RelationKind.NEAR, "1", "2"),))
    assert near.weights[Preference.NEAR] == 1
