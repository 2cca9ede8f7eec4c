"""The examples in a database: the third session as held, the fourth to be planned."""

import csv
from collections import Counter

import pytest

from procedure.permissions import PUBLIC, Role
from scheduler.reading import load_problem, load_programme
from services import delegations, examples, programmes, sessions
from services.accounts import actor_of, demo_user
from services.errors import NotFound
from services.participants import load_participants
from services.programmes import label_of, programme_of
from services.requirements import problem_of
from tests.record import counts


@pytest.fixture
def loaded(record):
    return examples.load_examples(record)


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
        "Non-governmental organization": 5,
    }
    groups = Counter(d.regional_group for d in third.delegations if d.kind == "State party")
    assert groups == {
        "African States": 18,
        "Asian States": 14,
        "Eastern European States": 15,
        "Latin American and Caribbean States": 15,
        "Western European and other States": 20,
    }
    names = [d.name for d in delegations.delegations(record, PUBLIC, fourth)]
    assert sorted(names) == sorted(examples.SOME)


def test_adding_delegations_again_adds_none(record, loaded):
    third, _ = loaded
    before = counts(record)["delegation"]
    listed = load_participants(examples.EXAMPLES / "delegations-2006.csv")
    delegations.add_delegations(record, examples.LOADER, third, listed)
    assert counts(record)["delegation"] == before


def test_codes_of_delegations_are_distinct():
    with (examples.EXAMPLES / "delegations-2006.csv").open(encoding="utf-8") as lines:
        codes = [row["code"] for row in csv.DictReader(lines)]
    assert len(codes) == len(set(codes)) == 146


def test_an_unknown_session_is_not_found(record):
    with pytest.raises(NotFound, match="There is no session “x”"):
        sessions.session_by_slug(record, PUBLIC, "x")
