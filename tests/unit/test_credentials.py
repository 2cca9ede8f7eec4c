"""Rule 18: what is asked of a delegation, where it stands, when it is reminded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedure.credentials.rules import read_credentials_rules
from procedure.credentials.standing import (
    Item,
    Position,
    Reminder,
    Session,
    checklist,
    due,
    position,
    reminders,
    stage_at,
)
from procedure.credentials.values import Form, Issuer, Need, Stage, Standing, Submission
from procedure.credentials.values import SubmissionKind as Kind
from procedure.participants import ParticipantKind
from procedure.plain import BadData, Fields
from procedure.rulebook import rulebook

VIENNA = ZoneInfo("Europe/Vienna")
OPENING = datetime(2006, 10, 9, 8, tzinfo=UTC)  # 10 a.m. in Vienna
MARK = OPENING - timedelta(hours=24)
SESSION = Session(opening=OPENING, last_day=date(2006, 10, 18), zone=VIENNA)
LATER = replace(SESSION, opening=datetime(2010, 10, 18, 8, tzinfo=UTC), last_day=date(2010, 10, 22))
RULES = rulebook("ctoc").credentials
STATE, REIO = ParticipantKind.STATE_PARTY, ParticipantKind.REIO
MICRO, DAY = timedelta(microseconds=1), timedelta(days=1)
RANKS = tuple(Standing)
NOBODY = Position(
    standing=Standing.NOTHING, asked=True, in_time=None, missing=(Need.NAMES,), late_changes=0
)


def paper(
    issuer: Issuer | None = Issuer.FOREIGN_MINISTER,
    form: Form | None = Form.ORIGINAL,
    at: datetime = MARK,
    kind: Kind = Kind.CREDENTIALS,
    withdrawn_at: datetime | None = None,
) -> Submission:
    return Submission(
        kind=kind, issuer=issuer, form=form, received_at=at, withdrawn_at=withdrawn_at
    )


def names(at: datetime = MARK, kind: Kind = Kind.NAMES) -> Submission:
    return paper(None, None, at, kind)


def stands(
    *given_: Submission, kind: str = STATE, session: Session = SESSION, at: datetime | None = None
) -> Position:
    return position(RULES, kind, given_, session, at or session.opening + 30 * DAY)


def lines(
    *given_: Submission, kind: str = STATE, session: Session = SESSION
) -> tuple[tuple[Need, bool], ...]:
    found = checklist(RULES, kind, given_, session, session.opening + 30 * DAY)
    assert {line.rule for line in found} == {"rule 18"}
    return tuple((line.need, line.given) for line in found)


def test_the_rule_of_2006_and_the_rule_as_amended() -> None:
    first, amended = RULES.versions
    assert RULES.on(date(2003, 1, 1)) is first
    assert RULES.on(date(2004, 6, 28)) is first
    assert RULES.on(date(2008, 10, 16)) is first
    assert RULES.on(date(2008, 10, 17)) is amended
    assert (first.hours_before, first.originals_days) == (24, None)
    assert "decision 4/7" in amended.source
    assert (RULES.submission_rule, RULES.examination_rule, RULES.participation_rule) == (
        "rule 18",
        "rule 19",
        "rule 20",
    )


def test_only_parties_are_asked_for_credentials() -> None:
    version = RULES.on(SESSION.first_day)
    assert {kind for kind in ParticipantKind if version.of(kind) is not None} == {STATE, REIO}
    assert version.of("somebody") is None


@pytest.mark.parametrize(
    ("issuer", "kind", "session", "valid"),
    [
        (Issuer.HEAD_OF_STATE, STATE, SESSION, True),
        (Issuer.HEAD_OF_GOVERNMENT, STATE, SESSION, True),
        (Issuer.FOREIGN_MINISTER, STATE, SESSION, True),
        (Issuer.PERMANENT_REPRESENTATIVE, STATE, SESSION, False),
        (Issuer.COMPETENT_AUTHORITY, STATE, SESSION, False),
        (Issuer.OTHER, STATE, SESSION, False),
        (Issuer.COMPETENT_AUTHORITY, REIO, SESSION, True),
        (Issuer.FOREIGN_MINISTER, REIO, SESSION, False),
        (Issuer.PERMANENT_REPRESENTATIVE, STATE, LATER, True),
        (Issuer.PERMANENT_REPRESENTATIVE, STATE, replace(LATER, amendments=True), False),
        (Issuer.FOREIGN_MINISTER, STATE, replace(LATER, amendments=True), True),
        (Issuer.PERMANENT_REPRESENTATIVE, REIO, LATER, False),
        (Issuer.COMPETENT_AUTHORITY, REIO, replace(LATER, amendments=True), True),
        (None, STATE, SESSION, False),
    ],
)
def test_who_may_issue_credentials(
    issuer: Issuer | None, kind: str, session: Session, valid: bool
) -> None:
    wanted = Standing.IN_ORDER if valid else Standing.NAMES_ONLY
    assert stands(paper(issuer), kind=kind, session=session).standing is wanted


def test_an_authorized_person_gives_the_authorization_too() -> None:
    alone = paper(Issuer.AUTHORIZED_PERSON)
    with_it = replace(alone, authorization=True)
    assert stands(alone).standing is Standing.NAMES_ONLY
    assert stands(with_it).standing is Standing.IN_ORDER
    assert stands(alone, with_it).standing is Standing.IN_ORDER
    assert stands(with_it, session=LATER).standing is Standing.NAMES_ONLY
    assert lines(alone) == (
        (Need.NAMES, True),
        (Need.CREDENTIALS, True),
        (Need.AUTHORIZATION, False),
        (Need.ORIGINAL, False),
    )
    assert lines(alone, with_it) == (
        (Need.NAMES, True),
        (Need.CREDENTIALS, True),
        (Need.ORIGINAL, True),
    )


def test_the_checklist_of_a_party() -> None:
    def there(*given_: Submission) -> list[Need]:
        found = lines(*given_)
        assert [need for need, _ in found] == [Need.NAMES, Need.CREDENTIALS, Need.ORIGINAL]
        return [need for need, is_there in found if is_there]

    copy = paper(form=Form.COPY)
    assert there() == []
    assert there(names()) == [Need.NAMES]
    assert there(names(kind=Kind.CHANGE)) == [Need.NAMES]
    assert there(copy) == [Need.NAMES, Need.CREDENTIALS]
    assert there(paper(form=None)) == [Need.NAMES, Need.CREDENTIALS]
    assert there(copy, paper()) == [Need.NAMES, Need.CREDENTIALS, Need.ORIGINAL]
    assert there(paper(Issuer.OTHER)) == [Need.NAMES]
    assert there(paper(Issuer.OTHER), copy) == [Need.NAMES, Need.CREDENTIALS]


def test_credentials_that_do_not_count_are_told_with_who_issued_them() -> None:
    def refused(*given_: Submission) -> tuple[Issuer, ...]:
        return checklist(RULES, STATE, given_, SESSION, OPENING)[1].refused

    other, envoy = paper(Issuer.OTHER), paper(Issuer.PERMANENT_REPRESENTATIVE)
    assert refused() == ()
    assert refused(other, envoy, other) == (Issuer.PERMANENT_REPRESENTATIVE, Issuer.OTHER)
    assert refused(paper(None)) == ()
    assert refused(other, paper()) == ()
    assert refused(replace(other, kind=Kind.NAMES)) == ()
    assert refused(paper(Issuer.AUTHORIZED_PERSON)) == ()


def test_the_checklist_of_a_session_that_considers_amendments() -> None:
    envoy = paper(Issuer.PERMANENT_REPRESENTATIVE)
    stricter = replace(LATER, amendments=True)
    assert lines(envoy, session=LATER)[1] == (Need.CREDENTIALS, True)
    assert lines(envoy, session=stricter)[1:] == ((Need.CREDENTIALS, False), (Need.ORIGINAL, False))
    items = checklist(RULES, STATE, [envoy], stricter, LATER.opening)
    assert items[1].refused == (Issuer.PERMANENT_REPRESENTATIVE,)


def test_observers_give_names() -> None:
    kind = ParticipantKind.SIGNATORY
    assert lines(kind=kind) == ((Need.NAMES, False),)
    assert lines(names(), kind=kind) == ((Need.NAMES, True),)
    found = stands(paper(), kind=kind)
    assert (found.standing, found.asked, found.missing) == (Standing.NAMES_ONLY, False, ())
    assert stands(kind=kind).missing == (Need.NAMES,)


def test_what_is_missing_of_a_party() -> None:
    assert stands().missing == (Need.NAMES, Need.CREDENTIALS, Need.ORIGINAL)
    assert stands(paper(form=Form.COPY)).missing == (Need.ORIGINAL,)
    assert stands(paper()).missing == ()
    assert stands(paper()).asked


def test_papers_are_in_time_up_to_the_mark_and_no_longer() -> None:
    assert due(RULES.versions[0], SESSION).mark == MARK
    assert stands(paper(at=MARK)).in_time is True
    assert stands(paper(at=MARK + MICRO)).in_time is False
    assert stands().in_time is None
    assert stands(names(at=MARK), paper(at=MARK + MICRO)).in_time is False
    assert stands(names(at=MARK), paper(form=Form.COPY, at=MARK)).in_time is True
    assert stands(paper(form=Form.COPY, at=MARK), paper(at=MARK + MICRO)).in_time is False
    assert stands(names(at=MARK - DAY), at=MARK - DAY).in_time is True


def test_what_was_better_at_the_mark_was_in_time() -> None:
    gone = paper(at=MARK - DAY, withdrawn_at=MARK + DAY)
    found = stands(gone, names(at=MARK + MICRO))
    assert (found.standing, found.in_time) == (Standing.NAMES_ONLY, True)


def test_a_submission_counts_from_its_moment_until_it_is_withdrawn() -> None:
    one = paper(at=MARK, withdrawn_at=OPENING)
    assert stands(one, at=MARK - MICRO).standing is Standing.NOTHING
    assert stands(one, at=MARK).standing is Standing.IN_ORDER
    assert stands(one, at=OPENING - MICRO).standing is Standing.IN_ORDER
    assert stands(one, at=OPENING).standing is Standing.NOTHING


def test_changes_after_the_mark_are_counted() -> None:
    def late(*given_: Submission) -> int:
        return stands(*given_).late_changes

    change = names(at=MARK + MICRO, kind=Kind.CHANGE)
    assert late() == 0
    assert late(names(at=MARK, kind=Kind.CHANGE), names(at=OPENING), paper(at=OPENING)) == 0
    assert late(change, change, names(at=MARK, kind=Kind.CHANGE)) == 2
    assert late(replace(change, withdrawn_at=OPENING)) == 0


def test_originals_are_due_when_the_bureau_says_or_days_after_the_closure() -> None:
    version = RULES.versions[0]
    assert due(version, SESSION).originals is None
    assert due(version, SESSION).originals_end is None
    decided = due(version, replace(SESSION, originals_due=date(2006, 10, 23)))
    assert decided.originals == date(2006, 10, 23)
    assert decided.originals_end == datetime(2006, 10, 24, tzinfo=VIENNA)
    five = replace(version, originals_days=5, hours_before=48)
    assert due(five, SESSION).originals == date(2006, 10, 23)
    assert due(five, SESSION).mark == MARK - DAY
    sooner = replace(SESSION, originals_due=date(2006, 10, 20))
    assert due(five, sooner).originals == date(2006, 10, 20)


def test_the_first_day_is_that_of_the_place() -> None:
    opening = datetime(2008, 10, 16, 22, 30, tzinfo=UTC)  # after midnight in Vienna
    assert replace(SESSION, opening=opening).first_day == date(2008, 10, 17)


def test_stages_of_reminding() -> None:
    dates = due(RULES.versions[0], SESSION)
    assert stage_at(RULES, dates, MARK - 7 * DAY - MICRO) is None
    before = (Stage.BEFORE_MARK, MARK - 7 * DAY)
    assert stage_at(RULES, dates, MARK - 7 * DAY) == before
    assert stage_at(RULES, dates, MARK) == before
    assert stage_at(RULES, dates, MARK + MICRO) == (Stage.AFTER_MARK, MARK + MICRO)
    assert stage_at(RULES, dates, MARK + 300 * DAY) == (Stage.AFTER_MARK, MARK + MICRO)
    dates = due(RULES.versions[0], replace(SESSION, originals_due=date(2006, 10, 23)))
    end = datetime(2006, 10, 24, tzinfo=VIENNA)
    assert stage_at(RULES, dates, MARK - 8 * DAY) is None
    assert stage_at(RULES, dates, MARK) == before
    assert stage_at(RULES, dates, end - 5 * DAY - MICRO) == (Stage.AFTER_MARK, MARK + MICRO)
    assert stage_at(RULES, dates, end - 5 * DAY) == (Stage.BEFORE_ORIGINALS, end - 5 * DAY)
    assert stage_at(RULES, dates, end - MICRO) == (Stage.BEFORE_ORIGINALS, end - 5 * DAY)
    assert stage_at(RULES, dates, end) == (Stage.AFTER_ORIGINALS, end)


def test_originals_due_soon_after_the_mark_are_reminded_of_after_it() -> None:
    dates = due(RULES.versions[0], replace(SESSION, originals_due=date(2006, 10, 10)))
    assert stage_at(RULES, dates, MARK) == (Stage.BEFORE_MARK, MARK - 7 * DAY)
    assert stage_at(RULES, dates, MARK + MICRO) == (Stage.BEFORE_ORIGINALS, MARK + MICRO)


def test_who_is_reminded_of_what() -> None:
    copy = replace(NOBODY, standing=Standing.COPY_ONLY, missing=(Need.ORIGINAL,))
    positions = {
        "A": NOBODY,
        "B": replace(NOBODY, missing=()),
        "C": replace(NOBODY, asked=False),
        "D": copy,
        "E": copy,
    }
    since = MARK - 7 * DAY
    reminded = {"D": since - MICRO, "E": since}

    def asks(
        delegation: str, need: Need, stage: Stage, since: datetime, due_: datetime
    ) -> Reminder:
        return Reminder(delegation=delegation, stage=stage, since=since, missing=(need,), due=due_)

    assert reminders(RULES, positions, reminded, SESSION, since - MICRO) == ()
    assert reminders(RULES, positions, reminded, SESSION, since) == (
        asks("A", Need.NAMES, Stage.BEFORE_MARK, since, MARK),
        asks("D", Need.ORIGINAL, Stage.BEFORE_MARK, since, MARK),
    )
    after = reminders(RULES, positions, reminded, SESSION, MARK + MICRO)
    assert after == (
        asks("A", Need.NAMES, Stage.AFTER_MARK, MARK + MICRO, MARK),
        asks("D", Need.ORIGINAL, Stage.AFTER_MARK, MARK + MICRO, MARK),
        asks("E", Need.ORIGINAL, Stage.AFTER_MARK, MARK + MICRO, MARK),
    )
    end = datetime(2006, 10, 24, tzinfo=VIENNA)
    closing = replace(SESSION, originals_due=date(2006, 10, 23))
    for at in (since, MARK + MICRO):
        assert {one.due for one in reminders(RULES, {"D": copy}, {}, closing, at)} == {MARK}
    assert reminders(RULES, {"D": copy}, reminded, closing, end - DAY) == (
        asks("D", Need.ORIGINAL, Stage.BEFORE_ORIGINALS, end - 5 * DAY, end),
    )
    assert reminders(RULES, {"D": copy}, reminded, closing, end) == (
        asks("D", Need.ORIGINAL, Stage.AFTER_ORIGINALS, end, end),
    )


SUBMISSIONS = st.builds(
    Submission,
    kind=st.sampled_from(Kind),
    received_at=st.integers(-40, 40).map(lambda hours: MARK + timedelta(hours=hours)),
    issuer=st.sampled_from((None, *Issuer)),
    form=st.sampled_from((None, *Form)),
    authorization=st.booleans(),
    withdrawn_at=st.none() | st.integers(-40, 40).map(lambda hours: MARK + timedelta(hours=hours)),
)
GIVEN = st.lists(SUBMISSIONS, max_size=5)
MOMENTS = st.integers(-40, 40).map(lambda hours: MARK + timedelta(hours=hours))
KINDS = st.sampled_from(tuple(ParticipantKind))


@given(GIVEN, MOMENTS, st.sampled_from((SESSION, LATER)))
def test_a_valid_original_never_makes_a_standing_worse(
    papers: list[Submission], at: datetime, session: Session
) -> None:
    before = stands(*papers, session=session, at=at)
    after = stands(*papers, paper(at=MARK - 50 * DAY), session=session, at=at)
    assert RANKS.index(after.standing) <= RANKS.index(before.standing)
    assert after.standing is Standing.IN_ORDER
    assert set(after.missing) <= set(before.missing)


@given(GIVEN, SUBMISSIONS, MOMENTS, KINDS)
def test_nothing_given_makes_a_standing_worse(
    papers: list[Submission], more: Submission, at: datetime, kind: ParticipantKind
) -> None:
    before, after = stands(*papers, kind=kind, at=at), stands(*papers, more, kind=kind, at=at)
    assert RANKS.index(after.standing) <= RANKS.index(before.standing)


@given(GIVEN, MOMENTS, KINDS, st.randoms(use_true_random=False))
def test_the_order_in_which_papers_are_listed_does_not_matter(
    papers: list[Submission], at: datetime, kind: ParticipantKind, chance: object
) -> None:
    mixed = list(papers)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert stands(*papers, kind=kind, at=at) == stands(*mixed, kind=kind, at=at)
    assert checklist(RULES, kind, papers, SESSION, at) == checklist(RULES, kind, mixed, SESSION, at)


@given(GIVEN, MOMENTS, KINDS)
def test_a_party_that_misses_nothing_is_in_order(
    papers: list[Submission], at: datetime, kind: ParticipantKind
) -> None:
    found = stands(*papers, kind=kind, at=at)
    if found.asked:
        assert (found.standing is Standing.IN_ORDER) is (found.missing == ())
    else:
        assert found.standing in {Standing.NAMES_ONLY, Standing.NOTHING}
    assert (found.in_time is None) is (found.standing is Standing.NOTHING)


VERSION: dict[str, Any] = {
    "applies_from": "2004-06-28",
    "source": "Rule 18",
    "hours_before": 24,
    "asked": [{"kinds": ["State party"], "issuers": ["head_of_state"]}],
}
DATA: dict[str, Any] = {
    "submission_rule": "rule 18",
    "examination_rule": "rule 19",
    "participation_rule": "rule 20",
    "remind_days": 7,
    "remind_originals_days": 5,
    "versions": [VERSION],
}


def test_rules_of_another_conference_are_read() -> None:
    data = DATA | {"versions": [VERSION | {"originals_days": 30}]}
    rules = read_credentials_rules(Fields(data))
    (version,) = rules.versions
    asked = version.of(STATE)
    assert asked is not None
    assert asked.by(amendments=True) == asked.issuers == frozenset({Issuer.HEAD_OF_STATE})
    assert (version.originals_days, rules.remind_days, rules.remind_originals_days) == (30, 7, 5)
    assert (version.applies_from, version.source) == (date(2004, 6, 28), "Rule 18")


def test_stricter_rules_for_amendments_are_read() -> None:
    issuers = ["head_of_state", "permanent_representative"]
    asked = VERSION["asked"][0] | {"issuers": issuers, "amending_issuers": ["head_of_state"]}
    (version,) = read_credentials_rules(
        Fields(DATA | {"versions": [VERSION | {"asked": [asked]}]})
    ).versions
    assert version.asked[0].by(amendments=False) == frozenset(Issuer(one) for one in issuers)
    assert version.asked[0].by(amendments=True) == frozenset({Issuer.HEAD_OF_STATE})


@pytest.mark.parametrize(
    ("change", "path", "wanted"),
    [
        ({"versions": []}, "c.versions", "Give the versions from the first to the latest."),
        (
            {"versions": [VERSION, VERSION]},
            "c.versions",
            "Give the versions from the first to the latest.",
        ),
        (
            {"versions": [VERSION, VERSION | {"applies_from": "2003-01-01"}]},
            "c.versions",
            "Give the versions from the first to the latest.",
        ),
        (
            {"versions": [VERSION | {"asked": [{"kinds": [], "issuers": ["other"]}]}]},
            "c.versions[0].asked[0].kinds",
            "Give a kind of participant.",
        ),
        (
            {"versions": [VERSION | {"asked": [{"kinds": ["Signatory"], "issuers": []}]}]},
            "c.versions[0].asked[0].issuers",
            "Give who may issue credentials.",
        ),
        ({"versions": [VERSION | {"more": 1}]}, "c.versions[0].more", "There is no such field."),
        ({"more": 1}, "c.more", "There is no such field."),
    ],
)
def test_rules_that_are_wrong_are_refused_by_field(
    change: dict[str, object], path: str, wanted: str
) -> None:
    with pytest.raises(BadData) as caught:
        read_credentials_rules(Fields(DATA | change, "c"))
    assert (caught.value.path, caught.value.wanted) == (path, wanted)


def test_a_line_of_a_checklist_is_given_or_not() -> None:
    assert checklist(RULES, STATE, [], SESSION, OPENING)[0] == Item(
        need=Need.NAMES, rule="rule 18", given=False, refused=()
    )
