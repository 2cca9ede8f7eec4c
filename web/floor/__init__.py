"""The floor: meetings run at the chair's table, shown in the hall, at the podium and on phones.

`index` lists the meetings; `table` is the page of the chair's table, `actions` what its keys do;
`screens` and `phone` follow the stream of `web.live`; `meetings` finds the meeting of an address.
"""

from __future__ import annotations

from web.floor import actions, index, phone, screens, table, words
from web.floor.blueprint import bp

__all__ = ["actions", "bp", "index", "phone", "screens", "table", "words"]
