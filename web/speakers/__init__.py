"""Lists of speakers on pages.

`inscriptions`: a delegation inscribes itself and is given its receipt.
"""

from __future__ import annotations

from web.speakers import inscriptions
from web.speakers.blueprint import bp

__all__ = ["bp", "inscriptions"]
