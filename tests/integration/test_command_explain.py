"""`hemicycle explain`: why not, why so, and what if."""

from __future__ import annotations

from pathlib import Path

from scheduler.problem import Preference, Weight
from scheduler.writing import dump_yaml
from tests.integration.commands import EXAMPLES, called
from tests.unit.problems import WED, at, business, problem

COP4, ANNEX = EXAMPLES / "ctoc-cop4.yaml", EXAMPLES / "ctoc-cop4-annex.json"
LONG = ("--time-limit", "3600")  # the machine may be busy


def test_what_there_is_beside_what_is_needed() -> None:
    done = called("explain", COP4, ANNEX, *LONG)
    assert done.code == 0
    assert "The best programme has 30 points: it is proven that none has fewer." in done.out
    assert "The programme given has 35 points." in done.out
    assert "• Plenary meetings: at least 16 needed, time for 16." in done.out
    assert "• Free in the plenary column, in regular slots: 9 min." in done.out
    assert "It holds for these requirements and weights." in done.out


def test_what_binds_an_item_of_a_programme() -> None:
    done = called(
        "explain", COP4, ANNEX, "--item", "1(a)", "--at", "2008-10-08/AM", *LONG, "--json"
    )
    assert done.code == 0
    told = done.json["programme"]
    assert {one["of"]: one["left"] for one in told["spare"]}[
        "interpretation.entitlement.total"
    ] == 0
    assert told["binding"] == []
    assert told["binding_complete"]


def test_what_it_costs_to_take_an_item_elsewhere() -> None:
    done = called("explain", COP4, "--item", "2(d)", "--at", "2008-10-10", *LONG, "--json")
    assert done.code == 0
    assert [(one["date"], one["slot"], one["difference"]) for one in done.json["times"]] == [
        ("2008-10-10", "AM", 2),
        ("2008-10-10", "PM", 0),
    ]


def test_what_rules_a_time_out() -> None:
    done = called("explain", COP4, "--item", "1(a)", "--at", "2008-10-17/PM", *LONG, "--json")
    assert done.code == 0
    (there,) = done.json["times"]
    assert (there["status"], there["difference"]) == ("infeasible", None)
    assert any(one["requirement"].startswith("relations.before.1(a)") for one in there["clash"])


def test_the_item_must_be_known() -> None:
    done = called("explain", COP4, "--item", "9", "--json")
    assert done.code == 3
    assert [one["path"] for one in done.json["errors"]] == ["--item"]
    done = called("explain", COP4, "--at", "2008-10-10")
    assert done.code == 3
    assert "Say with --item what is to be there." in done.err


def test_of_an_item_only_what_concerns_it_is_said_to_have_been_tried() -> None:
    done = called("explain", COP4, ANNEX, "--item", "1 (a)", "--at", "2008-10-08/AM", *LONG)
    assert "Only what concerns item 1 (a) was tried." in done.out
    assert "No requirement tried, given up alone, allows a programme better than the best." in (
        done.out
    )


def test_points_more_say_in_which_rank_they_are(tmp_path: Path) -> None:
    given = problem(
        business("1", 180),
        business("2", 180, not_after=at(WED)),
        preferences={
            Preference.FEW_PARALLEL_DAYS: Weight(weight=1, rank=1),
            Preference.AGENDA_ORDER: Weight(weight=3),
        },
    )
    file = tmp_path / "ranked.yaml"
    file.write_text(dump_yaml(given))
    asked = ("explain", file, "--item", "1", "--at")
    found = [called(*asked, f"2008-10-08/{slot}", "--json").json["times"] for slot in ("am", "pm")]
    assert [(one["rank"], one["difference"]) for (one,) in found] == [(None, 0), (2, 3)]
    assert "3 in rank 2" in called(*asked, "2008-10-08/pm").out
