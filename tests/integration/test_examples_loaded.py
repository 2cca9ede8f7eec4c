"""The examples in a database: the third session as held, the fourth to be planned."""

import csv
from collections import Counter

import pytest

from procedure.bureau.rules import Presiding
from procedure.participants import PARTIES
from procedure.permissions import PUBLIC, Role
from scheduler.reading import load_problem, load_programme
from services import (
    attendance,
    delegations,
    duties,
    example_delegations,
    examples,
    programmes,
    sessions,
)
from services.accounts import actor_of, demo_user
from services.bureau_rows import rules_of
from services.delegation_data import STATES as NAMED
from services.errors import NotFound
from services.example_delegations import participants
from services.programmes import label_of, programme_of
from services.requirements import problem_of
from tests.loaded_examples import engine, loaded
from tests.record import counts

__all__ = ["engine", "loaded"]  # fixtures

STATES = NAMED - {"Entity"}
USAGE = "United Nations usage, not checked against UNTERM"


def test_the_third_session_is_as_held_and_the_fourth_is_to_be_planned(record, loaded):
    third, fourth = loaded
    problem = load_problem(examples.EXAMPLES / "ctoc-cop3.yaml")
    held = load_programme(examples.EXAMPLES / "ctoc-cop3-held.json", problem)
    current = programmes.current_version(record, PUBLIC, third)
    assert (str(label_of(current)), programme_of(current)) == ("As adopted", held)
    assert problem_of(record, third) == problem
    assert programmes.current_version(record, PUBLIC, fourth) is None
    (printed,) = programmes.versions(record, examples.LOADER, fourth)
    annex = examples.EXAMPLES / "ctoc-cop4-annex.json"
    assert programme_of(printed) == load_programme(annex, problem_of(record, fourth))
    assert (str(label_of(printed)), printed.made_by) == ("Version 1", "CTOC/COP/2008/1, annex")
    listed = [session.slug for session in sessions.visible_sessions(record, PUBLIC)]
    assert listed == ["ctoc-cop4", "ctoc-cop3"]


def test_there_is_a_demo_user_for_each_role(record, loaded):
    for session in loaded:
        for role in Role:
            actor = actor_of(record, demo_user(record, role).id, session)
            assert actor.roles == {role}
            delegations = [d.name for d in session.delegations if d.id in actor.delegation_ids]
            assert delegations == (["Austria"] if role is Role.FOCAL_POINT else [])


def test_delegations_are_those_of_2006(record, loaded):
    third, fourth = loaded
    kinds = Counter(d.kind for d in delegations.delegations(record, PUBLIC, third))
    assert kinds == {
        "State party": 82,
        "Regional economic integration organization": 1,
        "Signatory": 24,
        "Observer State": 4,
        "Entity": 1,
        "United Nations body": 5,
        "Intergovernmental organization": 8,
        "Non-governmental organization in consultative status": 16,
        "Non-governmental organization": 8,
    }
    assert kinds == attendance.attended(record, PUBLIC, third)
    groups = Counter(d.regional_group for d in third.delegations if d.kind == "State party")
    assert groups == {
        "African States": 18,
        "Asian States": 14,
        "Eastern European States": 15,
        "Latin American and Caribbean States": 15,
        "Western European and other States": 20,
    }
    names = [d.name for d in delegations.delegations(record, PUBLIC, fourth)]
    assert set(examples.SOME) <= set(names)


def test_parties_and_names_are_those_of_the_report_and_what_is_invented_says_so(record, loaded):
    third, fourth = loaded
    listed = delegations.delegations(record, PUBLIC, third)
    parties = {d.name for d in listed if d.membership.party("CTOC", third.first_day)}
    assert parties == {d.name for d in listed if d.kind in PARTIES}
    assert len(parties) == 83
    unknown = {d.kind for d in listed if d.membership.party("CTOC", third.first_day) is None}
    assert unknown == {d.kind for d in listed if d.kind not in {*PARTIES, *STATES}}
    everything = {
        d.name
        for d in listed
        if d.regional_group == "African States"
        and all(d.membership.party(key, third.first_day) for key in ("CTOC", "TIP", "SOM", "FA"))
    }
    assert {"Nigeria", "South Africa", "Burkina Faso"} <= everything
    (china,) = (d for d in listed if d.code == "CHN")
    days = [china.membership.party(key, third.first_day) for key in ("CTOC", "TIP", "SOM", "FA")]
    assert days == [True, False, False, False]
    assert {one.source for one in china.instruments} == {example_delegations.DEPOSITED}
    (found,) = (d for d in third.delegations if d.code == "MKD")
    assert {one.language: (one.name, one.source) for one in found.names} == {
        "ar": ("جمهورية مقدونيا اليوغوسلافية السابقة", USAGE),
        "zh": ("前南斯拉夫的马其顿共和国", "CTOC/COP/2006/14"),
        "en": ("The former Yugoslav Republic of Macedonia", "CTOC/COP/2006/14"),
        "fr": ("Ex-République yougoslave de Macédoine", USAGE),
        "ru": ("Бывшая югославская Республика Македония", USAGE),
        "es": ("Ex República Yugoslava de Macedonia", USAGE),
    }
    assert found.name_in("de") == found.name
    states = [d for d in third.delegations if d.kind in STATES]
    assert {len(d.names) for d in states} == {6}
    (liberian,) = (d for d in third.delegations if d.code == "LIN")
    sources = {one.language: one.source for one in liberian.names}
    assert sources == {"zh": "CTOC/COP/2006/14", "en": example_delegations.BACK}

    found = [one for d in fourth.delegations for one in d.delegates]
    assert len(found) == 10
    assert all("(invented)" in one.post for one in found)


