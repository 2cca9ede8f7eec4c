"""Ballots among candidates of all groups, and of one: no group gets more officers than places."""

import pytest

from services import bureau, election_steps, elections, nominations
from services.election_rows import Held, course_of
from services.errors import BadRequest, RuleBroken
from tests.bureau import nominated, states, voters
from tests.record import READER, SECRETARIAT, a_session
from tests.unit.bureaux import EASTERN, GRULAC, WEOG

VICE = "vice-president"


@pytest.fixture
def session(record):
    return a_session(record)


@pytest.fixture
def here(record, session):
    made = states(record, session)
    voters(record, session)
    return made


def names(record, session, office, *those):
    for one in those:
        nominations.nominate(
            record, SECRETARIAT, session, board="bureau", office=office, delegation=one
        )


def opened(record, session, office, group=""):
    return elections.open_ballot(
        record,
        SECRETARIAT,
        session,
        board="bureau",
        office=office,
        group=group,
        held=Held(on=session.first_day),
    )


def counted(record, held, votes, papers=50):
    return election_steps.add_ballot(
        record,
        SECRETARIAT,
        held,
        votes={str(one.id): count for one, count in votes.items()},
        papers=papers,
        abstentions=0,
        invalid=0,
        expects=len(held.steps) + 1,
    )


def of(record, session):
    return bureau.standing(record, READER, session, "bureau")


def asked(record, session):
    found = elections.contests(session, of(record, session))
    return [(one.office, one.group, one.places) for one in found]


def acclaim(record, session):
    held = Held(on=session.first_day)
    return elections.acclaim(record, SECRETARIAT, session, board="bureau", held=held)


def test_all_candidates_for_president_are_on_one_paper(record, session, here):
    names(record, session, "president", *(here[code] for code in ("DE", "FR", "GB", "NG")))
    assert asked(record, session) == [("president", "", 1)]
    with pytest.raises(BadRequest) as refused:
        opened(record, session, "president", WEOG)
    assert set(refused.value.fields) == {"office"}
    held = opened(record, session, "president")
    assert [one["name"] for one in held.candidates] == [
        "State DE",
        "State FR",
        "State GB",
        "State NG",
    ]
    votes = {here[code]: count for code, count in (("DE", 5), ("FR", 30), ("GB", 5), ("NG", 10))}
    counted(record, held, votes)
    stands = of(record, session)
    assert [one.delegation.code for one in stands.officers] == ["FR"]
    assert (stands.nominations, asked(record, session)) == ([], [])


def test_a_third_nomination_of_a_group_is_voted_on_while_the_total_fits(record, session, here):
    nominated(record, session, here, "AR", "CL", "PL")
    names(record, session, VICE, here["PL"])
    here["CN"].regional_group = EASTERN  # a third of its group
    record.commit()
    assert asked(record, session) == [(VICE, EASTERN, 2)]
    with pytest.raises(RuleBroken, match="one officer more than the group has places") as refused:
        acclaim(record, session)
    assert str(refused.value.rule) == "Rules of procedure, rule 22"
    assert of(record, session).officers == []
    with pytest.raises(RuleBroken, match="Eastern European States: more could be elected") as held:
        opened(record, session, VICE)
    assert str(held.value.rule) == "Rules of procedure, rule 22"
    ballot = opened(record, session, VICE, EASTERN)
    assert ballot.places == 2
    counted(record, ballot, {here["AZ"]: 40, here["PL"]: 30, here["CN"]: 20})
    assert len(acclaim(record, session)) == 5


def test_a_group_has_less_left_for_one_office_by_its_nominations_for_another(record, session, here):
    names(record, session, "president", here["AR"])
    latin = [here["AR"], here["CL"], here["KE"]]
    here["KE"].regional_group = GRULAC
    record.commit()
    names(record, session, VICE, *latin[1:])
    assert asked(record, session) == [(VICE, GRULAC, 1)]
    held = opened(record, session, VICE, GRULAC)
    assert held.places == 1
    counted(record, held, {here["CL"]: 30, here["KE"]: 20})
    assert [one.delegation.code for one in acclaim(record, session)] == ["AR"]
    assert {one.group for one in of(record, session).findings if one.verdict == "broken"} == set()


