from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given as suppose

from scheduler.problem import (
    Column,
    Entitlement,
    Problem,
    Relation,
    RelationKind,
    TeamChange,
)
from scheduler.requirements import requirement_by_key, requirements
from tests.unit.problems import (
    FRI,
    SIX,
    THU,
    WED,
    at,
    body,
    business,
    document,
    group,
    interpretation,
    problem,
    relation,
    room,
    slot,
)
from tests.unit.strategies import problems


def said(given: Problem) -> dict[str, str]:
    return {one.key: str(one.text) for one in requirements(given)}


def test_a_plain_session_asks_for_what_every_session_asks() -> None:
    assert said(problem()) == {
        "at_once.plenary": "At most 1 plenary meeting is held at a time.",
        "at_once.parallel": "At most 1 parallel meeting is held at a time.",
        "interpretation.teams": "2 teams of interpreters serve the meetings of each slot.",
        "interpretation.meetings_per_team_day": (
            "A team of interpreters serves at most 2 meetings a day."
        ),
        "interpretation.meetings_per_team_week": (
            "A team of interpreters serves at most 7 meetings a week."
        ),
        "rooms": (
            "Each meeting has a room for itself that is open, "
            "with a booth for each language of interpretation."
        ),
        "bodies.cop": "The COP holds one meeting at a time.",
        "bodies.wg": "The WG holds one meeting at a time.",
        "time.cop.plenary": "The COP has 5 h of plenary business, at least 2 meetings of 3 h.",
        "time.wg.parallel": "The WG has 3 h of parallel business, at least 1 meeting of 3 h.",
        "business.1.may_split": "Item 1 is taken in one meeting.",
        "business.wg.may_split": "Working group (wg) is taken in one meeting.",
    }


def test_the_entitlement_is_said_where_it_is_set() -> None:
    entitlement = Entitlement(total=20, plenary=16, parallel=1, source="Note 5")
    given = problem(interpretation=interpretation(entitlement=entitlement, source="Note 4"))
    found = requirement_by_key(given)
    limits = {key: one for key, one in found.items() if "entitlement" in key}
    assert {key: str(one.text) for key, one in limits.items()} == {
        "interpretation.entitlement.total": (
            "The session is entitled to 20 meetings with interpretation in all."
        ),
        "interpretation.entitlement.plenary": (
            "The session is entitled to 16 plenary meetings with interpretation."
        ),
        "interpretation.entitlement.parallel": (
            "The session is entitled to 1 parallel meeting with interpretation."
        ),
    }
    assert {one.source for one in limits.values()} == {"Note 5"}
    assert found["interpretation.teams"].source == "Note 4"


def test_changes_of_teams_are_said() -> None:
    changes = (TeamChange(date=THU, teams=1), TeamChange(date=FRI, slot="pm", teams=0))
    given = problem(interpretation=interpretation(changes=changes))
    assert said(given)["interpretation.teams"] == (
        "2 teams of interpreters serve the meetings of each slot, "
        "except on 9 October 2008 (1) and 10 October 2008, 15:00 (0)."
    )


def test_a_session_without_interpreters_says_so() -> None:
    given = problem(interpretation=interpretation(teams=0))
    assert said(given)["interpretation.teams"] == "No team of interpreters is available."
    changes = (TeamChange(date=THU, teams=1),)
    given = problem(interpretation=interpretation(teams=0, changes=changes))
    assert said(given)["interpretation.teams"] == (
        "No team of interpreters is available, except on 9 October 2008 (1)."
    )


def test_closed_rooms_are_named() -> None:
    often = tuple(at(day, name) for day in (WED, THU, FRI) for name in (None, "am", "pm"))
    rooms = (
        room("A", closed=(at(THU), at(FRI, "pm"))),
        room("B"),
        room("C", closed=often),
    )
    assert said(problem(rooms=rooms))["rooms"] == (
        "Each meeting has a room for itself that is open, "
        "with a booth for each language of interpretation. These are closed: "
        "Room A (9 October 2008 and 10 October 2008, 15:00) and Room C (9 times)."
    )


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        ({"seats": 51}, ["B (50 seats)"]),
        ({"seats": 50, "languages": ("en",)}, []),
        ({"languages": ("en", "fr", "es")}, ["A (2 booths; item 1 needs 3)"]),
        ({"room": "B", "languages": ("en",)}, ["B (0 booths; item 1 needs 1)"]),
        ({"room": "A", "seats": 2, "languages": ("en",)}, ["A (1 seat)"]),
        (
            {"seats": 51, "languages": ("en", "fr", "es")},
            ["B (50 seats)", "A (2 booths; item 1 needs 3)"],
        ),
    ],
)
def test_rooms_nearest_to_what_none_has_are_named(
    asked: dict[str, Any], nearest: list[str]
) -> None:
    rooms = (room("A", seats=1, booths=2), room("B", seats=50, booths=0))
    given = problem(business("1", **({"languages": ()} | asked)), rooms=rooms)
    plain = (
        "Each meeting has a room for itself that is open, "
        "with a booth for each language of interpretation."
    )
    named = " and ".join(f"Room {name}" for name in nearest)
    also = f" The largest for what is asked: {named}." if nearest else ""
    assert said(given)["rooms"] == plain + also


