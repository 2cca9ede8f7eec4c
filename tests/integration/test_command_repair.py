"""`hemicycle repair`: the programme after what has happened, and what changed."""

from __future__ import annotations

from pathlib import Path

from scheduler.checker import check
from scheduler.reading import load_problem, load_programme
from scheduler.reading.files import parse_json
from tests.integration.commands import EXAMPLES, called

COP4, ANNEX = EXAMPLES / "ctoc-cop4.yaml", EXAMPLES / "ctoc-cop4-annex.json"
LONG = ("--time-limit", "3600")  # the machine may be busy


def test_nothing_happened_and_nothing_changes() -> None:
    done = called("repair", COP4, ANNEX, "--json", *LONG)
    data = done.json
    assert done.code == 0
    assert data["repair"] == {
        "moved": 0,
        "fewest": 0,
        "broken_off": [],
        "touched": {"bodies": [], "chairs": []},
        "changes": [],
    }
    annex = parse_json(ANNEX.read_text(encoding="utf-8"))
    placed = [
        [(one["date"], one["slot"], [part["item"] for part in one["items"]]) for one in meetings]
        for meetings in (data["meetings"], annex["meetings"])
    ]
    assert placed[0] == placed[1]


def test_a_list_of_speakers_that_needs_more_time(tmp_path: Path) -> None:
    out = tmp_path / "repaired.json"
    done = called("repair", COP4, ANNEX, "--event", "overran 1(f) 9", "--out", out, *LONG)
    assert done.code == 0
    assert "gives item 1 (f) 180 minutes" in done.out
    problem = load_problem(COP4)
    (violation,) = check(problem, load_programme(out, problem))
    assert violation.requirement == "time.COP.plenary"  # the file asks for 9 minutes less


def test_what_cannot_be_is_explained() -> None:
    event = ["--event", "lost 2008-10-10/AM parallel", "--from", "2008-10-09/AM"]
    done = called("repair", COP4, ANNEX, *event, "--json", *LONG)
    assert done.code == 2
    clash = {one["requirement"] for one in done.json["explanation"]["clash"]}
    assert clash == {
        "held",
        "closures.2008-10-10.AM.parallel",
        "time.WGIC.parallel",
        "business.WGIC.consecutive",
    }


def test_every_mistake_is_named() -> None:
    done = called("repair", COP4, ANNEX, "--event", "overran 9 x", "--event", "away", "--json")
    assert done.code == 3
    assert [one["path"] for one in done.json["errors"]] == [
        "--event[0]",
        "--event[1]",
    ]
