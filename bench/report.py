"""The figures kept in docs/performance.md: a section for each part, measured apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

REPORT = Path(__file__).resolve().parents[1] / "docs/performance.md"
BEGIN, END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"
HEADING = "\n### "


def write_report(report: Path, measured: Mapping[str, str], order: Sequence[str]) -> None:
    """Put sections, by their headings, between the marks; keep those not measured now."""
    before, _, rest = report.read_text(encoding="utf-8").partition(BEGIN)
    inside, _, after = rest.partition(END)
    kept = dict(_heading_and_text(one) for one in inside.split(HEADING)[1:])
    sections = {**kept, **measured}
    written = "".join(
        f"{HEADING}{name}\n\n{sections[name].strip()}\n" for name in order if name in sections
    )
    report.write_text(f"{before}{BEGIN}{written}\n{END}{after}", encoding="utf-8")


def _heading_and_text(section: str) -> tuple[str, str]:
    heading, _, text = section.partition("\n")
    return heading, text
