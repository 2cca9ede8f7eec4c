"""Forms for relations, documents and preferences."""

from __future__ import annotations

import types
from bisect import bisect_right
from collections.abc import Mapping
from typing import ClassVar, Self

from flask_babel import lazy_gettext as _l

from scheduler.problem import Preference, Problem, RelationKind, Weight
from services.sections import relation_key
from web.forms.base import Plain, SourcedForm, filled
from web.forms.business import business_choices
from web.forms.fields import Checks, Choice, Day, Line, Number, Radios, Tick, whole
from web.words import language_name

MANY = (RelationKind.NEVER_PARALLEL, RelationKind.TOGETHER)
# The engine takes 1 for these where something in the session asks for them
COUNTED_WHERE_ASKED = (Preference.EXTRA_SLOTS, Preference.WISHED_TIMES, Preference.NEAR)
PAIRS = (RelationKind.BEFORE, RelationKind.AFTER_BEGUN, RelationKind.NEAR, *MANY)
KINDS = (
    (RelationKind.BEFORE, _l("A is finished before B is taken")),
    (RelationKind.AFTER_BEGUN, _l("A is begun before B is taken, in an earlier slot")),
    (RelationKind.NEVER_PARALLEL, _l("A and B are never taken at the same time")),
    (RelationKind.TOGETHER, _l("A and B are taken in one meeting")),
    (RelationKind.ENDS_SESSION, _l("A ends the session: nothing comes after it or beside it")),
    (RelationKind.ALONE, _l("No other meeting is held while A is taken")),
    (RelationKind.NEAR, _l("A and B had better begin soon after one another")),
)

# how much a preference matters: the least weight that bears each word
SCALE = (
    (0, _l("not at all")),
    (1, _l("a little")),
    (2, _l("somewhat")),
    (4, _l("clearly")),
    (6, _l("much")),
    (10, _l("very much")),
)


def how_much(weight: int) -> str:
    """The word for a weight."""
    return str(SCALE[bisect_right([least for least, _ in SCALE], weight) - 1][1])


class RelationForm(SourcedForm):
    """What one piece of business asks of another. Named by its id, or else by what it says."""

    kind = "relations"
    section = "relations"
    to_add = _l("Add a rule of order")
    to_edit = _l("Rule of order")
    fields_of: ClassVar[Mapping[str, str]] = {"kind": "rule", "business": "first"}

    rule = Radios(_l("What must hold?"))
    first = Choice(_l("Item A"))
    second = Choice(_l("Item B"))
    others = Checks(_l("And further items"), _l("The same holds for each two of all these."))
    gap_slots = Number(_l("Slots free between the two, at least"))
    gap_days = Number(_l("Days from A to B, at least"), _l("1 means: not on the same day."))
    because = Line(
        _l("Because"),
        _l(
            "The reason, as the end of the sentence: “… because the group reports under this item”."
        ),
    )

    @classmethod
    def key_of(cls, _place: int, entry: Plain) -> str:
        """Its name."""
        return relation_key(entry)

    def usual(self) -> Plain:
        """One before another."""
        return {"rule": RelationKind.BEFORE.value}

    def values(self, found: Plain) -> Plain:
        """As stored, business by business."""
        first, second, *others = (
            [*found["business"], ""] if len(found["business"]) < 2 else found["business"]
        )
        return found | {"rule": found["kind"], "first": first, "second": second, "others": others}

    def offer(self) -> None:
        """The business of the session."""
        items = business_choices(self.problem)
        self.rule.offer([(kind.value, sentence) for kind, sentence in KINDS])
        self.first.offer([("", _l("Choose an item")), *items])
        self.second.offer([("", _l("Choose an item")), *items])
        self.others.offer(items)

    def entry(self) -> Plain:
        """The relation; fields that its kind does not take are left out."""
        kind = self.rule.data
        business = [str(self.first.data or "")]
        if kind in PAIRS:
            business.append(str(self.second.data or ""))
        if kind in MANY:
            business += self.others.ticked
        gaps = kind == RelationKind.BEFORE
        return filled(
            id=(self.found or {}).get("id"),
            kind=kind,
            business=list(dict.fromkeys(filter(None, business))),
            gap_slots=self.gap_slots.plain if gaps else "",
            gap_days=self.gap_days.plain if gaps else "",
            because=self.because.data,
            source=self.source.data,
        )

    def field_name(self, path: str) -> str | None:
        """Which of the business is meant; the second, where the list is too short for its kind."""
        if path == "business[1]" or (
            path == "business" and self.first.data and self.rule.data in PAIRS
        ):
            return "second"
        if path.startswith("business[") and path != "business[0]":
            return "others"
        return super().field_name(path)


