"""What a conference asks of credentials, as data of the rulebook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from procedure.credentials.values import Issuer
from procedure.participants import ParticipantKind
from procedure.plain import BadData, Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Of whom credentials are asked, and who may issue them.

    `amending_issuers` may where the session considers amendments to the instrument.
    """

    kinds: frozenset[ParticipantKind]
    issuers: frozenset[Issuer]
    amending_issuers: frozenset[Issuer]

    def by(self, *, amendments: bool) -> frozenset[Issuer]:
        """Who may issue them for a session."""
        return self.amending_issuers if amendments else self.issuers


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialsVersion:
    """The rule as it stood for sessions that opened from a day on; `source` is where it is.

    Papers are to be there, if possible, `hours_before` the opening. `originals_days` after the
    closure originals are due; None where the bureau sets the day.
    """

    applies_from: date
    source: str
    asked: tuple[Asked, ...]
    hours_before: int
    originals_days: int | None

    def of(self, kind: str) -> Asked | None:
        """What is asked of a kind of participant; None where it gives names only."""
        return next((one for one in self.asked if kind in one.kinds), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialsRules:
    """The versions of the rule, the latest last, and the rules of procedure ("rule 18").

    Delegations are reminded so many days before papers, and before originals, are due.
    """

    versions: tuple[CredentialsVersion, ...]
    submission_rule: str
    examination_rule: str
    participation_rule: str
    remind_days: int
    remind_originals_days: int

    def on(self, first_day: date) -> CredentialsVersion:
        """The version for a session that opens on a day; before all of them, the first."""
        applying = [one for one in self.versions if one.applies_from <= first_day]
        return applying[-1] if applying else self.versions[0]


def read_credentials_rules(fields: Fields) -> CredentialsRules:
    """The section "credentials" of a rulebook. Raises BadData."""
    rules = CredentialsRules(
        versions=tuple(_version(one) for one in fields.groups("versions")),
        submission_rule=fields.text("submission_rule"),
        examination_rule=fields.text("examination_rule"),
        participation_rule=fields.text("participation_rule"),
        remind_days=fields.whole("remind_days"),
        remind_originals_days=fields.whole("remind_originals_days"),
    )
    days = [one.applies_from for one in rules.versions]
    if not days or days != sorted(set(days)):
        raise BadData(fields.at("versions"), "Give the versions from the first to the latest.")
    fields.end()
    return rules


def _version(fields: Fields) -> CredentialsVersion:
    version = CredentialsVersion(
        applies_from=fields.day("applies_from"),
        source=fields.text("source"),
        asked=tuple(_asked(one) for one in fields.groups("asked")),
        hours_before=fields.whole("hours_before"),
        originals_days=fields.whole("originals_days") if "originals_days" in fields else None,
    )
    fields.end()
    return version


def _asked(fields: Fields) -> Asked:
    issuers = fields.choices("issuers", Issuer)
    asked = Asked(
        kinds=fields.choices("kinds", ParticipantKind),
        issuers=issuers,
        amending_issuers=fields.choices("amending_issuers", Issuer) or issuers,
    )
    if not asked.kinds:
        raise BadData(fields.at("kinds"), "Give a kind of participant.")
    if not issuers:
        raise BadData(fields.at("issuers"), "Give who may issue credentials.")
    fields.end()
    return asked
