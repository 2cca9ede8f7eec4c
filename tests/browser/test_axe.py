"""axe is asked once of each design of text, and finds what it would find anyway."""

from axe_playwright_python.base import AXE_SCRIPT

from procedure.permissions import Role
from tests import site
from tests.browser import axe
from tests.browser.conftest import settle

PAGE = f"/sessions/{site.SLUG}/"
CONTRAST = "color-contrast"
PLAIN = """() => axe.run({ runOnly: ["color-contrast"], resultTypes: ["violations"] })
  .then(found => found.violations.flatMap(each => each.nodes.map(node => node.html)))"""
STYLE = """fault => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(fault);
  document.adoptedStyleSheets = [sheet];
}"""
FAULTS = [
    "p { color: #ddd }",
    "p { opacity: .3 }",
    "main { background: #333 }",
    # words over what they are not written in
    "h1 { background: #18212c; color: #fff; height: 6em } h1 + * { transform: translateY(-3em) }",
]


def test_what_cannot_be_read_is_found_also_where_all_could_be_read_before(visit):
    page, plain = visit(PAGE, Role.SECRETARIAT), visit(PAGE, Role.SECRETARIAT)
    settle(page)
    settle(plain)
    plain.evaluate(AXE_SCRIPT)
    for fault in FAULTS:
        assert axe.violations(page).get(CONTRAST, []) == []
        page.evaluate(STYLE, fault)
        plain.evaluate(STYLE, fault)
        assert axe.violations(page)[CONTRAST] == plain.evaluate(PLAIN) != []
        page.evaluate(STYLE, "")