def test_of_a_room_that_is_too_small_the_greatest_need_is_named() -> None:
    rooms = tuple(room(name, seats=1, booths=1) for name in "ABCDE")
    in_a = [
        business(str(n), room="A", seats=9, languages=SIX[:booths])
        for n, booths in enumerate((3, 4, 2), start=1)
    ]
    elsewhere = [business(name, room=name, seats=2, languages=()) for name in "BCDE"]
    assert said(problem(*in_a, rooms=rooms))["rooms"].endswith(
        " The largest for what is asked: Room A (1 seat and 1 booth; item 2 needs 4)."
    )
    assert said(problem(*in_a, *elsewhere, rooms=rooms))["rooms"].endswith(
        ": Room A (1 seat and 1 booth; item 2 needs 4), Room B (1 seat), Room C (1 seat)"
        " and 2 others."
    )


def test_columns_without_a_limit_and_sessions_without_rooms_ask_for_less() -> None:
    given = problem(business("1"), at_once={Column.PARALLEL: 3}, rooms=())
    assert not {"at_once.plenary", "rooms"} & said(given).keys()
    assert said(given)["at_once.parallel"] == "At most 3 parallel meetings are held at a time."


@pytest.mark.parametrize(
    ("minutes", "sentence"),
    [
        (2151, "The Conference has 35 h 51 min of plenary business, at least 9 meetings of 4 h."),
        (45, "The Conference has 45 min of plenary business, at least 1 meeting of 4 h."),
    ],
)
def test_time_is_counted_in_the_longest_slots(minutes: int, sentence: str) -> None:
    given = problem(
        business("1", minutes, source="Note 1"),
        bodies=(body("cop", title="Conference"),),
        slots=(slot("am", 9, 13), slot("pm", 15, 18)),
    )
    found = requirement_by_key(given)["time.cop.plenary"]
    assert (str(found.text), found.source) == (sentence, "Note 1")


def test_a_long_title_of_a_body_is_shortened_and_its_id_added() -> None:
    title = "Open-ended Working Group of Government Experts on Extradition"
    given = problem(group(title=title), bodies=(body("wg", title=title),))
    assert said(given)["bodies.wg"] == (
        "The Open-ended Working Group of Government… (wg) holds one meeting at a time."
    )
    assert said(given)["business.wg.may_split"] == (
        "Open-ended Working Group of Government Experts on… (wg) is taken in one meeting."
    )


ASKED = (
    *("consecutive", "shares_meeting", "starts_meeting", "not_before", "not_after", "fixed"),
    *("documents", "room"),
)


def test_everything_that_business_asks_for_is_said() -> None:
    item = business(
        "2(a)",
        may_split=True,
        consecutive=True,
        shares_meeting=False,
        starts_meeting=True,
        not_before=at(THU),
        not_after=at(FRI, "am"),
        fixed=(at(THU, "am"), at(FRI)),
        documents=("COP/1", "COP/2"),
        room="A",
        seats=150,
        source="Note 2",
        sources={name: f"Source of {name}" for name in (*ASKED, "seats")},
    )
    documents = (document("COP/1"), document("COP/2", THU))
    found = [
        one for one in requirements(problem(item, documents=documents)) if "business" in one.key
    ]
    assert {one.key: str(one.text) for one in found} == {
        "business.2(a).consecutive": "Item 2 (a) is taken in slots that follow one another.",
        "business.2(a).shares_meeting": "Item 2 (a) has its meetings for itself.",
        "business.2(a).starts_meeting": "Item 2 (a) starts the meeting in which it begins.",
        "business.2(a).not_before": "Item 2 (a) is not taken before 9 October 2008.",
        "business.2(a).not_after": "Item 2 (a) is not taken after 10 October 2008, 10:00.",
        "business.2(a).fixed": "Item 2 (a) is taken on 9 October 2008, 10:00 and 10 October 2008.",
        "business.2(a).documents": (
            "Item 2 (a) is not taken before COP/1 (8 October 2008) and COP/2 (9 October 2008) "
            "are out in all their languages."
        ),
        "business.2(a).room": "Item 2 (a) is taken in Room A, and needs 150 seats.",
    }
    asked = {one.key.rpartition(".")[2]: one.source for one in found}
    assert asked == {name: f"Source of {name}" for name in ASKED} | {
        "room": "Source of room; Source of seats"
    }


