"""A way out that holds meetings outside the hours of the session."""

from __future__ import annotations

from datetime import timedelta

from scheduler.explanation.explain import explain
from scheduler.explanation.hurt import MORE_MEETINGS, hurts
from scheduler.explanation.more_meetings import Beside, More, beside_meetings, more_meetings
from scheduler.limits import never
from scheduler.problem import Closure, Entitlement
from tests.unit.problems import FRI, THU, WED, at, business, interpretation, problem, session, slot


def test_an_evening_is_offered_where_the_days_are_too_short() -> None:
    long = business("1", 7 * 180 - 60, may_split=True)
    tired = problem(long, interpretation=interpretation(teams=1))
    assert more_meetings(tired, never) == More()  # a team serves two meetings a day
    more = more_meetings(problem(long), never)
    (evening,), exceeded = more.times, more.beside
    assert exceeded == {}
    assert evening.requirement.key == "slots.evening"
    assert str(evening.text).endswith("from 19:00 to 22:00 as well.")


def test_an_evening_of_the_day_on_which_a_meeting_was_lost_is_offered_first() -> None:
    lost = Closure(date=THU, slot="pm")
    given = problem(business("1", 6 * 180, may_split=True), closures=(lost,))
    (evening,) = more_meetings(given, never).times
    assert str(evening.text) == "Hold meetings on 9 October 2008 from 19:00 to 22:00 as well."


def test_teams_that_are_engaged_besides_are_counted() -> None:
    """A meeting more in the evening is the third of the day for its team."""
    tired = problem(
        business("1", 7 * 180 - 60, may_split=True), interpretation=interpretation(teams=1)
    )
    more = more_meetings(tired, never, Beside(frozenset({"interpretation.teams"})))
    assert (len(more.times), more.beside) == (1, {"interpretation.teams": 1})


def test_an_extra_slot_is_offered_on_a_further_day() -> None:
    slots = (slot("am", 10, 13), slot("late", 19, 21, cost=7, days=(FRI,)))
    given = problem(business("1", 3 * 180 + 240, may_split=True), slots=slots)
    ways = explain(given).ways
    keys = [[one.requirement.key for one in way] for way in ways]
    assert ["slots.late"] in keys
    (way,) = (way for way in ways if way[0].requirement.key == "slots.late")
    assert "from 19:00 to 21:00 as well." in str(way[0].text)


def test_no_evening_helps_where_no_meeting_may_be_held() -> None:
    entitled = interpretation(entitlement=Entitlement(total=1))
    given = problem(business("1", 300, may_split=True), interpretation=entitled)
    assert more_meetings(given, never) == More()
    assert all(
        not one.requirement.key.startswith("slots.") for way in explain(given).ways for one in way
    )


def test_an_evening_beyond_the_entitlement_is_offered_with_a_meeting_more() -> None:
    """A session that has used up its time has used up its entitlement, too."""
    entitled = interpretation(entitlement=Entitlement(total=6, plenary=6))
    given = problem(business("1", 7 * 180 - 60, may_split=True), interpretation=entitled)
    more = more_meetings(given, never)
    assert [one.requirement.key for one in more.times] == ["slots.evening"]
    limits = {"interpretation.entitlement.total": 1, "interpretation.entitlement.plenary": 1}
    assert more.beside == limits
    (way,) = (way for way in explain(given).ways if way[0].requirement.key == "slots.evening")
    assert [one.requirement.key for one in way[1:]] == list(limits)
    assert str(way[1].text).endswith("Allow 1 more.")


def test_an_evening_is_offered_with_what_clashes_apart_from_hours() -> None:
    """Two causes: neither an evening does alone, nor another time for what is pinned."""
    pinned = (at(FRI, "am"),)
    given = problem(
        *(business(f"{n}", 180) for n in range(1, 6)),
        business("6", 180, fixed=pinned),
        business("7", 180, fixed=pinned),
    )
    assert more_meetings(given, never) == More()
    (way,) = (way for way in explain(given).ways if way[0].requirement.key == "slots.evening")
    (pin,) = (one for one in way[1:])
    assert pin.requirement.key in {"business.6.fixed", "business.7.fixed"}
    assert str(pin.text).endswith("Take it at another time.")


def test_what_is_given_up_beside_more_meetings_hurts_less_than_debate() -> None:
    way = {"business.1.fixed": 0, "time.cop.plenary": 30}
    assert beside_meetings([way], []) == Beside(frozenset({"business.1.fixed"}))
    assert beside_meetings([{"time.cop.plenary": 30}], []) is None


def test_more_meetings_are_to_hurt_less_than_the_way_out_without_them() -> None:
    few, many = {"business.1.fixed": 0}, {f"business.{n}.fixed": 0 for n in range(9)}
    assert hurts(few) <= MORE_MEETINGS < hurts(many)
    assert beside_meetings([few], []) is None
    assert beside_meetings([many], []) == Beside(frozenset(many), hurts(many))


def test_where_no_way_out_is_known_what_clashes_may_be_given_up() -> None:
    clash = {"business.1.fixed", "business.2.fixed", "time.cop.plenary"}
    free = frozenset({"business.1.fixed", "business.2.fixed"})
    assert beside_meetings([], [clash]) == Beside(free)


def test_no_evening_is_added_to_what_is_a_way_out_without_it() -> None:
    """Much may be taken at four times all the same, where it shares meetings."""
    days = [WED + timedelta(days=n) for n in range(7)]
    pins = [at(day, "am") for day in days[:4]]
    given = problem(
        business("1", 840, may_split=True, not_on=tuple(pins)),
        *(business(f"{n}", 15, fixed=(pin,)) for n, pin in enumerate(pins, start=2)),
        session=session(last_day=days[-1]),
        interpretation=interpretation(entitlement=Entitlement(total=4)),
    )
    keys = [{one.requirement.key for one in way} for way in explain(given).ways]
    assert {"interpretation.entitlement.total", "business.1.not_on"} in keys
    assert not any("slots.evening" in way for way in keys)


def test_a_meeting_more_in_all_and_in_plenary_is_one() -> None:
    """An evening with one more of both hurts less than what takes no evening."""
    entitled = interpretation(entitlement=Entitlement(total=6, plenary=6))
    given = problem(business("1", 7 * 180 - 60, may_split=True), interpretation=entitled)
    more = more_meetings(given, never, Beside(frozenset({"business.1.fixed"}), 51))
    assert len(more.times) == 1
    assert more.beside == {
        "interpretation.entitlement.total": 1,
        "interpretation.entitlement.plenary": 1,
    }
    assert more_meetings(given, never, Beside(frozenset({"business.1.fixed"}), 50)) == More()
