"""What a preference is called, and how much of it there is, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from scheduler.problem import Preference
from scheduler.programme import PreferenceCost
from scheduler.text import Text, ntext, text

LABELS: Mapping[Preference, Text] = {
    Preference.AGENDA_ORDER: text("Order of the agenda"),
    Preference.FEW_SPLITS: text("Few items split"),
    Preference.FEW_PARALLEL_DAYS: text("Few days with parallel meetings"),
    Preference.EVEN_LOAD: text("Even load of interpretation"),
    Preference.SPARE_TIME_AT_END: text("Spare time kept at the end"),
    Preference.WISHED_TIMES: text("Items near the times wished for them"),
    Preference.SHORT_SPANS: text("Items finished soon after they are begun"),
    Preference.SHORT_AGENDAS: text("Few items in a meeting"),
    Preference.NEAR: text("Items near one another where wished"),
    Preference.CLOSENESS: text("Close to the earlier programme"),
    Preference.EXTRA_SLOTS: text("Few extra slots"),
}


def label(preference: Preference) -> Text:
    """What the preference is called in a table."""
    return LABELS[preference]


def sentence(cost: PreferenceCost) -> Text:
    """The amount in words."""
    return said(cost.name, cost.amount)


def said(preference: Preference, amount: int) -> Text:
    """An amount of a preference in words."""
    return SENTENCES[preference](amount)


LESS_AND_MORE: Mapping[Preference, tuple[Text, Text]] = {
    Preference.AGENDA_ORDER: (
        text("closer to the order of the agenda"),
        text("farther from the order of the agenda"),
    ),
    Preference.FEW_SPLITS: (text("fewer items split"), text("more items split")),
    Preference.FEW_PARALLEL_DAYS: (
        text("fewer days with parallel meetings"),
        text("more days with parallel meetings"),
    ),
    Preference.EVEN_LOAD: (
        text("a more even load of interpretation"),
        text("a less even load of interpretation"),
    ),
    Preference.SPARE_TIME_AT_END: (
        text("more spare time at the end"),
        text("less spare time at the end"),
    ),
    Preference.WISHED_TIMES: (
        text("items nearer to the times wished for them"),
        text("items farther from the times wished for them"),
    ),
    Preference.SHORT_SPANS: (
        text("items finished sooner after they are begun"),
        text("items finished later after they are begun"),
    ),
    Preference.SHORT_AGENDAS: (text("shorter meeting agendas"), text("longer meeting agendas")),
    Preference.NEAR: (
        text("items nearer to one another where wished"),
        text("items farther from one another where wished near"),
    ),
    Preference.CLOSENESS: (
        text("closer to the earlier programme"),
        text("farther from the earlier programme"),
    ),
    Preference.EXTRA_SLOTS: (text("fewer extra slots"), text("more extra slots")),
}


# What the amounts count is what there is against a preference: it is named where "less of it" would
# else be read as "less of what is wished".
COUNTED: Mapping[Preference, Callable[[int], Text]] = {
    Preference.AGENDA_ORDER: lambda n: ntext(
        "%(n)d pair begun against it",
        "%(n)d pairs begun against it",
        n,
    ),
    Preference.FEW_SPLITS: lambda n: ntext(
        "%(n)d part more than must be",
        "%(n)d parts more than must be",
        n,
    ),
    Preference.FEW_PARALLEL_DAYS: lambda n: text("%(n)d", n=n),
    Preference.EVEN_LOAD: lambda n: ntext(
        "the busiest day has %(n)d meeting more than the quietest",
        "the busiest day has %(n)d meetings more than the quietest",
        n,
    ),
    Preference.SPARE_TIME_AT_END: lambda n: ntext(
        "%(n)d half-hour left free before the last day",
        "%(n)d half-hours left free before the last day",
        n,
    ),
    Preference.WISHED_TIMES: lambda n: ntext(
        "%(n)d slot away",
        "%(n)d slots away",
        n,
    ),
    Preference.SHORT_SPANS: lambda n: ntext(
        "%(n)d slot in all",
        "%(n)d slots in all",
        n,
    ),
    Preference.SHORT_AGENDAS: lambda n: ntext(
        "%(n)d item too many",
        "%(n)d items too many",
        n,
    ),
    Preference.NEAR: lambda n: ntext(
        "%(n)d slot apart",
        "%(n)d slots apart",
        n,
    ),
    Preference.CLOSENESS: lambda n: ntext(
        "%(n)d placement changed",
        "%(n)d placements changed",
        n,
    ),
    Preference.EXTRA_SLOTS: lambda n: ntext(
        "at a cost of %(n)d point",
        "at a cost of %(n)d points",
        n,
    ),
}


def beside(new: Iterable[PreferenceCost], old: Iterable[PreferenceCost]) -> tuple[Text, ...]:
    """What one programme is better and worse at than another, of what counts, in sentences."""
    better, worse = list[Text](), list[Text]()
    for here, there in zip(new, old, strict=True):
        if here.weight and here.amount != there.amount:
            less, more = LESS_AND_MORE[here.name]
            told, what = (better, less) if here.amount < there.amount else (worse, more)
            told.append(
                text(
                    "%(what)s (%(counted)s instead of %(there)d)",
                    what=what,
                    counted=COUNTED[here.name](here.amount),
                    there=there.amount,
                )
            )
    if not better and not worse:
        return (text("As good in all that counts; only times and places differ."),)
    return (
        *([text("Better: %(what)s.", what=better)] if better else []),
        *([text("Worse: %(what)s.", what=worse)] if worse else []),
    )


def _against_agenda(n: int) -> Text:
    return ntext(
        "%(n)d pair of plenary or of parallel items is begun against the order of the agenda.",
        "%(n)d pairs of plenary or of parallel items are begun against the order of the agenda.",
        n,
    )


def _splits(n: int) -> Text:
    return ntext(
        "Items are split into %(n)d part more than they must be.",
        "Items are split into %(n)d parts more than they must be.",
        n,
    )


def _parallel_days(n: int) -> Text:
    return ntext(
        "Meetings are held in parallel on %(n)d day.",
        "Meetings are held in parallel on %(n)d days.",
        n,
    )


def _uneven(n: int) -> Text:
    return ntext(
        "The busiest day has %(n)d meeting with interpretation more than the quietest.",
        "The busiest day has %(n)d meetings with interpretation more than the quietest.",
        n,
    )


def _idle(n: int) -> Text:
    return ntext(
        "%(n)d half-hour of plenary is left free before the last day.",
        "%(n)d half-hours of plenary are left free before the last day.",
        n,
    )


def _far_from_wished(n: int) -> Text:
    return ntext(
        "Items are %(n)d slot away from the times wished for them.",
        "Items are %(n)d slots away from the times wished for them.",
        n,
    )


def _long_spans(n: int) -> Text:
    return ntext(
        "Items take %(n)d slot from their first meeting to their last.",
        "Items take %(n)d slots from their first meeting to their last.",
        n,
    )


def _crowded(n: int) -> Text:
    return ntext(
        "Meetings have %(n)d item more than is wished.",
        "Meetings have %(n)d items more than is wished.",
        n,
    )


def _apart(n: int) -> Text:
    return ntext(
        "Items wished to be near one another begin %(n)d slot apart.",
        "Items wished to be near one another begin %(n)d slots apart.",
        n,
    )


def _changed(n: int) -> Text:
    return ntext(
        "%(n)d placement differs from the earlier programme.",
        "%(n)d placements differ from the earlier programme.",
        n,
    )


def _extra(n: int) -> Text:
    return ntext(
        "The extra slots in use cost %(n)d point.",
        "The extra slots in use cost %(n)d points.",
        n,
    )


SENTENCES: Mapping[Preference, Callable[[int], Text]] = {
    Preference.AGENDA_ORDER: _against_agenda,
    Preference.FEW_SPLITS: _splits,
    Preference.FEW_PARALLEL_DAYS: _parallel_days,
    Preference.EVEN_LOAD: _uneven,
    Preference.SPARE_TIME_AT_END: _idle,
    Preference.WISHED_TIMES: _far_from_wished,
    Preference.SHORT_SPANS: _long_spans,
    Preference.SHORT_AGENDAS: _crowded,
    Preference.NEAR: _apart,
    Preference.CLOSENESS: _changed,
    Preference.EXTRA_SLOTS: _extra,
}
