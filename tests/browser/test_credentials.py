"""Credentials from a delegation's file to the report that the Conference adopts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from procedure.permissions import Role
from tests import site, staged
from tests.speakers import delegations

HERE = f"/sessions/{site.SLUG}/credentials/"
PDF = {"name": "أوراق الاعتماد.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}
HTML = PDF | {"buffer": b"<!doctype html><script>alert(1)</script>"}

COLOURS = "marks => marks.map(mark => getComputedStyle(mark).backgroundColor)"


@pytest.fixture
def too_large(tmp_path):
    """A file on the disk: what is handed over in a message takes seconds."""
    path = tmp_path / "large.pdf"
    path.write_bytes(b"%PDF-".ljust(10_000_001))
    return path


@pytest.fixture
def states(db):
    """Austria, and another."""
    session = staged.conference(db)
    return [session.delegations[0], *delegations(db, session, "Brazil")]


def test_from_the_file_to_the_report(visit, presentable, states, too_large):
    own = f"/sessions/{site.SLUG}/delegations/{states[0].id}/credentials"
    focal = visit(own, Role.FOCAL_POINT)
    presentable(focal)
    focal.get_by_label("Issued by").select_option("Minister for Foreign Affairs")
    focal.get_by_label("Note").fill("By our mission")
    chosen = focal.get_by_label("File", exact=True)
    chosen.set_input_files(too_large)
    assert chosen.evaluate("file => file.validationMessage") == "Give at most 10 megabytes."
    chosen.set_input_files(HTML)
    focal.get_by_role("button", name="Submit", exact=True).click()
    wrong = focal.locator("#file-error")
    expect(wrong).to_have_text("What is in this file is not what its name says.")
    expect(focal.get_by_label("Note")).to_have_value("By our mission")
    focal.get_by_label("File", exact=True).set_input_files(PDF)
    focal.get_by_role("button", name="Submit", exact=True).click()
    expect(focal.locator(".check-given")).to_have_count(2)
    with focal.expect_download() as saved:
        focal.get_by_role("link", name=PDF["name"]).click()
    assert saved.value.suggested_filename == PDF["name"]
    assert Path(saved.value.path()).read_bytes() == PDF["buffer"]
    marks = focal.locator(".check-mark").evaluate_all(COLOURS)
    assert marks[0] == marks[1] != marks[2]
    presentable(focal)

    page = visit(own, Role.SECRETARIAT)
    page.get_by_role("button", name="The original has come").click()
    expect(page.get_by_role("heading", name="All that is asked is there")).to_be_visible()
    page.goto(HERE)
    expect(page.locator(".paper-in_order li")).to_contain_text(["Austria"])
    presentable(page)
    page.get_by_role("button", name="Note as reminded").click()
    expect(page.get_by_text("Nobody is to be reminded now.")).to_be_visible()

    page.get_by_role("link", name="Examination").click()
    expect(page.get_by_label("Finding on Austria")).to_have_value("in_order")
    expect(page.get_by_label("Finding on Brazil")).to_have_value("not_in_order")
    presentable(page)
    page.get_by_role("button", name="Record the findings").click()
    expect(page.get_by_text("One party, Brazil, had not complied with rule 18.")).to_be_visible()
    page.get_by_label("At meeting number").fill("16")
    page.get_by_role("button", name="Note its adoption").click()
    expect(page.get_by_text("At its 16th meeting")).to_be_visible()
    presentable(page)
