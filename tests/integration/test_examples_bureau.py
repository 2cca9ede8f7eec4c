"""The officers of 2006 as the report has them, and what the extended bureau decided for 2008."""

from datetime import date

import pytest

from procedure.bureau.composition import Matter, Verdict
from procedure.bureau.values import ElectionMethod
from procedure.permissions import Actor, Role
from scheduler.reading import load_problem
from services import bureau, bureau_decisions, bureau_meetings, duties, elections
from services.delegations import add_delegations
from services.example_bureau import load_bureaux
from services.example_delegations import names_and_instruments, participants
from services.examples import EXAMPLES, SOME
from services.requirements import import_problem

SECRETARIAT = Actor(name="Secretary", roles=frozenset({Role.SECRETARIAT}))
BUREAU_2006 = [
    ("President", "Eugenio Curia", "Argentina", "Latin American and Caribbean States"),
    ("Vice-President", "Fuad Ismayilov", "Azerbaijan", "Eastern European States"),
    ("Vice-President", "Milenko Skoknic", "Chile", "Latin American and Caribbean States"),
    ("Vice-President", "Tang Guoqiang", "China", "Asian States"),
    ("Vice-President", "Klaus-Peter Gottwald", "Germany", "Western European and other States"),
    ("Vice-President", "Olawale Maiyegun", "Nigeria", "African States"),
    ("Vice-President", "Linglingay Lacanlale", "Philippines", "Asian States"),
    ("Vice-President", "Simon Jiyane", "South Africa", "African States"),
    (
        "Vice-President",
        "Peter Storr",
        "United Kingdom of Great Britain and Northern Ireland",
        "Western European and other States",
    ),
    ("Rapporteur", "Dominika Krois", "Poland", "Eastern European States"),
]


def loaded(record, name, only=None):
    session = import_problem(record, SECRETARIAT, load_problem(EXAMPLES / name))
    listed = participants(EXAMPLES / "delegations-2006.csv")
    wanted = [one for one in listed if only is None or one.name in only]
    add_delegations(record, SECRETARIAT, session, wanted)
    names_and_instruments(record, session, EXAMPLES / "participants-2006.csv")
    return session


@pytest.fixture
def third(record):
    return loaded(record, "ctoc-cop3.yaml")


@pytest.fixture
def fourth(record, third):
    session = loaded(record, "ctoc-cop4.yaml", SOME)
    load_bureaux(record, EXAMPLES / "participation/bureau.yaml", third, session)
    record.expire_all()
    return session


def test_the_ten_officers_of_2006(record, third, fourth):
    stands = bureau.standing(record, SECRETARIAT, third, "bureau")
    found = [
        (one.title, one.person, one.delegation.name, one.delegation.regional_group)
        for one in stands.officers
    ]
    assert found == BUREAU_2006
    held = elections.elections(record, SECRETARIAT, third)
    assert {(one.method, one.held_on, one.meeting) for one in held} == {
        (ElectionMethod.ACCLAMATION, date(2006, 10, 9), "1st meeting")
    }
    wished = [(one.verdict, one.matter, one.group) for one in stands.findings]
    assert wished == [
        (Verdict.WISH, Matter.CONDITION, "Asian States"),
        (Verdict.WISH, Matter.CONDITION, "Latin American and Caribbean States"),
        (Verdict.WISH, Matter.CONDITION, "Western European and other States"),
    ]
    turns = stands.rotation[0].turns
    assert [turns[one] for one in ("president", "rapporteur")] == [
        "Latin American and Caribbean States",
        "Eastern European States",
    ]


def test_chairs_of_2006(record, third, fourth):
    found = [
        (one.title, one.person, one.delegation.name)
        for one in bureau.others(record, SECRETARIAT, third)
    ]
    assert found == [
        ("Chair", "Antenor Madruga", "Brazil"),
        ("Assists the Chair", "Andrew Walter", "Australia"),
        ("Chair", "", "Canada"),
    ]


def test_what_is_missing_for_2008(record, fourth):
    stands = bureau.standing(record, SECRETARIAT, fourth, "bureau")
    assert len(stands.outgoing) == 10
    assert stands.rotation[0].shares["Western European and other States"] == {
        "president": 1,
        "vice-president": 1,
    }
    assert stands.rotation[0].shares["Latin American and Caribbean States"] == {
        "rapporteur": 1,
        "vice-president": 1,
    }
    fifth = stands.rotation[1].turns
    assert fifth == {
        "president": "African States",
        "rapporteur": "Western European and other States",
    }
    missing = [
        (one.office or one.group, one.count)
        for one in stands.findings
        if one.verdict is Verdict.MISSING and one.condition is None
    ]
    assert missing == [
        ("vice-president", 6),
        ("African States", 2),
        ("Eastern European States", 2),
        ("Latin American and Caribbean States", 1),
        ("Western European and other States", 1),
    ]


def test_the_extended_bureau_met_three_times_and_kept_what_was_in_brackets(record, fourth):
    held = bureau_meetings.meetings(record, SECRETARIAT, fourth)
    assert [(one.held_on, one.extended) for one in held] == [
        (date(2008, 3, 26), True),
        (date(2008, 4, 17), True),
        (date(2008, 5, 28), True),
    ]
    items = bureau_decisions.items(record, SECRETARIAT, fourth)
    assert [(one.item.number, one.decision.new_number, one.to_do) for one in items] == [
        ("2(b)(iii)", "2(e)", None),
        ("2(b)(iv)", "2(f)", None),
        ("2(b)(v)", "2(g)", None),
        ("2(b)(vi)", "2(h)", None),
    ]
    assert len(held[-1].decisions) == 7


def test_nobody_presides_over_2008_before_the_elections(record, fourth):
    stands = duties.roster(record, SECRETARIAT, fourth)
    assert (stands.officers, stands.meetings) == ([], [])
