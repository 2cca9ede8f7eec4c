"""What makes one programme better than another, and how much each thing matters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from scheduler.problem import Preference, Problem, Weight
from scheduler.standards import key_of
from web.forms.others import how_much
from web.requirements.rows import Clause, Row, Says
from web.requirements.speech import _, ngettext
from web.words import word


def preference_rows(problem: Problem, _says: Says) -> Iterator[Row]:
    """What makes one programme better than another, each with how much it matters."""
    for name in Preference:
        usual = Weight(weight=problem.weights.get(name, 0))
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
            clauses=(Clause(matters), Clause(_counted(name, given)), *_above_all(name, given)),
            source=given.source if name in problem.preferences else None,
        )


def _above_all(name: Preference, given: Weight) -> Iterator[Clause]:
    """Its rank, and that it is never to be worse."""
    if given.rank is not None:
        yield Clause(_("Rank %(rank)s: before all that comes later.", rank=given.rank))
    if given.never_worse:
        said = _("It is never worse than in the version that a search begins from.")
        yield Clause(said, key_of(name))


def _counted(name: Preference, given: Weight) -> str:
    says: Mapping[Preference, Callable[[], str]] = {
        Preference.AGENDA_ORDER: lambda: _(
            "Counted: each two items in plenary, or in parallel, that are begun against the order "
            "of the agenda."
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
        Preference.WISHED_TIMES: lambda: _(
            "Counted: each slot between a meeting of an item and the time wished for it."
        ),
        Preference.SHORT_SPANS: lambda: _(
            "Counted: each slot from the first meeting of an item to its last."
        ),
        Preference.SHORT_AGENDAS: lambda: ngettext(
            "Counted: each item beyond the first in a meeting.",
            "Counted: each item beyond the first %(num)s in a meeting.",
            given.above,
        ),
        Preference.NEAR: lambda: _(
            "Counted: each slot between the beginnings of two items wished to be near."
        ),
        Preference.CLOSENESS: lambda: _(
            "Counted: each meeting of an item moved away from the programme it is based on."
        ),
        Preference.EXTRA_SLOTS: lambda: _("Counted: the cost of the extra hours in use."),
    }
    return says[name]()
