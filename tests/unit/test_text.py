from datetime import date, time
from gettext import NullTranslations

from babel import Locale

from scheduler.text import Language, ntext, text


class Shouting(NullTranslations):
    def gettext(self, message: str) -> str:
        return message.upper().replace("(DAY)S", "(day)s").replace("(DAYS)S", "(days)s")

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return msgid1 if n == 1 else msgid2


def test_values_are_written_in_english() -> None:
    sentence = text(
        "%(day)s, %(hour)s: %(list)s, %(inner)s into %(languages)s at %(number)d%%",
        day=date(2008, 10, 8),
        hour=time(10),
        list=["1(a)", text("x%(n)d", n=1), 3],
        inner=text("%(day)s", day=date(2008, 2, 1)),
        languages=[Language("ar"), Language("xx-none")],
        number=5,
    )
    assert str(sentence) == (
        "8 October 2008, 10:00: 1(a), x1 and 3, 1 February 2008 into Arabic and xx-none at 5%"
    )


def test_a_number_chooses_the_form() -> None:
    forms = [str(ntext("%(n)d meeting", "%(n)d meetings", n)) for n in (0, 1, 2)]
    assert forms == ["0 meetings", "1 meeting", "2 meetings"]


def test_words_and_values_are_said_in_another_language() -> None:
    sentence = text("on %(days)s", days=[text("%(day)s", day=date(2008, 10, 8)), Language("es")])
    said = sentence.said(Shouting(), Locale("fr"))
    assert said == "ON 8 octobre 2008 et espagnol"


def test_a_percent_sign_in_a_value_stands_as_it_is() -> None:
    assert str(text("%(title)s", title="100 %(x)s")) == "100 %(x)s"
