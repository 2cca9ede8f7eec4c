"""The report of the bureau on credentials, paragraph by paragraph, in any language.

As in CTOC/COP/2006/14, paragraphs 28 to 32: what the rule asks, figures, who has not complied by
name in the order of the language, when originals are due, and that the Conference adopted it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from babel.lists import format_list

from exports.articles import in_sentence
from exports.docx_files import describe, new_document, to_bytes, write, write_page_number
from exports.participants import in_order
from exports.sheets import Table
from exports.wording import Wording, untranslated
from models.conferences import Delegation
from procedure.credentials.decisions import Report
from procedure.credentials.rules import Asked, CredentialsRules, CredentialsVersion
from procedure.credentials.values import Issuer, Ruling

N_ = untranslated  # marks a word for translation where it is kept, not said
ISSUERS: Mapping[Issuer, str] = {
    Issuer.HEAD_OF_STATE: N_("the Head of State"),
    Issuer.HEAD_OF_GOVERNMENT: N_("the Head of Government"),
    Issuer.FOREIGN_MINISTER: N_("the Minister for Foreign Affairs"),
    Issuer.PERMANENT_REPRESENTATIVE: N_("the Permanent Representative to the United Nations"),
    Issuer.AUTHORIZED_PERSON: N_("a person authorized, in exceptional cases, by one of them"),
    Issuer.COMPETENT_AUTHORITY: N_("the competent authority"),
}


@dataclass(frozen=True, slots=True)
class Disputed:
    """Who objected to whom, and what the Conference decided, if it has."""

    objector: Delegation
    delegation: Delegation
    ruling: Ruling | None


@dataclass(frozen=True, slots=True)
class Adopted:
    """When the Conference adopted the report."""

    meeting: int
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the report is made from. The keys of `report` are those of `delegations`."""

    session: str
    rules: CredentialsRules
    version: CredentialsVersion
    amendments: bool
    report: Report
    delegations: Mapping[str, Delegation]
    originals_due: date | None
    disputed: Sequence[Disputed] = ()
    adopted: Adopted | None = None


def paragraphs(facts: Facts, words: Wording) -> list[str]:
    """The paragraphs of the report, without numbers; those of the rule first."""
    report = _Report(facts, words)
    return [*report.rule(), *report.figures(), *report.objections(), *report.adoption()]


def report_document(facts: Facts, words: Wording, *, at: datetime, first: int = 1) -> bytes:
    """The report as a Word file, its paragraphs numbered from `first`. `at` is when it was made."""
    document = new_document(words)
    title = words.gettext("Report of the bureau on credentials")
    describe(document, title=title, subject=facts.session, identifier="", at=at, tag=words.tag)
    write(document.add_paragraph(style="Heading 1"), title, words)
    write(document.add_paragraph(style="Heading 2"), facts.session, words)
    for number, said in enumerate(paragraphs(facts, words), first):
        write(document.add_paragraph(style="Normal"), f"{number}. {said}", words)
    section = document.sections[0]
    for footer in (section.footer, section.first_page_footer):
        write_page_number(footer.paragraphs[0])
    return to_bytes(document)


def board_table(rows: Iterable[tuple[str, ...]], words: Wording) -> Table:
    """Where delegations stand. Each row has the six columns below."""
    say = words.gettext
    head = (
        say("Delegation"),
        say("Capacity"),
        say("Regional group"),
        say("Credentials"),
        say("In time"),
        say("Still awaited"),
    )
    return Table(say("Credentials"), head, tuple(rows))


def letters_table(rows: Iterable[tuple[str, str, str]], words: Wording) -> Table:
    """Reminders to be sent: to whom, for what, and the text."""
    say = words.gettext
    head = (say("Delegation"), say("Reminder"), say("Text"))
    return Table(say("Reminders"), head, tuple(rows))


PARTIES = (N_("%(n)s State party"), N_("%(n)s States parties"))
STATES = (N_("%(n)s State"), N_("%(n)s States"))