class DocumentForm(SourcedForm):
    """A document, and when it is out."""

    kind = "documents"
    section = "documents"
    key_name = "symbol"
    to_add = _l("Add a document")
    to_edit = _l("Document")
    fields_of: ClassVar[Mapping[str, str]] = {"issued": "out"}

    symbol = Line(_l("Symbol"), _l("Such as CTOC/COP/2008/2."))
    title = Line(_l("Title"), _l("It may be left out."))
    issued_how = Radios(_l("When is it out?"))
    out = Day(_l("Out on"))

    @classmethod
    def made_for(cls, problem: Problem) -> type[Self]:
        """With a day for each language."""
        days = {
            f"out_{code}": Day(language_name(code)) for code in problem.interpretation.languages
        }
        made: type[Self] = types.new_class(
            cls.__name__, (cls,), exec_body=lambda space: space.update(days)
        )
        return made

    def usual(self) -> Plain:
        """Out in all languages on the same day."""
        return {"issued_how": "same"}

    def values(self, found: Plain) -> Plain:
        """As stored."""
        issued = found["issued"]
        if isinstance(issued, str):
            return found | {"issued_how": "same", "out": issued}
        return found | {"issued_how": "each", **{f"out_{code}": on for code, on in issued.items()}}

    def offer(self) -> None:
        """One day, or one for each language."""
        self.languages = self.problem.interpretation.languages
        self.issued_how.offer(
            [
                ("same", _l("On one day in all languages")),
                ("each", _l("On different days, by language")),
            ]
        )

    def entry(self) -> Plain:
        """The document."""
        issued = {code: self[f"out_{code}"].data for code in self.languages}
        return filled(
            symbol=self.symbol.data,
            title=self.title.data,
            issued=filled(**issued) if self.issued_how.data == "each" else self.out.data,
            source=self.source.data,
        )

    def field_name(self, path: str) -> str | None:
        """The day of a language: the one named, or the first that is missing."""
        if path == "issued" and self.issued_how.data == "each":
            path = next(f"issued.{code}" for code in self.languages if not self[f"out_{code}"].data)
        name = path.replace("issued.", "out_", 1)
        return name if name in self else super().field_name(path)


class PreferenceForm(SourcedForm):
    """How much one thing matters when programmes are compared. Named by what is counted."""

    kind = "preferences"
    section = "preferences"
    to_edit = _l("How much this matters")
    fields_of: ClassVar[Mapping[str, str]] = {"weight": "exactly"}

    scale = Radios(_l("It matters"))
    above = Number(_l("Items of a meeting that are not counted"))
    rank = Number(
        _l("Rank"),
        _l(
            "1 comes before everything else, however much that costs, then 2, and so on. "
            "Left empty, this is weighed against all else that has no rank, after the ranks."
        ),
    )
    never_worse = Tick(
        _l("Never worse than in the version that a search begins from"),
        _l("This is then a requirement: a programme that is worse breaks it."),
    )
    exactly = Number(
        _l("Weight"), _l("What each one counted costs. Twice the weight is twice as dear.")
    )

    @classmethod
    def listed(cls, data: Plain) -> list[Plain]:
        """All preferences, weighed or not; one that is not has the weight that the engine takes."""
        given = data.get("preferences", {})
        usual: dict[Preference, Plain] = {name: {"weight": 0} for name in Preference}
        for name in COUNTED_WHERE_ASKED:
            usual[name] = {"weight": 1}
        usual[Preference.SHORT_AGENDAS] = {"weight": 0, "above": Weight(weight=0).above}
        return [usual[name] | given.get(name, {}) for name in Preference]

    @classmethod
    def key_of(cls, place: int, _entry: Plain) -> str:
        """What is counted."""
        return list(Preference)[place].value

    def values(self, found: Plain) -> Plain:
        """As stored: on the scale, or exactly."""
        weight = found["weight"]
        on_scale = weight in [least for least, _ in SCALE]
        return found | {"scale": str(weight) if on_scale else "exactly", "exactly": weight}

    def offer(self) -> None:
        """The words of the scale."""
        words = [(str(weight), f"{said} ({weight})") for weight, said in SCALE]
        self.scale.offer([*words, ("exactly", _l("exactly this much:"))])

    def entry(self) -> Plain:
        """The weight."""
        exactly = self.scale.data == "exactly"
        weight = self.exactly.plain if exactly else whole(str(self.scale.data or 0))
        return {"weight": weight} | filled(
            above=self.above.plain,
            rank=self.rank.plain,
            never_worse=self.never_worse.data,
            source=self.source.data,
        )
