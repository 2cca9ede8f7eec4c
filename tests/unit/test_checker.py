from hypothesis import given as suppose

from scheduler.arrange import Part, arrange
from scheduler.checker import check
from scheduler.preferences import costs
from scheduler.problem import Problem
from scheduler.programme import Programme
from scheduler.requirements import requirement_by_key
from tests.unit.strategies import mangled, placed


@suppose(mangled())
def test_any_programme_is_judged_in_words(drawn: tuple[Problem, Programme]) -> None:
    given, programme = drawn
    known = requirement_by_key(given)
    for violation in check(given, programme):
        assert violation.requirement in known or violation.requirement.startswith("structure.")
        assert str(violation.text).endswith(".")
        assert str(violation.rule).endswith(".")
    assert all(cost.amount >= 0 for cost in costs(given, programme))


@suppose(placed())
def test_what_is_arranged_is_right_in_all_that_arranging_decides(
    drawn: tuple[Problem, list[Part]],
) -> None:
    given, parts = drawn
    found = {violation.requirement for violation in check(given, arrange(given, parts))}
    about_parts = {"structure.capacity", "structure.least_minutes"}
    assert not {key for key in found if key.startswith("structure.")} - about_parts


@suppose(mangled())
def test_the_order_in_which_meetings_are_given_does_not_matter(
    drawn: tuple[Problem, Programme],
) -> None:
    given, programme = drawn
    other = Programme(meetings=programme.meetings[::-1])
    assert sorted(repr(one) for one in check(given, other)) == sorted(
        repr(one) for one in check(given, programme)
    )
