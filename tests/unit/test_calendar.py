from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.calendar import calendar, etag, history, uid
from exports.records import Item
from exports.wording import Wording
from procedure.programmes import VersionStatus
from tests.unit.feeds import (
    LANGUAGES,
    URL,
    meeting,
    release,
    session,
    starts_by_icalendar,
    starts_by_vobject,
    working_group,
)


def feed(*releases, **options) -> bytes:
    return calendar(list(releases), session=session(), name="COP4", url=URL, **options)


def events(*releases, **options) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(feed(*releases, **options)).events


def shown(event, *names) -> list[str]:
    return [str(event[name]) for name in names]


def test_the_feed_as_sent():
    assert feed(release(1, meeting())).decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Hemicycle//Programme of meetings//EN",
        "CALSCALE:GREGORIAN",
        "NAME:COP4",
        "X-WR-CALNAME:COP4",
        "LAST-MODIFIED:20080529T120000Z",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "URL:https://meetings.example.org/sessions/cop4/programme",
        "X-PUBLISHED-TTL:PT1H",
        "X-WR-TIMEZONE:Europe/Vienna",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Vienna",
        "BEGIN:DAYLIGHT",
        "DTSTART:19700329T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZNAME:CEST",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19701025T030000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZNAME:CET",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "SUMMARY:16th meeting: items 4 and 5",
        "DTSTART;TZID=Europe/Vienna:20081017T150000",
        "DTEND;TZID=Europe/Vienna:20081017T180000",
        "DTSTAMP:20080529T120000Z",
        "UID:9103c36e-5502-578e-bd21-be2e36843ae4@hemicycle",
        "SEQUENCE:0",
        "CATEGORIES:Plenary",
        "CREATED:20080529T120000Z",
        "DESCRIPTION:Item 4. Future activities\\nItem 5. Budget\\n\\nInterpretation: A",
        " rabic\\, Chinese\\, English\\, French\\, Russian and Spanish",
        "LAST-MODIFIED:20080529T120000Z",
        "LOCATION:Plenary hall\\, Vienna International Centre",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "URL:https://meetings.example.org/sessions/cop4/programme",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_a_meeting_of_a_working_group():
    (event,) = events(release(1, working_group(2, languages=("en", "fr"))))
    assert shown(event, "SUMMARY", "DESCRIPTION", "LOCATION") == [
        "Working Group on International Cooperation, 2nd meeting",
        "Working Group on International Cooperation (item 2 (c)) (continued)\n\n"
        "Interpretation: English and French",
        "Conference room, Vienna International Centre",
    ]
    assert event.categories == ["Parallel meetings"]


def test_a_working_group_that_sits_as_the_plenary():
    (event,) = events(
        release(
            1,
            meeting(
                11,
                body="WGTA",
                body_title="Working Group on Technical Assistance",
                items=(Item(number="3", title="Technical assistance"),),
            ),
        )
    )
    assert shown(event, "SUMMARY", "DESCRIPTION") == [
        "11th meeting: item 3",
        "Working Group on Technical Assistance\nItem 3. Technical assistance\n\n"
        "Interpretation: Arabic, Chinese, English, French, Russian and Spanish",
    ]


def test_a_meeting_without_number_room_or_interpretation():
    items = (Item(title="Briefing; questions, answers"), Item(number="2 and 3", title="Decisions"))
    (briefing, decisions) = events(
        release(
            1,
            meeting(1, items=items[:1], room="", languages=()),
            meeting(2, items=items[1:], start=datetime(2008, 10, 18, tzinfo=UTC)),
        )
    )
    assert shown(briefing, "SUMMARY", "DESCRIPTION", "LOCATION") == [
        "1st meeting: Briefing; questions, answers",
        "Briefing; questions, answers\n\nNo interpretation",
        "Vienna International Centre",
    ]
    assert shown(decisions, "SUMMARY", "DESCRIPTION")[0] == "2nd meeting: items 2 and 3"
    assert decisions["DESCRIPTION"].startswith("Items 2 and 3. Decisions\n")


