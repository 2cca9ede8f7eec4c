from itertools import permutations

from hypothesis import given as suppose
from hypothesis import strategies as st

from scheduler.problem import Room
from scheduler.seating import Sitting, seat
from tests.unit.problems import THU, WED, at, body, business, group, planned, problem, room


def sitting(body_id: str, period: int = 0, **changes: object) -> Sitting:
    given = {"seats": 0, "booths": 0, "asked": frozenset[str](), "settled": None}
    return Sitting(period=period, body=body_id, **given | changes)


HALLS = (room("large", seats=500), room("small", seats=50), room("middle", seats=200, booths=2))


def seated(*sittings: Sitting, rooms: tuple[Room, ...] = HALLS) -> list[str | None]:
    return seat(problem(rooms=rooms), sittings)


def test_the_smallest_room_that_suits_is_taken() -> None:
    assert seated(sitting("cop", seats=40)) == ["small"]
    assert seated(sitting("cop", seats=60)) == ["middle"]
    assert seated(sitting("cop", seats=60, booths=3)) == ["large"]
    assert seated(sitting("cop", seats=501)) == [None]


def test_a_body_keeps_its_room() -> None:
    assert seated(sitting("cop", 0, seats=40), sitting("cop", 1, seats=60)) == ["middle", "middle"]


def test_a_body_keeps_its_room_beside_others() -> None:
    meetings = [sitting("cop", period) for period in range(3)] + [sitting("wg", 1)]
    assert seated(*meetings) == ["small", "small", "small", "middle"]


def test_a_body_has_a_room_that_is_open_throughout() -> None:
    rooms = (room("small", seats=50, closed=(at(WED, "pm"),)), room("large"))
    meetings = [sitting("cop", period) for period in range(3)]
    assert seated(*meetings, rooms=rooms) == ["large", "large", "large"]


def test_a_body_moves_while_its_room_is_closed() -> None:
    rooms = (
        room("small", seats=50, closed=(at(WED, "pm"),)),
        room("large", closed=(at(WED, "am"), at(THU))),
    )
    meetings = [sitting("cop", period) for period in range(3)]
    assert seated(*meetings, rooms=rooms) == ["small", "large", "small"]


def test_a_room_asked_for_is_given() -> None:
    asked = frozenset({"large"})
    assert seated(sitting("cop", 0, asked=asked), sitting("wg", 0)) == ["large", "small"]


def test_rooms_asked_for_that_differ_cannot_be_given() -> None:
    assert seated(sitting("cop", asked=frozenset({"large", "small"}))) == [None]


def test_a_settled_room_is_kept_and_not_given_again() -> None:
    settled = sitting("cop", seats=500, settled="small")
    assert seated(settled, sitting("wg")) == ["small", "middle"]


def test_a_settled_room_is_preferred_for_the_rest() -> None:
    assert seated(sitting("cop", 0, settled="large"), sitting("cop", 1)) == ["large", "large"]


def test_everyone_has_a_room_where_that_can_be() -> None:
    rooms = (room("A", seats=10), room("B", seats=20), room("C", seats=30))
    meetings = [sitting("a", seats=5), sitting("b", seats=15), sitting("c", seats=10)]
    found = seated(*meetings, rooms=rooms)
    assert None not in found
    assert len(set(found)) == 3
    assert found[1] in {"B", "C"}


def test_rooms_are_assigned_in_a_programme() -> None:
    given = problem(
        business("1", seats=150),
        group(room="B"),
        bodies=(body("cop"), body("wg")),
    )
    programme = planned(given, {"1": [(0, 60)], "wg": [(0, 180)]})
    assert [meeting.room for meeting in programme.meetings] == ["A", "B"]


def test_rooms_given_stand_in_a_programme() -> None:
    given = problem(business("1"), group())
    parts = {"1": [(0, 60)], "wg": [(0, 180)]}
    programme = planned(given, parts, rooms={(0, "cop"): "A", (0, "wg"): None})
    assert [meeting.room for meeting in programme.meetings] == ["A", "B"]


def test_a_session_without_rooms_assigns_none() -> None:
    given = problem(business("1"), rooms=())
    assert [m.room for m in planned(given, {"1": [(0, 60)]}).meetings] == [None]


SIZES = st.tuples(st.integers(0, 5), st.integers(0, 3))


@suppose(
    halls=st.lists(SIZES, min_size=1, max_size=4), needs=st.lists(SIZES, min_size=1, max_size=4)
)
def test_as_many_as_can_be_have_rooms_that_suit(
    halls: list[tuple[int, int]], needs: list[tuple[int, int]]
) -> None:
    rooms = tuple(
        room(f"r{place}", seats=seats, booths=booths) for place, (seats, booths) in enumerate(halls)
    )
    meetings = [
        sitting(f"b{place}", seats=seats, booths=booths)
        for place, (seats, booths) in enumerate(needs)
    ]
    found = seated(*meetings, rooms=rooms)
    size = {one.id: (one.seats, one.booths) for one in rooms}
    given = [(size[id_], need) for id_, need in zip(found, needs, strict=True) if id_]
    assert all(_suits(hall, need) for hall, need in given)
    assert len({id_ for id_ in found if id_}) == len(given)
    spare = [*halls, *[(-1, -1)] * len(needs)]
    assert len(given) == max(
        sum(_suits(hall, need) for hall, need in zip(choice, needs, strict=True))
        for choice in permutations(spare, len(needs))
    )


def _suits(hall: tuple[int, int], need: tuple[int, int]) -> bool:
    return hall[0] >= need[0] and hall[1] >= need[1]
