"""Lists of speakers and who spoke, as tables: the list, the record, and what it makes in all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import tzinfo

from exports.sheets import Table
from exports.wording import Wording, untranslated
from procedure.floor.records import SpeechRecord, Total, totals
from procedure.floor.values import Speech, Turn
from procedure.participants import Level
from procedure.speakers.values import Inscription, Standing

N_ = untranslated  # marks a word for translation where it is kept, not said
TURNS: Mapping[Turn, str] = {
    Turn.STATEMENT: N_("Statement"),
    Turn.REPLY: N_("Right of reply"),
    Turn.POINT_OF_ORDER: N_("Point of order"),
    Turn.OTHER: N_("Other"),
}
LEVELS: Mapping[Level, str] = {
    Level.HEAD_OF_STATE: N_("Head of State"),
    Level.HEAD_OF_GOVERNMENT: N_("Head of Government"),
    Level.MINISTER: N_("Minister or equivalent"),
    Level.VICE_MINISTER: N_("Vice-minister"),
    Level.REPRESENTATIVE: N_("Representative"),
}


def record_table(
    records: Iterable[SpeechRecord],
    *,
    zone: tzinfo,
    meetings: Mapping[str, str],
    categories: Mapping[str, str],
    words: Wording | None = None,
) -> Table:
    """Who spoke: a row for each speech, in local hours. Genders are for statistics only.

    `meetings` are the names of meetings by their uids, `categories` the titles of those of lists.
    """
    words = words or Wording()
    say = words.gettext
    rows = tuple(
        (
            meetings.get(record.meeting, ""),
            record.speech.began_at.astimezone(zone).replace(microsecond=0),
            say(TURNS[record.speech.turn]),
            record.speech.name,
            words.translate(record.speech.participant) if record.speech.participant else "",
            words.translate(record.speech.group) if record.speech.group else "",
            record.speech.on_behalf_of,
            words.listed(record.speech.aligned),
            record.speech.speaker,
            record.speech.function,
            categories.get(record.speech.category, record.speech.category),
            record.speech.allotted,
            record.used,
            record.over,
        )
        for record in records
    )
    head = (
        say("Meeting"),
        say("Begun"),
        say("Turn"),
        say("Delegation"),
        say("Capacity"),
        say("Regional group"),
        say("On behalf of"),
        say("Aligned"),
        say("Speaker"),
        say("Function"),
        say("Category"),
        say("Time allotted"),
        say("Time used"),
        say("Time over"),
    )
    return Table(say("Who spoke"), head, rows)


def statistics(
    records: Iterable[SpeechRecord],
    *,
    categories: Mapping[str, str],
    words: Wording | None = None,
) -> tuple[Table, ...]:
    """What statements and replies make in all: by regional group, category and gender."""
    words = words or Wording()
    say = words.gettext
    counted = [one for one in records if one.speech.turn in {Turn.STATEMENT, Turn.REPLY}]
    by: tuple[tuple[str, Callable[[Speech], str], Callable[[str], str]], ...] = (
        (say("Regional group"), lambda speech: speech.group, words.translate),
        (
            say("Category"),
            lambda speech: speech.category,
            lambda key: categories.get(key, key),
        ),
        (say("Gender"), lambda speech: speech.gender, str),
    )
    return tuple(_totals(title, totals(counted, key), named, words) for title, key, named in by)


def _totals(
    title: str, found: Iterable[Total], named: Callable[[str], str], words: Wording
) -> Table:
    say = words.gettext
    head = (
        title,
        say("Speeches"),
        say("Time allotted"),
        say("Time used"),
        say("Time over"),
        say("Speeches beyond their time"),
    )
    rows = tuple(
        (
            named(one.key) if one.key else say("not given"),
            one.speeches,
            one.allotted,
            one.used,
            one.over,
            one.overran,
        )
        for one in found
    )
    return Table(title, head, rows)


def list_table(standing: Standing, *, zone: tzinfo, words: Wording | None = None) -> Table:
    """A list of speakers as it stands, in the order of speaking, in local hours.

    Then late requests that wait for the chair to decide, which have no place.
    """
    words = words or Wording()
    say = words.gettext
    head = (
        say("Place"),
        say("Number"),
        say("Delegation"),
        say("Capacity"),
        say("Level"),
        say("Category"),
        say("On behalf of"),
        say("Aligned"),
        say("Speaker"),
        say("Function"),
        say("Language"),
        say("Inscribed"),
        say("Remarks"),
    )
    placed = [(str(place), one) for place, one in enumerate(standing.places, 1)]
    rows = tuple(
        _inscription(place, one, zone, words)
        for place, one in (*placed, *(("", one) for one in standing.waiting))
    )
    return Table(standing.terms.title, head, rows)


def _inscription(
    place: str, one: Inscription, zone: tzinfo, words: Wording
) -> tuple[str | int, ...]:
    say = words.gettext
    remarks = [
        (not place, say("late request, not decided")),
        (one.absences > 0, say("absent when called")),
        (one.by_secretariat, say("inscribed by the secretariat")),
    ]
    return (
        place,
        one.number,
        one.name,
        words.translate(one.participant.value),
        say(LEVELS[one.level]),
        one.category.title,
        one.on_behalf_of,
        words.listed(one.aligned),
        one.speaker,
        one.function,
        words.language_name(one.language) if one.language else "",
        f"{one.at.astimezone(zone):%Y-%m-%d %H:%M:%S.%f}",
        words.listed(remark for given, remark in remarks if given),
    )
