"""What makes one programme better than another, and how much each thing matters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from scheduler.problem import Preference, Problem, Weight
from web.forms.others import how_much
from web.requirements.rows import Clause, Row, Says
from web.requirements.speech import _
from web.words import word


def preference_rows(problem: Problem, _says: Says) -> Iterator[Row]:
    """What makes one programme better than another, each with how much it matters."""
    counted: Mapping[Preference, Callable[[], str]] = {
        Preference.AGENDA_ORDER: lambda: _(
            "Counted: each two items that are begun against the order of the agenda."
        ),
        Preference.FEW_SPLITS: lambda: _(
            "Counted: each time an item is continued in another meeting without need."
        ),
        Preference.FEW_PARALLEL_DAYS: lambda: _(
            "Counted: each day on which two or more meetings are held at the same time."
        ),
        Preference.EVEN_LOAD: lambda: _(
            "Counted: the interpreted meetings of the busiest day beyond those of the quietest."
        ),
        Preference.SPARE_TIME_AT_END: lambda: _(
            "Counted: each half-hour of the plenary left unused before the last day."
        ),
        Preference.CLOSENESS: lambda: _(
            "Counted: each meeting of an item moved away from the programme it is based on."
        ),
        Preference.EXTRA_SLOTS: lambda: _("Counted: the cost of the extra hours in use."),
    }
    for name in Preference:
        usual = Weight(weight=int(name is Preference.EXTRA_SLOTS))
        given = problem.preferences.get(name, usual)
        matters = _(
            "Matters %(how_much)s (%(weight)s).",
            how_much=how_much(given.weight),
            weight=given.weight,
        )
        yield Row(
            kind="preferences",
            key=name.value,
            anchor=f"preferences.{name.value}",
            title=str(word(name)),
            clauses=(Clause(matters), Clause(counted[name]())),
            source=given.source if name in problem.preferences else None,
        )
