"""The credentials of the examples: those of 2006 are as the report has them."""

from datetime import date

import pytest

from exports.credentials import Adopted, paragraphs
from exports.wording import Wording
from procedure.credentials.decisions import Report
from procedure.credentials.values import Standing
from procedure.participation import CredentialsState
from procedure.permissions import Actor, Role
from scheduler.reading import load_problem
from services.credentials_board import board
from services.credentials_states import states_of
from services.delegations import add_delegations
from services.examinations import draft
from services.example_credentials import as_reported, some_of_2008
from services.example_delegations import participants
from services.examples import EXAMPLES, SOME
from services.requirements import import_problem
from web.credentials.report import facts_of

SECRETARIAT = Actor(name="Secretary", roles=frozenset({Role.SECRETARIAT}))
LACKING = [
    "Afghanistan",
    "Belarus",
    "Bolivia",
    "Democratic Republic of the Congo",
    "Lebanon",
    "Panama",
    "Paraguay",
    "Saudi Arabia",
    "Sri Lanka",
    "Sudan",
    "Ukraine",
    "Uruguay",
]


def loaded(record, name, only=None):
    session = import_problem(record, SECRETARIAT, load_problem(EXAMPLES / name))
    listed = participants(EXAMPLES / "delegations-2006.csv")
    wanted = [one for one in listed if only is None or one.name in only]
    add_delegations(record, SECRETARIAT, session, wanted)
    return session


@pytest.fixture
def third(record):
    session = loaded(record, "ctoc-cop3.yaml")
    as_reported(record, session, EXAMPLES / "participation/credentials-2006.yaml")
    return session


def test_the_report_of_2006(record, third):
    found = draft(record, SECRETARIAT, third)
    names = {key: one.name for key, one in found.delegations.items()}
    assert [names[key] for key in found.report.lacking_states] == LACKING
    assert found.report == Report(
        states=82,
        organizations=1,
        states_in_order=70,
        organizations_in_order=1,
        lacking_states=found.report.lacking_states,
        lacking_organizations=(),
        unexamined=(),
    )
    assert found.records.dates.originals == date(2006, 10, 23)
    assert (found.adopted.day, found.adopted.meeting) == (date(2006, 10, 18), 16)
    facts = facts_of(found, third)
    assert facts.adopted == Adopted(16, date(2006, 10, 18))
    assert paragraphs(facts, Wording()) == [
        "Under rule 18 of the rules of procedure, the credentials of the representatives of each "
        "party and the names of the members of its delegation are submitted to the secretariat, "
        "if possible, not later than 24 hours before the opening of the session; so is any later "
        "change in the composition of the delegation. State party: credentials are issued by the "
        "Head of State, the Head of Government, the Minister for Foreign Affairs or a person "
        "authorized, in exceptional cases, by one of them. Regional economic integration "
        "organization: credentials are issued by the competent authority.",
        "Under rule 19, the bureau of any session examines the credentials and submits its report "
        "to the Conference.",
        "The Bureau informed the Conference that, of the 82 States parties and 1 regional "
        "economic integration organization represented at the session, 70 States and 1 regional "
        "economic integration organization had complied with the requirements on credentials.",
        "The following 12 parties had not complied with rule 18: Afghanistan, Belarus, Bolivia, "
        "Democratic Republic of the Congo, Lebanon, Panama, Paraguay, Saudi Arabia, Sri Lanka, "
        "Sudan, Ukraine and Uruguay. The Bureau emphasized that the submission of the credentials "
        "of representatives under rule 18 was an obligation of each party. It called upon those "
        "that had not yet submitted the originals of credentials to provide them to the "
        "Secretariat as soon as possible, but not later than 23 October 2006.",
        "The Bureau also reported that it had examined the credentials of those that had "
        "complied, and that it found them to be in order.",
        "At its 16th meeting, on 18 October 2006, the Conference adopted the report of the Bureau "
        "on credentials.",
    ]


def test_who_complied_is_in_order_and_the_twelve_take_part_provisionally(record, third):
    found = board(record, SECRETARIAT, third)
    asked = [row for row in found.rows if row.position.asked]
    stands = {row.delegation.name: row.position.standing for row in asked}
    assert sum(one is Standing.IN_ORDER for one in stands.values()) == 71
    assert [name for name, one in stands.items() if one is not Standing.IN_ORDER] == LACKING
    assert {row.state for row in asked if row.delegation.name in LACKING} == {
        CredentialsState.PENDING
    }
    states = states_of(record, [row.delegation.id for row in asked])
    assert sum(one is CredentialsState.IN_ORDER for one in states.values()) == 71
    notes = {one.row.note for papers in found.records.papers.values() for one in papers}
    assert notes == {"The report does not say what was given and when; this is invented"}


def test_the_board_of_2008_has_somebody_in_each_column(record):
    session = loaded(record, "ctoc-cop4.yaml", SOME)
    some_of_2008(record, session)
    found = board(record, SECRETARIAT, session)
    assert {
        row.delegation.name: (row.position.standing.value, row.position.in_time)
        for row in found.rows
    } == {
        "Austria": ("copy_only", True),
        "Brazil": ("names_only", True),
        "China": ("in_order", False),
        "Côte d'Ivoire": ("names_only", False),
        "European Community": ("in_order", True),
        "Lebanon": ("nothing", None),
    }
    assert [one.delegation.name for one in found.letters] == [
        "Austria",
        "Brazil",
        "Lebanon",
    ]
