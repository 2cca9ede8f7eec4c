"""Dates, hours and sentences as pages write them."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import polib
import pytest
from flask import Flask

from procedure.permissions import Role
from scheduler.problem import Column, Preference
from scheduler.text import Language, ntext, text
from web import languages, translate, words

OPENING = datetime(2008, 10, 8, 10, tzinfo=UTC)
FIRST, LAST = date(2008, 10, 8), date(2008, 10, 17)
FRENCH = {
    "%(ordinal)s meeting": "%(ordinal)s séance",
    "Give %(what)s by %(day)s.": "Donner %(what)s avant le %(day)s.",
    "Plenary": "Plénière",
}


@pytest.fixture
def speak(tmp_path: Path):
    """Run a function in a language: English, or French of a few words."""
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=utf-8",
        "Plural-Forms": "nplurals=2; plural=n > 1;",
    }
    for msgid, msgstr in FRENCH.items():
        catalogue.append(polib.POEntry(msgid=msgid, msgstr=msgstr))
    catalogue.append(
        polib.POEntry(
            msgid="%(number)s.", msgctxt="ordinal number, as of a meeting", msgstr="%(number)se"
        )
    )
    catalogue.append(
        polib.POEntry(
            msgid="%(n)d day",
            msgid_plural="%(n)d days",
            msgstr_plural={0: "%(n)d jour", 1: "%(n)d jours"},
        )
    )
    catalogue.save_as_mofile(str(folder / "messages.mo"))
    app = Flask(__name__)
    app.config["SESSION_COOKIE_SECURE"] = False
    languages.init_app(app, ("en", "fr"), tmp_path)

    def run(language: str, function, *values):
        with app.test_request_context(f"/?lang={language}"):
            return function(*values)

    return run


@pytest.mark.parametrize(
    ("function", "values", "english", "french"),
    [
        (translate.day, (FIRST,), "Wednesday, 8 October 2008", "mercredi 8 octobre 2008"),
        (translate.short_day, (FIRST,), "8 October 2008", "8 octobre 2008"),
        (translate.weekday, (FIRST,), "Wednesday", "mercredi"),
        (translate.days, (FIRST, LAST), "8–17 October 2008", "8 octobre 2008 – 17 octobre 2008"),
        (translate.some_days, ([FIRST, LAST],), "8 and 17 October", "8 octobre et 17 octobre"),
        (translate.hour, (time(10),), "10 a.m.", "10:00"),
        (translate.hours, (time(10), time(13)), "10 a.m.–1 p.m.", "10:00–13:00"),
        (translate.hours, (time(15), time(18)), "3–6 p.m.", "15:00–18:00"),
        (
            translate.moment,
            (OPENING,),
            "8 October 2008, 10 a.m.",
            "8 octobre 2008, 10:00",
        ),
        (translate.nth_meeting, (15,), "15th meeting", "15e séance"),
        (translate.and_list, (["A", "B", "C"],), "A, B and C", "A, B et C"),
        (words.language_name, ("ar",), "Arabic", "arabe"),
        (words.word, (Column.PLENARY,), "Plenary", "Plénière"),
        (words.word, ("plenary",), "Plenary", "Plénière"),
        (words.word, ("round table",), "round table", "round table"),
        (words.word, (Preference.FEW_SPLITS,), "Few items split", "Few items split"),
        (words.word, (Role.FOCAL_POINT,), "Focal point", "Focal point"),
        (translate.say, (ntext("%(n)d day", "%(n)d days", 1),), "1 day", "1 jour"),
        (translate.say, (ntext("%(n)d day", "%(n)d days", 2),), "2 days", "2 jours"),
        (
            translate.say,
            (text("Give %(what)s by %(day)s.", what=[text("Plenary"), Language("ar")], day=FIRST),),
            "Give Plenary and Arabic by 8 October 2008.",
            "Donner Plénière et arabe avant le 8 octobre 2008.",
        ),
    ],
)
def test_in_english_and_in_french(speak, function, values, english, french):
    assert (speak("en", function, *values), speak("fr", function, *values)) == (english, french)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (time(0), "12 a.m."),
        (time(0, 5), "12.05 a.m."),
        (time(9, 30), "9.30 a.m."),
        (time(12), "noon"),
        (time(12, 30), "12.30 p.m."),
        (time(13), "1 p.m."),
        (time(23, 59), "11.59 p.m."),
    ],
)
def test_hours_as_united_nations_documents_print_them(speak, value, said):
    assert speak("en", translate.hour, value) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (time(9), time(12), "9 a.m.–noon"),
        (time(12), time(14), "noon–2 p.m."),
        (time(15, 30), time(18, 15), "3.30–6.15 p.m."),
    ],
)
def test_the_half_of_the_day_is_said_once(speak, start, end, said):
    assert speak("en", translate.hours, start, end) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (FIRST, FIRST, "8 October 2008"),
        (date(2008, 9, 29), FIRST, "29 September–8 October 2008"),
        (date(2008, 12, 29), date(2009, 1, 2), "29 December 2008 – 2 January 2009"),
    ],
)
def test_a_stretch_of_days(speak, first, last, said):
    assert speak("en", translate.days, first, last) == said


def test_days_of_two_months(speak):
    given = [date(2008, 9, 27), date(2008, 9, 28), date(2008, 10, 4)]
    assert speak("en", translate.some_days, given) == "27 and 28 September and 4 October"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (111, "111th"),
        (112, "112th"),
        (122, "122nd"),
    ],
)
def test_ordinals(speak, number, said):
    assert speak("en", translate.ordinal, number) == said


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (150, "2 h 30 min")]
)
def test_durations(speak, minutes, said):
    assert speak("en", translate.duration, minutes) == said


def test_every_role_has_a_word_and_a_task():
    assert set(words.TASKS) == set(Role)
    assert set(Role) <= set(words.WORDS)
