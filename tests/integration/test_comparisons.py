"""A version of the programme judged alone, and beside another."""

from itertools import pairwise

from scheduler.problem import Preference, Weight
from services import comparisons, moves, programmes, requirements
from services.problem_from_rows import problem_from
from services.requirements import problem_of
from tests import staged
from tests.record import SECRETARIAT, counted
from tests.unit.problems import problem

WEIGHTS = {
    Preference.FEW_PARALLEL_DAYS: Weight(weight=5),
    Preference.EVEN_LOAD: Weight(weight=2),
    Preference.CLOSENESS: Weight(weight=3),
}


def stored(record, parts):
    session = requirements.import_problem(record, SECRETARIAT, problem(preferences=WEIGHTS))
    return programmes.store_programme(record, SECRETARIAT, session, staged.planned(parts))


def test_alone_it_has_its_costs_and_what_it_breaks(record):
    version = stored(record, staged.TOO_SHORT)
    found = comparisons.compare(problem_of(record, version.session), version)
    assert [violation.requirement for violation in found.violations] == ["time.cop.plenary"]
    assert {line.name: line.new.cost for line in found.lines} == {
        Preference.FEW_PARALLEL_DAYS: 0,
        Preference.EVEN_LOAD: 4,
        Preference.CLOSENESS: 0,
    }
    assert (found.total, found.old_total, found.difference) == (4, None, 0)
    assert (found.better, found.worse, found.changes) == ((), (), ())


def test_beside_another_it_gains_and_loses_and_every_change_has_its_price(record):
    old = stored(record, staged.PARTS)
    new = stored(record, staged.OTHER_PARTS)
    found = comparisons.compare(problem_of(record, new.session), new, old)
    assert [(line.name, line.difference) for line in found.better] == [
        (Preference.FEW_PARALLEL_DAYS, -5),
        (Preference.EVEN_LOAD, -2),
    ]
    assert [(line.name, line.difference) for line in found.worse] == [(Preference.CLOSENESS, 6)]
    assert (found.total, found.old_total) == (found.difference + found.old_total, 11)
    assert len(found.changes) == 2


def test_what_breaks_a_requirement_is_not_better_however_little_it_costs(record):
    old, new = stored(record, staged.PARTS), stored(record, staged.TOO_SHORT)
    found = comparisons.compare(problem_of(record, new.session), new, old)
    assert found.difference < 0
    assert not found.better_in_all


def test_totals_are_those_of_each_version_alone_in_a_fixed_number_of_queries(record, engine):
    versions = [stored(record, parts) for parts in (staged.PARTS, staged.OTHER_PARTS)]
    versions[1].based_on = versions[0]
    record.commit()
    given = problem_of(record, versions[0].session)
    alone = {
        one.number: comparisons.compare(comparisons.as_searched(record, given, one), one).total
        for one in versions
    }
    assert alone == {1: 11, 2: 10}
    session = versions[0].session

    def judged(some):
        for one in (session, *some):
            record.refresh(one)
        with counted(engine) as statements:
            found = comparisons.judged(record, session, some)
        return found, len(statements)

    judged([])  # the first request reads what is asked for
    few, queries = judged(versions[:1])
    many, queries_of_more = judged(versions)
    assert {number: one.total for number, one in many.items()} == alone
    assert [one.broken for one in many.values()] == [0, 0]
    assert (few[1], queries) == (many[1], queries_of_more)
    assert judged(versions) == (many, 1)  # all was judged before


def test_what_was_judged_before_is_judged_anew_once_anything_has_changed(record):
    base = stored(record, staged.PARTS)
    draft = programmes.copy_version(record, SECRETARIAT, base)
    session = draft.session

    def judged():
        """By what is kept; and by what the rows say now."""
        record.rollback()
        kept = comparisons.judged(record, session, [base, draft])
        given, now = problem_from(session), {}
        for one in (base, draft):
            near = comparisons.as_searched(record, given, one)
            found = comparisons.compare(near, one)
            now[one.number] = comparisons.Judged(totals=found.totals, broken=len(found.violations))
        assert kept == now
        return kept

    def move(version, period):
        meeting = next(one for one in version.meetings if one.body == "wg")
        moves.move_meeting(
            *(record, SECRETARIAT, version, meeting.id),
            date=period.date,
            slot=period.slot.id,
            expected_row_version=version.row_version,
        )

    def weigh(weight):
        requirements.put_entry(
            *(record, SECRETARIAT, session),
            section="preferences",
            key="closeness",
            data={"weight": weight},
            expected_version=session.version,
        )

    periods = problem_of(record, session).periods
    seen = [judged()]
    for change in (
        lambda: move(draft, periods[2]),
        lambda: move(base, periods[5]),
        lambda: weigh(50),
        lambda: weigh(3),
    ):
        change()
        seen.append(judged())
    assert all(old != new for old, new in pairwise(seen))
    assert seen[2] == seen[4]


def test_the_first_rank_in_which_two_versions_differ_decides(record):
    ranked = {
        Preference.CLOSENESS: Weight(weight=3, rank=1),
        Preference.FEW_PARALLEL_DAYS: Weight(weight=5, rank=2),
        Preference.EVEN_LOAD: Weight(weight=2),
    }
    session = requirements.import_problem(record, SECRETARIAT, problem(preferences=ranked))
    old, new = (
        programmes.store_programme(record, SECRETARIAT, session, staged.planned(parts))
        for parts in (staged.PARTS, staged.OTHER_PARTS)
    )
    found = comparisons.compare(problem_of(record, session), new, old)
    assert (found.totals, found.old_totals) == ((6, 0, 4), (0, 5, 6))
    assert (found.decisive, found.difference, found.better_in_all) == (0, 6, False)
    numbers = comparisons.judged(record, session, [new])
    assert numbers[new.number].totals == (0, 0, 4)  # closeness: it is based on nothing


def test_what_is_never_to_be_worse_is_judged_by_the_version_it_is_based_on(record):
    never = {Preference.FEW_PARALLEL_DAYS: Weight(weight=0, never_worse=True)}
    session = requirements.import_problem(record, SECRETARIAT, problem(preferences=never))
    base = programmes.store_programme(
        record, SECRETARIAT, session, staged.planned(staged.OTHER_PARTS)
    )
    worse = programmes.store_programme(
        record, SECRETARIAT, session, staged.planned(staged.PARTS), based_on=base
    )
    key = "preferences.few_parallel_days.never_worse"
    assert [one.requirement for one in programmes.check_version(record, worse)] == [key]
    assert comparisons.judged(record, session, [base, worse])[worse.number].broken == 1
    given = comparisons.as_searched(record, problem_of(record, session), worse)
    assert [one.requirement for one in comparisons.compare(given, worse, base).violations] == [key]
    assert programmes.check_version(record, base) == ()