class _Report:
    """Paragraphs in one language."""

    def __init__(self, facts: Facts, words: Wording) -> None:
        self._facts, self._words = facts, words

    def rule(self) -> Iterator[str]:
        """What the rules ask of parties, and of the bureau."""
        rules, version = self._facts.rules, self._facts.version
        yield self._words.gettext(
            "Under %(rule)s of the rules of procedure, the credentials of the representatives of "
            "each party and the names of the members of its delegation are submitted to the "
            "secretariat, if possible, not later than %(hours)s hours before the opening of the "
            "session; so is any later change in the composition of the delegation. %(issuers)s",
            rule=self._words.translate(rules.submission_rule),
            hours=version.hours_before,
            issuers=" ".join(self._issuers(one) for one in version.asked),
        )
        yield self._words.gettext(
            "Under %(rule)s, the bureau of any session examines the credentials and submits its "
            "report to the Conference.",
            rule=self._words.translate(rules.examination_rule),
        )

    def figures(self) -> Iterator[str]:
        """How many have complied, who has not, and what the bureau asks of them."""
        report, words = self._facts.report, self._words
        states, organizations = report.states, report.organizations
        if not states + organizations:
            return  # there is nobody to report on
        parties = self._counted(states, organizations, PARTIES)
        if not report.examined:
            yield words.gettext(
                "The Bureau informed the Conference that, of the %(parties)s represented at the "
                "session, it had not yet examined the credentials of any.",
                parties=parties,
            )
            return
        yield words.gettext(
            "The Bureau informed the Conference that, of the %(parties)s represented at the "
            "session, %(complied)s had complied with the requirements on credentials.",
            parties=parties,
            complied=self._counted(report.states_in_order, report.organizations_in_order, STATES),
        )
        lacking = self._names([*report.lacking_states, *report.lacking_organizations])
        if lacking:
            yield self._lacking(lacking)
        if report.states_in_order or report.organizations_in_order:
            yield words.gettext(
                "The Bureau also reported that it had examined the credentials of those that had "
                "complied, and that it found them to be in order."
            )
        unexamined = self._names(report.unexamined)
        if unexamined:
            yield words.gettext(
                "The Bureau had not yet examined the credentials of the following: %(names)s.",
                names=words.listed(unexamined),
            )

    def objections(self) -> Iterator[str]:
        """Who objected to whom, and what became of it."""
        for one in self._facts.disputed:
            yield self._words.gettext(
                DISPUTES[one.ruling],
                objector=self._inside(one.objector),
                delegation=self._inside(one.delegation),
                rule=self._words.translate(self._facts.rules.participation_rule),
            )

    def adoption(self) -> Iterator[str]:
        """That the Conference adopted the report, if it has."""
        adopted = self._facts.adopted
        if adopted is not None:
            yield self._words.gettext(
                "At its %(meeting)s, on %(day)s, the Conference adopted the report of the Bureau "
                "on credentials.",
                meeting=self._words.meeting(adopted.meeting),
                day=self._words.dated(adopted.day),
            )

    def _lacking(self, names: list[str]) -> str:
        words, due = self._words, self._facts.originals_due
        rule = words.translate(self._facts.rules.submission_rule)
        if len(names) == 1:
            said = words.gettext(
                "One party, %(names)s, had not complied with %(rule)s.", names=names[0], rule=rule
            )
        else:
            said = words.gettext(
                "The following %(n)s parties had not complied with %(rule)s: %(names)s.",
                n=len(names),
                names=words.listed(names),
                rule=rule,
            )
        emphasized = words.gettext(
            "The Bureau emphasized that the submission of the credentials of representatives under "
            "%(rule)s was an obligation of each party.",
            rule=rule,
        )
        if due is None:
            called = words.gettext(
                "It called upon those that had not yet submitted the originals of credentials to "
                "do so as soon as possible."
            )
        else:
            called = words.gettext(
                "It called upon those that had not yet submitted the originals of credentials to "
                "provide them to the Secretariat as soon as possible, but not later than %(day)s.",
                day=words.dated(due),
            )
        return f"{said} {emphasized} {called}"

    def _issuers(self, asked: Asked) -> str:
        wanted = asked.by(amendments=self._facts.amendments)
        listed = [self._words.gettext(said) for one, said in ISSUERS.items() if one in wanted]
        kinds = [self._words.translate(kind.value) for kind in sorted(asked.kinds)]
        return self._words.gettext(
            "%(kinds)s: credentials are issued by %(issuers)s.",
            kinds=self._words.listed(kinds),
            issuers=format_list(listed, style="or", locale=self._words.locale),
        )

    def _counted(self, states: int, organizations: int, said: tuple[str, str]) -> str:
        words = self._words
        parts = [words.gettext(said[states != 1], n=states)]
        if organizations == 1:
            parts.append(words.gettext("1 regional economic integration organization"))
        elif organizations:
            parts.append(
                words.gettext("%(n)s regional economic integration organizations", n=organizations)
            )
        return words.listed(parts)

    def _names(self, keys: Iterable[str]) -> list[str]:
        """The names of delegations, in the order of the language."""
        listed = in_order((self._facts.delegations[key] for key in keys), self._words)
        return [one.name_in(self._words.locale.language) for one in listed]

    def _inside(self, delegation: Delegation) -> str:
        name = delegation.name_in(self._words.locale.language)
        return in_sentence(name) if self._words.locale.language == "en" else name


DISPUTES: Mapping[Ruling | None, str] = {
    None: N_(
        "The representative of %(objector)s objected to the admission of the representatives of "
        "%(delegation)s, who were seated provisionally under %(rule)s."
    ),
    Ruling.UPHELD: N_(
        "The representative of %(objector)s objected to the admission of the representatives of "
        "%(delegation)s. The Conference upheld the objection (%(rule)s)."
    ),
    Ruling.DISMISSED: N_(
        "The representative of %(objector)s objected to the admission of the representatives of "
        "%(delegation)s. The Conference did not uphold the objection (%(rule)s)."
    ),
}