def test_a_group_is_not_elected_to_an_office_beyond_its_places(record, session, here):
    names(record, session, VICE, here["DE"], here["GB"])
    acclaim(record, session)
    names(record, session, "president", here["FR"], here["KE"])
    with pytest.raises(RuleBroken, match="Western European and other States: more could be"):
        opened(record, session, "president")
    french = next(one for one in of(record, session).nominations if one.delegation is here["FR"])
    nominations.withdraw(record, SECRETARIAT, french)
    assert [one["name"] for one in opened(record, session, "president").candidates] == ["State KE"]


def test_what_a_group_may_get_by_a_ballot_under_way_is_kept_for_it(record, session, here):
    names(record, session, VICE, here["DE"], here["GB"], here["FR"])
    under_way = opened(record, session, VICE, WEOG)
    here["AZ"].regional_group = WEOG
    record.commit()
    names(record, session, "president", here["AZ"])
    with pytest.raises(RuleBroken, match="more could be elected"):
        opened(record, session, "president")
    counted(record, under_way, {here["DE"]: 30, here["GB"]: 20, here["FR"]: 20})
    with pytest.raises(RuleBroken, match="more could be elected"):
        opened(record, session, "president")
    election_steps.call_off(record, SECRETARIAT, under_way, reason="Agreed.", expects=2)
    assert opened(record, session, "president").places == 1


def test_who_was_left_out_could_still_win_a_place_of_the_group(record, session, here):
    """A ballot that is void brings them back, so what they may get is kept for their group."""
    names(record, session, VICE, here["GB"])
    acclaim(record, session)
    names(record, session, "president", here["AR"], here["CL"], here["FR"])
    presidency = opened(record, session, "president")
    counted(record, presidency, {here["AR"]: 23, here["CL"]: 22, here["FR"]: 5})
    assert str(here["FR"].id) not in course_of(presidency, session).candidates
    names(record, session, "rapporteur", here["DE"])
    with pytest.raises(RuleBroken, match="more could be elected"):
        opened(record, session, "rapporteur")
    election_steps.withdraw(
        record, SECRETARIAT, presidency, candidate=str(here["FR"].id), expects=2
    )
    assert opened(record, session, "rapporteur").places == 1


def test_no_more_papers_than_delegations_that_may_vote(record, session, here):
    names(record, session, "president", here["AR"], here["DE"])
    held = opened(record, session, "president")
    with pytest.raises(BadRequest) as refused:
        counted(record, held, {here["AR"]: 50, here["DE"]: 43}, papers=93)
    assert set(refused.value.fields) == {"papers"}
    assert str(refused.value.fields["papers"]) == (
        "92 delegations may vote (rule 12): there cannot be more ballot papers."
    )
    here["KE"].kind = "Signatory"
    record.commit()
    with pytest.raises(BadRequest, match="91 delegations may vote"):
        counted(record, held, {here["AR"]: 50, here["DE"]: 42}, papers=92)
    assert counted(record, held, {here["AR"]: 50, here["DE"]: 41}, papers=91).over


def test_who_did_not_tie_is_not_drawn(record, session, here):
    names(record, session, "president", *(here[code] for code in ("AR", "DE", "KE")))
    held = opened(record, session, "president")
    counted(record, held, {here["AR"]: 20, here["DE"]: 20, here["KE"]: 10})
    course = counted(record, held, {here["AR"]: 25, here["DE"]: 25})
    assert course.lot is not None
    with pytest.raises(BadRequest) as refused:
        election_steps.add_lot(record, SECRETARIAT, held, drawn=[str(here["KE"].id)], expects=3)
    assert str(refused.value.fields["votes"]) == "Draw among those who tie."
