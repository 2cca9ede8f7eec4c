"""Who spoke, for how long, and what that makes by group, category and gender."""

from hypothesis import given

from procedure.floor.records import Total, records, totals
from procedure.floor.values import FloorEventKind as Kind
from tests.unit.floors import at, meetings, opened, seconds


def held():
    meeting = opened()
    meeting.happens(Kind.CALLED, gender="f", group="African States", name="Mali")
    meeting.happens(Kind.POINT_RAISED, 60).happens(Kind.POINT_RULED, 30).happens(Kind.ENDED, 140)
    meeting.happens(Kind.CALLED, 20, gender="m", group="African States", name="Kenya")
    meeting.happens(Kind.ENDED, 100).happens(Kind.CALLED, gender="f").happens(Kind.ADJOURNED, 30)
    return meeting.state.spoken


def test_records_are_in_the_order_in_which_speeches_began():
    found = records("3rd meeting", held())
    assert [(one.speech.name, one.used, one.over) for one in found] == [
        ("Mali", seconds(200), seconds(20)),
        ("Austria", seconds(30), seconds(0)),
        ("Kenya", seconds(100), seconds(0)),
        ("Italy", seconds(30), seconds(0)),
    ]
    assert {one.meeting for one in found} == {"3rd meeting"}
    assert found[0].ended_at == at(230)


def test_totals_by_gender_put_those_unknown_last():
    assert totals(records("", held()), lambda speech: speech.gender) == (
        Total("f", 2, seconds(360), seconds(230), seconds(20), 1),
        Total("m", 1, seconds(180), seconds(100), seconds(0), 0),
        Total("", 1, seconds(60), seconds(30), seconds(0), 0),
    )


@given(meetings())
def test_totals_lose_no_speech(meeting):
    found = records("", meeting.state.spoken)
    by_name = totals(found, lambda speech: speech.name)
    assert sum(one.speeches for one in by_name) == len(found) == len(meeting.state.spoken)