def test_a_meeting_that_changes_keeps_its_uid_and_counts_the_changes():
    first, second = meeting(), meeting(room="Boardroom")
    versions = [release(1, first), release(2, first), release(3, second), release(4, first)]
    seen = [events(*versions[:n])[0] for n in range(1, 5)]
    assert [event["SEQUENCE"] for event in seen] == [0, 0, 1, 2]
    assert {event["UID"] for event in seen} == {uid(session(), first)}
    assert [event["DTSTAMP"].dt.day for event in seen] == [29, 29, 31, 1]
    assert [event["CREATED"].dt.day for event in seen] == [29, 29, 29, 29]


def test_a_meeting_that_moves_keeps_its_uid():
    first = meeting()
    moved = meeting(start=first.starts_at - timedelta(days=1), number=14, uid=first.uid)
    (event,) = events(release(1, first), release(2, moved))
    assert shown(event, "UID", "SUMMARY") == [
        uid(session(), first),
        "14th meeting: items 4 and 5",
    ]
    assert event.start.astimezone(UTC) == moved.starts_at


def test_a_meeting_that_is_dropped_stays_cancelled_and_may_come_back():
    both = release(1, meeting(15), working_group(2))
    gone = [release(2, meeting(15)), release(3, meeting(15))]
    cancelled = events(both, *gone)[1]
    assert shown(cancelled, "STATUS", "TRANSP", "SUMMARY") == [
        "CANCELLED",
        "TRANSPARENT",
        "Cancelled: Working Group on International Cooperation, 2nd meeting",
    ]
    assert (cancelled["SEQUENCE"], cancelled["DTSTAMP"].dt.day) == (1, 30)
    back = events(both, *gone, release(4, meeting(15), working_group(2)))[1]
    assert (str(back["STATUS"]), back["SEQUENCE"]) == ("CONFIRMED", 2)


def test_adoption_alone_changes_no_meeting():
    approved = release(1, meeting())
    adopted = replace(release(2, meeting()), status=VersionStatus.ADOPTED)
    assert [e["SEQUENCE"] for e in events(approved, adopted)] == [0]


def test_the_meetings_of_some_bodies():
    version = release(1, meeting(), working_group())
    assert [e["SUMMARY"] for e in events(version, bodies={"WGIC"})] == [
        "Working Group on International Cooperation, 2nd meeting"
    ]
    handed_over = release(2, meeting(), working_group(body="RTTA"))
    (event,) = events(version, handed_over, bodies={"WGIC"})
    assert event["STATUS"] == "CANCELLED"


def test_a_draft_is_refused():
    draft = replace(release(7, meeting()), status=VersionStatus.DRAFT)
    with pytest.raises(ValueError, match="version 7 is not released"):
        feed(draft)


def test_before_anything_is_released():
    read = icalendar.Calendar.from_ical(feed())
    assert [component.name for component in read.subcomponents] == ["VTIMEZONE"]
    assert "LAST-MODIFIED" not in read


def test_the_calendar_as_a_whole_has_no_uid():
    assert "UID" not in icalendar.Calendar.from_ical(feed(release(1, meeting())))


def test_the_hour_that_comes_twice_when_summer_time_ends():
    first = datetime(2008, 10, 26, 0, 30, tzinfo=UTC)  # 2.30 a.m. in Vienna, as it is an hour later
    content = feed(
        release(
            1,
            meeting(1, start=first - timedelta(hours=3)),
            meeting(2, start=first),
            meeting(3, start=first + timedelta(hours=1)),
        )
    )
    assert [line for line in content.decode().splitlines() if line.startswith("DTSTART")][2:] == [
        "DTSTART;TZID=Europe/Vienna:20081025T233000",
        "DTSTART;TZID=Europe/Vienna:20081026T023000",
        "DTSTART:20081026T013000Z",
    ]
    starts = [first + timedelta(hours=hours) for hours in (-3, 0, 1)]
    assert starts_by_icalendar(content) == starts
    assert starts_by_vobject(content) == starts


