"""Lists of speakers on pages.

`show` has the index and the page of a list, made of `lines`; `inscriptions` a delegation's own, the
form that all send at the opening, and the receipt; `swaps`, `texts` and `decisions` what is done to
them; `terms` the forms of the secretariat; `ledger` what everybody can verify; `records` who spoke.
"""

from __future__ import annotations

from web.speakers import decisions, inscriptions, ledger, records, show, swaps, terms, texts
from web.speakers.blueprint import bp

__all__ = [
    "bp",
    "decisions",
    "inscriptions",
    "ledger",
    "records",
    "show",
    "swaps",
    "terms",
    "texts",
]
