"""Texts of statements: what is taken, and who may read it when."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from io import BytesIO
from threading import Barrier
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from models.audit import AuditRecord
from models.database import session_factory
from models.speakers import SpeakersList
from procedure.permissions import PUBLIC, Actor, Role
from services import floor
from services.errors import BadRequest, Forbidden, NotFound, RuleBroken
from services.files import DOCX, ODT, PDF, PLAIN
from services.inscriptions import withdraw
from services.statements import File, give_text, text_of, texts_of, withdraw_text
from tests.floors import MORNING, Screen, released
from tests.record import READER, SECRETARIAT
from tests.speakers import CHAIR, OPENS, focal_point, put

INTERPRETER = Actor(name="Interpreter", roles=frozenset({Role.INTERPRETER}))
MOST = 1_000_000


def packed(*files):
    """A ZIP archive of pairs of name and content."""
    made = BytesIO()
    with ZipFile(made, "w") as target:
        for name, content in files:
            target.writestr(name, content)
    return made.getvalue()


DOCUMENT = f'<Types><Override ContentType="{DOCX}.main+xml"/></Types>'
CONTENTS = {
    "a.pdf": b"%PDF-1.7\n...\n%%EOF\n",
    "a.docx": packed(("[Content_Types].xml", DOCUMENT), ("word/document.xml", "<w/>")),
    "a.odt": packed(("mimetype", ODT), ("content.xml", "<office/>")),
    "a.txt": "Monsieur le Président,\n\t\u200fسيدي".encode(),
}
TYPES = {"a.pdf": PDF, "a.docx": DOCX, "a.odt": ODT, "a.txt": PLAIN}


def a_file(name="a.pdf", content=None, language="en", **more):
    """A file to give."""
    content = CONTENTS[name] if content is None else content
    return File(name=name, content=content, language=language, most_bytes=MOST, **more)


@pytest.fixture
def number(timed, speakers, states, clock):
    """The inscription of Austria."""
    clock.at = OPENS
    return put(timed, states[0])[0]


def test_two_who_give_a_text_at_once_give_one(timed, speakers, states, number, clock):
    own, key, together = focal_point(states[0]), speakers.id, Barrier(4)
    timed.rollback()

    def give(content):
        with session_factory(timed.get_bind(), clock)() as db:
            found = db.get_one(SpeakersList, key)
            together.wait(120)
            return give_text(db, own, found, number, file=a_file("a.txt", content)).id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(give, [b"1", b"2", b"3", b"4"]))) == 1


@pytest.mark.parametrize("name", CONTENTS)
def test_a_text_is_kept_as_it_was_given(timed, speakers, states, number, name):
    given = give_text(timed, focal_point(states[0]), speakers, number, file=a_file(name))
    timed.expire_all()
    kept = text_of(timed, INTERPRETER, speakers, given.id)
    assert (kept.content, kept.media_type, kept.size) == (
        CONTENTS[name],
        TYPES[name],
        len(CONTENTS[name]),
    )


def test_a_text_in_the_same_language_and_type_takes_the_place_of_the_first(
    timed, speakers, states, number
):
    own = focal_point(states[0])
    first = give_text(timed, own, speakers, number, file=a_file())
    changed = a_file(content=b"%PDF-1.4 %%EOF", check_against_delivery=False)
    again = give_text(timed, own, speakers, number, file=changed)
    give_text(timed, own, speakers, number, file=a_file(language="fr-CA"))
    listed = texts_of(timed, own, speakers)[number].listed
    assert (again.id, [one.language for one in listed]) == (first.id, ["en", "fr"])
    assert not listed[0].check_against_delivery
    assert text_of(timed, own, speakers, first.id).content == b"%PDF-1.4 %%EOF"


def test_the_audit_says_which_text_went(timed, speakers, states, number):
    own = focal_point(states[0])
    first = give_text(timed, own, speakers, number, file=a_file(content=b"%PDF-1.4 %%EOF"))
    give_text(timed, own, speakers, number, file=a_file(content=b"%PDF-1.5 %%EOF"))
    withdraw_text(timed, own, speakers, first.id)
    details = timed.scalars(select(AuditRecord.details).order_by(AuditRecord.id)).all()[-3:]
    assert [one.get("removed_file") for one in details] == [None] + [
        {"name": "a.pdf", "size": 14, "sha256": sha256(content).hexdigest()}
        for content in (b"%PDF-1.4 %%EOF", b"%PDF-1.5 %%EOF")
    ]


@pytest.mark.parametrize(
    ("file", "field"),
    [
        (a_file("a.exe", b"MZ"), "file"),
        (a_file("pdf", b"%PDF-1.7 %%EOF"), "file"),
        (a_file("", b"%PDF-1.7 %%EOF"), "file"),
        (a_file("a\n.pdf", b"%PDF-1.7 %%EOF"), "file"),
        (a_file("a.pdf", b""), "file"),
        (a_file("a.pdf", b"%PDF-" + b"x" * MOST + b"%%EOF"), "file"),
        (a_file("a.pdf", b"MZ"), "file"),
        (a_file("a.pdf", CONTENTS["a.docx"]), "file"),
        (a_file("a.docx", CONTENTS["a.odt"]), "file"),
        (a_file("a.docx", b"PK\x03\x04 and no more"), "file"),
        (a_file("a.odt", CONTENTS["a.docx"]), "file"),
        (a_file("a.txt", b"\xff\xfe"), "file"),
        (a_file("a.txt", b"a\0b"), "file"),
        (a_file(language="tlh-x"), "language"),
        (a_file(language=""), "language"),
    ],
)
def test_what_is_no_text_is_refused_by_field(timed, speakers, number, file, field):
    with pytest.raises(BadRequest) as caught:
        give_text(timed, SECRETARIAT, speakers, number, file=file)
    assert list(caught.value.fields) == [field]
    assert texts_of(timed, SECRETARIAT, speakers) == {}


def test_a_name_is_kept_without_its_folders(timed, speakers, number):
    file = a_file("C:\\texts\\../x/a.pdf", CONTENTS["a.pdf"])
    assert give_text(timed, SECRETARIAT, speakers, number, file=file).file_name == "a.pdf"


def test_only_who_may_act_for_a_delegation_gives_its_texts(timed, speakers, states, number):
    stranger = focal_point(states[1])
    with pytest.raises(RuleBroken):
        give_text(timed, stranger, speakers, number, file=a_file())
    for actor in (PUBLIC, READER, CHAIR, INTERPRETER):
        with pytest.raises(Forbidden):
            give_text(timed, actor, speakers, number, file=a_file())
    given = give_text(timed, SECRETARIAT, speakers, number, file=a_file())
    with pytest.raises(RuleBroken):
        withdraw_text(timed, stranger, speakers, given.id)
    withdraw_text(timed, focal_point(states[0]), speakers, given.id)
    assert texts_of(timed, SECRETARIAT, speakers) == {}


@pytest.mark.parametrize("sequence", [0, 1, 99, 2**40])
def test_what_is_no_inscription_has_no_text(timed, speakers, number, sequence):
    with pytest.raises(NotFound):
        give_text(timed, SECRETARIAT, speakers, sequence, file=a_file())


def test_what_was_withdrawn_gets_no_text(timed, speakers, states, number):
    withdraw(timed, focal_point(states[0]), speakers, number)
    with pytest.raises(RuleBroken):
        give_text(timed, SECRETARIAT, speakers, number, file=a_file())


def may_read(db, actor, speakers, text_id):
    """Whether somebody is shown a text, and given it."""
    listed = any(texts.open for texts in texts_of(db, actor, speakers).values())
    try:
        given = bool(text_of(db, actor, speakers, text_id).content)
    except NotFound:
        given = False
    assert listed == given
    return given


def test_a_text_is_for_interpreters_until_it_is_delivered(timed, speakers, states, number, clock):
    (uid, *_) = released(timed, states[0].session)
    text_id = give_text(timed, SECRETARIAT, speakers, number, file=a_file()).id
    early = [INTERPRETER, focal_point(states[0])]
    others = [SECRETARIAT, PUBLIC, READER, CHAIR, focal_point(states[1])]

    def readers():
        return [one for one in (*early, *others) if may_read(timed, one, speakers, text_id)]

    assert readers() == early
    told = [one for one in (*early, *others) if number in texts_of(timed, one, speakers)]
    assert told == [*early, SECRETARIAT]
    clock.at = MORNING
    screen = Screen(timed, states[0].session, uid)
    screen.do(floor.open_meeting, present=2)
    screen.do(floor.take_list, list_id=speakers.key)
    screen.do(floor.next_, expected=number)
    assert readers() == early
    clock.go_on(minutes=2)
    screen.do(floor.end)
    assert readers() == [*early, *others]
    assert texts_of(timed, PUBLIC, speakers)[number].delivered
    screen.do(floor.undo)
    assert readers() == early
