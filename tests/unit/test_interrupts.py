"""An interrupt is Python's to hear, whatever has been solved: solvers catch none themselves."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scheduler import stopping
from scheduler.arrange import Part, arrange
from scheduler.duties import DutyProblem, share_out
from scheduler.events import Lost, Overran
from scheduler.explanation.explain import explain
from scheduler.repair import repair
from scheduler.solve import plan
from tests.unit import test_duties
from tests.unit.problems import WED, at, business, problem

SCHEDULER = Path(stopping.__file__).parent


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """As at the start of a command, whatever was done in this process before."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    assert _caught()
    yield
    signal.signal(signal.SIGINT, before)


def _caught() -> bool:
    """Whether an interrupt still comes to Python: what it says itself is what it set once."""
    status = Path("/proc/self/status").read_text("ascii")
    caught = int(status.partition("SigCgt:")[2].split()[0], 16)
    return bool(caught >> (signal.SIGINT - 1) & 1)


def _explained() -> object:
    pins = (business(name, 180, fixed=(at(WED, "am"),)) for name in "123")
    return explain(problem(*pins)).ways


def _planned() -> object:
    return plan(problem(business("1", 180), business("2", 180))).programme


def _repaired() -> object:
    some = problem(business("1", 120), business("2", 120), business("3", 60))
    before = arrange(some, [Part("1", 0, 120), Part("2", 1, 120), Part("3", 2, 60)])
    events = [Overran(business="3", minutes=20), Lost(when=at(WED, "pm"))]
    return repair(some, before, events).outcome.programme


def _shared_out() -> object:
    sittings = tuple(test_duties.sitting(number) for number in range(6))
    return share_out(DutyProblem(sittings=sittings, first=("P",), others=("A", "B"))).duties


def test_all_solvers_are_made_in_one_place() -> None:
    """So that what holds of those below holds of all."""
    makers = [file for file in SCHEDULER.rglob("*.py") if "CpSolver()" in file.read_text("utf-8")]
    assert makers == [SCHEDULER / "stopping.py"]


@pytest.mark.parametrize("solved", [_explained, _planned, _repaired, _shared_out])
def test_an_interrupt_is_heard_when_something_has_been_solved(
    solved: Callable[[], object],
) -> None:
    assert solved()
    assert _caught()