def test_a_condition_without_a_source_is_not_given_that_of_the_business() -> None:
    given = problem(business("1", not_before=at(THU), source="Note 2"))
    found = requirement_by_key(given)
    assert found["business.1.not_before"].source == ""
    assert found["time.cop.plenary"].source == "Note 2"


def test_limits_of_meetings_and_teams_have_their_sources() -> None:
    given = problem(
        at_once_source="Annex",
        interpretation=interpretation(
            source="Note 1", sources={"meetings_per_team_day": "Practice"}
        ),
        rooms=(room("A", closed=(at(THU),), source="List", sources={"closed": "Letter"}),),
    )
    sources = {key: one.source for key, one in requirement_by_key(given).items()}
    assert (sources["at_once.plenary"], sources["at_once.parallel"]) == ("Annex", "Annex")
    assert sources["interpretation.teams"] == "Note 1"
    assert sources["interpretation.meetings_per_team_day"] == "Practice"
    assert sources["interpretation.meetings_per_team_week"] == ""
    assert sources["rooms"] == "List; Letter"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"room": "A"}, "Item 1 is taken in Room A."),
        ({"seats": 20}, "Item 1 is taken in a room with at least 20 seats."),
    ],
)
def test_a_room_asked_for_is_said(changes: dict[str, object], sentence: str) -> None:
    assert said(problem(business("1", **changes)))["business.1.room"] == sentence


def test_one_document_is_said_alone() -> None:
    given = problem(business("1", documents=("COP/1",)), documents=(document("COP/1"),))
    assert said(given)["business.1.documents"] == (
        "Item 1 is not taken before COP/1 is out in all its languages, on 8 October 2008."
    )


def test_a_chair_of_one_asks_for_nothing() -> None:
    given = problem(business("1", chair="A. B."), business("2", chair="C. D."))
    assert not [key for key in said(given) if key.startswith("chairs")]


def test_a_chair_of_several_keeps_them_apart() -> None:
    given = problem(
        business("1", chair="A. B.", sources={"chair": "Note 1"}),
        business("2", source="Note 2"),
        group(chair="A. B.", sources={"chair": "Note 3"}),
    )
    found = requirement_by_key(given)["chairs.A. B."]
    assert str(found.text) == (
        "Item 1 and Working group (wg) are never taken in parallel, because A. B. chairs them."
    )
    assert found.source == "Note 1; Note 3"


BEFORE = RelationKind.BEFORE


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (
            relation(BEFORE, "wg", "2", because="the working group reports to it"),
            "Working group (wg) is finished before item 2 is taken, "
            "because the working group reports to it.",
        ),
        (
            relation(BEFORE, "1", "2", gap_slots=1),
            "Item 1 is finished before item 2 is taken, with at least 1 slot between them.",
        ),
        (
            relation(BEFORE, "1", "2", gap_days=2),
            "Item 1 is finished before item 2 is taken, at least 2 days later.",
        ),
        (
            relation(BEFORE, "1", "2", gap_slots=2, gap_days=1, because="texts are translated."),
            "Item 1 is finished before item 2 is taken, with at least 2 slots between them, "
            "at least 1 day later, because texts are translated.",
        ),
        (
            relation(RelationKind.NEVER_PARALLEL, "1", "2", "wg"),
            "Item 1, item 2 and Working group (wg) are never taken in parallel.",
        ),
        (
            relation(RelationKind.TOGETHER, "1", "2"),
            "Item 1 and item 2 are taken in one meeting.",
        ),
        (
            relation(RelationKind.ENDS_SESSION, "2"),
            "Item 2 ends the session: nothing is taken after it or beside it.",
        ),
        (
            relation(RelationKind.AFTER_BEGUN, "2", "wg", because="it reports on it"),
            "Working group (wg) is taken in later slots than the one in which item 2 is begun, "
            "because it reports on it.",
        ),
        (
            relation(RelationKind.NEAR, "1", "2"),
            "Item 1 and item 2 are wished to begin soon after one another.",
        ),
        (relation(RelationKind.ALONE, "1"), "No other meeting is held while item 1 is taken."),
    ],
)
def test_relations_are_said(one: Relation, sentence: str) -> None:
    given = problem(relations=(replace(one, source="Note 7"),))
    found = requirement_by_key(given)[f"relations.{one.id}"]
    assert (str(found.text), found.source) == (sentence, "Note 7")


@suppose(problems())
def test_each_requirement_has_a_key_of_its_own(given: Problem) -> None:
    found = requirements(given)
    assert len(found) == len(requirement_by_key(given))
    assert all(str(one.text).endswith(".") for one in found)


def test_rooms_name_their_sources() -> None:
    rooms = (room("A", source="List"), room("B", source="List"), room("C", source="Letter"))
    assert requirement_by_key(problem(rooms=rooms))["rooms"].source == "List; Letter"
