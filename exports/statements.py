"""The paragraph of a report that says who spoke: from what was delivered, in any language.

As in CTOC/COP/2006/14, paragraphs 44, 66 and 102: signatories are named among the States, groups in
brackets, regional economic integration organizations and observers in sentences of their own.
Where that report departs from the order of the language (paragraph 66), this does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from exports.articles import in_sentence
from exports.wording import Wording, untranslated
from procedure.floor.values import Speech, Turn
from procedure.participants import ParticipantKind

STATES = (ParticipantKind.STATE_PARTY, ParticipantKind.SIGNATORY)
SPACELESS = ("ja", "zh")  # languages that set no space between sentences


def paragraph(
    speeches: Iterable[Speech], words: Wording, names: Mapping[str, str] | None = None
) -> str:
    """The sentences, or "" if nobody spoke. Points of order and the secretariat are not in it.

    `names` are the names of delegations, by their keys, in the language of `words`; without one,
    the name is that with which they were called. A participant that is not known is named last.
    """
    report = _Report(words, names or {})
    delivered = list(speeches)
    statements = [speech for speech in delivered if speech.turn is Turn.STATEMENT]
    replies = [speech for speech in delivered if speech.turn is Turn.REPLY]
    sentences = [*report.statements(statements), *report.replies(replies)]
    return ("" if words.locale.language in SPACELESS else " ").join(sentences)


N_ = untranslated  # marks a sentence for translation where it is kept, not said


@dataclass(frozen=True, slots=True)
class _Section:
    """Observers of some kinds, and the sentence for many: the second if others spoke before."""

    kinds: tuple[ParticipantKind, ...]
    many: str
    many_also: str


OBSERVERS = (
    _Section(
        (ParticipantKind.OBSERVER_STATE,),
        N_("Statements were made by the observers for the following States: %(names)s."),
        N_("Statements were also made by the observers for the following States: %(names)s."),
    ),
    _Section(
        (ParticipantKind.ENTITY,),
        N_("Statements were made by the observers for the following entities: %(names)s."),
        N_("Statements were also made by the observers for the following entities: %(names)s."),
    ),
    _Section(
        (ParticipantKind.UN_BODY,),
        N_(
            "Statements were made by the observers for the following United Nations bodies and "
            "specialized agencies: %(names)s."
        ),
        N_(
            "Statements were also made by the observers for the following United Nations bodies "
            "and specialized agencies: %(names)s."
        ),
    ),
    _Section(
        (ParticipantKind.IGO,),
        N_(
            "Statements were made by the observers for the following intergovernmental "
            "organizations: %(names)s."
        ),
        N_(
            "Statements were also made by the observers for the following intergovernmental "
            "organizations: %(names)s."
        ),
    ),
    _Section(
        (ParticipantKind.NGO_ECOSOC, ParticipantKind.NGO),
        N_(
            "Statements were made by the observers for the following non-governmental "
            "organizations: %(names)s."
        ),
        N_(
            "Statements were also made by the observers for the following non-governmental "
            "organizations: %(names)s."
        ),
    ),
)


class _Report:
    """Sentences in one language."""

    def __init__(self, words: Wording, names: Mapping[str, str]) -> None:
        self._words = words
        self._names = names

    def statements(self, speeches: Sequence[Speech]) -> list[str]:
        """A sentence for the States, each organization of States, and each kind of observer."""
        said = [*self._states(_of(speeches, STATES))]
        said += self._organizations(_of(speeches, (ParticipantKind.REIO,)))
        for section in OBSERVERS:
            said += self._observers(section, _of(speeches, section.kinds), also=bool(said))
        return [*said, *self._others(_of(speeches, ("",)), also=bool(said))]

    def replies(self, speeches: Sequence[Speech]) -> Iterator[str]:
        """The sentence for rights of reply."""
        replying = self._named(speeches)
        if len(replying) == 1:
            yield self._words.gettext(
                "A statement in exercise of the right of reply was made by the representative of "
                "%(name)s.",
                name=self._inside(replying[0]),
            )
        elif replying:
            yield self._words.gettext(
                "Statements in exercise of the right of reply were made by the representatives of "
                "the following States: %(names)s.",
                names=self._words.listed(replying),
            )

    def _states(self, speeches: Sequence[Speech]) -> Iterator[str]:
        by_name: dict[str, list[Speech]] = {}
        for speech in speeches:
            by_name.setdefault(self._name(speech), []).append(speech)
        names = [
            self._on_behalf(name, by_name[name]) for name in self._words.in_order(by_name.keys())
        ]
        if len(names) == 1:
            (name,) = by_name
            yield self._words.gettext(
                "A statement was made by the representative of %(name)s.",
                name=self._on_behalf(self._inside(name), by_name[name]),
            )
        elif names:
            yield self._words.gettext(
                "Statements were made by the representatives of the following States: %(names)s.",
                names=self._words.listed(names),
            )

    def _on_behalf(self, name: str, speeches: Sequence[Speech]) -> str:
        """A State with those for whom it spoke, and whether that was beside its own statement."""
        groups = list(dict.fromkeys(one.on_behalf_of for one in speeches if one.on_behalf_of))
        joint = dict.fromkeys(
            state for one in speeches if not one.on_behalf_of for state in one.aligned
        )
        spoken_for = [self._inside(group) for group in (*groups, *joint)]
        if not spoken_for:
            return name
        group = self._words.listed(spoken_for)
        if all(one.on_behalf_of for one in speeches):
            return self._words.gettext("%(name)s (on behalf of %(group)s)", name=name, group=group)
        return self._words.gettext("%(name)s (also on behalf of %(group)s)", name=name, group=group)

    def _organizations(self, speeches: Sequence[Speech]) -> Iterator[str]:
        """Regional economic integration organizations, whoever speaks for them."""
        for name, group in dict.fromkeys((self._name(one), one.on_behalf_of) for one in speeches):
            inside = self._inside(name)
            if group and group != name:
                yield self._words.gettext(
                    "%(name)s made a statement on behalf of %(group)s.",
                    name=inside[:1].upper() + inside[1:],
                    group=self._inside(group),
                )
            else:
                yield self._words.gettext(
                    "A statement was made by the representative of %(name)s.", name=inside
                )

    def _observers(
        self, section: _Section, speeches: Sequence[Speech], *, also: bool
    ) -> Iterator[str]:
        names = self._named(speeches)
        if not names:
            return
        if len(names) > 1:
            sentence = section.many_also if also else section.many
            yield self._words.gettext(sentence, names=self._words.listed(names))
        elif also:
            yield self._words.gettext(
                "The observer for %(name)s also made a statement.", name=self._inside(names[0])
            )
        else:
            yield self._words.gettext(
                "The observer for %(name)s made a statement.", name=self._inside(names[0])
            )

    def _others(self, speeches: Sequence[Speech], *, also: bool) -> Iterator[str]:
        names = self._words.listed(self._inside(name) for name in self._named(speeches))
        if names and also:
            yield self._words.gettext("Statements were also made by %(names)s.", names=names)
        elif names:
            yield self._words.gettext("Statements were made by %(names)s.", names=names)

    def _named(self, speeches: Sequence[Speech]) -> list[str]:
        return self._words.in_order({self._name(speech) for speech in speeches})

    def _name(self, speech: Speech) -> str:
        return self._names.get(speech.delegation, speech.name)

    def _inside(self, name: str) -> str:
        """A name inside a sentence: English puts an article before some."""
        return in_sentence(name) if self._words.locale.language == "en" else name


def _of(speeches: Iterable[Speech], kinds: Sequence[str]) -> list[Speech]:
    return [speech for speech in speeches if speech.participant in kinds]