def test_names_in_six_scripts_are_folded_by_octets_and_come_back_whole():
    titles = [
        "关于没收方面的引渡、司法协助和国际合作问题的不限成员名额政府专家工作组",
        "الفريق العامل الحكومي الدولي المفتوح العضوية المعني بتسليم المجرمين",
        "Рабочая группа; правительственных экспертов, открытого состава",
        "Groupe de travail d’experts gouvernementaux\\à composition non limitée",
    ]
    items = tuple(Item(number=str(n), title=title) for n, title in enumerate(titles, start=1))
    content = feed(release(1, meeting(items=items)))
    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert [line.decode() for line in lines if line]  # no sign is torn apart
    (event,) = icalendar.Calendar.from_ical(content).events
    expected = [f"Item {item.number}. {item.title}" for item in items]
    assert event["DESCRIPTION"].split("\n")[:4] == expected


def test_the_words_of_another_language():
    catalogue = {
        "%(ordinal)s meeting": "%(ordinal)sᵉ séance",
        "%(meeting)s: %(items)s": "%(meeting)s : %(items)s",
        "items %(numbers)s": "points %(numbers)s",
        "Item %(number)s. %(title)s": "Point %(number)s. %(title)s",
        "Interpretation: %(languages)s": "Interprétation : %(languages)s",
    }
    words = Wording("fr", lambda msgid: catalogue.get(msgid, msgid))
    (event,) = events(release(1, meeting(languages=("ar", "es"))), words=words)
    assert shown(event, "SUMMARY", "DESCRIPTION") == [
        "16ᵉ séance : points 4 et 5",
        "Point 4. Future activities\nPoint 5. Budget\n\nInterprétation : arabe et espagnol",
    ]


def test_entity_tags_tell_contents_apart():
    assert etag(b"a") == "ca978112ca1bbdcafac231b39a23dc4d"
    assert etag(b"a") != etag(b"b")


MOMENTS = st.datetimes(datetime(2008, 10, 20), datetime(2008, 11, 2)).map(  # noqa: DTZ001 - UTC follows
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)
LOOKS = st.fixed_dictionaries(
    {
        "start": MOMENTS,
        "room": st.sampled_from(["", "Plenary hall", "Salle A, 2; «é»"]),
        "languages": st.sampled_from([LANGUAGES, ("en",), ()]),
    }
)
MEETINGS = st.dictionaries(st.integers(1, 4), LOOKS).map(
    lambda looks: [meeting(number, **look) for number, look in looks.items()]
)
HISTORIES = st.lists(MEETINGS, max_size=5).map(
    lambda versions: [release(n, *meetings) for n, meetings in enumerate(versions, start=1)]
)


@given(HISTORIES)
def test_any_history(versions):
    ever = {m.uid: m for version in versions for m in version.meetings}
    content = feed(*versions)
    read = icalendar.Calendar.from_ical(content).events
    assert sorted(e["UID"] for e in read) == sorted(uid(session(), m) for m in ever.values())
    last = {m.uid for m in versions[-1].meetings} if versions else set()
    gone = {uid(session(), m) for m in ever.values() if m.uid not in last}
    assert {e["UID"] for e in read if e["STATUS"] == "CANCELLED"} == gone
    starts = sorted(m.starts_at for m in ever.values())  # a dropped meeting keeps its last time
    assert sorted(starts_by_icalendar(content)) == starts
    assert sorted(starts_by_vobject(content)) == starts
    assert feed(*versions) == content


@given(HISTORIES)
def test_sequence_grows_exactly_when_something_shown_changes(versions):
    for version in range(1, len(versions)):
        before = {entry.meeting.uid: entry for entry in history(versions[:version])}
        after = {entry.meeting.uid: entry for entry in history(versions[: version + 1])}
        for key, entry in before.items():
            old = None if entry.cancelled else entry.meeting
            new = None if after[key].cancelled else after[key].meeting
            assert after[key].sequence == entry.sequence + (old != new)
            assert after[key].changed == (
                entry.changed if old == new else versions[version].status_at
            )
