"""What is said of credentials: what is missing, what is asked, and why something is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

from procedure.credentials.decisions import ObjectionRefusal
from procedure.credentials.rules import CredentialsRules
from procedure.credentials.standing import Reminder
from procedure.credentials.values import Form, Issuer, Need, Stage, Standing, SubmissionKind
from scheduler.text import Text, text
from services.errors import RuleBroken, cited

THE_RECORD = text("The record of credentials")
NEEDS: Mapping[Need, Text] = {
    Need.NAMES: text("the names of the members of the delegation"),
    Need.CREDENTIALS: text("credentials issued by an authority that the rule names"),
    Need.AUTHORIZATION: text("the authorization of the person who issued the credentials"),
    Need.ORIGINAL: text("the original of the credentials"),
}
STANDINGS: Mapping[Standing, Text] = {
    Standing.IN_ORDER: text("In order"),
    Standing.COPY_ONLY: text("Copy only"),
    Standing.NAMES_ONLY: text("Names only"),
    Standing.NOTHING: text("Nothing"),
}
ISSUERS: Mapping[Issuer, Text] = {
    Issuer.HEAD_OF_STATE: text("Head of State"),
    Issuer.HEAD_OF_GOVERNMENT: text("Head of Government"),
    Issuer.FOREIGN_MINISTER: text("Minister for Foreign Affairs"),
    Issuer.PERMANENT_REPRESENTATIVE: text("Permanent Representative to the United Nations"),
    Issuer.AUTHORIZED_PERSON: text("Person authorized by one of them, in exceptional cases"),
    Issuer.COMPETENT_AUTHORITY: text("Competent authority"),
    Issuer.OTHER: text("Somebody else"),
}
KINDS: Mapping[SubmissionKind, Text] = {
    SubmissionKind.CREDENTIALS: text("Credentials"),
    SubmissionKind.NAMES: text("List of names"),
    SubmissionKind.CHANGE: text("Change in the delegation"),
}
FORMS: Mapping[Form, Text] = {Form.ORIGINAL: text("Original"), Form.COPY: text("Copy")}
STAGES: Mapping[Stage, Text] = {
    Stage.BEFORE_MARK: text("Papers are due soon"),
    Stage.AFTER_MARK: text("Papers are late"),
    Stage.BEFORE_ORIGINALS: text("Originals are due soon"),
    Stage.AFTER_ORIGINALS: text("Originals are late"),
}
OBJECTIONS: Mapping[ObjectionRefusal, Text] = {
    ObjectionRefusal.NOT_A_PARTY: text("Only a party can object."),
    ObjectionRefusal.OWN: text("A delegation cannot object to itself."),
    ObjectionRefusal.NOT_ASKED: text("Objections are to representatives of parties."),
    ObjectionRefusal.MADE_ALREADY: text("This delegation has objected, and it is not decided yet."),
}


def letter(reminder: Reminder, name: str, rules: CredentialsRules, zone: ZoneInfo) -> Text:
    """The text of a reminder, ready to be sent."""
    missing = [NEEDS[need] for need in reminder.missing]
    mark = reminder.due.astimezone(zone)
    said = {"delegation": name, "rule": rules.submission_rule, "missing": missing}
    hour = {"day": mark.date(), "hour": mark.time()}
    last = {"day": (mark - timedelta(microseconds=1)).date()}
    match reminder.stage:
        case Stage.BEFORE_MARK:
            return text(
                "The secretariat reminds %(delegation)s that, under %(rule)s, credentials and the "
                "names of the delegation are to be submitted not later than %(day)s, %(hour)s, if "
                "possible. Still awaited: %(missing)s.",
                **said,
                **hour,
            )
        case Stage.AFTER_MARK:
            return text(
                "The secretariat reminds %(delegation)s that, under %(rule)s, credentials and the "
                "names of the delegation were to be submitted by %(day)s, %(hour)s, if possible. "
                "Still awaited: %(missing)s.",
                **said,
                **hour,
            )
        case Stage.BEFORE_ORIGINALS:
            return text(
                "The secretariat reminds %(delegation)s that, under %(rule)s, the original of its "
                "credentials is to be submitted as soon as possible, but not later than %(day)s. "
                "Still awaited: %(missing)s.",
                **said,
                **last,
            )
        case Stage.AFTER_ORIGINALS:
            return text(
                "The secretariat reminds %(delegation)s that, under %(rule)s, the original of its "
                "credentials was to be submitted by %(day)s. Still awaited: %(missing)s.",
                **said,
                **last,
            )


def broken(refusal: ObjectionRefusal, rules: CredentialsRules) -> RuleBroken:
    """An objection that cannot be made, with its rule."""
    return RuleBroken(cited(refusal.rule(rules)), OBJECTIONS[refusal])
