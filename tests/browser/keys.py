"""What is typed and dragged on a busy machine."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, Position

CHOSEN = "() => document.activeElement.selectedOptions[0].textContent.trim()"
PAUSE = 1_500  # milliseconds, after which a choice is begun anew
TRIES = 20


def type_ahead(page: Page, letters: str) -> None:
    """Choose by the first letters; anew where the browser has taken them for several choices."""
    for _ in range(TRIES):
        page.keyboard.type(letters)
        if page.evaluate(CHOSEN).startswith(letters):
            return
        page.wait_for_timeout(PAUSE)
    raise AssertionError(page.evaluate(CHOSEN))


def drag(source: Locator, target: Locator, *, to: Position | None = None) -> None:
    """Drag as by hand: what is dragged moves over the target once it has been taken up."""
    page = source.page
    target.scroll_into_view_if_needed()
    source.hover()
    page.mouse.down()
    box = target.bounding_box()
    assert box is not None
    x, y = (to["x"], to["y"]) if to else (box["width"] / 2, box["height"] / 2)
    page.mouse.move(box["x"] + x, box["y"] + y)
    page.wait_for_function("() => Sortable.active")
    page.mouse.move(box["x"] + x, box["y"] + y)
    page.mouse.up()
