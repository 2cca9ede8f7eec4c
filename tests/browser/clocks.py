"""How far apart two pages show the clock of a speech."""

from __future__ import annotations

from statistics import median

from playwright.sync_api import Page

NOTE = """() => {
  const shown = () => document.querySelector('[data-show="clock"]')?.textContent;
  let last = shown();
  window.flips = {};
  new MutationObserver(() => {
    if (shown() === last) return;
    last = shown();
    if (last) window.flips[last] ??= performance.timeOrigin + performance.now();
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
}"""
FLIPS = 7
FLIPPED = f"() => Object.keys(window.flips).length >= {FLIPS}"
MOST = 200
"""Milliseconds by which two screens may be apart."""


def changes(*pages: Page) -> list[dict[str, float]]:
    """Watch the clocks of some pages: when each changed to what, in milliseconds since 1970."""
    for page in pages:
        page.evaluate(NOTE)
    for page in pages:
        page.wait_for_function(FLIPPED)
    return [page.evaluate("() => window.flips") for page in pages]


def apart(one: dict[str, float], other: dict[str, float]) -> float:
    """By how many milliseconds the two clocks change at different moments."""
    both = one.keys() & other.keys()
    assert len(both) > FLIPS // 2
    return median(abs(one[words] - other[words]) for words in both)
