"""Who takes part, on pages.

`listing` has the list and its documents; `one` a delegation and its forms; `delegates` the forms of
its members; `files` what is put in as a file, after a look at what will change; `attendance` who is
present at a meeting.
"""

from __future__ import annotations

from web.delegations import attendance, delegates, files, listing, one
from web.delegations.blueprint import attendance_bp, bp

__all__ = ["attendance", "attendance_bp", "bp", "delegates", "files", "listing", "one"]
