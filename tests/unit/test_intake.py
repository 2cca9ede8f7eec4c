"""A form keeps its fields, whatever files come with it; nothing piles up meanwhile."""

from __future__ import annotations

from contextlib import closing
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.test import create_environ

from tests import multipart
from web import intake
from web.intake import IN_MEMORY, KeptFile, Meter, TakenRequest

KEPT = 2 * IN_MEMORY
TYPED = 300_000


@pytest.fixture
def app():
    app = Flask(__name__)
    app.request_class = TakenRequest
    app.config.update(MOST_KEPT=KEPT, MAX_CONTENT_LENGTH=TYPED, MAX_FORM_MEMORY_SIZE=TYPED)
    return app


@pytest.fixture
def taken(app):
    """What is taken of a form that is sent with these fields, in this order."""

    made = []

    def send(*fields, **more):
        body = BytesIO(multipart.form(fields))
        more = {"content_type": multipart.TYPE, "input_stream": body, **more}
        environ = create_environ(method="POST", content_length=len(body.getvalue()), **more)
        with app.app_context():
            made.append(TakenRequest(environ))
            return made[-1].form.to_dict(), made[-1].files

    yield send
    with app.app_context():
        for request in made:
            request.close()


def test_fields_before_and_after_a_file_that_is_dropped_are_kept(taken):
    form, files = taken(("before", "a"), ("file", bytes(KEPT + 1)), ("after", "b"))
    assert form == {"before": "a", "after": "b"}
    assert (files["file"].stream.dropped, files["file"].read()) == (True, b"")


def test_a_file_of_just_the_size_is_kept(taken):
    _form, files = taken(("file", b"x" * KEPT))
    assert (files["file"].stream.dropped, files["file"].read()) == (False, b"x" * KEPT)


def test_files_are_kept_until_they_are_too_much_in_all(taken):
    _form, files = taken(("one", b"x" * KEPT), ("other", b"y"), ("third", b"z"))
    assert [files[name].stream.dropped for name in ("one", "other", "third")] == [False, True, True]


def test_what_is_dropped_leaves_memory_and_disk():
    meter = Meter(most_kept=KEPT, most_in_fields=TYPED)
    sizes = []
    with closing(KeptFile(meter)) as file:
        for _ in range(10):
            file.write(bytes(IN_MEMORY))
            file.seek(0, 2)
            sizes.append(file.tell())
    assert sizes == [IN_MEMORY, KEPT] + 8 * [0]


def test_fields_are_not_read_beyond_what_memory_may_hold(taken):
    with pytest.raises(RequestEntityTooLarge):
        taken(*((f"field-{number}", "x" * 100_000) for number in range(10)))


def test_a_form_without_files_is_as_long_as_fields_may_be(taken):
    with pytest.raises(RequestEntityTooLarge):
        taken(("note", "x" * TYPED), content_type="application/x-www-form-urlencoded")


def test_what_is_longer_than_is_read_is_refused_before(taken, monkeypatch):
    monkeypatch.setattr(intake, "MOST_READ", KEPT)
    with pytest.raises(RequestEntityTooLarge):
        taken(("file", bytes(KEPT)), ("after", "b"))
