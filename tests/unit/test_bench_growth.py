"""The plot of growth."""

from __future__ import annotations

from pathlib import Path

from bench.growth import SIZES, draw


def test_the_same_figures_make_the_same_picture(tmp_path: Path) -> None:
    runs = [
        {"first": size / 1000, "near": size / 100, "end": size / 50, "memory": 100 + size / 50}
        for size in SIZES
    ]
    one, other = tmp_path / "one.svg", tmp_path / "other.svg"
    draw(one, runs)
    draw(other, runs)
    assert one.read_bytes() == other.read_bytes()
    assert "<svg" in one.read_text(encoding="utf-8")
