"""The report keeps what was not measured anew."""

from __future__ import annotations

from pathlib import Path

from bench.parts import PARTS
from bench.report import BEGIN, END, REPORT, write_report


def test_what_is_measured_anew_takes_its_place_and_the_rest_stays(tmp_path: Path) -> None:
    report = tmp_path / "performance.md"
    report.write_text(f"Before.\n{BEGIN}\n### Pages\n\nold pages\n\n{END}After.\n", "utf-8")
    write_report(report, {"Engine": "new engine\n"}, ["Engine", "Growth", "Pages"])
    inside = "\n### Engine\n\nnew engine\n\n### Pages\n\nold pages\n\n"
    assert report.read_text("utf-8") == f"Before.\n{BEGIN}{inside}{END}After.\n"
    write_report(report, {"Pages": "new pages"}, ["Engine", "Growth", "Pages"])
    inside = "\n### Engine\n\nnew engine\n\n### Pages\n\nnew pages\n\n"
    assert report.read_text("utf-8") == f"Before.\n{BEGIN}{inside}{END}After.\n"


def test_every_section_of_the_report_is_a_part() -> None:
    inside = REPORT.read_text("utf-8").partition(BEGIN)[2].partition(END)[0]
    headings = [line[4:] for line in inside.splitlines() if line.startswith("### ")]
    known = [heading for heading, _ in PARTS.values()]
    assert headings == [heading for heading in known if heading in headings]
