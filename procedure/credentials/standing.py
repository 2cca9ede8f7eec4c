"""Rule 18: what is asked of a delegation, what it has given, and when the rest is due.

Credentials and the names of the delegation are submitted, if possible, so many hours before the
opening; later changes in its composition are submitted too. The order in which things were given
does not matter, but for what is there at a moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from procedure.credentials.rules import Asked, CredentialsRules, CredentialsVersion
from procedure.credentials.values import Form, Issuer, Need, Stage, Standing, Submission
from procedure.credentials.values import SubmissionKind as Kind

RANKS = tuple(Standing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What rules count from: the opening, the last day, and what the session considers.

    `originals_due` is the day that the bureau has set, if it has.
    """

    opening: datetime
    last_day: date
    zone: ZoneInfo
    amendments: bool = False
    originals_due: date | None = None

    @property
    def first_day(self) -> date:
        """The day of the opening, where the session is held."""
        return self.opening.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """When papers are due, to the moment, and originals: to the end of a day, if one is known."""

    mark: datetime
    originals: date | None
    originals_end: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line of the checklist: what is asked, on what rule, and whether it is there.

    `refused` are the issuers of credentials that were given and do not count.
    """

    need: Need
    rule: str
    given: bool
    refused: tuple[Issuer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a delegation stands at a moment.

    `asked`: credentials are asked of it. `in_time`: it stood so, or better, at the mark; None
    where nothing is there. `missing` is what is still asked of it. `late_changes` counts changes of
    the delegation that came after the mark.
    """

    standing: Standing
    asked: bool
    in_time: bool | None
    missing: tuple[Need, ...]
    late_changes: int


def due(version: CredentialsVersion, session: Session) -> Dates:
    """When papers and originals are due (rule 18; the day for originals is set by the bureau)."""
    originals = session.originals_due
    if originals is None and version.originals_days is not None:
        originals = session.last_day + timedelta(days=version.originals_days)
    end = None
    if originals is not None:
        end = datetime.combine(originals + timedelta(days=1), time(), session.zone)
    mark = session.opening - timedelta(hours=version.hours_before)
    return Dates(mark=mark, originals=originals, originals_end=end)


def standing(asked: Asked | None, given: Iterable[Submission], *, amendments: bool) -> Standing:
    """How far what is there goes (rule 18). Of whom nothing is asked, names are all there is."""
    listed = list(given)
    if not listed:
        return Standing.NOTHING
    valid = [one for one in listed if _valid(one, asked, amendments=amendments)]
    if not valid:
        return Standing.NAMES_ONLY
    if any(one.form is Form.ORIGINAL for one in valid):
        return Standing.IN_ORDER
    return Standing.COPY_ONLY


def position(
    rules: CredentialsRules, kind: str, given: Iterable[Submission], session: Session, at: datetime
) -> Position:
    """Where a delegation stands at a moment (rule 18)."""
    version = rules.on(session.first_day)
    asked, listed, mark = version.of(kind), list(given), due(version, session).mark

    def stood(moment: datetime) -> Standing:
        there = [one for one in listed if one.counts(moment)]
        return standing(asked, there, amendments=session.amendments)

    now = stood(at)
    in_time = None
    if now is not Standing.NOTHING:
        in_time = RANKS.index(stood(min(mark, at))) <= RANKS.index(now)
    lines = checklist(rules, kind, listed, session, at)
    changes = [one for one in listed if one.counts(at) and one.kind is Kind.CHANGE]
    return Position(
        standing=now,
        asked=asked is not None,
        in_time=in_time,
        missing=tuple(line.need for line in lines if not line.given),
        late_changes=sum(one.received_at > mark for one in changes),
    )


def checklist(
    rules: CredentialsRules, kind: str, given: Iterable[Submission], session: Session, at: datetime
) -> tuple[Item, ...]:
    """What is asked of a delegation (rule 18), line by line, and whether it is there."""
    asked = rules.on(session.first_day).of(kind)
    rule = rules.submission_rule
    there = [one for one in given if one.counts(at)]
    names = Item(need=Need.NAMES, rule=rule, given=bool(there))
    if asked is None:
        return (names,)
    issuers = asked.by(amendments=session.amendments)
    papers = [one for one in there if one.kind is Kind.CREDENTIALS]
    valid = [one for one in papers if _valid(one, asked, amendments=session.amendments)]
    alone = [one for one in papers if one.issuer in issuers and one not in valid]
    wrong = {one.issuer for one in papers if one.issuer is not None} - issuers
    credentials = Item(
        need=Need.CREDENTIALS,
        rule=rule,
        given=bool(valid or alone),
        refused=() if valid else tuple(one for one in Issuer if one in wrong),
    )
    original = any(one.form is Form.ORIGINAL for one in valid)
    lines = [names, credentials]
    if alone and not valid:
        lines.append(Item(need=Need.AUTHORIZATION, rule=rule, given=False))
    return (*lines, Item(need=Need.ORIGINAL, rule=rule, given=original))


def _valid(given: Submission, asked: Asked | None, *, amendments: bool) -> bool:
    """Whether it is credentials issued by whom the rule names, with what it wants beside them."""
    if asked is None or given.kind is not Kind.CREDENTIALS:
        return False
    if given.issuer is Issuer.AUTHORIZED_PERSON and not given.authorization:
        return False
    return given.issuer in asked.by(amendments=amendments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """Who is to be reminded of what, by its key, since when, and until when that is due."""

    delegation: str
    stage: Stage
    since: datetime
    missing: tuple[Need, ...]
    due: datetime


def stage_at(rules: CredentialsRules, dates: Dates, at: datetime) -> tuple[Stage, datetime] | None:
    """For what delegations are reminded at a moment, and since when; None before that."""
    originals, after = dates.originals_end, dates.mark + timedelta.resolution
    if originals is not None:
        ahead = max(after, originals - timedelta(days=rules.remind_originals_days))
        if at >= originals:
            return Stage.AFTER_ORIGINALS, originals
        if at >= ahead:
            return Stage.BEFORE_ORIGINALS, ahead
    if at >= after:
        return Stage.AFTER_MARK, after
    ahead = dates.mark - timedelta(days=rules.remind_days)
    return (Stage.BEFORE_MARK, ahead) if at >= ahead else None


def reminders(
    rules: CredentialsRules,
    positions: Mapping[str, Position],
    reminded_at: Mapping[str, datetime],
    session: Session,
    at: datetime,
) -> tuple[Reminder, ...]:
    """Who is to be reminded at a moment (rule 18), in the order given.

    That is everybody of whom credentials are asked, from whom something is missing, and who was
    not reminded since the stage began.
    """
    dates = due(rules.on(session.first_day), session)
    found = stage_at(rules, dates, at)
    if found is None:
        return ()
    current, since = found
    ends = dates.mark if current in {Stage.BEFORE_MARK, Stage.AFTER_MARK} else dates.originals_end
    return tuple(
        Reminder(
            delegation=key, stage=current, since=since, missing=one.missing, due=ends or dates.mark
        )
        for key, one in positions.items()
        if one.asked and one.missing and not _reminded(reminded_at.get(key), since)
    )


def _reminded(last: datetime | None, since: datetime) -> bool:
    return last is not None and last >= since
