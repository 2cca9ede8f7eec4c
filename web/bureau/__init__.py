"""The bureau on pages.

`show` has its officers and whose turn it is; `nominations` who is nominated and what is missing;
`elections` acclamations and ballots; `people` the forms of those in office; `meetings` what the
bureau met for and decided; `duties` who presides over which meeting.
"""

from __future__ import annotations

from web.bureau import duties, elections, meetings, nominations, people, show
from web.bureau.blueprint import bp

__all__ = ["bp", "duties", "elections", "meetings", "nominations", "people", "show"]
