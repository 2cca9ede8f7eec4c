"""The requirements as a file: taken out, and put in after a look at what will change."""

from io import BytesIO
from pathlib import Path

import pytest
from lxml import html

from procedure.permissions import Role
from scheduler.reading import load_problem
from scheduler.writing import dump_yaml
from tests import site, staged
from tests.requirement_pages import (
    BASE,
    page,
    sent,
    store,
    stored,
)
from tests.unit import problems

pytestmark = pytest.mark.in_turn

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def secretary(sign_in):
    return sign_in(Role.SECRETARIAT)


def test_the_whole_is_taken_out_as_a_file(sign_in, db, tmp_path):
    answer = sign_in(Role.BUREAU).get(BASE + "file")
    assert answer.headers["Content-Disposition"] == f"attachment; filename={site.SLUG}.yaml"
    copy = tmp_path / "copy.yaml"
    copy.write_bytes(answer.data)
    assert load_problem(copy) == stored(db)


def put_in(client, content, status=200):
    data = {"file": (BytesIO(content.encode()), "session.yaml")}
    answer = client.post(BASE + "upload", data=data, content_type="multipart/form-data")
    assert answer.status_code == status
    return answer.text


def test_a_file_is_put_in_after_a_look_at_what_changes(secretary, db):
    wanted = problems.problem(problems.business("1", 45), problems.business("2"))
    shown = put_in(secretary, dump_yaml(wanted))
    assert [text.split(";")[0] for text in staged.texts(shown, "gone")] == [
        "Now: 1 Title of 1: 1 h in plenary",
        "Now: 2 Title of 2: 4 h in plenary",
        "Now: Working group: 3 h beside the plenary, as meetings of the WG",
    ]
    assert [text.split(";")[0] for text in staged.texts(shown, "come")] == [
        "Then: 1 Title of 1: 45 min in plenary",
        "Then: 2 Title of 2: 1 h in plenary",
    ]
    assert stored(db) == problems.problem()
    (form,) = html.fromstring(shown).xpath("//main//form")
    sent(secretary, "upload", 303, **dict(form.form_values()))
    assert stored(db) == wanted


def test_the_fourth_session_is_too_large_for_no_form(secretary, db):
    wanted = (EXAMPLES / "ctoc-cop4.yaml").read_text(encoding="utf-8")
    (form,) = html.fromstring(put_in(secretary, wanted)).xpath("//main//form")
    sent(secretary, "upload", 303, **dict(form.form_values()))
    assert stored(db) == load_problem(EXAMPLES / "ctoc-cop4.yaml")
    page(secretary)


def test_a_file_that_changes_nothing_says_so(secretary, db):
    shown = put_in(secretary, dump_yaml(stored(db)))
    assert staged.texts(shown, "next-step") == ["Everything stays as it is."]
    shown = put_in(secretary, dump_yaml(stored(db)).replace("id: A\n", "id: A\n  source: a map\n"))
    assert staged.texts(shown, "next-step") == [
        "Every sentence stays as it is; details such as sources change."
    ]


@pytest.mark.parametrize(
    ("content", "path"),
    [
        ("format: [", "line 2, column 1"),
        ("{", "line 1, column 2"),
        ("", ""),
        (dump_yaml(problems.problem(session=problems.session(id="other"))), "session.id"),
        (dump_yaml(problems.problem()).replace("minutes: 60", "minutes: 0"), "business[0].minutes"),
    ],
)
def test_a_file_that_is_wrong_is_told_by_path_and_changes_nothing(secretary, db, content, path):
    shown = put_in(secretary, content, 422)
    assert staged.texts(shown, "dt") == [path]
    assert stored(db) == problems.problem()


def test_a_file_is_not_put_in_over_a_change_made_meanwhile(secretary, db):
    wanted = problems.problem(problems.business("1", 45))
    (form,) = html.fromstring(put_in(secretary, dump_yaml(wanted))).xpath("//main//form")
    store(db, business=(problems.business("1", 50),))
    shown = sent(secretary, "upload", 409, **dict(form.form_values())).text
    assert "Someone else changed the requirements" in staged.texts(shown, "notice")[0]
    assert stored(db).business[0].minutes == 50
