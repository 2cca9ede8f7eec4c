"""What axe finds on a page. It looks at a design of text once, however often that is written.

Whether words stand out from their ground takes most of axe's time, and is the same wherever colour,
size and all that lies beneath are the same. So each process of the tests remembers the designs that
axe has found readable. Anew it looks at whatever may lie elsewhere than in what it is written in:
what is taken out of the flow, moved, or wider or higher than its ground.
"""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

SEVERE = {"serious", "critical"}

# called in the document, once
REMEMBERING = """() => {
  const check = axe._audit.checks["color-contrast"];
  const judge = check.evaluate;
  const FLOWS = ["static", "relative"];
  const CLEAR = "rgba(0, 0, 0, 0)|none|1|none|normal";
  let grounds, readable, added;

  // what lies beneath the words of an element, and where; null if it may lie over something else
  const groundOf = element => {
    if (!element) return { layers: "", box: null };
    if (!grounds.has(element)) grounds.set(element, lookAt(element));
    return grounds.get(element);
  };
  const lookAt = element => {
    const beneath = groundOf(element.parentElement);
    const style = getComputedStyle(element);
    const flows = FLOWS.includes(style.position) && style.float === "none";
    const stays = style.transform === "none" && style.translate === "none";
    if (!beneath || !flows || !stays) return null;
    const layer = [
      style.backgroundColor, style.backgroundImage, style.opacity, style.filter, style.mixBlendMode,
    ].join("|");
    if (layer === CLEAR) return beneath;
    const box = element.getBoundingClientRect();
    if (beneath.box && !within(box, beneath.box)) return null;
    return { layers: `${beneath.layers}/${layer}`, box };
  };
  const within = (inner, outer) =>
    inner.left >= outer.left - 1 && inner.right <= outer.right + 1 &&
    inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
  const designOf = element => {
    const ground = groundOf(element);
    if (!ground?.box || !within(element.getBoundingClientRect(), ground.box)) return null;
    const style = getComputedStyle(element);
    const words = [style.color, style.fontSize, style.fontWeight, style.textShadow];
    return [...words, style.webkitTextStroke, ground.layers].join("|");
  };

  check.evaluate = function (element, ...more) {
    const design = designOf(element);
    if (readable.has(design)) return true;
    let measured = false;
    const data = said => { measured = said?.contrastRatio > 0; this.data(said); };
    const result = judge.call({ ...this, data }, element, ...more);
    if (result === true && measured && design !== null) {
      readable.add(design);
      added.push(design);
    }
    return result;
  };
  // what axe says of regions is moderate at most, and takes an eighth of its time
  window.lookOver = async known => {
    [grounds, readable, added] = [new Map(), new Set(known), []];
    const rules = { region: { enabled: false } };
    const { violations } = await axe.run({ resultTypes: ["violations"], rules });
    return { violations, added };
  };
}"""

_readable: list[str] = []


def violations(page: Page) -> dict[str, list[str]]:
    """The serious violations on a page: the elements by rule."""
    if not page.evaluate("() => 'lookOver' in window"):
        page.evaluate(AXE_SCRIPT)
        page.evaluate(REMEMBERING)
    found: dict[str, Any] = page.evaluate("known => lookOver(known)", _readable)
    _readable.extend(found["added"])
    return {
        each["id"]: [node["html"] for node in each["nodes"]]
        for each in found["violations"]
        if each["impact"] in SEVERE
    }
