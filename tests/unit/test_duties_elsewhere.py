"""Who presides over the meetings of other bodies: their officers of the day, as far as noted."""

from __future__ import annotations

from datetime import date

from models.bureau import Officer
from models.programmes import Meeting
from services.duties_elsewhere import Elsewhere, elsewhere

FIRST, SECOND = date(2006, 10, 11), date(2006, 10, 12)
GROUP = "Working Group on Firearms"


def meeting(number: int, day: date = FIRST, body: str = "WG", title: str = GROUP) -> Meeting:
    return Meeting(number=number, date=day, body=body, body_title=title)


def officer(key: int, body: str = GROUP, since: date = FIRST, until: date | None = None) -> Officer:
    return Officer(id=key, board_title=body, since=since, until=until)


def test_meetings_of_a_body_are_told_together_in_their_order() -> None:
    one, two, three = meeting(1), meeting(1, body="WT", title="Talks"), meeting(2, SECOND)
    chair, assistant = officer(1), officer(2)
    assert elsewhere([one, two, three], [chair, assistant]) == [
        Elsewhere(body=GROUP, officers=[chair, assistant], meetings=(one, three)),
        Elsewhere(body="Talks", officers=[], meetings=(two,)),
    ]


def test_a_body_is_found_by_its_title_or_key_however_that_is_typed() -> None:
    one = meeting(1)
    known, by_key, another = officer(1, " working  group ON firearms"), officer(2, "wg"), officer(3)
    found = elsewhere([one], [known, by_key, another])
    assert found == [Elsewhere(body=GROUP, officers=[known, by_key, another], meetings=(one,))]


def test_who_follows_presides_from_the_first_day_on() -> None:
    one, two = meeting(1), meeting(2, SECOND)
    leaving, following = officer(1, until=SECOND), officer(2, since=SECOND)
    assert elsewhere([one, two], [leaving, following]) == [
        Elsewhere(body=GROUP, officers=[leaving], meetings=(one,)),
        Elsewhere(body=GROUP, officers=[following], meetings=(two,)),
    ]


def test_bodies_that_the_programme_does_not_have_come_last_in_their_order() -> None:
    one = meeting(1)
    talks, chair = officer(1, "Talks"), officer(2)
    more, also = officer(3, "A panel"), officer(4, "talks")
    assert elsewhere([one], [talks, chair, more, also]) == [
        Elsewhere(body=GROUP, officers=[chair], meetings=(one,)),
        Elsewhere(body="Talks", officers=[talks, also], meetings=()),
        Elsewhere(body="A panel", officers=[more], meetings=()),
    ]


def test_who_was_not_in_office_on_any_of_the_days_presides_over_none() -> None:
    one = meeting(1)
    assert elsewhere([one], [officer(1, since=SECOND)]) == [
        Elsewhere(body=GROUP, officers=[], meetings=(one,))
    ]
    assert elsewhere([], []) == []
