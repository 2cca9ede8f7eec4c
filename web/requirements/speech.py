"""Translation with its type: the words of a page, as texts."""

from __future__ import annotations

from typing import Any

import flask_babel


def _(msgid: str, **values: Any) -> str:
    """The sentence in the language of the request."""
    return str(flask_babel.gettext(msgid, **values))


def ngettext(msgid: str, plural: str, num: int, **values: Any) -> str:
    """The sentence for one, or for other numbers; both may use `num`."""
    return str(flask_babel.ngettext(msgid, plural, num, **values))