def test_adding_delegations_again_adds_none(record, loaded):
    third, _ = loaded
    before = counts(record)["delegation"]
    listed = participants(examples.EXAMPLES / "delegations-2006.csv")
    delegations.add_delegations(record, examples.LOADER, third, listed)
    assert counts(record)["delegation"] == before


def test_codes_of_delegations_are_distinct():
    with (examples.EXAMPLES / "delegations-2006.csv").open(encoding="utf-8") as lines:
        codes = [row["code"] for row in csv.DictReader(lines)]
    assert len(codes) == len(set(codes)) == 149


def test_an_unknown_session_is_not_found(record):
    with pytest.raises(NotFound, match="There is no session “x”"):
        sessions.session_by_slug(record, PUBLIC, "x")


def test_who_presided_in_2006_is_put_down_where_the_report_says_it(record, loaded):
    third, _ = loaded
    stands = duties.roster(record, examples.LOADER, third)
    presided = {one.meeting.number: one.duty.officer.person for one in stands.meetings if one.duty}
    assert presided == {1: "Eugenio Curia"}  # it says that he opened the session, and no more
    assert len(stands.meetings) == 14
    elsewhere = [
        (
            one.body.split()[0],
            [(who.title, who.person, who.delegation.name) for who in one.officers],
            [each.number for each in one.meetings],
        )
        for one in stands.elsewhere
    ]
    assert elsewhere == [
        (
            "Open-ended",
            [
                ("Chair", "Antenor Madruga", "Brazil"),
                ("Assists the Chair", "Andrew Walter", "Australia"),
            ],
            [1, 2, 3, 4],
        ),
        ("Open-ended", [], [13, 14]),  # the report has a chair there, and no name
        ("Informal", [("Chair", "", "Canada")], []),
    ]


def test_whose_state_spoke_in_which_meeting_of_2006_where_one_meeting_heard_all(record, loaded):
    third, _ = loaded
    stands = duties.roster(record, examples.LOADER, third)
    names = {str(one.id): one.delegation.code for one in stands.officers}
    numbers = {one.meeting.uid: one.meeting.number for one in stands.meetings}
    speak = {
        numbers[one.id]: sorted(names[who] for who in one.speaking)
        for one in stands.problem.sittings
    }
    assert {"AZE", "NGA"} <= set(speak[1])  # at the opening
    assert set(speak[7] + speak[8]) >= {"AZE", "DEU", "PHL", "ZAF", "GBR"}
    assert (speak[9], speak[16]) == (["GBR", "NGA"], ["NGA"])
    assert [speak[one] for one in (10, 11, 12, 15)] == [[], [], [], []]


def test_the_president_opens_and_closes_and_hands_over_the_chair_while_argentina_speaks(
    record, loaded
):
    third, _ = loaded
    found = duties.propose(record, examples.LOADER, third)
    assert (found.gaps, found.proven) == ((), True)
    stands = duties.roster(record, examples.LOADER, third)
    offices = {one.key: one.presiding for one in rules_of(third).bureau.offices}
    by_president = [
        (one.meeting.number, one.duty.officer.person, one.hands_over)
        for one in stands.meetings
        if offices[one.duty.officer.office] is Presiding.FIRST
    ]
    numbers = [one.meeting.number for one in stands.meetings]
    assert by_president == [
        (numbers[0], "Eugenio Curia", True),
        (numbers[-1], "Eugenio Curia", False),
    ]
    assert [one.against for one in stands.meetings] == [None] * len(numbers)
